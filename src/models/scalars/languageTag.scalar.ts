import { canonicalLanguageTag } from '../../lib/languageTag';
import { textScalar } from './textScalar';

/** A language; see the description. */
export const LanguageTagScalar = textScalar({
  name: 'LanguageTag',
  description:
    'A language, and where it matters its script and region, as a BCP 47 tag; answered in canonical spelling. Examples: `en`, `fa`, `ar-IQ`, `sr-Latn`.',
  specifiedByURL: 'https://www.rfc-editor.org/info/bcp47',
  parse: canonicalLanguageTag,
});
