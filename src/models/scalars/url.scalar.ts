import { noWebAddress } from '../../lib/fieldFaults';
import { textScalar } from './textScalar';

/** An address on the web; see the description. */
export const URLScalar = textScalar({
  name: 'URL',
  description:
    'An absolute address on the web, kept and answered as it was given, for example `https://example.org/statements/17`. Only http and https are accepted.',
  specifiedByURL: 'https://url.spec.whatwg.org/',
  parse(text) {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
      throw new Error(noWebAddress(text));
    }
    return text;
  },
});
