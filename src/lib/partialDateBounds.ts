import { FIRST_YEAR, LAST_YEAR, daysInMonth, formatDay, monthName } from './calendar';

/** The first and the last day that a date can mean, as YYYY-MM-DD; null if that side is open. */
export interface Bounds {
  earliest: string | null;
  latest: string | null;
}

interface Day {
  year: number;
  month: number;
  day: number;
}

/**
 * Months and days in which each division of a year can lie (ISO 8601-2, 4.8), as [month, day, year offset] from and to.
 * 21 to 24 say no hemisphere, so spring and autumn take the whole year; a winter or a summer may begin in the December
 * before and end in the March after. 25 to 32 name the hemisphere and take in the meteorological and the astronomical reckoning.
 * From 33 on they are calendar quarters, quadrimesters and semesters.
 */
const DIVISIONS: Readonly<
  Record<number, readonly [readonly [number, number, number], readonly [number, number, number]]>
> = {
  21: [
    [1, 1, 0],
    [12, 31, 0],
  ],
  22: [
    [12, 1, -1],
    [3, 21, 1],
  ],
  23: [
    [1, 1, 0],
    [12, 31, 0],
  ],
  24: [
    [12, 1, -1],
    [3, 21, 1],
  ],
  25: [
    [3, 1, 0],
    [6, 22, 0],
  ],
  26: [
    [6, 1, 0],
    [9, 24, 0],
  ],
  27: [
    [9, 1, 0],
    [12, 23, 0],
  ],
  28: [
    [12, 1, -1],
    [3, 21, 1],
  ],
  29: [
    [9, 1, 0],
    [12, 23, 0],
  ],
  30: [
    [12, 1, -1],
    [3, 21, 1],
  ],
  31: [
    [3, 1, 0],
    [6, 22, 0],
  ],
  32: [
    [6, 1, 0],
    [9, 24, 0],
  ],
  33: [
    [1, 1, 0],
    [3, 31, 0],
  ],
  34: [
    [4, 1, 0],
    [6, 30, 0],
  ],
  35: [
    [7, 1, 0],
    [9, 30, 0],
  ],
  36: [
    [10, 1, 0],
    [12, 31, 0],
  ],
  37: [
    [1, 1, 0],
    [4, 30, 0],
  ],
  38: [
    [5, 1, 0],
    [8, 31, 0],
  ],
  39: [
    [9, 1, 0],
    [12, 31, 0],
  ],
  40: [
    [1, 1, 0],
    [6, 30, 0],
  ],
  41: [
    [7, 1, 0],
    [12, 31, 0],
  ],
};

/**
 * The bounds of a text that follows the EDTF grammar, levels 0 to 2. Marks of doubt (`?`, `~`, `%`) don't widen them; a date-time
 * counts as the day that is written in it; sets and lists reach from their first to their last day.
 *
 * @throws Error where a day is not in the calendar, a year is outside 0001 to 9999, or an interval ends before it begins
 */
export function boundsOf(edtf: string): Bounds {
  if (edtf.startsWith('[') || edtf.startsWith('{')) return boundsOfMembers(edtf);
  const slash = edtf.indexOf('/');
  if (slash < 0) return boundsOfOne(edtf);
  const [from, to] = [edtf.slice(0, slash), edtf.slice(slash + 1)];
  const earliest = isOpen(from) ? null : boundsOfOne(from).earliest;
  const latest = isOpen(to) ? null : boundsOfOne(to).latest;
  if (earliest !== null && latest !== null && earliest > latest) {
    throw new Error(`ends before it begins: ${to} is earlier than ${from}`);
  }
  return { earliest, latest };
}

const isOpen = (side: string): boolean => side === '' || side === '..';

function boundsOfMembers(edtf: string): Bounds {
  let inner = edtf.slice(1, -1);
  const openStart = inner.startsWith('..');
  if (openStart) inner = inner.slice(2);
  const openEnd = inner.endsWith('..');
  if (openEnd) inner = inner.slice(0, -2);
  const days: string[] = [];
  for (const member of inner.split(',').map((text) => text.trim())) {
    const range = member.split('..');
    const first = boundsOfOne(range[0] ?? '');
    const last = range[1] === undefined ? first : boundsOfOne(range[1]);
    if (first.earliest > last.latest) throw new Error(`holds a range that ends before it begins: ${member}`);
    days.push(first.earliest, last.latest);
  }
  days.sort();
  return { earliest: openStart ? null : (days[0] ?? null), latest: openEnd ? null : (days.at(-1) ?? null) };
}

/** The bounds of a single date, which has both. */
function boundsOfOne(text: string): { earliest: string; latest: string } {
  const plain = text.replace(/[?~%]/g, '').replace(/T.*$/, '');
  if (plain.startsWith('-') || plain.startsWith('Y')) throw outOfRange(text);
  const significant = /^(\d{4})S(\d)$/.exec(plain);
  if (significant !== null) {
    const kept = Math.min(4, Number(significant[2]));
    return boundsOfMask(text, (significant[1] ?? '').slice(0, kept).padEnd(4, 'X'));
  }
  const division = /^(\d{4})-(2[1-9]|3\d|4[01])$/.exec(plain);
  if (division !== null) return boundsOfDivision(text, Number(division[1]), Number(division[2]));
  if (/^\d{2,3}$/.test(plain)) return boundsOfMask(text, plain.padEnd(4, 'X'));
  return boundsOfMask(text, ...plain.split('-'));
}

function boundsOfDivision(text: string, year: number, division: number): { earliest: string; latest: string } {
  const bounds = DIVISIONS[division];
  if (bounds === undefined) throw new Error(`has no meaning: there is no division ${String(division)} of a year`);
  if (year < FIRST_YEAR) throw outOfRange(text);
  const [[fromMonth, fromDay, fromYear], [toMonth, toDay, toYear]] = bounds;
  return {
    earliest:
      year + fromYear < FIRST_YEAR ? formatDay(FIRST_YEAR, 1, 1) : formatDay(year + fromYear, fromMonth, fromDay),
    latest: year + toYear > LAST_YEAR ? formatDay(LAST_YEAR, 12, 31) : formatDay(year + toYear, toMonth, toDay),
  };
}

/** The first and last real day that fits digits of which some are X. */
function boundsOfMask(text: string, year = 'XXXX', month = 'XX', day = 'XX'): { earliest: string; latest: string } {
  const years = numbersLike(year, FIRST_YEAR, LAST_YEAR);
  if (years.length === 0) throw outOfRange(text);
  const months = numbersLike(month, 1, 12);
  const days = numbersLike(day, 1, 31);
  const first = firstDay(years, months, days);
  const last = firstDay(years.reverse(), months.reverse(), days.reverse());
  if (first === null || last === null) throw noSuchDay(year, month, day);
  return {
    earliest: formatDay(first.year, first.month, first.day),
    latest: formatDay(last.year, last.month, last.day),
  };
}

function firstDay(years: number[], months: number[], days: number[]): Day | null {
  for (const year of years) {
    for (const month of months) {
      const length = daysInMonth(year, month);
      const day = days.find((candidate) => candidate <= length);
      if (day !== undefined) return { year, month, day };
    }
  }
  return null;
}

function numbersLike(mask: string, from: number, to: number): number[] {
  if (!mask.includes('X')) {
    const value = Number(mask);
    return value >= from && value <= to ? [value] : [];
  }
  const fixed = [...mask].map((digit, index) => [digit, index] as const).filter(([digit]) => digit !== 'X');
  const found: number[] = [];
  for (let value = from; value <= to; value += 1) {
    const digits = String(value).padStart(mask.length, '0');
    if (fixed.every(([digit, index]) => digits[index] === digit)) found.push(value);
  }
  return found;
}

function outOfRange(text: string): Error {
  return new Error(`is out of range: ${text} has no year from 0001 to 9999`);
}

function noSuchDay(year: string, month: string, day: string): Error {
  const where = /^\d\d$/.test(month)
    ? `${monthName(Number(month))}${year.includes('X') ? '' : ` ${year}`}`
    : 'the calendar';
  const length =
    /^\d\d$/.test(month) && !year.includes('X')
      ? ` has ${String(daysInMonth(Number(year), Number(month)))} days`
      : ' has no such day';
  return new Error(`isn't a real calendar day: ${where}${length}, not ${day}`);
}
