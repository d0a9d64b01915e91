/**
 * A language tag in its canonical form (BCP 47, as ECMA-402 canonicalises it): EN-us becomes en-US. The name of a language is
 * refused: `English` is well formed too, and would be searched without the word forms of English.
 *
 * @throws Error that says what a tag looks like, and which one the language has where its name was given
 */
export function canonicalLanguageTag(text: string): string {
  const tag = text.trim();
  try {
    const canonical = Intl.getCanonicalLocales(tag)[0];
    if (canonical !== undefined && REGISTERED.test(canonical)) return canonical;
  } catch {
    // ECMA-402 says only that it is wrong.
  }
  const named = tagsByName().get(tag.toLowerCase());
  const right = named === undefined ? 'write one of BCP 47, such as en, fa, ar-IQ or zh-Hant' : `write ${named}`;
  throw new Error(`'${tag}' isn't a language tag: ${right}`);
}

/** BCP 47 has room for primary subtags of four to eight letters, and none is registered. */
const REGISTERED = /^[a-z]{2,3}(?:-|$)/;

let names: ReadonlyMap<string, string> | undefined;

/** The two-letter languages by their names, in English and in themselves. */
function tagsByName(): ReadonlyMap<string, string> {
  names ??= new Map(twoLetterTags().flatMap((tag) => ['en', tag].flatMap((locale) => nameIn(locale, tag))));
  return names;
}

function nameIn(locale: string, tag: string): [string, string][] {
  const name = new Intl.DisplayNames(locale, { type: 'language', fallback: 'none' }).of(tag);
  return name === undefined ? [] : [[name.toLowerCase(), tag]];
}

/** In their canonical form alone: tl, for one, is fil. */
function twoLetterTags(): string[] {
  const letters = [...'abcdefghijklmnopqrstuvwxyz'];
  const tags = letters.flatMap((first) => letters.map((second) => first + second));
  return tags.filter((tag) => Intl.getCanonicalLocales(tag)[0] === tag);
}
