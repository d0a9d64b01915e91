/**
 * A text of at most `most` UTF-16 units: what is too long ends in "…", and no character is cut in two.
 *
 * @param most at least 1
 */
export function shorten(text: string, most: number): string {
  if (text.length <= most) return text;
  const cut = text.slice(0, most - 1);
  return `${/[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut}…`;
}
