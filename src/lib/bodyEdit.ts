import search from 'approx-string-match';
import { type Anchor, MOST_COUNTED, type Quote, QuotableText, type QuoteSearch } from './anchor';
import { codePointLength, unitsBack, unitsForward } from './unicode';

/** Where a quotation is after an edit, or why it can't be placed. */
export type Reanchoring = { readonly anchor: Anchor } | { readonly anchor: null; readonly reason: string };

/** Code points that a quotation has at least, and UTF-16 units at most, to be placed approximately. */
const APPROXIMATE_LEAST = 20;
const APPROXIMATE_MOST = 2_000;
/** Characters that may differ, of those that a quotation has. */
const APPROXIMATE_SHARE = 0.2;
/** Code points right before or right after that have to be as they were. */
const APPROXIMATE_CONTEXT = 12;

/** Work that edits may take together to place quotations approximately. */
export interface ApproximateWork {
  /** Steps of the search that are left. */
  steps: number;
}

/** A second or two of work. */
const STEPS_AT_MOST = 200_000_000;

export const approximateWork = (): ApproximateWork => ({ steps: STEPS_AT_MOST });

const LOST = 'its words are no longer found';
const TWICE = "its words are found more than once, and the text around them doesn't show which are meant";

/**
 * Gives quotations of a text their places in an edited form of it. Both are in the stored form (NFC, LF).
 *
 * First the words exactly, with what stood around them; then the words where they moved to, if they, or they with one side of
 * their context, were the only ones before and are the only ones now; then, for words that were themselves edited, the
 * only passage of the edited part that differs in a fifth of their characters at most, stands right after or before what
 * it stood after or before, and was not there already. A quotation that fits nowhere, or in two places, gets none.
 */
export class BodyEdit {
  private readonly before: QuotableText;
  private readonly after: QuotableText;
  /** UTF-16 units at the start and at the end that are the same in both. */
  private readonly head: number;
  private readonly tail: number;

  constructor(
    before: string,
    after: string,
    private readonly work = approximateWork(),
  ) {
    this.before = new QuotableText(before);
    this.after = new QuotableText(after);
    this.head = sharedStart(before, after);
    this.tail = sharedEnd(before, after, Math.min(before.length, after.length) - this.head);
  }

  /** @param anchor as it stands in the text before the edit */
  place(anchor: Anchor): Reanchoring {
    const { exact, prefix, suffix } = anchor;
    const whole = { exact, prefix, suffix };
    const now = this.after.find(whole);
    if (this.before.find(whole).found === 'once') {
      if (now.found === 'once') return { anchor: now.anchor };
      if (now.found === 'often') return { anchor: null, reason: TWICE };
    } else if (now.found !== 'never') {
      return this.placeAmongEqual(anchor, whole);
    }
    return this.placeElsewhere(anchor) ?? this.placeApproximately(anchor);
  }

  /** Words that stood there several times with the same around them: their place tells them apart, if no edit is near. */
  private placeAmongEqual(anchor: Anchor, whole: Quote): Reanchoring {
    const had = countOf(this.before.find(whole));
    const isSameCount = had !== undefined && had === countOf(this.after.find(whole));
    const from = this.before.unitsBefore(anchor.start) - anchor.prefix.length;
    const to = this.before.unitsBefore(anchor.end) + anchor.suffix.length;
    if (isSameCount && to <= this.head) {
      return { anchor: this.after.anchorAt(from + anchor.prefix.length, anchor.exact.length) };
    }
    if (isSameCount && from >= this.before.text.length - this.tail) {
      const shift = this.after.text.length - this.before.text.length;
      return { anchor: this.after.anchorAt(from + anchor.prefix.length + shift, anchor.exact.length) };
    }
    return { anchor: null, reason: TWICE };
  }

  /** Null where the words themselves are not there. */
  private placeElsewhere({ exact, prefix, suffix }: Anchor): Reanchoring | null {
    if (this.after.find({ exact }).found === 'never') return null;
    const telling = [{ exact }, { exact, prefix }, { exact, suffix }].filter(
      (quote) => this.before.find(quote).found === 'once',
    );
    const places = telling.map((quote) => this.after.find(quote));
    const anchors = places.flatMap((place) => (place.found === 'once' ? [place.anchor] : []));
    const [first] = anchors;
    if (first !== undefined && anchors.every(({ start }) => start === first.start)) return { anchor: first };
    if (first !== undefined || places.some(({ found }) => found === 'often')) return { anchor: null, reason: TWICE };
    return { anchor: null, reason: 'its words are found only where other words of the same kind stood before' };
  }

  private placeApproximately(anchor: Anchor): Reanchoring {
    const { exact } = anchor;
    const mostErrors = Math.floor(exact.length * APPROXIMATE_SHARE);
    if (codePointLength(exact) < APPROXIMATE_LEAST || exact.length > APPROXIMATE_MOST) return lost();
    const { text } = this.after;
    const reach = exact.length + mostErrors + APPROXIMATE_CONTEXT * 2;
    const from = unitsBack(text, Math.max(0, this.head - reach), 1);
    const to = unitsForward(text, Math.min(text.length, text.length - this.tail + reach), 1);
    this.work.steps -= (to - from) * Math.ceil(exact.length / 32);
    if (this.work.steps < 0) return lost();
    const edited = text.slice(from, to);
    const fitted = search(edited, exact, mostErrors)
      .map((match) => this.fitted(anchor, from + match.start, from + match.end, mostErrors))
      .filter((place) => place !== null);
    const place = onlyPlace(fitted, exact.length);
    if (place === undefined) return lost();
    if (place === null) return ALIKE;
    if (distance(text.slice(place.start, place.end), exact) > mostErrors) return lost();
    const others = [edited.slice(0, place.start - from), edited.slice(place.end - from)];
    if (others.some((part) => search(part, exact, mostErrors).length > 0)) return ALIKE;
    return { anchor: this.after.anchorAt(place.start, place.end - place.start) };
  }

  /** The edges of a match as the context has them; null where that is no longer there, or the words are too different. */
  private fitted(anchor: Anchor, start: number, end: number, mostErrors: number): Span | null {
    const { text } = this.after;
    const { prefix, suffix } = anchor;
    const left = prefix.slice(unitsBack(prefix, prefix.length, APPROXIMATE_CONTEXT));
    const right = suffix.slice(0, unitsForward(suffix, 0, APPROXIMATE_CONTEXT));
    const startsAfter = (at: number): boolean =>
      left === '' ? at === 0 : text.startsWith(left, at - left.length) && at >= left.length;
    const endsBefore = (at: number): boolean => (right === '' ? at === text.length : text.startsWith(right, at));
    const starts = nearby(start, mostErrors, text.length).find(startsAfter);
    const ends = nearby(end, mostErrors, text.length).find(endsBefore);
    if (starts === undefined && ends === undefined) return null;
    const place = { start: starts ?? wholePair(text, start), end: ends ?? wholePair(text, end) };
    const words = text.slice(place.start, place.end);
    // Words that were there before are others, however alike.
    return words.trim() === '' || this.before.text.includes(words) ? null : place;
  }
}

const ALIKE: Reanchoring = { anchor: null, reason: 'words like its own are found more than once' };
const lost = (): Reanchoring => ({ anchor: null, reason: LOST });

/** Part of a text, in UTF-16 units. */
interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * The span that is meant where all overlap: a search ends in several places next to each other that differ from the words
 * by as much, of which the one as long as they are is taken. Null where some lie apart, undefined where there is none.
 */
function onlyPlace(spans: readonly Span[], length: number): Span | null | undefined {
  const [first] = spans;
  if (first === undefined) return undefined;
  if (spans.some(({ start, end }) => start >= first.end || end <= first.start)) return null;
  const off = ({ start, end }: Span): number => Math.abs(end - start - length);
  return spans.reduce((best, span) => (off(span) < off(best) ? span : best));
}

/** Places around one, the nearest first. */
function nearby(at: number, reach: number, length: number): number[] {
  const places = [at];
  for (let step = 1; step <= reach; step += 1) places.push(at - step, at + step);
  return places.filter((place) => place >= 0 && place <= length);
}

/** The same place, or the one before where it would split a surrogate pair. */
function wholePair(text: string, at: number): number {
  return isTrail(text, at) ? at - 1 : at;
}

const isTrail = (text: string, at: number): boolean => (text.charCodeAt(at) & 0xfc00) === 0xdc00;

function sharedStart(one: string, other: string): number {
  const most = Math.min(one.length, other.length);
  let length = 0;
  while (length < most && one.charCodeAt(length) === other.charCodeAt(length)) length += 1;
  return isTrail(one, length) || isTrail(other, length) ? length - 1 : length;
}

function sharedEnd(one: string, other: string, most: number): number {
  let length = 0;
  while (length < most && one.charCodeAt(one.length - 1 - length) === other.charCodeAt(other.length - 1 - length)) {
    length += 1;
  }
  return isTrail(one, one.length - length) ? length - 1 : length;
}

/** Insertions, deletions and substitutions that make one text the other (Levenshtein). */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let at = 1; at <= one.length; at += 1) {
    const next = [at];
    for (let index = 1; index <= other.length; index += 1) {
      const same = one.charCodeAt(at - 1) === other.charCodeAt(index - 1) ? 0 : 1;
      next.push(Math.min((row[index - 1] ?? 0) + same, (row[index] ?? 0) + 1, (next[index - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}

/** How often words are found that are found more than once; undefined where nobody counted all of them. */
function countOf(search: QuoteSearch): number | undefined {
  return search.found === 'often' && search.count < MOST_COUNTED ? search.count : undefined;
}
