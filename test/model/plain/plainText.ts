import type { Anchor } from './plainStore';

/** Code points that an anchor keeps on each side. */
const CONTEXT = 32;

/** Text as it is stored. */
export const storedText = (text: string): string => text.replace(/\r\n?/g, '\n').normalize('NFC');
export const storedLine = (text: string): string => storedText(text).trim();

/** A text as a list of code points. */
const points = (text: string): string[] => [...text];

/** Every place, in code points, at which words stand in a text, also those that overlap. */
export function placesOf(body: string, words: string): number[] {
  const [text, sought] = [points(body), points(words)];
  return text.flatMap((_, start) => (sought.every((point, index) => text[start + index] === point) ? [start] : []));
}

/** The anchor of the code points from start to end. */
export function anchorAt(body: string, start: number, end: number): Anchor {
  const text = points(body);
  return {
    exact: text.slice(start, end).join(''),
    prefix: text.slice(Math.max(0, start - CONTEXT), start).join(''),
    suffix: text.slice(end, end + CONTEXT).join(''),
    start,
    end,
  };
}

/** The only place where words stand between others; null where there is none or more than one. */
export function onlyPlace(body: string, { exact, prefix = '', suffix = '' }: Words): Anchor | null {
  const places = placesOf(body, prefix + exact + suffix);
  const start = (places[0] ?? 0) + points(prefix).length;
  return places.length === 1 && exact !== '' ? anchorAt(body, start, start + points(exact).length) : null;
}

interface Words {
  readonly exact: string;
  readonly prefix?: string;
  readonly suffix?: string;
}

/** How many code points two texts have in common at their start. */
function sharedStart(one: readonly string[], other: readonly string[]): number {
  const at = one.findIndex((point, index) => point !== other[index]);
  return at < 0 ? one.length : at;
}

/**
 * Where a quotation stands in an edited body, or null where that cannot be said: as docs and descriptions have it for words too
 * short to be found when they were edited themselves.
 */
export function placeAfterEdit(before: string, after: string, anchor: Anchor): Anchor | null {
  const whole = { exact: anchor.exact, prefix: anchor.prefix, suffix: anchor.suffix };
  const text = whole.prefix + whole.exact + whole.suffix;
  const [was, is] = [placesOf(before, text).length, placesOf(after, text).length];
  if (was === 1 && is > 0) return onlyPlace(after, whole);
  if (was > 1 && is > 0) return was === is ? amongEqual(before, after, anchor) : null;
  const { exact, prefix, suffix } = whole;
  const telling = [{ exact }, { exact, prefix }, { exact, suffix }].filter(
    (words) => onlyPlace(before, words) !== null,
  );
  const found = telling.flatMap((words) => onlyPlace(after, words) ?? []);
  const [first] = found;
  return first !== undefined && found.every(({ start }) => start === first.start) ? first : null;
}

/** Of equal passages, each keeps its place where the edit touches neither it nor what stands around it. */
function amongEqual(before: string, after: string, { start, end, prefix, suffix }: Anchor): Anchor | null {
  const [old, text] = [points(before), points(after)];
  const head = sharedStart(old, text);
  const most = Math.min(old.length, text.length) - head;
  const tail = Math.min(most, sharedStart([...old].reverse(), [...text].reverse()));
  if (end + points(suffix).length <= head) return anchorAt(after, start, end);
  const shift = text.length - old.length;
  if (start - points(prefix).length >= old.length - tail) return anchorAt(after, start + shift, end + shift);
  return null;
}
