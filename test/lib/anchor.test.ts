import fc from 'fast-check';
import { CONTEXT_LENGTH, QuotableText, findQuote } from '../../src/lib/anchor';
import { quotationFault } from '../../src/store/rules/quotation';
import { CodePointIndex, codePointLength, normalizeText } from '../../src/lib/unicode';

const slice = (text: string, start: number, end: number): string => [...text].slice(start, end).join('');

describe('a quotation that is not found exactly once is refused', () => {
  test('words that are not there, told where the text goes on differently', () => {
    expect(findQuote('The mayor promised a bridge by spring.', { exact: 'The mayor promised a tunnel' })).toEqual({
      found: 'never',
      hint: 'after “The mayor promised a” the text goes on “bridge by spring.”',
    });
  });

  test.each([
    ['the Mayor’s bridge', 'The mayor’s bridge', 'capital letters'],
    ["the mayor's bridge", 'the mayor’s bridge', 'quotation marks or dashes'],
    ['the mayor s\nbridge', 'the mayor s bridge', 'spaces or line breaks'],
    [
      'THE mayor’s  bridge',
      "the mayor's bridge",
      'quotation marks or dashes and spaces or line breaks and capital letters',
    ],
  ])('words that differ: %s', (inText, exact, what) => {
    const result = findQuote(`x ${inText} y`, { exact });
    expect(result).toEqual({ found: 'never', hint: expect.stringContaining(`which differs in ${what}`) as string });
  });

  test('words that are there, but not in the context given', () => {
    expect(findQuote('one two three', { exact: 'two', prefix: 'on ' })).toEqual({
      found: 'never',
      hint: expect.stringContaining('not with this prefix and suffix') as string,
    });
  });

  test('words that are there twice, and words that overlap themselves', () => {
    expect(findQuote('lie, lie', { exact: 'lie' })).toEqual({ found: 'often', count: 2, starts: [0, 5] });
    expect(findQuote('𝒂aaaa', { exact: 'aa' })).toEqual({ found: 'often', count: 3, starts: [1, 2, 3] });
  });

  test('an empty quotation', () => {
    expect(findQuote('text', { exact: '' }).found).toBe('never');
  });
});

test('prefix and suffix tell equal occurrences apart', () => {
  expect(findQuote('first lie, second lie.', { exact: 'lie', prefix: 'second ' })).toEqual({
    found: 'once',
    anchor: { start: 18, end: 21, exact: 'lie', prefix: 'first lie, second ', suffix: '.' },
  });
  expect(findQuote('first lie, second lie.', { exact: 'lie', suffix: ',' })).toMatchObject({ anchor: { start: 6 } });
});

test('offsets are code points, and context of 32 of them never splits a pair', () => {
  const text = `${'😀'.repeat(40)}word${'𝒳'.repeat(40)}`;
  const result = findQuote(text, { exact: 'word' });
  expect(result).toEqual({
    found: 'once',
    anchor: {
      start: 40,
      end: 44,
      exact: 'word',
      prefix: '😀'.repeat(CONTEXT_LENGTH),
      suffix: '𝒳'.repeat(CONTEXT_LENGTH),
    },
  });
});

const unicode = fc.string({ unit: 'binary', maxLength: 80 }).map(normalizeText);
const dense = fc.string({ unit: fc.constantFrom('a', 'b', '😀', 'é'), maxLength: 60 });
const textAndRange = fc.oneof(unicode, dense).chain((text) => {
  const length = codePointLength(text);
  return fc.tuple(fc.constant(text), fc.nat({ max: length }), fc.nat({ max: length })).map(([value, a, b]) => ({
    text: value,
    start: Math.min(a, b),
    end: Math.max(a, b),
  }));
});

test('an anchor is the text between its offsets, in any script', () => {
  fc.assert(
    fc.property(textAndRange, ({ text, start, end }) => {
      fc.pre(start < end);
      const anchor = new QuotableText(text).anchorBetween(start, end);
      expect(anchor).toEqual({
        start,
        end,
        exact: slice(text, start, end),
        prefix: slice(text, Math.max(0, start - CONTEXT_LENGTH), start),
        suffix: slice(text, end, end + CONTEXT_LENGTH),
      });
    }),
    { numRuns: 1000 },
  );
});

test('the quotation of an anchor finds that anchor and no other', () => {
  fc.assert(
    fc.property(textAndRange, ({ text, start, end }) => {
      fc.pre(start < end);
      const quotable = new QuotableText(text);
      expect(quotable.find(quotable.quoteOf({ start, end }))).toEqual({
        found: 'once',
        anchor: quotable.anchorBetween(start, end),
      });
    }),
    { numRuns: 1000 },
  );
});

test('a search finds as many places as there are', () => {
  fc.assert(
    fc.property(
      dense,
      fc.string({ unit: fc.constantFrom('a', 'b', '😀'), minLength: 1, maxLength: 3 }),
      (text, exact) => {
        const points = [...text];
        const width = [...exact].length;
        const starts = points
          .map((_, index) => index)
          .filter((index) => points.slice(index, index + width).join('') === exact);
        const result = findQuote(text, { exact });
        if (starts.length === 0) expect(result.found).toBe('never');
        else if (starts.length === 1) expect(result).toMatchObject({ found: 'once', anchor: { start: starts[0] } });
        else expect(result).toEqual({ found: 'often', count: starts.length, starts: starts.slice(0, 5) });
      },
    ),
  );
});

test('code points and units are counted alike in both directions, over many blocks', () => {
  const text = '😀a'.repeat(3000);
  const index = new CodePointIndex(text);
  for (const point of [0, 1, 2, 681, 682, 683, 1023, 1024, 1025, 5998, 5999, 6000]) {
    const unit = index.toUnits(point);
    expect(codePointLength(text.slice(0, unit))).toBe(point);
    expect(index.toCodePoints(unit)).toBe(point);
  }
});

test('ten thousand quotations in a body of ten megabytes count no code point twice over', () => {
  const sentences = Array.from(
    { length: 100_000 },
    (_, index) => `Sentence ${String(index)} says so 😀. ${'x'.repeat(60)}\n`,
  );
  const text = sentences.join('');
  const started = performance.now();
  const quotable = new QuotableText(text);
  for (let index = 0; index < 10_000; index += 1) quotable.anchorBetween(index * 500, index * 500 + 40);
  // Counting each from the start would be 10,000 times 5 million steps: minutes.
  expect(performance.now() - started).toBeLessThan(10_000);
});

it('counts the occurrences of words that are nearly everywhere to a thousand, and says so', () => {
  const found = findQuote('a'.repeat(100_000), { exact: 'aa' });
  expect(found).toMatchObject({ found: 'often', count: 1_000, starts: [0, 1, 2, 3, 4] });
  if (found.found === 'once') throw new Error('was found once');
  expect(quotationFault(found, 'refrain', {}).message).toBe(
    'is found at least 1,000 times in the body of refrain (at characters 0, 1, 2, 3, 4, ...): add a prefix or a suffix',
  );
});
