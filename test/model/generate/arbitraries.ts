import fc from 'fast-check';
import { NO_ID, UNKNOWN_ID } from '../plain/plainFields';
import { type NodeType, nodesOf, type PlainStore, type State } from '../plain/plainStore';

/** Which node is meant: the n-th of its type, whatever there are then, or something that is wrong. */
export type Pick = number | 'gone' | 'merged' | 'of another type' | 'unknown' | 'no id';

const often = <T, O>(usual: fc.Arbitrary<T>, odd: fc.Arbitrary<O>, weight = 25): fc.Arbitrary<T | O> =>
  fc.oneof({ arbitrary: usual, weight }, { arbitrary: odd, weight: 1 });

export const pick: fc.Arbitrary<Pick> = often(
  fc.oneof({ arbitrary: fc.nat(7), weight: 12 }, { arbitrary: fc.constant('merged' as const), weight: 1 }),
  fc.constantFrom('gone' as const, 'of another type' as const, 'unknown' as const, 'no id' as const),
);

/** The id that a pick means in a store. */
export function pickId(store: PlainStore, type: NodeType, which: Pick): string {
  if (which === 'no id') return NO_ID;
  if (which === 'merged' && type === 'PARTY') return [...store.redirects.keys()].at(-1) ?? UNKNOWN_ID;
  if (which === 'gone') {
    const gone = [...store.history.keys()].filter((id) => !store.nodes.has(id) && id.startsWith(type.toLowerCase()));
    return gone.at(-1) ?? UNKNOWN_ID;
  }
  const ids = nodesOf(store, which === 'of another type' ? otherType(type) : type).map(({ id }) => id);
  return ids[typeof which === 'number' ? which % ids.length : 0] ?? UNKNOWN_ID;
}

const otherType = (type: NodeType): NodeType => (type === 'PARTY' ? 'STATEMENT' : 'PARTY');

/** A field of an update: usually left out, else changed, or cleared. */
export const changed = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null | undefined> =>
  fc.oneof(
    { arbitrary: fc.constant(undefined), weight: 20 },
    { arbitrary: value, weight: 10 },
    { arbitrary: fc.constant(null), weight: 1 },
  );

/** A field that is left out as often as not. */
export const optional = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.oneof(fc.constant(undefined), value);

export const slug = often(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f-2'), fc.constantFrom('', 'A b', 'a--b'));
export const key = fc.constantFrom('a', 'b', 'c', 'd', 'e');
export const cleanLine = fc.constantFrom('Port', 'Порт', 'Harbour 🚢', 'École', 'the toll-takers');
export const line = often(
  fc.oneof(cleanLine, fc.constantFrom('  Port ', 'E\u0301cole')),
  fc.constantFrom('', ' ', 'two\nlines', 'x'.repeat(1_001)),
);
export const text = often(
  fc.oneof(cleanLine, fc.constantFrom(' Two\r\nlines ', 'x'.repeat(1_001))),
  fc.constantFrom('', '\n', 'x'.repeat(10_001)),
);
export const date = often(
  fc.constantFrom('2014-07-13', '2014-02', '2003', '../2001', '1999/..'),
  fc.constant('no date'),
);
export const state = fc.constantFrom<State>('PUBLISHED', 'DRAFT', 'ARCHIVED');
export const few = <T>(item: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.array(item, { maxLength: 3 });

/** A list with what stands in it twice left out, but for long ones, so that some say the same twice. */
export const mostlyOnce = <T>(list: readonly T[]): T[] => {
  const seen = new Set<string>();
  return list.filter((item) => list.length > 2 || seen.size < seen.add(JSON.stringify(item)).size);
};

/** Bodies of few words, so that the same words stand in several places, with letters of one to four bytes. */
const words = fc.constantFrom('It fell. ', 'It lied. ', 'L’école 🚢 ', 'E\u0301te\u0301\r\n', '🚢🚢', 'Порт ', 'x');
export const body = often(
  fc.array(words, { minLength: 2, maxLength: 7 }).map((parts) => `B${parts.join('')}`),
  fc.constantFrom('', ' \n'),
);

/** A change of a body: some code points go, and some words come in their place. */
export interface Edit {
  readonly at: number;
  readonly length: number;
  readonly words: string;
}

export const edit: fc.Arbitrary<Edit> = fc.record({
  at: fc.nat(90),
  length: fc.oneof(fc.constant(0), fc.nat(9)),
  words: fc.oneof(fc.constant(''), words, fc.constantFrom('A', '🚢')),
});

export function edited(was: string, { at, length, words: added }: Edit): string {
  const text = [...was];
  const start = at % (text.length + 1);
  return [...text.slice(0, start), added, ...text.slice(start + length)].join('');
}

/** Words to quote: those of a body from one code point on, with as much of what stands around them as is wanted. */
export interface Quoting {
  readonly at: number;
  readonly length: number;
  readonly before: number;
  readonly after: number;
  readonly isMissing: boolean;
}

export const quoting: fc.Arbitrary<Quoting> = fc.record({
  // Often the same few places, where one quotation meets another.
  at: fc.oneof(fc.constantFrom(0, 9, 45), fc.nat(90)),
  length: fc.oneof(fc.constant(7), fc.integer({ min: 1, max: 12 })),
  before: fc.constantFrom(0, 0, 4, 32),
  after: fc.constantFrom(0, 0, 4, 32),
  isMissing: fc.integer({ min: 0, max: 29 }).map((n) => n === 29),
});

export function quoteIn(
  text: string,
  { at, length, before, after, isMissing }: Quoting,
): { exact: string; prefix?: string; suffix?: string } {
  if (isMissing) return { exact: 'words that nobody said' };
  const points = [...text];
  const start = at % Math.max(points.length, 1);
  const slice = (from: number, to: number): string => points.slice(Math.max(from, 0), Math.max(to, 0)).join('');
  const prefix = slice(start - before, start);
  const suffix = slice(start + length, start + length + after);
  return { exact: slice(start, start + length) || 'B', ...(prefix && { prefix }), ...(suffix && { suffix }) };
}
