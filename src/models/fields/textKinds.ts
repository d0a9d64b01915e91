import type { GraphQLScalarType } from 'graphql';
import {
  BODY_LIMIT,
  bodyFault,
  dayFault,
  LINE_LIMIT,
  lineFault,
  NAME_LIMIT,
  sha256Fault,
  TEXT_LIMIT,
  textFault,
  URL_LIMIT,
  urlFault,
  wordsFault,
} from '../../lib/fieldFaults';
import { canonicalLanguageTag } from '../../lib/languageTag';
import { PARTIAL_DATE_LIMIT, parsePartialDate } from '../../lib/partialDate';
import { SLUG_LIMIT, SLUG_PATTERN, slugFault } from '../../lib/slug';
import { normalizeLine, normalizeText } from '../../lib/unicode';
import { DateScalar } from '../scalars/date.scalar';
import { EDTFScalar } from '../scalars/edtf.scalar';
import { LanguageTagScalar } from '../scalars/languageTag.scalar';
import { URLScalar } from '../scalars/url.scalar';

/** What one kind of text may hold, whoever gives it: a mutation or a dossier. */
export interface TextKind {
  /** Its type in GraphQL. */
  readonly type: GraphQLScalarType<string> | StringConstructor;
  /** How long it may be where the field sets no limit of its own. */
  readonly limit: number;
  /** Whether it is so long that it is not compared by itself. */
  readonly long?: true;
  /** The limit as a sentence of an input's description. */
  readonly limits?: (limit: number) => string;
  /** How it is written, as a sentence, where that has a name. */
  readonly notation?: string;
  /** The form that is stored; may throw an Error whose message is the fault. */
  readonly normalize: (text: string) => string;
  /** What is wrong with a text in that form, going on from its place ("is empty: ..."), or null. */
  readonly fault: (text: string, limit: number) => string | null;
  /** What JSON Schema says of it. */
  readonly jsonSchema: (limit: number) => Record<string, unknown>;
}

const count = (limit: number): string => limit.toLocaleString('en');

const faultOf = (parse: (text: string) => unknown) => (text: string) => {
  try {
    parse(text);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

const line: TextKind = {
  type: String,
  limit: LINE_LIMIT,
  limits: (limit) => `One line of at most ${count(limit)} characters.`,
  normalize: normalizeLine,
  fault: lineFault,
  jsonSchema: (limit) => ({ minLength: 1, maxLength: limit }),
};

export const textKinds = {
  slug: {
    type: String,
    limit: SLUG_LIMIT,
    limits: (limit) =>
      `At most ${count(limit)} characters: lower-case letters and digits in words joined by single hyphens.`,
    normalize: (text) => text,
    fault: slugFault,
    jsonSchema: (limit) => ({ pattern: SLUG_PATTERN.source, maxLength: limit }),
  },
  line,
  name: { ...line, limit: NAME_LIMIT },
  text: {
    type: String,
    limit: TEXT_LIMIT,
    limits: (limit) => `At most ${count(limit)} characters.`,
    normalize: (text) => normalizeText(text).trim(),
    fault: textFault,
    jsonSchema: (limit) => ({ minLength: 1, maxLength: limit }),
  },
  body: {
    type: String,
    limit: BODY_LIMIT,
    long: true,
    limits: (limit) =>
      `At most ${count(limit)} bytes of UTF-8. A request has at most 2 MiB: larger texts come by the import command.`,
    normalize: normalizeText,
    fault: bodyFault,
    jsonSchema: () => ({ minLength: 1 }),
  },
  /** Words out of a body, or right beside such words. */
  words: {
    type: String,
    limit: BODY_LIMIT,
    normalize: normalizeText,
    fault: wordsFault,
    jsonSchema: () => ({ minLength: 1 }),
  },
  url: {
    type: URLScalar,
    limit: URL_LIMIT,
    limits: (limit) => `At most ${count(limit)} characters.`,
    normalize: normalizeLine,
    fault: urlFault,
    jsonSchema: (limit) => ({ format: 'uri', pattern: '^[hH][tT][tT][pP][sS]?://', maxLength: limit }),
  },
  sha256: {
    type: String,
    limit: 64,
    normalize: (text) => text.trim().toLowerCase(),
    fault: sha256Fault,
    jsonSchema: () => ({ pattern: '^[0-9a-fA-F]{64}$' }),
  },
  language: {
    type: LanguageTagScalar,
    limit: Infinity,
    notation: 'As a BCP 47 tag.',
    normalize: canonicalLanguageTag,
    fault: faultOf(canonicalLanguageTag),
    jsonSchema: () => ({ examples: ['en', 'fa', 'ar-IQ', 'zh-Hant'] }),
  },
  day: {
    type: DateScalar,
    limit: Infinity,
    notation: 'As YYYY-MM-DD.',
    normalize: (text) => text,
    fault: dayFault,
    jsonSchema: () => ({ format: 'date', examples: ['2014-07-13'] }),
  },
  partialDate: {
    type: EDTFScalar,
    limit: PARTIAL_DATE_LIMIT,
    notation: 'As EDTF.',
    normalize: (text) => text,
    fault: faultOf(parsePartialDate),
    jsonSchema: (limit) => ({
      minLength: 1,
      maxLength: limit,
      examples: ['2014-07-13', '2014-07', '2004~', '2014-06-2X', '../2003', '1987-07/1994'],
    }),
  },
} as const satisfies Record<string, TextKind>;
