import {
  bodyFault,
  IDENTIFIER_LIMIT,
  lineFault,
  NAME_LIMIT,
  SCHEME_LIMIT,
  sha256Fault,
  textFault,
  urlFault,
  wordsFault,
} from '../lib/fieldFaults';
import { canonicalLanguageTag } from '../lib/languageTag';
import { slugFault } from '../lib/slug';
import { normalizeLine, normalizeText } from '../lib/unicode';

/**
 * Brings a text of an input into the form that is stored.
 *
 * @throws Error whose message goes on from the text's place: "is empty: ..."
 */
export type InputRule = (text: string) => string;

function rule(normalize: (text: string) => string, fault: (text: string) => string | null): InputRule {
  return (text) => {
    const stored = normalize(text);
    const message = fault(stored);
    if (message !== null) throw new Error(message);
    return stored;
  };
}

const limited =
  (limit: number) =>
  (text: string): string | null =>
    lineFault(text, limit);

/** What each kind of text may hold: the same as in a dossier. */
export const inputRules = {
  slug: rule((text) => text, slugFault),
  name: rule(normalizeLine, limited(NAME_LIMIT)),
  line: rule(normalizeLine, lineFault),
  scheme: rule(normalizeLine, limited(SCHEME_LIMIT)),
  identifier: rule(normalizeLine, limited(IDENTIFIER_LIMIT)),
  text: rule((text) => normalizeText(text).trim(), textFault),
  body: rule(normalizeText, bodyFault),
  words: rule(normalizeText, wordsFault),
  url: rule(normalizeLine, urlFault),
  sha256: rule((text) => text.trim().toLowerCase(), sha256Fault),
  language: canonicalLanguageTag,
  /** A day, which its scalar has checked. */
  day: (text: string) => text,
} as const;
