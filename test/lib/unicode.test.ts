import { canonicalLanguageTag } from '../../src/lib/languageTag';
import { slugFault, slugLike } from '../../src/lib/slug';
import { characterFault, codePointLength, normalizeLine, normalizeText } from '../../src/lib/unicode';

describe('text that cannot be kept is named with its place', () => {
  test.each([
    ['a\u0000b', 'many', 'has the control character U+0000 at character 2: take it out'],
    ['😀\u0085', 'many', 'has the control character U+0085 at character 2: take it out'],
    ['a\uD800', 'many', 'has half of a surrogate pair (U+D800) at character 2: it is no Unicode text'],
    ['\uDC00\uD800', 'one', 'has half of a surrogate pair (U+DC00) at character 1: it is no Unicode text'],
    ['a\nb', 'one', 'has a line break at character 2: it stands on one line'],
    ['a\tb', 'one', 'has a tab at character 2: write a space'],
    ['a\tb\nc', 'many', null],
    ['😀\u2028', 'one', null],
  ] as const)('%j on %s line', (text, lines, fault) => {
    expect(characterFault(text, lines)).toBe(fault);
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
    expect(() => canonicalLanguageTag(text)).toThrow('is no language tag');
});
