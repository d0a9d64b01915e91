import type { ErrorCode } from '../../lib/errors';

/** What is wrong with a draft. Whoever asks knows its place: a field of an input, or a line and column of a dossier. */
export interface Fault {
  readonly code: ErrorCode;
  /** What is wrong and what would be right; goes on from the place: "is the party itself: ...". */
  readonly message: string;
}

/** A fault with its place, in whatever way its asker writes places. */
export interface PlacedFault<Place> extends Fault {
  readonly at: Place;
}
