#!/usr/bin/env node
// Judges the breaks of the contract that its checker prints on standard input: any fails.
import { readFileSync } from 'node:fs';

const lines = readFileSync(0, 'utf8').split('\n');
const breaks = lines.flatMap((line) => {
  const type = /^([A-Z_]+): /.exec(line)?.[1];
  return type ? [line] : [];
});
const counted = lines.map((line) => /^(\d+) breaks of the contract$/.exec(line)?.[1]).find(Boolean);
if (counted === undefined || Number(counted) !== breaks.length) {
  console.error(`The contract was not checked: ${lines.join('\n')}`);
  process.exit(1);
}
for (const line of lines.filter((text) => text.startsWith('without a description'))) console.log(line);
console.log(`the contract: ${breaks.length} breaks`);
for (const line of breaks) console.error(`  broken: ${line}`);
process.exitCode = breaks.length > 0 ? 1 : 0;
