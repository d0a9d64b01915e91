/** Rows as lines with their columns below each other, the heading first. */
export function textTable(rows: readonly (readonly string[])[]): string {
  const columns = Math.max(...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map((row) => width(row[column] ?? ''))),
  );
  const line = (row: readonly string[]): string =>
    row.map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - width(cell))).join('  ');
  return rows.map((row) => `${line(row).trimEnd()}\n`).join('');
}

/** How many letters a person sees, marks going with the letter before them. */
function width(text: string): number {
  return [...text.replace(/\p{M}/gu, '')].length;
}

/** An instant to the minute, in UTC. */
export function instant(at: Date): string {
  return `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
