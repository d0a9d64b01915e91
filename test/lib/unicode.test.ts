import fc from 'fast-check';
import { canonicalLanguageTag } from '../../src/lib/languageTag';
import { slugFault, slugLike } from '../../src/lib/slug';
import { characterFault, codePointLength, normalizeLine, normalizeText } from '../../src/lib/unicode';

describe('text that cannot be kept is named with its place', () => {
  test.each([
    ['a\u0000b', 'many', 'has the control character U+0000 at character 2: take it out'],
    ['😀\u0085', 'many', 'has the control character U+0085 at character 2: take it out'],
    ['a\uD800', 'many', "has half of a surrogate pair (U+D800) at character 2: it isn't Unicode text"],
    ['\uDC00\uD800', 'one', "has half of a surrogate pair (U+DC00) at character 1: it isn't Unicode text"],
    ['a\nb', 'one', 'has a line break at character 2: write it on one line'],
    ['a\tb', 'one', 'has a tab at character 2: write a space'],
    ['a\tb\nc', 'many', null],
    ['😀\u2028', 'one', 'has a line break (U+2028) at character 2: write it on one line'],
    ['😀\u2028', 'many', null],
    ['😀a\u202E', 'one', 'has the control character of writing direction U+202E at character 3: take it out'],
    ['a\u200Bb', 'one', 'has the invisible character U+200B at character 2: take it out'],
    ['a\u200B\u202Eb', 'many', null],
  ] as const)('%j on %s line', (text, lines, fault) => {
    expect(characterFault(text, lines)).toBe(fault);
  });
});

describe('text on one line keeps what is hidden only where a script or an emoji needs it', () => {
  test.each([
    ['Persian', 'رستوران ستاره\u200Cها'],
    ['Persian, with a vowel sign', 'خانه\u064E\u200Cای'],
    ['Urdu', 'محمد علی خان'],
    ['Arabic', 'مُحَمَّد بن سَلْمَى'],
    ['Hebrew', 'דָּנָה בֶּן־לֵוִי'],
    ['Hindi', 'शक्\u200Dति प्रसाद'],
    ['Bengali', 'পিপলস্\u200C পার্টি'],
    ['Bengali Ra before Ya', 'র\u200D্যামন'],
    ['Sinhala', 'ශ්\u200Dරී ලංකා'],
    ['Malayalam', 'രാമന്\u200D'],
    ['Kannada', 'ರ\u200D್ಯಾಲಿ'],
    ['Mongolian', 'ᠬᠠᠨ\u180Eᠠ ᠲᠣ\u180Bᠯ'],
    ['Chinese', '王小明'],
    ['Japanese', '葛\u{E0100}城 太郎'],
    ['Korean', '김하늘'],
    ['Thai', 'สมชาย ใจดี'],
    ['Vietnamese', 'Nguyễn Thị Hạnh'],
    ['emoji', '👩🏽\u200D🚀 ❤\uFE0F\u200D🔥 1\uFE0F\u20E3 ☎\uFE0E'],
  ])('%s', (_script, text) => {
    expect(characterFault(normalizeLine(text), 'one')).toBeNull();
  });

  test.each([
    ['a joiner between Latin letters', 'ad\u200Dmin'],
    ['a non-joiner between Latin letters', 'ad\u200Cmin'],
    ['a non-joiner after a letter that does not join', 'د\u200Cار'],
    ['a non-joiner at the end', 'خانه\u200C'],
    ['two non-joiners', 'خانه\u200C\u200Cها'],
    ['a joiner after a vowel sign', 'शि\u200Dव'],
    ['a joiner after an emoji and before a letter', '👩\u200Da'],
    ['a variation selector after a letter', 'a\uFE0F'],
    ['a variation selector after a digit', '1\uFE0F2'],
    ['a variation selector of ideographs after a letter', 'a\u{E0100}'],
    ['a Mongolian vowel separator between Latin letters', 'a\u180Eb'],
    ['a soft hyphen', 'ad\u00ADmin'],
    ['a combining grapheme joiner', 'a\u034Fb'],
    ['a Hangul filler', 'a\u3164b'],
    ['a byte order mark', 'a\uFEFFb'],
    ['a word joiner', 'a\u2060b'],
    ['an interlinear annotation', 'a\uFFF9b'],
    ['a tag', '😀\u{E0061}'],
  ])('and not %s', (_what, text) => {
    expect(characterFault(normalizeLine(text), 'one')).toMatch(/^has the invisible character U\+[0-9A-F]{4,5} at/);
  });

  test('and what is accepted has no control character of writing direction, and no hidden one beside Latin letters', () => {
    const hidden = fc.constantFrom(
      ...['\u061C', '\u200E', '\u200F', '\u202A', '\u202E', '\u2066', '\u2069', '\u200B', '\u200C', '\u200D'],
      ...['\u00AD', '\u2060', '\u2064', '\u180E', '\uFEFF', '\uFFFB', '\uFE0F', '\u{E0020}', '\u{E0100}'],
    );
    const shown = fc.constantFrom('a', 'Z', '7', 'ه', 'ا', 'क', '्', 'ර', '්', '王', '👩', '❤', 'ᠠ', ' ');
    const line = fc
      .array(fc.oneof(hidden, shown, fc.string({ unit: 'binary', maxLength: 2 })))
      .map((all) => all.join(''));
    fc.assert(
      fc.property(line, (text) => {
        if (characterFault(normalizeLine(text), 'one') !== null) return;
        expect(normalizeLine(text)).not.toMatch(/\p{Bidi_Control}/u);
        expect(normalizeLine(text)).not.toMatch(/[a-zA-Z]\p{Default_Ignorable_Code_Point}/u);
        expect(normalizeLine(text)).not.toMatch(/[\u2028\u2029\uFFF9-\uFFFB]/u);
      }),
      { numRuns: 2_000 },
    );
  });
});

test('the stored form is NFC with LF and no mark at its start', () => {
  expect(normalizeText('\uFEFFe\u0301\r\nx\ry\n')).toBe('é\nx\ny\n');
  expect(normalizeText('a\uFEFFb')).toBe('a\uFEFFb');
  expect(normalizeLine('  a name \r\n')).toBe('a name');
  expect(codePointLength('é😀')).toBe(2);
});

test('a slug that is none is told the nearest one', () => {
  expect(slugFault('the-mayor-2014')).toBeNull();
  expect(slugFault('The Mayor of Élan')).toContain('such as the-mayor-of-elan');
  expect(slugFault('a--b')).toContain('such as a-b');
  expect(slugFault('')).toContain('is empty');
  expect(slugFault('a'.repeat(121))).toContain('at most 120');
  expect(slugFault('محمد')).toMatch(/hyphens$/);
  expect(slugLike('  -- ')).toBe('');
});

test('a language tag is canonical BCP 47', () => {
  expect(canonicalLanguageTag('EN-us')).toBe('en-US');
  expect(canonicalLanguageTag(' zh-hant ')).toBe('zh-Hant');
  for (const text of ['english!', '', 'e', 'en_US', 'en-'])
    expect(() => canonicalLanguageTag(text)).toThrow("isn't a language tag");
});
