import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { buildAllegataSchema } from './buildSchema';
import { printAllegataSchema } from './printAllegataSchema';

const SCHEMA_FILE = resolve(__dirname, '../../schema.graphql');

/**
 * Where a committed schema differs from the one that the code makes.
 *
 * @returns the first line that differs, as a message, or undefined where the two are equal
 */
export function firstDifference(committed: string, emitted: string): string | undefined {
  if (committed === emitted) return undefined;
  const was = committed.split('\n');
  const is = emitted.split('\n');
  const index = is.findIndex((line, at) => line !== was[at]);
  const at = index < 0 ? is.length : index;
  return `line ${String(at + 1)}:\n  committed: ${was[at] ?? '(ends)'}\n  emitted:   ${is[at] ?? '(ends)'}`;
}

/** Writes schema.graphql, or with --check holds it against the code. `node dist/schema/emitSchema.js [--check]` */
function main(args: readonly string[]): number {
  if (args.some((arg) => arg !== '--check')) {
    process.stderr.write('usage: emitSchema [--check]\n');
    return 2;
  }
  const emitted = printAllegataSchema(buildAllegataSchema());
  if (args.length === 0) {
    writeFileSync(SCHEMA_FILE, emitted);
    return 0;
  }
  const difference = firstDifference(readFileSync(SCHEMA_FILE, 'utf8'), emitted);
  if (difference === undefined) return 0;
  process.stderr.write(
    `schema.graphql is not what the code makes; emit it again and look at the change.\n${difference}\n`,
  );
  return 1;
}

if (require.main === module) {
  process.exitCode = main(process.argv.slice(2));
}
