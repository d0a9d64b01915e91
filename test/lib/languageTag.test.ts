import { canonicalLanguageTag } from '../../src/lib/languageTag';

it.each([
  ['EN-gb', 'en-GB'],
  [' fa ', 'fa'],
  ['zh-hant-tw', 'zh-Hant-TW'],
  ['grc', 'grc'],
  ['und', 'und'],
  ['iw', 'he'],
])('reads %j as %j', (text, tag) => {
  expect(canonicalLanguageTag(text)).toBe(tag);
});

it.each([
  ['English', 'en'],
  ['german', 'de'],
  ['Deutsch', 'de'],
  ['ΕΛΛΗΝΙΚΆ', 'el'],
  ['українська', 'uk'],
  ['中文', 'zh'],
])('refuses the name %j and says that the tag is %s', (name, tag) => {
  expect(() => canonicalLanguageTag(name)).toThrow(`'${name}' isn't a language tag: write ${tag}`);
});

it.each(['', 'klingonian', 'engl', 'en_US', 'x-private', 'not a tag', 'i-klingon-x'])('refuses %j', (text) => {
  expect(() => canonicalLanguageTag(text)).toThrow(
    `'${text}' isn't a language tag: write one of BCP 47, such as en, fa, ar-IQ or zh-Hant`,
  );
});
