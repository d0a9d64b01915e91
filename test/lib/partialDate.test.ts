import fc from 'fast-check';
import { daysInMonth, formatDay } from '../../src/lib/calendar';
import { parsePartialDate } from '../../src/lib/partialDate';

describe('a text that is no partial date is refused, with what would be right', () => {
  test.each([
    ['', 'is empty'],
    ['   ', 'is empty'],
    ['2001-02-29', 'February 2001 has 28 days, not 29'],
    ['2014-02-30', 'February 2014 has 28 days, not 30'],
    ['1900-02-29', 'February 1900 has 28 days'],
    ['2014-04-31', 'April 2014 has 30 days'],
    ['2014-07-00', 'July 2014 has 31 days, not 00'],
    ['2014-13', 'has no month 13'],
    ['2014-00', 'has no month 00'],
    ['2014-42', 'has no month 42'],
    ['2014-7-3', 'write 2014-07-03'],
    ['2014/07/13', 'write 2014-07-13'],
    ['13.07.2014', 'write the year first'],
    ['99999', 'a year has four digits'],
    ['1405209600000', 'a year has four digits'],
    ['ca. 2004', 'write 2004~'],
    ['201X~', 'write 201~'],
    ['2014-06-2x', 'capital X'],
    ['July 2014', "isn't an EDTF date"],
    ['2014-07-13T25:00', "isn't an EDTF date"],
    ['2014-02-30T10:00:00Z', "isn't an EDTF date"],
    ['2001-02-29T10:00:00Z', 'February 2001 has 28 days'],
    ['0000', 'from 0001 to 9999'],
    ['-0044', 'from 0001 to 9999'],
    ['Y17000', 'from 0001 to 9999'],
    ['Y-17E7', 'from 0001 to 9999'],
    ['2014/2013', 'ends before it begins'],
    ['2014-07-13/2001-02-29', 'February 2001 has 28 days'],
    ['[1672..1670]', 'ends before it begins'],
    ['2001-02-3X', "isn't an EDTF date"],
    ['200X-21/2014-22', "isn't an EDTF date"],
    ['2014-07-13 or so', "isn't an EDTF date"],
    ['2014~ ~', "isn't an EDTF date"],
    ['1'.repeat(300), 'is too long'],
  ])('%s', (text, why) => {
    expect(() => parsePartialDate(text)).toThrow(why);
  });
});

describe('bounds are the first and the last day that the text can mean', () => {
  test.each([
    ['2014-07-13', '2014-07-13', '2014-07-13'],
    ['2014-07', '2014-07-01', '2014-07-31'],
    ['2012-02', '2012-02-01', '2012-02-29'],
    ['2014', '2014-01-01', '2014-12-31'],
    ['20', '2000-01-01', '2099-12-31'],
    ['00', '0001-01-01', '0099-12-31'],
    ['201', '2010-01-01', '2019-12-31'],
    ['201~', '2010-01-01', '2019-12-31'],
    ['2004~', '2004-01-01', '2004-12-31'],
    ['2004-06?-~11', '2004-06-11', '2004-06-11'],
    ['201X', '2010-01-01', '2019-12-31'],
    ['19XX', '1900-01-01', '1999-12-31'],
    ['XXXX', '0001-01-01', '9999-12-31'],
    ['000X', '0001-01-01', '0009-12-31'],
    ['XXXX-12-25', '0001-12-25', '9999-12-25'],
    ['2014-06-2X', '2014-06-20', '2014-06-29'],
    ['1560-XX-25', '1560-01-25', '1560-12-25'],
    ['2014-XX-31', '2014-01-31', '2014-12-31'],
    ['2014-XX', '2014-01-01', '2014-12-31'],
    ['2014-1X', '2014-10-01', '2014-12-31'],
    ['201X-02-29', '2012-02-29', '2016-02-29'],
    ['2013-02-XX', '2013-02-01', '2013-02-28'],
    ['1950S2', '1900-01-01', '1999-12-31'],
    ['../2003', null, '2003-12-31'],
    ['/2003', null, '2003-12-31'],
    ['2003/', '2003-01-01', null],
    ['2003-05/..', '2003-05-01', null],
    ['1987-07/1994', '1987-07-01', '1994-12-31'],
    ['2014/2014', '2014-01-01', '2014-12-31'],
    ['2014-04~/2014-07', '2014-04-01', '2014-07-31'],
    ['201X-12/202X', '2010-12-01', '2029-12-31'],
    ['2014-07-13T23:30:00-05:00', '2014-07-13', '2014-07-13'],
    ['2014-07-13T24:00', '2014-07-13', '2014-07-13'],
    ['[1667,1668,1670..1672]', '1667-01-01', '1672-12-31'],
    ['{1960,1961-12}', '1960-01-01', '1961-12-31'],
    ['{1961-12, 1960}', '1960-01-01', '1961-12-31'],
    ['[..1760-12-03]', null, '1760-12-03'],
    ['[1760-12..]', '1760-12-01', null],
    ['2014-33', '2014-01-01', '2014-03-31'],
    ['2014-39', '2014-09-01', '2014-12-31'],
    ['2014-41', '2014-07-01', '2014-12-31'],
    ['0001-24', '0001-01-01', '0002-03-21'],
    ['9999-24', '9998-12-01', '9999-12-31'],
  ])('%s', (edtf, earliest, latest) => {
    expect(parsePartialDate(edtf)).toEqual({ edtf, earliest, latest });
  });

  test('a season without a hemisphere excludes no day that it has in either', () => {
    const spring = parsePartialDate('2014-21');
    expect([spring.earliest, spring.latest]).toEqual(['2014-01-01', '2014-12-31']);
    const winter = parsePartialDate('2014-24');
    expect([winter.earliest, winter.latest]).toEqual(['2013-12-01', '2015-03-21']);
  });
});

test('the text is kept as given, but for the space around it', () => {
  expect(parsePartialDate(' 2004?-06-~11\n').edtf).toBe('2004?-06-~11');
});

const day = fc
  .record({ year: fc.integer({ min: 1, max: 9999 }), month: fc.integer({ min: 1, max: 12 }) })
  .chain(({ year, month }) =>
    fc.integer({ min: 1, max: daysInMonth(year, month) }).map((number) => formatDay(year, month, number)),
  );

test('a plain day is its own bounds', () => {
  fc.assert(
    fc.property(day, (text) => {
      expect(parsePartialDate(text)).toEqual({ edtf: text, earliest: text, latest: text });
    }),
  );
});

const mark = fc.constantFrom('', '?', '~', '%');
const unqualified = fc.oneof(
  day,
  day.map((text) => text.slice(0, 7)),
  day.map((text) => text.slice(0, 4)),
);
const qualified = fc.tuple(unqualified, mark).map(([text, suffix]) => text + suffix);
const masked = fc.oneof(
  day.map((text) => `${text.slice(0, 3)}X`),
  day.map((text) => `${text.slice(0, 4)}-XX`),
  day.map((text) => `${text.slice(0, 7)}-XX`),
  day.map((text) => `${text.slice(0, 4)}-XX-XX`),
);
const season = fc
  .tuple(day, fc.integer({ min: 21, max: 41 }))
  .map(([text, part]) => `${text.slice(0, 4)}-${String(part)}`);
const interval = fc
  .tuple(qualified, qualified)
  .map(([one, other]) => ([one, other].sort()[0] === one ? `${one}/${other}` : `${other}/${one}`));
const open = fc.tuple(qualified, fc.constantFrom('../', '/')).map(([text, start]) => start + text);
const set = fc
  .tuple(fc.array(unqualified, { minLength: 1, maxLength: 5 }), fc.constantFrom('[]', '{}'))
  .map(([members, braces]) => `${braces.charAt(0)}${members.join(',')}${braces.charAt(1)}`);

test('every form of levels 0 to 2 is read, and begins no later than it ends', () => {
  fc.assert(
    fc.property(fc.oneof(qualified, masked, season, open, set), (text) => {
      const { edtf, earliest, latest } = parsePartialDate(text);
      expect(edtf).toBe(text);
      expect((earliest ?? '0001-01-01') <= (latest ?? '9999-12-31')).toBe(true);
    }),
  );
});

test('an interval reaches from the first day of its beginning to the last day of its end', () => {
  fc.assert(
    fc.property(interval, (text) => {
      const [from, to] = text.split('/').map(parsePartialDate);
      expect(parsePartialDate(text)).toEqual({ edtf: text, earliest: from?.earliest, latest: to?.latest });
    }),
  );
});

test('any other text is refused with an Error, never with something else', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'0123456789X-/.?~%[]{},TYESZ: '), maxLength: 30 }), (text) => {
      try {
        const { earliest, latest } = parsePartialDate(text);
        expect((earliest ?? '0001-01-01') <= (latest ?? '9999-12-31')).toBe(true);
      } catch (error) {
        expect(error).toBeInstanceOf(Error);
        expect((error as Error).message).not.toMatch(/undefined|NaN|nearley|Syntax error/);
      }
    }),
    { numRuns: 2000 },
  );
});
