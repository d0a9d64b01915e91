/**
 * A language tag in its canonical form (BCP 47, as ECMA-402 canonicalises it): EN-us becomes en-US.
 *
 * @throws Error that says what a tag looks like
 */
export function canonicalLanguageTag(text: string): string {
  const tag = text.trim();
  try {
    const canonical = Intl.getCanonicalLocales(tag)[0];
    if (canonical !== undefined) return canonical;
  } catch {
    // ECMA-402 says only that it is wrong.
  }
  throw new Error(`'${tag}' is no language tag: write one of BCP 47, such as en, fa, ar-IQ or zh-Hant`);
}
