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
  /** What they have of earlier answers. */
  readonly condition?: ReadCondition | undefined;
}

/** Tells whether whoever asks has the answer already. */
export interface ReadCondition {
  /**
   * @param read equal for reads of the same by the same role
   * @returns whether the content is what it was when they had the answer, so that nothing has to be read
   */
  isAnswered(read: string): Promise<boolean>;
}
