/** What was typed into a search, with operators only where they are typed as such. */
export interface TypedSearch {
  /** For websearch_to_tsquery, which would take a dash in a sentence for a minus and any `or` for an operator. */
  readonly query: string;
  /** The words that are looked for, without those that must not occur. */
  readonly sought: string;
  /** Whether it has words alone, so that it may be a name, spelt in one way or another. */
  readonly isPlain: boolean;
}

/** A phrase or a word, and the minus that may be before it. An odd quotation mark opens a phrase up to the end. */
const TERM = /(?<=^|\s)(-?)"([^"]*)(?:"|$)|"([^"]*)(?:"|$)|([^\s"]+)/gu;

/** A minus counts at the start of a word, with a letter behind it. */
const DENIED = /^-(?=\p{L})/u;

/** A dash that joins nothing: PostgreSQL would take it for a minus behind a sign such as `(`. */
const LOOSE_DASH = /(?<![\p{L}\p{M}\p{N}])-/gu;

/** The word or, wherever PostgreSQL would take it for an operator. */
const WORD_OR = /(?<![\p{L}\p{M}\p{N}_-])or(?![\p{L}\p{M}\p{N}_-])/giu;

const HYPHENATED = /^\p{L}[\p{L}\p{M}]*(?:-\p{L}[\p{L}\p{M}]*)+(?=[.,;:!?]?$)/u;

/** What a search means, in web-search syntax: words, `"words in a row"`, `OR` between two terms, and `-word` or `-"words"`. */
export function readSearch(typed: string): TypedSearch {
  const query: string[] = [];
  const sought: string[] = [];
  let isPlain = true;
  for (const [, minus, denied, phrase = denied, word = ''] of typed.matchAll(TERM)) {
    const isDenied = minus === '-' || DENIED.test(word);
    const isOperator = word === 'OR';
    const bare = word.replace(DENIED, '').replace(LOOSE_DASH, ' ');
    const term = phrase === undefined ? wordTerm(bare) : `"${phrase}"`;
    query.push(isOperator ? 'OR' : `${isDenied ? '-' : ''}${term}`);
    if (!isOperator && !isDenied) sought.push(phrase ?? bare);
    isPlain &&= phrase === undefined && !isDenied && !isOperator;
  }
  return { query: query.join(' '), sought: sought.join(' '), isPlain };
}

/** One word as a term. Words joined by a hyphen are words in a row, since others write them apart. */
function wordTerm(word: string): string {
  const [joined] = HYPHENATED.exec(word) ?? [];
  return joined === undefined ? word.replace(WORD_OR, '"$&"') : `"${joined.replaceAll('-', ' ')}"`;
}
