import { dayFault } from '../../lib/fieldFaults';
import { textScalar } from './textScalar';

/** A calendar day; see the description. */
export const DateScalar = textScalar({
  name: 'Date',
  description:
    'A day of the Gregorian calendar, written YYYY-MM-DD (ISO 8601, RFC 3339 full-date), from 0001-01-01 to 9999-12-31: for example `2014-07-13`. A day that no calendar has, such as 2014-02-30, is refused.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc3339',
  parse(text) {
    const fault = dayFault(text);
    if (fault !== null) throw new Error(fault);
    return text;
  },
});
