import type { AllegationRow, PartyRow, StatementRow } from './oracleRows';
import type { OracleView } from './oracleView';

type SearchedRow = StatementRow | AllegationRow | PartyRow;

/** Words in a row that must occur, or must not. */
interface Term {
  words: string[];
  excluded: boolean;
}

/** How alike words and a name must be, as pg_trgm has it unless told. */
const leastSimilarity = 0.6;

/** The visible rows that a search finds, in no order: as words, or parties and allegations by what is spelt alike. */
export function foundBy(view: OracleView, typed: string, types: readonly string[] | null | undefined): SearchedRow[] {
  const asked = ({ __typename }: SearchedRow): boolean => !types || types.includes(__typename.toUpperCase());
  const alike = (text: string): boolean =>
    !hasOperators(typed) && wordSimilarity(plainWords(typed), plainWords(text)) >= leastSimilarity;
  return [
    ...view.statements.filter((row) => searchHolds(textsOfStatement(row), typed)),
    ...view.allegations.filter((row) => searchHolds(textsOfAllegation(row), typed) || alike(row.summary)),
    // Each name is searched by itself, also for what must not occur.
    ...view.parties.filter((row) =>
      [row.name, ...view.namesOf(row).map(({ name }) => name)].some(
        (name) => searchHolds([name], typed) || alike(name),
      ),
    ),
  ].filter(asked);
}

export function textsOfStatement({ title, subtitle, body }: StatementRow): string[] {
  return [title, subtitle ?? '', body];
}

export function textsOfAllegation({ summary, place }: AllegationRow): string[] {
  return [summary, place ?? ''];
}

/**
 * Whether texts have what a search asks for, each of its words in any of them, and words in a row in one. It knows no stems
 * and no stop words, so that it can be asked only for words that have none.
 */
export function searchHolds(texts: readonly string[], typed: string): boolean {
  const words = texts.map(plainWords);
  return alternativesOf(typed).some((terms) =>
    terms.every((term) => words.some((text) => occursIn(text, term.words)) !== term.excluded),
  );
}

/** The words of a text without case and accents. */
export function plainWords(text: string): string[] {
  return (
    text
      .normalize('NFD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  );
}

/** What a search asks for: all terms of one of these. A minus before a digit, a dash or the word or asks for nothing special. */
function alternativesOf(typed: string): Term[][] {
  const alternatives: Term[][] = [[]];
  for (const [piece] of typed.matchAll(/-?"[^"]*"|\S+/g)) {
    const words = plainWords(piece);
    if (piece === 'OR') alternatives.push([]);
    else if (words.length > 0) alternatives.at(-1)?.push({ words, excluded: /^-[\p{L}"]/u.test(piece) });
  }
  return alternatives;
}

function hasOperators(typed: string): boolean {
  const alternatives = alternativesOf(typed);
  return typed.includes('"') || alternatives.length > 1 || alternatives.flat().some(({ excluded }) => excluded);
}

function occursIn(text: readonly string[], row: readonly string[]): boolean {
  return text.some((_, start) => row.every((word, index) => text[start + index] === word));
}

/** The trigrams of words, each begun by two blanks and ended by one. */
function trigrams(words: readonly string[]): string[] {
  return words.flatMap((word) => {
    const padded = `  ${word} `;
    return Array.from({ length: padded.length - 2 }, (_, start) => padded.slice(start, start + 3));
  });
}

/** The greatest share of trigrams that what was typed has in common with any piece of a text. */
function wordSimilarity(typed: readonly string[], text: readonly string[]): number {
  const wanted = new Set(trigrams(typed));
  const ordered = trigrams(text);
  let best = 0;
  for (let start = 0; start < ordered.length; start++) {
    const piece = new Set<string>();
    for (const trigram of ordered.slice(start)) {
      piece.add(trigram);
      const common = [...piece].filter((one) => wanted.has(one)).length;
      best = Math.max(best, common / (wanted.size + piece.size - common));
    }
  }
  return best;
}
