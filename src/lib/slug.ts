/** A slug: lower-case letters and digits, in words joined by single hyphens. */
export const SLUG_PATTERN = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** Characters that a slug may have. */
export const SLUG_LIMIT = 120;

/** What is wrong with a slug and what would be right, or null. */
export function slugFault(text: string): string | null {
  if (text === '') return 'is empty: a key is lower-case letters and digits, joined by single hyphens';
  if (text.length > SLUG_LIMIT) return `has ${String(text.length)} characters: a key has at most ${String(SLUG_LIMIT)}`;
  if (SLUG_PATTERN.test(text)) return null;
  const suggestion = slugLike(text);
  const hint = suggestion === '' ? '' : `, such as ${suggestion}`;
  return `isn't a key: a key has lower-case letters and digits, joined by single hyphens${hint}`;
}

/** The slug nearest to a text: accents taken off, everything else a hyphen. May be empty. */
export function slugLike(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, SLUG_LIMIT)
    .replace(/^-|-$/g, '');
}
