import {
  arrowFaults,
  defaultExports,
  environmentReads,
  importCycles,
  layers,
  misnamedFiles,
  misplacedRoles,
  topics,
} from './rules';
import { parseSource, readSources } from './sources';
import { readFileSync } from 'node:fs';

const sources = readSources('src');

/** Made-up files of src, by path and text. */
const madeUp = (files: Record<string, string>) => Object.entries(files).map(([path, text]) => parseSource(path, text));

it('reads the whole of src, and not the generated client', () => {
  expect(sources.map((source) => source.path)).toContain('lib/environment.ts');
  expect(sources.map((source) => source.path)).toContain('main.ts');
  expect(sources.some((source) => source.path.includes('generated'))).toBe(false);
});

describe('arrows', () => {
  it('finds an import that goes up', () => {
    expect(arrowFaults(madeUp({ 'lib/a.ts': "import { b } from '../database/b';" }))).toHaveLength(1);
    expect(arrowFaults(madeUp({ 'read/a.ts': "import type { B } from '../resolvers/b.resolver';" }))).toHaveLength(1);
    expect(arrowFaults(madeUp({ 'read/types/a.ts': "export * from '../../server/b';" }))).toHaveLength(1);
    expect(arrowFaults(madeUp({ 'database/a.ts': "const b = await import('../commands/b.command');" }))).toHaveLength(
      1,
    );
    expect(arrowFaults(madeUp({ 'database/a.ts': "let b: import('../main').B;" }))).toHaveLength(1);
  });

  it('finds an import of a neighbour in the row', () => {
    expect(arrowFaults(madeUp({ 'models/a.model.ts': "import { b } from '../read/b';" }))).toEqual([
      'models/a.model.ts imports read/b.ts, against the arrows',
    ]);
    expect(arrowFaults(madeUp({ 'write/a.ts': "import { b } from '../dossier/b';" }))).toHaveLength(1);
  });

  it('finds a folder that the table does not know', () => {
    expect(arrowFaults(madeUp({ 'helpers/a.ts': '' }))).toEqual(['helpers/a.ts stands in no folder of the table']);
  });

  it('lets a file import its own folder and the rows below', () => {
    const text =
      "import { b } from './b'; import { c } from '../../database/generated/client'; import { d } from '../../lib/d';";
    expect(arrowFaults(madeUp({ 'read/types/a.ts': text }))).toEqual([]);
  });

  it('hold in src', () => {
    expect(arrowFaults(sources)).toEqual([]);
  });

  it('are drawn in src/README.md row by row', () => {
    const readme = readFileSync('src/README.md', 'utf8');
    expect(readme).toContain(layers.map((row) => row.join(', ')).join('\n  ↓\n'));
  });
});

describe('import cycles', () => {
  it('are found, each once', () => {
    const files = { 'lib/a.ts': "import './b';", 'lib/b.ts': "import './c';", 'lib/c.ts': "import { b } from './b';" };
    expect(importCycles(madeUp(files))).toEqual(['lib/b.ts -> lib/c.ts -> lib/b.ts']);
  });

  it('are let pass between models, and only there', () => {
    const models = { 'models/a.model.ts': "import './b.model';", 'models/b.model.ts': "import './a.model';" };
    expect(importCycles(madeUp(models))).toEqual([]);
    const through = { 'models/a.model.ts': "import './relation';", 'models/relation.ts': "import './a.model';" };
    expect(importCycles(madeUp(through))).toHaveLength(1);
  });

  it('are not there in src', () => {
    expect(importCycles(sources)).toEqual([]);
  });
});

describe('the environment', () => {
  it.each([
    'process.env.PORT',
    "process['env']",
    'const { env } = process',
    "import { env } from 'node:process'",
    'const { env: e } = process',
    'const { ...all } = process',
  ])('is seen being read by %s', (text) => {
    expect(environmentReads(madeUp({ 'lib/a.ts': text }))).toEqual(['lib/a.ts:1 reads the environment']);
  });

  it('is not meant by other parts of process', () => {
    expect(environmentReads(madeUp({ 'lib/a.ts': 'const { stdout } = process; process.exitCode = 1;' }))).toEqual([]);
  });

  it('is read by src/lib/environment.ts alone', () => {
    expect(environmentReads(sources)).toEqual([]);
  });
});

describe('exports', () => {
  it.each(['export default 1;', 'export default class A {}', 'const a = 1; export { a as default };', 'export = {};'])(
    'by default are found: %s',
    (text) => {
      expect(defaultExports(madeUp({ 'lib/a.ts': text }))).toEqual(['lib/a.ts has a default export']);
    },
  );

  it('are all by name in src', () => {
    expect(defaultExports(sources)).toEqual([]);
  });
});

describe('file names', () => {
  it('that no export bears are found', () => {
    const files = { 'lib/utils.ts': 'export function pad() {}', 'lib/empty.ts': '' };
    expect(misnamedFiles(madeUp(files))).toEqual([
      'lib/utils.ts is named after none of its exports: pad',
      'lib/empty.ts is named after none of its exports: it has none',
    ]);
  });

  it('are borne by an export of each file in src', () => {
    expect(misnamedFiles(sources)).toEqual([]);
  });

  it('are exempt only for files that are there', () => {
    expect(sources.map((source) => source.path)).toEqual(expect.arrayContaining(Object.keys(topics)));
  });

  it('with a role in the wrong folder, or with an unknown role, are found', () => {
    expect(misplacedRoles(madeUp({ 'lib/a.model.ts': '', 'lib/b.helper.ts': '' }))).toHaveLength(2);
  });

  it('state a role where that role lives', () => {
    expect(misplacedRoles(sources)).toEqual([]);
  });
});
