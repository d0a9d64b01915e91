import { hiddenCharacter } from './hiddenCharacter';

/** Text in the one form that is stored: NFC, line ends LF, no byte order mark at its start. */
export function normalizeText(text: string): string {
  const start = text.startsWith('\uFEFF') ? text.slice(1) : text;
  return (start.includes('\r') ? start.replace(/\r\n?/g, '\n') : start).normalize('NFC');
}

/** The same for text on one line, without the space around it. */
export function normalizeLine(text: string): string {
  return normalizeText(text).trim();
}

const FORBIDDEN_IN_TEXT = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F]|\p{Surrogate}/u;
const FORBIDDEN_IN_LINE = /[\u0000-\u001F\u007F-\u009F\u2028\u2029]|\p{Surrogate}/u;

/**
 * What text holds that cannot be kept: half of a surrogate pair, U+0000 and other control characters but tab and line feed
 * (and, on one line, these too, with what is hidden there: a name must not pass for another). To be asked of normalised text, in which no carriage return is left.
 *
 * @returns words for the first such character and where it stands, or null
 */
export function characterFault(text: string, lines: 'one' | 'many'): string | null {
  const match = (lines === 'one' ? FORBIDDEN_IN_LINE : FORBIDDEN_IN_TEXT).exec(text);
  if (match === null) return lines === 'one' ? hiddenFault(text) : null;
  const code = match[0].charCodeAt(0);
  const place = placeOf(text, match.index);
  if (code === 0x0a) return `has a line break ${place}: write it on one line`;
  if (code === 0x09) return `has a tab ${place}: write a space`;
  const name = codeOf(text, match.index);
  if (code === 0x2028 || code === 0x2029) return `has a line break (${name}) ${place}: write it on one line`;
  if (code >= 0xd800) return `has half of a surrogate pair (${name}) ${place}: it isn't Unicode text`;
  return `has the control character ${name} ${place}: take it out`;
}

function hiddenFault(text: string): string | null {
  const hidden = hiddenCharacter(text);
  if (hidden === null) return null;
  const { index, isDirection } = hidden;
  const what = isDirection ? 'the control character of writing direction' : 'the invisible character';
  return `has ${what} ${codeOf(text, index)} ${placeOf(text, index)}: take it out`;
}

const placeOf = (text: string, index: number): string =>
  `at character ${String(codePointLength(text.slice(0, index)) + 1)}`;

const codeOf = (text: string, index: number): string =>
  `U+${(text.codePointAt(index) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;

/** Unicode code points in well-formed text. */
export function codePointLength(text: string): number {
  let pairs = 0;
  for (let index = 0; index < text.length; index += 1) {
    if ((text.charCodeAt(index) & 0xfc00) === 0xdc00) pairs += 1;
  }
  return text.length - pairs;
}

/** Turns places in a text, counted in UTF-16 units, into code points, and back, without counting from the start each time. */
export class CodePointIndex {
  private static readonly STEP = 1024;
  /** Code points before each STEP-th unit; undefined where every character is one unit. */
  private readonly before: Uint32Array | undefined;

  constructor(private readonly text: string) {
    if (!/[\uD800-\uDFFF]/.test(text)) return;
    const before = new Uint32Array(Math.floor(text.length / CodePointIndex.STEP) + 1);
    let count = 0;
    for (let unit = 0; unit < text.length; unit += 1) {
      if (unit % CodePointIndex.STEP === 0) before[unit / CodePointIndex.STEP] = count;
      if (!isTrail(text, unit)) count += 1;
    }
    if (text.length % CodePointIndex.STEP === 0) before[text.length / CodePointIndex.STEP] = count;
    this.before = before;
  }

  /** Code points before a unit. */
  toCodePoints(unit: number): number {
    if (this.before === undefined) return unit;
    const block = Math.floor(unit / CodePointIndex.STEP);
    let count = this.before[block] ?? 0;
    for (let index = block * CodePointIndex.STEP; index < unit; index += 1) {
      if (!isTrail(this.text, index)) count += 1;
    }
    return count;
  }

  /** The unit at which a code point begins; the text's length for the one after its last. */
  toUnits(codePoint: number): number {
    if (this.before === undefined) return codePoint;
    let low = 0;
    let high = this.before.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.before[middle] ?? 0) <= codePoint) low = middle;
      else high = middle - 1;
    }
    let unit = low * CodePointIndex.STEP;
    if (isTrail(this.text, unit)) unit += 1;
    let left = codePoint - (this.before[low] ?? 0);
    while (left > 0 && unit < this.text.length) {
      unit += isLead(this.text, unit) ? 2 : 1;
      left -= 1;
    }
    return unit;
  }
}

const isTrail = (text: string, unit: number): boolean => (text.charCodeAt(unit) & 0xfc00) === 0xdc00;
const isLead = (text: string, unit: number): boolean => (text.charCodeAt(unit) & 0xfc00) === 0xd800;

/** The unit that lies `count` code points after a unit, or the text's end. */
export function unitsForward(text: string, unit: number, count: number): number {
  let at = unit;
  for (let left = count; left > 0 && at < text.length; left -= 1) at += isLead(text, at) ? 2 : 1;
  return at;
}

/** The unit that lies `count` code points before a unit, or the text's start. */
export function unitsBack(text: string, unit: number, count: number): number {
  let at = unit;
  for (let left = count; left > 0 && at > 0; left -= 1) at -= at > 1 && isTrail(text, at - 1) ? 2 : 1;
  return at;
}
