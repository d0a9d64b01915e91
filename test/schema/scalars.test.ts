import fc from 'fast-check';
import { type GraphQLScalarType, isScalarType, isSpecifiedScalarType, parseValue as parseLiteral } from 'graphql';
import { buildAllegataSchema } from '../../src/schema/buildSchema';
import { DateScalar } from '../../src/models/scalars/date.scalar';
import { DateTimeScalar } from '../../src/models/scalars/dateTime.scalar';
import { EDTFScalar } from '../../src/models/scalars/edtf.scalar';
import { LanguageTagScalar } from '../../src/models/scalars/languageTag.scalar';
import { URLScalar } from '../../src/models/scalars/url.scalar';

const literal = (scalar: GraphQLScalarType, text: string): unknown => scalar.parseLiteral(parseLiteral(text), null);

const BAD: [GraphQLScalarType, string[]][] = [
  [
    DateScalar,
    ['', '2014-02-30', '2014-13-01', '2014-7-13', '2014', '0000-01-01', '2014-07-13T00:00:00Z', ' 2014-07-13'],
  ],
  [DateTimeScalar, ['', '2014-07-13', '2014-07-13T25:00:00Z', '2014-07-13T10:00:00', 'noon']],
  [EDTFScalar, ['', '2014-13', '2014-02-30', '13.07.2014', 'July 2014']],
  [LanguageTagScalar, ['', 'english language', 'e', 'en_US', 'x'.repeat(9)]],
  [URLScalar, ['', '/path', 'example.org', 'javascript:alert(1)', 'data:text/html,x', 'http://']],
];

describe.each(BAD)('%s', (scalar, texts) => {
  test.each(texts)('refuses %j', (text) => {
    expect(() => scalar.parseValue(text)).toThrow();
    expect(() => literal(scalar, JSON.stringify(text))).toThrow();
  });

  test.each([0, 20140713, true, null, [], {}, new Date()])('refuses %j, which is no string', (value) => {
    expect(() => scalar.parseValue(value)).toThrow(`${scalar.name} must be a string.`);
    expect(() => scalar.serialize(value)).toThrow();
  });

  test.each(['en', '2014', '20.14', 'true', '["en"]', '{ a: "en" }'])(
    'refuses the literal %s, which is no string',
    (text) => {
      expect(() => literal(scalar, text)).toThrow(`${scalar.name} must be a string.`);
    },
  );
});

const GOOD: [GraphQLScalarType, string, string][] = [
  [DateScalar, '2016-02-29', '2016-02-29'],
  [DateTimeScalar, '2014-07-13T12:00:00+02:00', '2014-07-13T10:00:00.000Z'],
  [EDTFScalar, '2014-06-2X', '2014-06-2X'],
  [EDTFScalar, '../2003', '../2003'],
  [LanguageTagScalar, 'AR-iq', 'ar-IQ'],
  [URLScalar, 'http://example.org', 'http://example.org'],
];

test.each(GOOD)('%s reads %j as %j, as a variable and as a literal', (scalar, text, value) => {
  expect(scalar.parseValue(text)).toBe(value);
  expect(literal(scalar, JSON.stringify(text))).toBe(value);
});

test('every scalar of ours answers stored text unchanged, and says where its format is specified', () => {
  const scalars = Object.values(buildAllegataSchema().getTypeMap()).filter((type) => isScalarType(type));
  const ours = scalars.filter((type) => !isSpecifiedScalarType(type));
  expect(ours.map((type) => type.name).sort()).toEqual(['Date', 'DateTime', 'EDTF', 'JSON', 'LanguageTag', 'URL']);
  for (const scalar of ours) {
    expect(scalar.specifiedByURL).toMatch(/^https:/);
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => scalar.serialize(text) === text));
  }
});

test('every day of the years 1 to 9999 is a Date, and stays the text that it is', () => {
  const days = fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true });
  fc.assert(
    fc.property(days, (day) => {
      const text = day.toISOString().slice(0, 10);
      return DateScalar.parseValue(text) === text;
    }),
  );
});
