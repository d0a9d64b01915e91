import { ErrorCode } from '../../lib/errors';
import { circlesIn } from '../circles';
import type { PlacedFault } from './fault';
import { selfReferenceFault } from './selfReference';

/** An assertion as others may answer it. */
export interface Answerable {
  readonly allegation: string;
  /** What it answers itself. */
  readonly answers: string | null;
}

/** An assertion that answers another. */
export interface Answer<Place> {
  /** Undefined where it is new, so that nothing can answer it yet. */
  readonly id: string | undefined;
  readonly allegation: string;
  readonly answers: string;
  /** The place of what it answers. */
  readonly at: Place;
}

/**
 * Faults of answers: to itself, to an assertion on another allegation, and in a circle.
 *
 * @param others the assertions that these answer, and what those answer in turn; what isn't there has a fault of its own
 */
export function answerFaults<Place>(
  answers: readonly Answer<Place>[],
  others: ReadonlyMap<string, Answerable>,
): PlacedFault<Place>[] {
  const faults: PlacedFault<Place>[] = [];
  const links = new Map<string, string[]>();
  for (const [id, other] of others) links.set(id, other.answers === null ? [] : [other.answers]);
  const places = new Map<string, Place>();
  const code = ErrorCode.BAD_USER_INPUT;
  for (const { id, allegation, answers: answered, at } of answers) {
    const other = others.get(answered);
    if (id === answered) faults.push({ at, ...selfReferenceFault('answer') });
    else if (other !== undefined && other.allegation !== allegation) {
      faults.push({ at, code, message: 'is on another allegation: an assertion answers one on the same' });
    } else if (id !== undefined) {
      links.set(id, [answered]);
      places.set(id, at);
      continue;
    }
    if (id !== undefined) links.set(id, []);
  }
  for (const circle of circlesIn(links)) {
    const first = circle.find((id) => places.has(id));
    const at = first === undefined ? undefined : places.get(first);
    // A circle without an answer of these is not their fault.
    if (at === undefined) continue;
    faults.push({ at, code, message: 'goes in a circle: an assertion does not answer itself by way of others' });
  }
  return faults;
}
