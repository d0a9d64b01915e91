import { draw, pick } from './draw';

/** Another way to write a name, or undefined where the rule does not apply to it. */
export type Variant = (name: string) => string | undefined;

const TITLES = [
  'Dr.',
  'Professor',
  'Senator',
  'President',
  'Sir',
  'Prime Minister',
  'General',
  'The Honourable',
  'Mrs',
];
const EXTRA_NAMES = ['Alexander', 'Maria', 'Yusuf', 'Jr.', 'Q.', 'van Dijk'];

/** What is written in one way here and in another there, when a name comes from another script. */
const ROMANISATIONS: readonly (readonly [RegExp, string])[] = [
  [/kh/i, 'h'],
  [/sh/i, 'sch'],
  [/ch/i, 'tsch'],
  [/q/i, 'k'],
  [/ee/i, 'i'],
  [/oo/i, 'u'],
  [/z/i, 's'],
  [/v/i, 'w'],
  [/w/i, 'v'],
  [/ai/i, 'ei'],
  [/ph/i, 'f'],
  [/j/i, 'dj'],
  [/y/i, 'i'],
  [/u/i, 'o'],
  [/k/i, 'c'],
  [/i/i, 'y'],
];

const words = (name: string): string[] => name.split(' ');
const isWord = (word: string): boolean => /^\p{L}{4,}$/u.test(word);

/** A name with one of its longer words changed. */
function changeWord(name: string, rule: string, change: (word: string) => string | undefined): string | undefined {
  const places = words(name).flatMap((word, place) => (isWord(word) ? [place] : []));
  if (places.length === 0) return undefined;
  const place = pick(`${rule} ${name}`, places);
  const changed = words(name).map((word, at) => (at === place ? change(word) : word));
  return changed.every((word) => word !== undefined) && changed.join(' ') !== name ? changed.join(' ') : undefined;
}

const swapped: Variant = (name) =>
  changeWord(name, 'swap', (word) => {
    const at = 1 + draw(`at ${word}`, word.length - 2);
    return `${word.slice(0, at)}${word.charAt(at + 1)}${word.charAt(at)}${word.slice(at + 2)}`;
  });

const lacking: Variant = (name) =>
  changeWord(name, 'lack', (word) => {
    const at = 1 + draw(`at ${word}`, word.length - 1);
    return `${word.slice(0, at)}${word.slice(at + 1)}`;
  });

const mistyped: Variant = (name) =>
  changeWord(name, 'mistype', (word) => {
    const at = 1 + draw(`at ${word}`, word.length - 1);
    return `${word.slice(0, at)}${pick(word, [...'aeiorstn'])}${word.slice(at + 1)}`;
  });

const romanised: Variant = (name) => {
  const rules = ROMANISATIONS.filter(([from]) => from.test(name));
  if (rules.length < 2) return undefined;
  const start = draw(`romanise ${name}`, rules.length - 1);
  return rules.slice(start, start + 2).reduce((text, [from, to]) => text.replace(from, to), name);
};

const initial: Variant = (name) => {
  const [first = '', ...rest] = words(name);
  return rest.length > 0 && isWord(first) ? [`${first.charAt(0)}.`, ...rest].join(' ') : undefined;
};

const titled: Variant = (name) => `${pick(`title ${name}`, TITLES)} ${name}`;

const extended: Variant = (name) => {
  const [first = '', ...rest] = words(name);
  return rest.length > 0 ? [first, pick(`extra ${name}`, EXTRA_NAMES), ...rest].join(' ') : undefined;
};

const turned: Variant = (name) => {
  const [first = '', ...rest] = words(name);
  return rest.length > 0 ? `${rest.join(' ')}, ${first}` : undefined;
};

const shortened: Variant = (name) => {
  const all = words(name);
  if (all.length < 3) return undefined;
  const left = 1 + draw(`drop ${name}`, all.length - 2);
  return all.filter((_, place) => place !== left).join(' ');
};

const joined: Variant = (name) => (words(name).length > 2 ? name.replace(/ (?=\S+$)/, '') : undefined);

const misspeltAndTurned: Variant = (name) => {
  const other = swapped(name);
  return other === undefined ? undefined : turned(other);
};

/** The ways in which names of people are written, by kind of difference. */
export const PERSON_VARIANTS: Readonly<Record<string, Variant>> = {
  'letters swapped': swapped,
  'a letter missing': lacking,
  'a letter wrong': mistyped,
  'romanised in another way': romanised,
  'given name as initial': initial,
  'a title before it': titled,
  'a name more': extended,
  'last name first': turned,
  'a name less': shortened,
  'written together': joined,
  'swapped, last name first': misspeltAndTurned,
};

const LEGAL_FORMS = [
  ['Incorporated', 'Inc.'],
  ['Limited', 'Ltd'],
  ['Corporation', 'Corp.'],
  ['Gesellschaft mit beschränkter Haftung', 'GmbH'],
  ['Société anonyme', 'S.A.'],
  ['Company', 'Co.'],
  ['Public Limited Company', 'PLC'],
  ['Aktiengesellschaft', 'AG'],
] as const;

const NUMBERS = [
  ['7th', 'Seventh'],
  ['3', 'Three'],
  ['21', 'Twenty-one'],
  ['2nd', 'Second'],
  ['12', 'Twelve'],
  ['5', 'V'],
] as const;

/** A name of a company made of another name, and as it is written elsewhere. */
export function withLegalForm(base: string): { name: string; variant: string } {
  const [long, short] = pick(`form ${base}`, LEGAL_FORMS);
  const written = [`${base} ${long}`, `${base} ${short}`, base];
  const at = draw(`way ${base}`, written.length);
  return { name: written[at] ?? base, variant: written[(at + 1) % written.length] ?? base };
}

/** A name with a number in it, and with that number as a word. */
export function withNumber(base: string): { name: string; variant: string } {
  const [digits, word] = pick(`number ${base}`, NUMBERS);
  const written = [`${digits} Brigade of ${base}`, `${word} Brigade of ${base}`] as const;
  return draw(`way ${base}`, 2) === 0
    ? { name: written[0], variant: written[1] }
    : { name: written[1], variant: written[0] };
}
