import anyAscii from 'any-ascii';

/** Ranks the names of all parties by what was typed: the best ten. */
export type Ranking = (typed: string) => string[];

const ascii = (name: string): string => anyAscii(name).toLowerCase();
const wordsOf = (name: string): string[] => ascii(name).match(/[a-z0-9]+/g) ?? [];

/** The pieces of three characters that pg_trgm has of a name. */
function trigrams(name: string): Set<string> {
  return new Set(
    wordsOf(name).flatMap((word) => {
      const padded = `  ${word} `;
      return Array.from({ length: padded.length - 2 }, (_, start) => padded.slice(start, start + 3));
    }),
  );
}

function best<Form>(
  names: readonly string[],
  form: (name: string) => Form,
  alike: (one: Form, other: Form) => number,
): Ranking {
  const forms = names.map((name) => ({ name, form: form(name) }));
  return (typed) => {
    const wanted = form(typed);
    return forms
      .map((entry) => ({ name: entry.name, score: alike(wanted, entry.form) }))
      .sort((one, other) => other.score - one.score)
      .slice(0, 10)
      .map(({ name }) => name);
  };
}

/** By the share of trigrams that two names in ASCII have in common, as pg_trgm's similarity(); there is no cut-off. */
export function trigramRanking(names: readonly string[]): Ranking {
  return best(names, trigrams, (one, other) => {
    const common = [...one].filter((piece) => other.has(piece)).length;
    return common / (one.size + other.size - common || 1);
  });
}

/** By words: each word of the one with the most alike of the other, both ways, by Jaro and Winkler. */
export function jaroWinklerRanking(names: readonly string[]): Ranking {
  const oneWay = (one: readonly string[], other: readonly string[]): number =>
    one.reduce((sum, word) => sum + Math.max(0, ...other.map((each) => jaroWinkler(word, each))), 0) /
    (one.length || 1);
  return best(names, wordsOf, (one, other) => (oneWay(one, other) + oneWay(other, one)) / 2);
}

/** How alike two words are by Jaro, and by Winkler's addition for a common beginning: 0 to 1. */
function jaroWinkler(one: string, other: string): number {
  const jaro = jaroOf(one, other);
  let prefix = 0;
  while (prefix < 4 && prefix < one.length && one[prefix] === other[prefix]) prefix += 1;
  return jaro + prefix * 0.1 * (1 - jaro);
}

function jaroOf(one: string, other: string): number {
  const reach = Math.max(0, (Math.max(one.length, other.length) >> 1) - 1);
  const taken = new Set<number>();
  const matched = [...one].filter((letter, at) => {
    for (let place = Math.max(0, at - reach); place <= Math.min(other.length - 1, at + reach); place += 1) {
      if (!taken.has(place) && other[place] === letter) return Boolean(taken.add(place));
    }
    return false;
  });
  if (matched.length === 0) return 0;
  const theirs = [...taken].sort((a, b) => a - b).map((place) => other[place]);
  const moved = matched.filter((letter, at) => letter !== theirs[at]).length / 2;
  const count = matched.length;
  return (count / one.length + count / other.length + (count - moved) / count) / 3;
}
