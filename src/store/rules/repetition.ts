import { ErrorCode } from '../../lib/errors';
import type { PlacedFault } from './fault';

/** An item of a list, with what makes it the same as another; undefined where a fault keeps that from being known. */
export interface Identified<Place> {
  readonly at: Place;
  readonly identity: string | undefined;
}

/** What stands in a list for the second time, each with the first of its kind. */
export function repetitionsIn<Place>(items: Iterable<Identified<Place>>): { at: Place; first: Place }[] {
  const seen = new Map<string, Place>();
  const repetitions: { at: Place; first: Place }[] = [];
  for (const { at, identity } of items) {
    if (identity === undefined) continue;
    const first = seen.get(identity);
    if (first === undefined) seen.set(identity, at);
    else repetitions.push({ at, first });
  }
  return repetitions;
}

/** Items of a list that say the same: identifiers, attributions, places in an allegation, citations and counters. */
export function repetitionFaults<Place>(
  items: Iterable<Identified<Place>>,
  textOf: (place: Place) => string,
): PlacedFault<Place>[] {
  return repetitionsIn(items).map(({ at, first }) => ({
    at,
    code: ErrorCode.BAD_USER_INPUT,
    message: `says the same as ${textOf(first)}: write it once`,
  }));
}
