import type { ChangedType, ChangeKind } from '../database/generated/enums';
import type { Role } from '../read/readType';

/** A change as the feed has it: what one transaction did to one node. */
export interface StoredChange {
  /** Its place among all changes: after all that its transaction could see. Not for the eyes of readers. */
  readonly seq: number;
  readonly type: ChangedType;
  /** The id of the node. */
  readonly id: string;
  /** What happened, as an editor sees it. */
  readonly kind: ChangeKind;
  /** Whether a reader saw the node before the transaction, and sees it after. */
  readonly visibleBefore: boolean;
  readonly visibleAfter: boolean;
  /** When, as the API writes instants. */
  readonly at: string;
}

/**
 * What a change is to somebody. For a reader, a node comes into being when it becomes visible, and is gone when it is hidden.
 *
 * @returns null where they must not know of it
 */
export function kindSeenBy(role: Role, { kind, visibleBefore, visibleAfter }: StoredChange): ChangeKind | null {
  if (role === 'EDITOR') return kind;
  if (visibleBefore) return visibleAfter ? kind : 'DELETED';
  return visibleAfter ? 'CREATED' : null;
}
