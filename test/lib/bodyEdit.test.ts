import fc from 'fast-check';
import { type Anchor, QuotableText } from '../../src/lib/anchor';
import { BodyEdit } from '../../src/lib/bodyEdit';

/** The anchor of a marked passage: the text with the marks [ and ] taken out. */
function marked(text: string): { body: string; anchor: Anchor } {
  const body = text.replace(/[[\]]/g, '');
  const [start, end] = [[...text].indexOf('['), [...text].indexOf(']') - 1];
  return { body, anchor: new QuotableText(body).anchorBetween(start, end) };
}

function place(before: string, after: string): string | { reason: string } {
  const { body, anchor } = marked(before);
  const result = new BodyEdit(body, after).place(anchor);
  if (result.anchor === null) return { reason: result.reason };
  const { start, end, exact } = result.anchor;
  const points = [...after];
  expect(points.slice(start, end).join('')).toBe(exact);
  return `${points.slice(0, start).join('')}[${exact}]${points.slice(end).join('')}`;
}

const LOST = { reason: expect.stringContaining('no longer found') };
const TWICE = { reason: expect.stringContaining('more than once') };
const OTHERS = { reason: expect.stringContaining('other words of the same kind') };

describe('words that are still there', () => {
  test.each([
    ['text before them', 'A. [The bridge fell.] B.', 'New. A. The bridge fell. B.', 'New. A. [The bridge fell.] B.'],
    ['text after them', 'A. [The bridge fell.] B.', 'A. The bridge fell. B. New.', 'A. [The bridge fell.] B. New.'],
    ['another place', 'A. [The bridge fell.] B. C.', 'C. B. The bridge fell. A.', 'C. B. [The bridge fell.] A.'],
    ['context edited on both sides', 'Ay [it fell] oh', 'Oh, it fell, ay', 'Oh, [it fell], ay'],
    [
      'one of equal ones, its prefix kept',
      'He said no. She said [no]. End',
      'He said no. She said no! End',
      'He said no. She said [no]! End',
    ],
    [
      'one of equal ones, the other gone',
      'Say no. She said [no]. End',
      'Say. She said no. End',
      'Say. She said [no]. End',
    ],
    ['astral characters before', '𝒜 [fell] z', '𝒜𝒜𝒜 fell z', '𝒜𝒜𝒜 [fell] z'],
  ])('keep their place after %s', (_what, before, after, placed) => {
    expect(place(before, after)).toBe(placed);
  });

  it('stay where equal words with equal context are not near the edit', () => {
    const verse = 'We say no. '.repeat(20);
    const before = `${verse}We say [no]. ${verse}End.`;
    const body = before.replace(/[[\]]/g, '');
    expect(place(before, `${body} New.`)).toBe(`${before} New.`);
    expect(place(before, `New. ${body}`)).toBe(`New. ${before}`);
  });
});

describe('nothing moves to a look-alike', () => {
  test.each([
    ['the words doubled with their context', 'X said no. Y', 0, 'X said no. Y X said no. Y', TWICE],
    [
      'equal words elsewhere when the own ones go',
      'First: it fell. Second: [it fell]. End',
      null,
      'First: it fell. Second: gone. End',
      OTHERS,
    ],
    ['equal words that are new, away from the context', 'A [it fell] B', null, 'it fell C it fell', TWICE],
    ['words torn between both contexts', 'before [it fell] after', null, 'before it fell, and it fell after', TWICE],
    [
      'a sentence like it that was there already',
      'In May the army killed 12 people here. [In June the army killed 15 people here.] End.',
      null,
      'In May the army killed 12 people here. End.',
      LOST,
    ],
    [
      'a sentence of fewer than 20 characters that was edited',
      'One. [It fell down.] Two.',
      null,
      'One. It felt down. Two.',
      LOST,
    ],
    [
      'a sentence that is mostly another',
      'One. [The bridge fell down at noon.] Two.',
      null,
      'One. The office rang us up at six. Two.',
      LOST,
    ],
    [
      'an edited sentence that stands there twice',
      'One. [The bridge fell down at noon.] Two.',
      null,
      'One. The bridge fell down at moon. Two. The bridge fell down at soon. Two.',
      { reason: expect.stringContaining('like its own') },
    ],
    [
      'an edited sentence in another context',
      'One two three. [The bridge fell down at noon.] Four five six seven.',
      null,
      'Nothing like that. The bridge fell down at moon! Nor like this here.',
      LOST,
    ],
  ])('%s', (_what, before, _mark, after, reason) => {
    const text = before.includes('[') ? before : before.replace('said no', 'said [no]');
    expect(place(text, after)).toEqual(reason);
  });
});

describe('words that were edited are found approximately', () => {
  test.each([
    [
      'a letter',
      'One. [The bridge fell down at noon.] Two.',
      'One. The bridge fell down at moon. Two.',
      'One. [The bridge fell down at moon.] Two.',
    ],
    [
      'the last word',
      'One. [The bridge fell down at noon] today.',
      'One. The bridge fell down at dawn today.',
      'One. [The bridge fell down at dawn] today.',
    ],
    [
      'a word more',
      'One. [The bridge fell down at noon.] Two.',
      'X. One. The old bridge fell down at noon. Two.',
      'X. One. [The old bridge fell down at noon.] Two.',
    ],
    [
      'a letter of another script',
      'الف. [پل در ظهر روز جمعه فرو ریخت] ب.',
      'الف. پل در ظهر روز شنبه فرو ریخت ب.',
      'الف. [پل در ظهر روز شنبه فرو ریخت] ب.',
    ],
    [
      'an astral letter',
      'A. [𝒯𝒽ℯ 𝒷𝓇𝒾𝒹ℊℯ 𝒻ℯ𝓁𝓁 𝒶𝓉 𝓃ℴℴ𝓃] B.',
      'A. 𝒯𝒽ℯ 𝒷𝓇𝒾𝒹ℊℯ 𝒻ℯ𝓁𝓁 𝒶𝓉 𝓂ℴℴ𝓃 B.',
      'A. [𝒯𝒽ℯ 𝒷𝓇𝒾𝒹ℊℯ 𝒻ℯ𝓁𝓁 𝒶𝓉 𝓂ℴℴ𝓃] B.',
    ],
  ])('%s', (_what, before, after, placed) => {
    expect(place(before, after)).toBe(placed);
  });
});

/** Texts in any script, of few characters so that equal passages are common, or of all. */
const anyText = fc.oneof(
  fc.string({ unit: fc.constantFrom('a', 'b', ' ', '\n', 'é'), maxLength: 60 }),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: fc.constantFrom('پ', 'ل', ' ', '港', '𝒜', '\u0301', '\u200F'), maxLength: 60 }),
);

const of = (...units: string[]) => fc.string({ unit: fc.constantFrom(...units), maxLength: 40 });

it('never moves words that were cut out to equal words that stood there before', () => {
  fc.assert(
    fc.property(
      of('x', 'پ', '\n'),
      of('a', '𝒷'),
      of('x', 'پ', '\n'),
      of('y', '港'),
      of('z'),
      (head, exact, between, tail, added) => {
        // With nothing between them, nobody could say which of the two was cut out.
        fc.pre(exact !== '' && between !== '');
        const start = [...(head + exact + between)].length;
        const before = head + exact + between + exact + tail;
        const anchor = new QuotableText(before).anchorBetween(start, start + [...exact].length);
        expect(new BodyEdit(before, added + head + exact + between + tail).place(anchor).anchor).toBeNull();
      },
    ),
    { numRuns: 500 },
  );
});

it('places only words that are the same, where nothing is near twenty characters', () => {
  fc.assert(
    fc.property(anyText, anyText, anyText, anyText, anyText, (head, exact, tail, newHead, newTail) => {
      const length = [...exact].length;
      fc.pre(length > 0 && length < 20);
      const start = [...head].length;
      const anchor = new QuotableText(head + exact + tail).anchorBetween(start, start + length);
      const after = newHead + exact + newTail;
      const result = new BodyEdit(head + exact + tail, after).place(anchor);
      if (result.anchor === null) return;
      expect(result.anchor.exact).toBe(exact);
      expect([...after].slice(result.anchor.start, result.anchor.end).join('')).toBe(exact);
    }),
    { numRuns: 500 },
  );
});

it('leaves every place as it is where nothing changes', () => {
  fc.assert(
    fc.property(anyText, fc.nat(), fc.nat(), (body, one, other) => {
      const length = [...body].length;
      fc.pre(length > 0);
      const start = one % length;
      const anchor = new QuotableText(body).anchorBetween(start, start + 1 + (other % (length - start)));
      expect(new BodyEdit(body, body).place(anchor)).toEqual({ anchor });
    }),
    { numRuns: 500 },
  );
});

it('tells unique words anywhere from all that is put around them', () => {
  fc.assert(
    fc.property(anyText, anyText, anyText, anyText, (head, tail, newHead, newTail) => {
      const exact = '⟦the very words⟧';
      const start = [...head].length;
      const anchor = new QuotableText(head + exact + tail).anchorBetween(start, start + [...exact].length);
      const result = new BodyEdit(head + exact + tail, newHead + exact + newTail).place(anchor);
      expect(result.anchor).toMatchObject({ exact, start: [...newHead].length });
    }),
    { numRuns: 300 },
  );
});
