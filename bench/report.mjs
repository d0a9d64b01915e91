import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { drawPicture } from './picture.mjs';

const DOCS = fileURLToPath(new URL('../docs/', import.meta.url));
const HEAD = ['query', 'contestant', 'req/s', 'of limit', 'p50 ms', 'p99 ms', 'node ms', 'pg ms', 'MB', 'SQL'];

/** Prints what was measured as a table in Markdown, which a terminal shows well too. */
export function printReport(lines, machine) {
  for (const sentence of machine) console.log(`- ${sentence}`);
  console.log(`\n${table(lines)}\n`);
}

/**
 * Keeps a whole run: the picture, and in docs/performance.md what stands between the marks of its size. What is around them is
 * written by hand and stays.
 *
 * @returns {string[]} the files
 */
export function keepReport(lines, machine, size) {
  mkdirSync(DOCS, { recursive: true });
  const picture = `${DOCS}performance${size === 'S' ? '' : '-large'}.svg`;
  writeFileSync(picture, drawPicture(lines, size));
  const page = `${DOCS}performance.md`;
  const [begin, end] = [`<!-- bench ${size} -->`, `<!-- end of bench ${size} -->`];
  const measured = `${begin}\n\n${machine.map((sentence) => `- ${sentence}`).join('\n')}\n\n${table(lines)}\n\n${end}`;
  const text = existsSync(page) ? readFileSync(page, 'utf8') : '# Performance\n';
  const [start, stop] = [text.indexOf(begin), text.indexOf(end)];
  const kept =
    start === -1 || stop === -1
      ? `${text}\n${measured}\n`
      : text.slice(0, start) + measured + text.slice(stop + end.length);
  writeFileSync(page, kept);
  return [picture, page];
}

function table(lines) {
  const rows = [HEAD, ...lines.map(cells)];
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const line = (row) =>
    `| ${row.map((cell, column) => (column < 2 ? cell.padEnd(widths[column]) : cell.padStart(widths[column]))).join(' | ')} |`;
  const rule = `| ${widths.map((width, column) => (column < 2 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  return [line(HEAD), rule, ...rows.slice(1).map(line)].join('\n');
}

/** A line's numbers as text. */
function cells({ query, contestant, rate, ratio, p50, p99, nodeCpu, postgresCpu, memory, statements }) {
  return [
    query,
    contestant.label,
    rate.toFixed(rate < 100 ? 1 : 0),
    ratio.toFixed(2),
    p50.toFixed(1),
    p99.toFixed(1),
    nodeCpu.toFixed(2),
    postgresCpu.toFixed(2),
    (memory / 1024 / 1024).toFixed(0),
    String(Math.round(statements * 10) / 10),
  ];
}
