import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { command, serve, stop } from './program.mjs';
import { show, showEqual } from './report.mjs';

const kinds = ['parties', 'statements', 'allegations', 'assertions', 'findings'];

/** The counts that an import prints at its end, a row a kind: created, updated, unchanged. */
function countsOf(output) {
  const rows = output.split('\n').map((line) => line.trim().split(/\s+/));
  const columns = rows.find((row) => row.includes('unchanged')) ?? [];
  return Object.fromEntries(
    kinds.map((kind) => {
      const row = rows.find(([name]) => name === kind) ?? [];
      const count = (column) => Number(row[columns.indexOf(column) + 1]?.replaceAll(',', ''));
      return [kind, ['created', 'updated', 'unchanged'].map(count)];
    }),
  );
}

/** Imports while a server runs on the same store, and holds the counts against the ones that are wanted. */
export async function showImport(dataDir, file, wanted) {
  const first = await command(dataDir, 'import', file);
  const created = Object.fromEntries(kinds.map((kind, index) => [kind, [wanted[index], 0, 0]]));
  showEqual(`import of ${file} creates ${wanted.join(', ')}`, [first.code, countsOf(first.stdout)], [0, created]);
  if (first.code !== 0) console.log(first.stdout, first.stderr);
  const second = await command(dataDir, 'import', file);
  const unchanged = Object.fromEntries(kinds.map((kind, index) => [kind, [0, 0, wanted[index]]]));
  showEqual('again: all unchanged', [second.code, countsOf(second.stdout)], [0, unchanged]);
}

/** Exports, imports the export into an empty store and exports again. */
export async function showRoundTrip(dataDir, emptyDir, folder, name) {
  mkdirSync(folder, { recursive: true });
  const [one, two] = [join(folder, 'one.yaml'), join(folder, 'two.yaml')];
  const exported = await command(dataDir, 'export', '--out', one);
  const other = await serve(emptyDir);
  const imported = await command(emptyDir, 'import', one);
  const again = await command(emptyDir, 'export', '--out', two);
  await stop(other);
  const codes = [exported.code, imported.code, again.code];
  showEqual(`${name}: export, import into an empty store and export again succeed`, codes, [0, 0, 0]);
  if (codes.some((code) => code !== 0)) console.log(exported.stderr, imported.stdout, imported.stderr, again.stderr);
  const [bytes, sameBytes] = [readFileSync(one), readFileSync(two)];
  show(`${name}: the two exports are the same ${bytes.length} bytes`, bytes.length > 0 && bytes.equals(sameBytes));
}
