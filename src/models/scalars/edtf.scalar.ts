import { parsePartialDate } from '../../lib/partialDate';
import { textScalar } from './textScalar';

/** A date as a source gives it; see the description. */
export const EDTFScalar = textScalar({
  name: 'EDTF',
  description:
    'A date as precise as its source makes it, in the Extended Date/Time Format (ISO 8601-2, levels 0 to 2). Examples: `2014-07-13` a day, `2014-07` a month, `2004~` about 2004, `2014-06-2X` some day from the 20th to the 29th, `1987-07/1994` from July 1987 until 1994, `../2003` until 2003.',
  specifiedByURL: 'https://www.loc.gov/standards/datetime/',
  parse(text) {
    return parsePartialDate(text).edtf;
  },
});
