import { parse } from 'edtf';
import { daysInMonth, monthName } from './calendar';
import { boundsOf } from './partialDateBounds';

/** A date as a source gives it, with the days that bound it. */
export interface PartialDate {
  /** The EDTF text as given, without the space around it. */
  edtf: string;
  /** The first day that it can mean, YYYY-MM-DD; null where it has no beginning. */
  earliest: string | null;
  /** The last day that it can mean, YYYY-MM-DD; null where it has no end. */
  latest: string | null;
}

/** UTF-16 units that an EDTF text may have: a set of some twenty days. */
export const PARTIAL_DATE_LIMIT = 250;

const EXAMPLES = 'such as 2014-07-13, 2014-07, 2014, 2004~, 2014-06-2X, ../2003 or 1987-07/1994';

/**
 * Reads a date in the Extended Date/Time Format, ISO 8601-2 levels 0 to 2 in full, in the years 0001 to 9999.
 *
 * What its bounds are: a plain day bounds itself; a month, year, decade or century, and digits written X, reach over every real
 * day that fits; `?`, `~` and `%` don't widen; a date-time is the day that is written; `/2003` and `../2003` have no earliest
 * day. Seasons 21 to 24 name no hemisphere, so their bounds are wide enough for both.
 *
 * @throws Error whose message says what is wrong with the text and what would be right
 */
export function parsePartialDate(text: string): PartialDate {
  const edtf = text.trim();
  if (edtf === '') throw new Error(`is empty: write a date ${EXAMPLES}`);
  if (edtf.length > PARTIAL_DATE_LIMIT)
    throw new Error(`is too long: a date has at most ${String(PARTIAL_DATE_LIMIT)} characters`);
  // Most dates are plain years, months and days; the grammar takes a hundred times as long for them.
  if (!/^\d{4}(-(0[1-9]|1[0-2])(-\d\d)?)?$/.test(edtf)) requireGrammar(edtf);
  try {
    return { edtf, ...boundsOf(edtf) };
  } catch (error) {
    throw new Error(`'${edtf}' ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

function requireGrammar(edtf: string): void {
  // Numbers alone that are no real day: to see so takes the grammar much longer than all else.
  if (/^\d{4}-\d+-\d+$/.test(edtf)) throw new Error(`'${edtf}' ${whyNot(edtf)}`);
  try {
    parse(edtf, { level: 2 });
  } catch {
    // The parser's own message lists grammar states; what is wrong is found again here, in words.
    throw new Error(`'${edtf}' ${whyNot(edtf)}`);
  }
}

function whyNot(edtf: string): string {
  const calendar = /^(\d{4})-(\d{1,2})(?:-(\d{1,2}))?$/.exec(edtf);
  if (calendar !== null) return whyNotCalendar(calendar[1] ?? '', calendar[2] ?? '', calendar[3]);
  const slashed = /^(\d{4})[/.](\d{1,2})[/.](\d{1,2})$/.exec(edtf);
  if (slashed !== null) {
    return `isn't an EDTF date: write ${[slashed[1], pad(slashed[2] ?? ''), pad(slashed[3] ?? '')].join('-')}, with hyphens`;
  }
  if (/^\d{1,2}[./-]\d{1,2}[./-]\d{4}$/.test(edtf)) return "isn't an EDTF date: write the year first, YYYY-MM-DD";
  if (/^\d{5,}$/.test(edtf)) return "isn't an EDTF date: a year has four digits";
  const circa = /^(?:c|ca|circa|about)\.?\s*(\d{4})$/i.exec(edtf);
  if (circa !== null) return `isn't an EDTF date: write ${circa[1] ?? ''}~ for about that year`;
  const decade = /^(\d{3})X([?~%])$/.exec(edtf);
  if (decade !== null) return `isn't an EDTF date: write ${decade[1] ?? ''}${decade[2] ?? ''} for a decade in doubt`;
  if (/\dx|x\d|xx/.test(edtf)) return "isn't an EDTF date: write an unknown digit as a capital X";
  return `isn't an EDTF date of level 0 to 2: write a date ${EXAMPLES}`;
}

function whyNotCalendar(year: string, month: string, day: string | undefined): string {
  if (month.length === 1 || day?.length === 1) {
    return `isn't an EDTF date: write ${[year, pad(month), ...(day === undefined ? [] : [pad(day)])].join('-')}, with two digits each`;
  }
  const number = Number(month);
  if (number < 1 || number > 12)
    return `has no month ${month}: months are 01 to 12, and 21 to 41 are seasons and other parts of a year`;
  const length = daysInMonth(Number(year), number);
  return `isn't a real calendar day: ${monthName(number)} ${year} has ${String(length)} days, not ${day ?? ''}`;
}

const pad = (digits: string): string => digits.padStart(2, '0');
