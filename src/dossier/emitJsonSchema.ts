import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { dossierJsonSchema } from './dossierJsonSchema';

const SCHEMA_FILE = resolve(__dirname, '../../dossier.schema.json');

/** dossier.schema.json as the code makes it. */
export function emitJsonSchema(): string {
  return `${JSON.stringify(dossierJsonSchema(), null, 2)}\n`;
}

/** Writes dossier.schema.json, or with --check holds it against the code. `node dist/dossier/emitJsonSchema.js [--check]` */
function main(args: readonly string[]): number {
  if (args.some((arg) => arg !== '--check')) {
    process.stderr.write('usage: emitJsonSchema [--check]\n');
    return 2;
  }
  const emitted = emitJsonSchema();
  if (args.length === 0) {
    writeFileSync(SCHEMA_FILE, emitted);
    return 0;
  }
  const committed = readFileSync(SCHEMA_FILE, 'utf8');
  if (committed === emitted) return 0;
  const was = committed.split('\n');
  const at = emitted.split('\n').findIndex((line, index) => line !== was[index]);
  process.stderr.write(
    `dossier.schema.json is not what the code makes, from line ${String(at + 1)} on; emit it again and look at the change.\n`,
  );
  return 1;
}

if (require.main === module) {
  process.exitCode = main(process.argv.slice(2));
}
