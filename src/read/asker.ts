import type { Departure } from '../lib/departure';
import type { Role } from './readType';

/** Who asks for a read. */
export interface Asker {
  /** As whom they read; it decides what is visible. */
  readonly role: Role;
  /** Equal for all requests that share one client's part of the database. */
  readonly client: string;
  /** Tells when they go away before they have their answer. */
  readonly departure?: Departure | undefined;
}
