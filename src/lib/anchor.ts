import { CodePointIndex, unitsBack, unitsForward } from './unicode';

/** A quotation as a user gives it: the words, and as much of the text around them as distinguishes equal occurrences. */
export interface Quote {
  exact: string;
  prefix?: string | undefined;
  suffix?: string | undefined;
}

/**
 * W3C Web Annotation TextQuoteSelector and TextPositionSelector in one: exact is the text from start to end, in Unicode code
 * points; prefix and suffix are up to 32 code points of what stands before and after.
 */
export interface Anchor {
  start: number;
  end: number;
  exact: string;
  prefix: string;
  suffix: string;
}

export type QuoteSearch =
  | { found: 'once'; anchor: Anchor }
  | { found: 'never'; hint: string | null }
  | { found: 'often'; count: number; starts: number[] };

/** Code points of context that an anchor keeps on each side. */
export const CONTEXT_LENGTH = 32;

/** Places that an ambiguous search names. */
const PLACES_NAMED = 5;

/** Occurrences that a search counts at most: a count that has reached this means as many or more. */
export const MOST_COUNTED = 1_000;

/** A text in which quotations are looked for, many at a time. Both it and they are in the stored form (NFC, LF). */
export class QuotableText {
  private readonly index: CodePointIndex;
  private folded: FoldedText | undefined;

  constructor(readonly text: string) {
    this.index = new CodePointIndex(text);
  }

  /**
   * Looks for a quotation; occurrences that overlap count each for itself. Hint and count take more work than all else, and
   * are worked out only where they are asked for.
   */
  find(quote: Quote): QuoteSearch {
    const prefix = quote.prefix ?? '';
    const needle = prefix + quote.exact + (quote.suffix ?? '');
    if (quote.exact === '') return { found: 'never', hint: 'a quotation has at least one character' };
    const first = this.text.indexOf(needle);
    if (first < 0) return lazily({ found: 'never' }, 'hint', () => this.hint(quote));
    const units = this.occurrences(needle, PLACES_NAMED);
    if (units.length === 1) {
      return { found: 'once', anchor: this.anchorAt(first + prefix.length, quote.exact.length) };
    }
    const starts = units.map((unit) => this.index.toCodePoints(unit + prefix.length));
    return lazily({ found: 'often', starts }, 'count', () => this.occurrences(needle, MOST_COUNTED).length);
  }

  private occurrences(needle: string, most: number): number[] {
    const units: number[] = [];
    for (let at = this.text.indexOf(needle); at >= 0 && units.length < most; at = this.text.indexOf(needle, at + 1)) {
      units.push(at);
    }
    return units;
  }

  /** UTF-16 units before a code point. */
  unitsBefore(codePoint: number): number {
    return this.index.toUnits(codePoint);
  }

  /** The anchor of the code points from start to end. */
  anchorBetween(start: number, end: number): Anchor {
    const unit = this.index.toUnits(start);
    return this.anchorAt(unit, this.index.toUnits(end) - unit);
  }

  /**
   * The shortest way to quote an anchor so that it is found again: the words alone, else with their context, else with ever more
   * of it.
   */
  quoteOf(anchor: { start: number; end: number }): Quote {
    const from = this.index.toUnits(anchor.start);
    const to = this.index.toUnits(anchor.end);
    const exact = this.text.slice(from, to);
    if (this.isOnce(exact)) return { exact };
    for (let length = CONTEXT_LENGTH; ; length *= 2) {
      const prefix = this.text.slice(unitsBack(this.text, from, length), from);
      const suffix = this.text.slice(to, unitsForward(this.text, to, length));
      if (prefix !== '' && this.isOnce(prefix + exact)) return { exact, prefix };
      if (suffix !== '' && this.isOnce(exact + suffix)) return { exact, suffix };
      // The whole text occurs once in itself, so this ends.
      if (this.isOnce(prefix + exact + suffix)) return { exact, ...(prefix && { prefix }), ...(suffix && { suffix }) };
    }
  }

  private isOnce(needle: string): boolean {
    return this.text.indexOf(needle) === this.text.lastIndexOf(needle);
  }

  /** The anchor of so many UTF-16 units from one on, neither of which splits a pair. */
  anchorAt(unit: number, length: number): Anchor {
    const end = unit + length;
    return {
      start: this.index.toCodePoints(unit),
      end: this.index.toCodePoints(end),
      exact: this.text.slice(unit, end),
      prefix: this.text.slice(unitsBack(this.text, unit, CONTEXT_LENGTH), unit),
      suffix: this.text.slice(end, unitsForward(this.text, end, CONTEXT_LENGTH)),
    };
  }

  private hint(quote: Quote): string | null {
    if ((quote.prefix ?? quote.suffix) !== undefined && this.text.includes(quote.exact)) {
      return 'the words themselves are there, but not with this prefix and suffix right before and after them';
    }
    this.folded ??= new FoldedText(this.text);
    const near = this.folded.find(quote.exact);
    if (near !== null) return `the text has it as ${shown(near)}, which differs in ${difference(quote.exact, near)}`;
    return this.furthest(quote.exact);
  }

  /** How far the words go before the text goes on differently. */
  private furthest(exact: string): string | null {
    let low = 0;
    let high = exact.length;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.text.includes(exact.slice(0, middle))) low = middle;
      else high = middle - 1;
    }
    const shared = exact.slice(0, low).replace(/\s*\S*$/u, '');
    if (shared.length < 8) return null;
    const at = this.text.indexOf(exact.slice(0, low));
    const end = unitsForward(this.text, at + low, CONTEXT_LENGTH);
    return `after ${shown(shared.slice(unitsBack(shared, shared.length, CONTEXT_LENGTH)))} the text goes on ${shown(this.text.slice(at + shared.length, end).trimStart())}`;
  }
}

/** An object with one property more, whose value is worked out when it is asked for. */
function lazily<Known extends object, Name extends string, Value>(
  known: Known,
  name: Name,
  get: () => Value,
): Known & Record<Name, Value> {
  return Object.defineProperty(known, name, { get, enumerable: true }) as Known & Record<Name, Value>;
}

/**
 * Looks for one quotation in one text. Where there are many in the same text, keep a QuotableText.
 *
 * @param body the text, in the stored form
 */
export function findQuote(body: string, quote: Quote): QuoteSearch {
  return new QuotableText(body).find(quote);
}

const QUOTE_MARKS = /[\u2018-\u201F\u00AB\u00BB\u2039\u203A\u0022\u0060\u00B4]/gu;
const DASHES = /[\u2010-\u2015\u2212]/gu;
const foldMarks = (text: string): string => text.replace(QUOTE_MARKS, "'").replace(DASHES, '-');
const foldSpace = (text: string): string => text.replace(/[\s\u00A0\u200B]+/gu, ' ');
const foldCase = (text: string): string => text.toLowerCase();

/** A text without its differences in case, spaces, quotation marks and dashes, which still knows where each part came from. */
class FoldedText {
  private readonly folded: string;
  private readonly origin: Uint32Array;

  constructor(private readonly text: string) {
    const parts: string[] = [];
    const origin = new Uint32Array(text.length * 3 + 1);
    let length = 0;
    for (const match of text.matchAll(/[\s\u00A0\u200B]+|[^\s\u00A0\u200B]/gu)) {
      const part = foldCase(foldSpace(foldMarks(match[0])));
      for (let unit = 0; unit < part.length; unit += 1) origin[length + unit] = match.index;
      length += part.length;
      parts.push(part);
    }
    origin[length] = text.length;
    this.origin = origin.subarray(0, length + 1);
    this.folded = parts.join('');
  }

  /** The text's own words where it has the given ones but for such differences. */
  find(exact: string): string | null {
    const needle = foldCase(foldSpace(foldMarks(exact.trim())));
    if (needle === '') return null;
    const at = this.folded.indexOf(needle);
    if (at < 0) return null;
    return this.text.slice(this.origin[at], this.origin[at + needle.length]).trimEnd();
  }
}

function difference(exact: string, near: string): string {
  const folds: [string, (text: string) => string][] = [
    ['quotation marks or dashes', foldMarks],
    ['spaces or line breaks', (text) => foldSpace(text).trim()],
    ['capital letters', foldCase],
  ];
  // What differs is each fold without which the two are not yet equal.
  const needed = folds.filter(([, fold]) => {
    const others = folds.filter(([, other]) => other !== fold).map(([, other]) => other);
    const apply = (text: string): string => others.reduce((value, other) => other(value), text);
    return apply(exact) !== apply(near);
  });
  return needed.length === 0 ? 'its characters' : needed.map(([name]) => name).join(' and ');
}

function shown(text: string): string {
  const limit = 80;
  const cut = text.length > limit ? `${text.slice(0, unitsForward(text, 0, limit))}…` : text;
  return `“${cut.replace(/\n/g, ' ⏎ ')}”`;
}
