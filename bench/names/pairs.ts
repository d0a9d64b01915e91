import { trigramRanking } from './baselines';
import { chineseNames } from './chinese';
import { draw, pick } from './draw';
import { type Named } from './popolo';
import { PERSON_VARIANTS, withLegalForm, withNumber } from './variants';

/** What is searched for, and the name of a party that it is another name of, or is near to without being one. */
export interface Pair {
  readonly kind: string;
  readonly typed: string;
  readonly party: string;
  readonly matches: boolean;
  /** Held apart from the tuning. */
  readonly isHeld: boolean;
}

/** The pairs, and the names that parties are to have. */
export interface LabelledNames {
  readonly pairs: readonly Pair[];
  readonly parties: readonly string[];
}

/** Pairs of each kind that is made by rule. */
const PER_RULE = 45;

/** Names that nobody in the pairs has, so that there is something else to be found. */
const CROWD = 2_500;

const SCRIPTS = [
  ['Cyrillic', /\p{Script=Cyrillic}/u],
  ['Arabic', /\p{Script=Arabic}/u],
  ['Chinese or Japanese', /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}/u],
  ['another script', /[^\p{Script=Latin}\p{Script=Common}\p{Script=Inherited}]/u],
] as const;

const HELD_OF_THREE = 0;

function pair(kind: string, typed: string, party: string, matches = true): Pair {
  return { kind, typed, party, matches, isHeld: draw(`held ${party} ${typed}`, 3) === HELD_OF_THREE };
}

const plain = (name: string): string => name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

/** Pairs of the names that a source gives to one person. */
function pairsOfSource({ name, others }: Named): Pair[] {
  const byKind = new Map<string, Pair>();
  for (const other of others) {
    const script = SCRIPTS.find(([, letters]) => letters.test(other.name))?.[0];
    const kind = script ?? 'spelt otherwise by a source';
    if (plain(other.name) !== plain(name) && !byKind.has(kind)) byKind.set(kind, pair(kind, other.name, name));
  }
  return [...byKind.values()];
}

function pairsByRule(people: readonly Named[]): Pair[] {
  return Object.entries(PERSON_VARIANTS).flatMap(([kind, variant]) =>
    [...people]
      .sort((one, other) => draw(`${kind} ${one.name}`, 2 ** 32) - draw(`${kind} ${other.name}`, 2 ** 32))
      .flatMap(({ name }) => {
        const typed = variant(name);
        return typed === undefined ? [] : [pair(kind, typed, name)];
      })
      .slice(0, PER_RULE),
  );
}

function pairsOfCompanies(people: readonly Named[], places: readonly Named[]): Pair[] {
  const bases = people.map(({ name }) => name.split(' ').at(-1) ?? name);
  const companies = [...new Set(bases)].slice(0, PER_RULE).map((base) => withLegalForm(base));
  const towns = [...new Set(places.map(({ name }) => name.replace(/.*\(|-[IVX]+\)|\)/g, '')))];
  const brigades = towns.slice(0, PER_RULE).map((town) => withNumber(town));
  return [
    ...companies.map(({ name, variant }) => pair('legal form', variant, name)),
    ...brigades.map(({ name, variant }) => pair('number as a word', variant, name)),
  ];
}

function pairsInChinese(): Pair[] {
  return chineseNames(PER_RULE * 2).flatMap(({ traditional, simplified, pinyin, given }, index) => [
    ...(index % 2 === 0 ? [pair('simplified for traditional', simplified, traditional)] : []),
    ...(index % 2 === 0 ? [pair('pinyin for Chinese', pinyin, traditional)] : []),
    ...(index % 2 === 1 ? [pair('given name alone in Chinese', given, simplified)] : []),
  ]);
}

/** Pairs of somebody who is not among the parties, and of the party whose name is nearest to theirs. */
function pairsOfOthers(absent: readonly Named[], present: readonly Named[]): Pair[] {
  const nearest = trigramRanking(present.map(({ name }) => name));
  return absent.flatMap(({ name }) =>
    nearest(name)
      .slice(0, 1)
      .map((party) => pair('somebody else', name, party, false)),
  );
}

/** Names put together of pieces of others. */
function crowd(taken: ReadonlySet<string>, people: readonly Named[]): string[] {
  const pieces = [...new Set(people.flatMap(({ name }) => name.split(' ').filter((word) => word.length > 3)))];
  const made = new Set<string>();
  for (let number = 0; made.size < CROWD; number += 1) {
    const key = `crowd ${String(number)}`;
    const [first, last] = [pick(`first ${key}`, pieces), pick(`last ${key}`, pieces)];
    // Half of them are of halves of names, and so like no name that there is.
    const half = (word: string, end: boolean): string =>
      end ? word.slice(word.length >> 1) : word.slice(0, (word.length + 1) >> 1);
    const blended = `${half(first, false)}${half(last, true)} ${half(last, false)}${half(first, true)}`;
    const name = number % 2 === 0 ? `${first} ${last}` : blended;
    if (!taken.has(name)) made.add(name);
  }
  return [...made];
}

/** All pairs by kind, from what sources say and by rule, with the parties that they are searched among. */
export function labelNames(named: readonly Named[]): LabelledNames {
  const people = named.filter(({ kind }) => kind === 'PERSON');
  const absent = people.filter(({ name }) => draw(`absent ${name}`, 3) === 0);
  const present = people.filter((person) => !absent.includes(person));
  const places = named.filter(({ kind }) => kind === 'PLACE');
  const pairs = [
    ...present.flatMap(pairsOfSource),
    ...pairsByRule(present),
    ...pairsOfCompanies(absent, places),
    ...pairsInChinese(),
    ...pairsOfOthers(absent, present),
  ];
  const others = named.filter((one) => !absent.includes(one)).map(({ name }) => name);
  const known = new Set([...pairs.map(({ party }) => party), ...others]);
  return { pairs, parties: [...known, ...crowd(new Set([...known, ...absent.map(({ name }) => name)]), people)] };
}
