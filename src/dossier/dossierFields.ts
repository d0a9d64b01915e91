import { z } from 'zod';
import { isCalendarDay } from '../lib/calendar';
import {
  LINE_LIMIT,
  NAME_LIMIT,
  TEXT_LIMIT,
  URL_LIMIT,
  bodyFault,
  lineFault,
  sha256Fault,
  textFault,
  urlFault,
  wordsFault,
} from '../lib/fieldFaults';
import { canonicalLanguageTag } from '../lib/languageTag';
import { PARTIAL_DATE_LIMIT, parsePartialDate } from '../lib/partialDate';
import { SLUG_LIMIT, SLUG_PATTERN, slugFault } from '../lib/slug';
import { characterFault } from '../lib/unicode';

/** What a property is for: editors show it where they complete the property. */
export interface FieldMeta {
  title: string;
  description: string;
  examples?: string[];
}

/** A string with a check of its own; the check returns words for what is wrong, or null. */
function checked(check: (text: string) => string | null, meta: FieldMeta & Record<string, unknown>): z.ZodString {
  return z
    .string()
    .superRefine((text, context) => {
      const message = check(text);
      if (message !== null) context.addIssue({ code: 'custom', message });
    })
    .meta(meta);
}

const failure = (attempt: () => unknown): string | null => {
  try {
    attempt();
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

/** The slug of something, or a reference to one. */
export const key = (about: FieldMeta): z.ZodString =>
  checked(slugFault, { ...about, pattern: SLUG_PATTERN.source, maxLength: SLUG_LIMIT });

/** Text on one line. */
export const line = (about: FieldMeta, limit = LINE_LIMIT): z.ZodString =>
  checked((value) => lineFault(value, limit), { ...about, minLength: 1, maxLength: limit });

/** What something is called by. */
export const name = (about: FieldMeta): z.ZodString => line(about, NAME_LIMIT);

/** Text that may have several lines. */
export const text = (about: FieldMeta): z.ZodString =>
  checked(textFault, { ...about, minLength: 1, maxLength: TEXT_LIMIT });

/** The whole text of a statement. */
export const body = (about: FieldMeta): z.ZodString => checked(bodyFault, { ...about, minLength: 1 });

/** Words out of a body, or right beside such words. */
export const words = (about: FieldMeta): z.ZodString => checked(wordsFault, { ...about, minLength: 1 });

/** A partial date. */
export const edtf = (about: FieldMeta): z.ZodString =>
  checked((value) => failure(() => parsePartialDate(value)), {
    ...about,
    minLength: 1,
    maxLength: PARTIAL_DATE_LIMIT,
    examples: ['2014-07-13', '2014-07', '2004~', '2014-06-2X', '../2003', '1987-07/1994'],
  });

/** A plain day. */
export const day = (about: FieldMeta): z.ZodString =>
  checked(
    (value) =>
      isCalendarDay(value)
        ? null
        : (failure(() => parsePartialDate(value)) ?? `'${value}' is no single day: write YYYY-MM-DD`),
    { ...about, format: 'date', examples: ['2014-07-13'] },
  );

export const language = (about: FieldMeta): z.ZodString =>
  checked((value) => failure(() => canonicalLanguageTag(value)), {
    ...about,
    examples: ['en', 'fa', 'ar-IQ', 'zh-Hant'],
  });

/** An address on the web. */
export const url = (about: FieldMeta): z.ZodString =>
  checked(urlFault, { ...about, format: 'uri', pattern: '^[hH][tT][tT][pP][sS]?://', maxLength: URL_LIMIT });

export const sha256 = (about: FieldMeta): z.ZodString =>
  checked(sha256Fault, { ...about, pattern: '^[0-9a-fA-F]{64}$' });

/** A path beside the dossier. Whether it leaves the folder, and what is there, is checked when it is read. */
export const filePath = (about: FieldMeta): z.ZodString =>
  checked((value) => (value.trim() === '' ? 'is empty: name a file' : characterFault(value, 'one')), {
    ...about,
    minLength: 1,
  });
