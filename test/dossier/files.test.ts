import { createHash } from 'node:crypto';
import { mkdtemp, mkdir, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importDossier } from '../../src/dossier/importDossier';
import { type TestDatabase, createTestDatabase } from '../support/testDatabase';
import { countRows, faultsOf } from './dossierHarness';

let database: TestDatabase;
let root: string;
let folder: string;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'dossier-'));
  folder = join(root, 'inside');
  await mkdir(folder);
});
afterEach(() => rm(root, { recursive: true }));

/** Writes a dossier with one statement whose body is in a file, and gives its path. */
async function dossierWith(bodyFile: string, source = ''): Promise<string> {
  const path = join(folder, 'dossier.yaml');
  const statement = {
    key: 's',
    kind: 'POST',
    title: 'S',
    bodyFile,
    attributions: [],
    ...(source && { sources: [{ file: source }] }),
  };
  await writeFile(path, `format: dossier/1\nstatements:\n  - ${JSON.stringify(statement)}\n`);
  return path;
}

describe('a file that a dossier may not name is refused', () => {
  const refusal = async (bodyFile: string, options = {}): Promise<string> => {
    const path = await dossierWith(bodyFile);
    const faults = await faultsOf(database, { file: path }, options);
    expect(faults).toHaveLength(1);
    expect(await countRows(database)).toBe(0);
    const start = `${path}:3:53 statements[0].bodyFile: `;
    expect(faults[0]!.slice(0, start.length)).toBe(start);
    return faults[0]!.slice(start.length);
  };

  test('that is missing', async () => {
    expect(await refusal('text.txt')).toBe("'text.txt' is not there");
    expect(await refusal('dossier.yaml/text.txt')).toBe("'dossier.yaml/text.txt' is not there");
  });

  test('that lies outside its folder', async () => {
    await writeFile(join(root, 'secret.txt'), 'secret');
    expect(await refusal('../secret.txt')).toBe("'../secret.txt' leaves the dossier's folder: name a file in it");
    expect(await refusal('x/../../secret.txt')).toContain("leaves the dossier's folder");
    expect(await refusal(join(root, 'secret.txt'))).toContain(
      "is an absolute path: name a file in the dossier's folder",
    );
    // A folder beside it whose name begins alike is outside, too.
    await mkdir(`${folder}-2`);
    await writeFile(`${folder}-2/secret.txt`, 'secret');
    expect(await refusal('../inside-2/secret.txt')).toContain("leaves the dossier's folder");
  });

  test('that is a link to the outside, itself or by its folder', async () => {
    await writeFile(join(root, 'secret.txt'), 'secret');
    await symlink(join(root, 'secret.txt'), join(folder, 'link.txt'));
    await symlink(root, join(folder, 'up'));
    await symlink('loop.txt', join(folder, 'loop.txt'));
    expect(await refusal('link.txt')).toBe("'link.txt' is a link that leaves the dossier's folder: name a file in it");
    expect(await refusal('up/secret.txt')).toContain("is a link that leaves the dossier's folder");
    expect(await refusal('loop.txt')).toBe("'loop.txt' is a link that leads in a circle");
  });

  test('that is no file, empty, too large, or not UTF-8', async () => {
    await mkdir(join(folder, 'sub'));
    expect(await refusal('sub')).toBe("'sub' is no file");
    expect(await refusal('.')).toBe("'.' is no file");
    await writeFile(join(folder, 'empty.txt'), ' \n');
    expect(await refusal('empty.txt')).toBe("'empty.txt' is empty: a statement has words");
    await writeFile(join(folder, 'large.txt'), 'x'.repeat(2001));
    expect(await refusal('large.txt', { limitBytes: 2000 })).toBe(
      "'large.txt' has 2,001 bytes: it may have 2,000 at most",
    );
    await writeFile(join(folder, 'latin.txt'), Buffer.from('first line\ncaf\xe9 au lait', 'latin1'));
    expect(await refusal('latin.txt')).toBe(
      "'latin.txt' is not UTF-8: save it in that encoding (the first wrong byte is in line 2, column 4)",
    );
    await writeFile(join(folder, 'control.txt'), 'page\fbreak');
    expect(await refusal('control.txt')).toBe(
      "'control.txt' has the control character U+000C at character 5: take it out",
    );
  });
});

test('bodies in files together may not be larger than one dossier', async () => {
  const statements = [1, 2, 3].map((number) => ({
    key: `s${String(number)}`,
    kind: 'POST',
    title: 'S',
    bodyFile: 'text.txt',
    attributions: [],
  }));
  await writeFile(join(folder, 'text.txt'), 'x'.repeat(500));
  const path = join(folder, 'dossier.json');
  await writeFile(path, JSON.stringify({ format: 'dossier/1', statements }));
  expect(await faultsOf(database, { file: path }, { limitBytes: 1_200 })).toEqual([
    expect.stringMatching(
      /statements\[2\]\.bodyFile: 'text.txt' is too much: all bodies together may have 1,200 bytes$/,
    ),
  ]);
});

describe("a dossier's own file is refused", () => {
  test('where it is missing, a folder, empty, or not UTF-8', async () => {
    const path = join(folder, 'dossier.yaml');
    expect(await faultsOf(database, { file: path })).toEqual([`${path}:1:1 is not there`]);
    expect(await faultsOf(database, { file: folder })).toEqual([`${folder}:1:1 is no file`]);
    await writeFile(path, '');
    expect(await faultsOf(database, { file: path })).toEqual([
      `${path}:1:1 is empty: a dossier begins with the line format: dossier/1`,
    ]);
    await writeFile(path, Buffer.from('format: dossier/1\n# caf\xe9\n', 'latin1'));
    expect(await faultsOf(database, { file: path })).toEqual([`${path}:2:6 is not UTF-8: save it in that encoding`]);
  });

  test('where it has 100 MB, without being read', async () => {
    const path = join(folder, 'dossier.json');
    await writeFile(path, '');
    await truncate(path, 100_000_000);
    const started = performance.now();
    expect(await faultsOf(database, { file: path })).toEqual([
      `${path}:1:1 has 100,000,000 bytes: it may have 67,108,864 at most`,
    ]);
    expect(performance.now() - started).toBeLessThan(1_000);
  });

  test('where it is YAML of more than 16 MiB, with the advice to use JSON', async () => {
    const path = join(folder, 'dossier.yaml');
    await writeFile(path, `format: dossier/1\n#${' '.repeat(17_000_000)}\n`);
    expect(await faultsOf(database, { file: path })).toEqual([
      `${path}:1:1 is larger than YAML may be, 16,777,216 bytes: write it as JSON, or in parts`,
    ]);
  });
});

test('a body file is stored as text, and an archived file as its SHA-256', async () => {
  await mkdir(join(folder, 'pages'));
  await writeFile(join(folder, 'text.txt'), '\uFEFFOne.\r\nTwo.\r\n');
  await writeFile(join(folder, 'pages', 'page.bin'), Buffer.from([0, 255, 1]));
  const path = await dossierWith('./text.txt', 'pages/page.bin');
  await importDossier(database, { file: path });
  const { rows } = await database.pool.query(
    'SELECT s.body, o.sha256 FROM statement s JOIN source o ON o.statement_id = s.id',
  );
  expect(rows).toEqual([
    {
      body: 'One.\nTwo.\n',
      sha256: createHash('sha256')
        .update(Buffer.from([0, 255, 1]))
        .digest('hex'),
    },
  ]);
  expect((await importDossier(database, { file: path })).statements).toMatchObject({ unchanged: 1 });
});
