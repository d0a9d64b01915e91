import { isCalendarDay } from './calendar';
import { parsePartialDate } from './partialDate';
import { codePointLength, characterFault } from './unicode';

/** Code points of text on one line. */
export const LINE_LIMIT = 1_000;
/** Code points of what stands in an index: names, titles and summaries. */
export const NAME_LIMIT = 600;
/** Code points of a description and of a finder's words. */
export const TEXT_LIMIT = 10_000;
/** UTF-8 bytes of a statement's body. */
export const BODY_LIMIT = 10_000_000;
/** UTF-16 units of an address on the web. */
export const URL_LIMIT = 2_000;

/**
 * What is wrong with text on one line, and what would be right, or null. Like the other checks here it wants text in the
 * stored form (normalizeLine, normalizeText), and its words go on from the place of the text: "is empty: ...".
 */
export function lineFault(value: string, limit = LINE_LIMIT): string | null {
  return emptyFault(value) ?? characterFault(value, 'one') ?? lengthFault(value, limit);
}

/** What is wrong with text that may have several lines, or null. */
export function textFault(value: string, limit = TEXT_LIMIT): string | null {
  return emptyFault(value) ?? characterFault(value, 'many') ?? lengthFault(value, limit);
}

/** What is wrong with the whole text of a statement, or null. */
export function bodyFault(value: string): string | null {
  if (/^\s*$/.test(value)) return 'is empty: a statement has words';
  if (value.length * 3 > BODY_LIMIT && Buffer.byteLength(value) > BODY_LIMIT) {
    return `has ${Buffer.byteLength(value).toLocaleString('en')} bytes: a body may have ${BODY_LIMIT.toLocaleString('en')} at most`;
  }
  return characterFault(value, 'many');
}

/** What is wrong with words out of a body, or right beside such words, or null. */
export function wordsFault(value: string): string | null {
  if (value === '') return 'is empty: write the words, or leave the property out';
  return characterFault(value, 'many') ?? (value.length > BODY_LIMIT ? 'is longer than any body may be' : null);
}

/** What is wrong with an address on the web, or null. */
export function urlFault(value: string): string | null {
  if (value.length > URL_LIMIT)
    return `has ${String(value.length)} characters: an address may have ${URL_LIMIT.toLocaleString('en')} at most`;
  const character = characterFault(value, 'one');
  if (character !== null) return character;
  if (!/^https?:\/\//i.test(value) || !URL.canParse(value) || /\s/.test(value)) {
    return noWebAddress(value);
  }
  return null;
}

/** The fault of text that is an address of another kind, or none. */
export const noWebAddress = (text: string): string =>
  `'${text}' isn't a web address: write one that begins with http:// or https://`;

/** What is wrong with a day, or null. */
export function dayFault(text: string): string | null {
  return isCalendarDay(text) ? null : (dateFault(text) ?? `'${text}' isn't a single day: write YYYY-MM-DD`);
}

function dateFault(text: string): string | null {
  try {
    parsePartialDate(text);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** What is wrong with a SHA-256 in hexadecimal digits, or null. */
export function sha256Fault(value: string): string | null {
  return /^[0-9a-f]{64}$/i.test(value) ? null : "isn't a SHA-256 digest: write 64 hexadecimal digits";
}

function lengthFault(text: string, limit: number): string | null {
  if (text.length <= limit) return null;
  const length = codePointLength(text);
  return length > limit ? `has ${String(length)} characters: it may have ${limit.toLocaleString('en')} at most` : null;
}

const emptyFault = (text: string): string | null =>
  /^\s*$/.test(text) ? 'is empty: write it, or leave the property out' : null;
