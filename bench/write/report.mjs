import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const PAGE = fileURLToPath(new URL('../../docs/performance.md', import.meta.url));
const HEAD = [
  'clients',
  'standby',
  'writer',
  'writes/s',
  'of plain',
  'of near',
  'p50 ms',
  'p99 ms',
  'node ms',
  'pg ms',
];

/** Prints what was measured as a table in Markdown. */
export function printWriteReport(lines, machine) {
  for (const sentence of machine) console.log(`- ${sentence}`);
  console.log(`\n${table(lines)}\n`);
}

/** Puts the table into docs/performance.md, between its marks; with a standby, between marks of its own. */
export function keepWriteReport(lines, machine, standbyMs) {
  const name = standbyMs === undefined ? 'writes' : 'writes with a standby';
  const [begin, end] = [`<!-- bench ${name} -->`, `<!-- end of bench ${name} -->`];
  const text = readFileSync(PAGE, 'utf8');
  const [start, stop] = [text.indexOf(begin), text.indexOf(end)];
  if (start === -1 || stop === -1) throw new Error(`${PAGE} lacks the marks ${begin} and ${end}.`);
  const measured = `${begin}\n\n${machine.map((sentence) => `- ${sentence}`).join('\n')}\n\n${table(lines)}\n\n`;
  writeFileSync(PAGE, text.slice(0, start) + measured + text.slice(stop));
  return PAGE;
}

function table(lines) {
  const hasFar = lines.some(({ isFar }) => isFar);
  const shown = (cells) => cells.filter((_, column) => hasFar || ![1, 5].includes(column));
  const rows = [HEAD, ...lines.map(cellsOf)].map(shown);
  const lefts = shown(HEAD.map((_, column) => column === 1 || column === 2));
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const line = (row) =>
    `| ${row.map((cell, column) => (lefts[column] ? cell.padEnd(widths[column]) : cell.padStart(widths[column]))).join(' | ')} |`;
  const rule = `| ${widths.map((width, column) => (lefts[column] ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  return [line(rows[0]), rule, ...rows.slice(1).map(line)].join('\n');
}

function cellsOf({ clients, isFar, writer, rate, ofPlain, ofNear, p50, p99, nodeCpu, postgresCpu }) {
  return [
    String(clients),
    isFar ? 'waits' : '',
    writer,
    rate.toFixed(0),
    Number.isNaN(ofPlain) ? '' : ofPlain.toFixed(2),
    Number.isNaN(ofNear) ? '' : ofNear.toFixed(2),
    p50.toFixed(1),
    p99.toFixed(1),
    nodeCpu > 0 ? nodeCpu.toFixed(2) : '',
    postgresCpu.toFixed(2),
  ];
}
