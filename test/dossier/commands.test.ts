import { spawn } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LargeDossierSize, writeLargeDossier } from '../../bench/largeDossier';
import { type TestDatabase, createTestDatabase } from '../support/testDatabase';
import { FERRY, countRows } from './dossierHarness';

let database: TestDatabase;
let folder: string;
beforeEach(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'dossier-'));
  await writeFile(join(folder, 'dossier.yaml'), FERRY);
});
afterEach(async () => {
  await database.drop();
  await rm(folder, { recursive: true });
});

interface Ended {
  status: number | null;
  signal: string | null;
  stdout: string;
  stderr: string;
}

/** Starts the program in the folder, on the test's own store. */
function start(...args: string[]): { ended: Promise<Ended>; kill: (signal: NodeJS.Signals) => void } {
  const root = process.cwd();
  const child = spawn(
    process.execPath,
    ['-r', join(root, 'scripts/loadTypescript.cjs'), join(root, 'src/main.ts'), ...args],
    {
      cwd: folder,
      env: { PATH: process.env.PATH, DATABASE_URL: database.url, ALLEGATA_LOG_LEVEL: 'warn' },
    },
  );
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (data: Buffer) => (stdout += data.toString()));
  child.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (status, signal) => resolve({ status, signal, stdout, stderr }));
  });
  return { ended, kill: (signal) => child.kill(signal) };
}

const run = (...args: string[]): Promise<Ended> => start(...args).ended;

test('import prints a line for every fault, their number, and ends with status 1', async () => {
  await writeFile(
    join(folder, 'dossier.yaml'),
    FERRY.replace('kind: LETTER', 'kind: LETTRE').replace('2014-07-13', '2014-02-30'),
  );
  expect(await run('import', 'dossier.yaml')).toEqual({
    status: 1,
    signal: null,
    stdout: '',
    stderr: `dossier.yaml:16:11 statements[0].kind: is 'LETTRE': write LETTER, or another of COMMUNIQUE, ARTICLE, SPEECH, INTERVIEW, BROADCAST, POST, LETTER, REPORT, RULING, TESTIMONY, OTHER
dossier.yaml:19:15 statements[0].issuedOn: '2014-02-30' isn't a real calendar day: February 2014 has 28 days, not 30
2 faults. Nothing was imported.
`,
  });
  expect(await countRows(database)).toBe(0);
  expect(await run('import', 'none.yaml')).toMatchObject({
    status: 1,
    stderr: 'none.yaml:1:1 is not there\n1 fault. Nothing was imported.\n',
  });
});

test('import prints counts, and a dry run says that it is one', async () => {
  const table = `                  created    updated  unchanged
  parties               4          0          0
  statements            2          0          0
  allegations           2          0          0
  assertions            4          0          0
  findings              1          0          0
`;
  const dry = await run('import', 'dossier.yaml', '--dry-run');
  expect(dry).toEqual({
    status: 0,
    signal: null,
    stderr: '',
    stdout: `dossier.yaml has no faults. Nothing was stored, this would have been:\n${table}`,
  });
  expect(await countRows(database)).toBe(0);
  expect(await run('import', 'dossier.yaml', '--state', 'DRAFT')).toEqual({
    status: 0,
    signal: null,
    stderr: '',
    stdout: `Imported dossier.yaml:\n${table}`,
  });
  const { rows } = await database.pool.query('SELECT DISTINCT state FROM party');
  expect(rows).toEqual([{ state: 'DRAFT' }]);
  expect(await run('import', 'dossier.yaml', '--state', 'HIDDEN')).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('Allowed choices are PUBLISHED, DRAFT'),
  });
});

test('export writes to standard output or to a file, in the format that its name tells', async () => {
  await run('import', 'dossier.yaml');
  const printed = await run('export');
  expect(printed.stdout).toMatch(/^format: dossier\/1\n/);
  expect(await run('export', '--out', 'out.yaml')).toEqual({ status: 0, signal: null, stdout: '', stderr: '' });
  expect(await readFile(join(folder, 'out.yaml'), 'utf8')).toBe(printed.stdout);
  await run('export', '--key', 'port-answer', 'dockers', '--out', 'out.json');
  const value = JSON.parse(await readFile(join(folder, 'out.json'), 'utf8')) as {
    statements: { key: string }[];
    allegations?: object;
  };
  expect(value.statements.map(({ key }) => key)).toEqual(['ferry-letter', 'port-answer']);
  expect(value.allegations).toBeUndefined();
});

test('export leaves a file that is there alone where it fails', async () => {
  await writeFile(join(folder, 'out.yaml'), 'before');
  expect(await run('export', '--key', 'nothing', '--out', 'out.yaml')).toMatchObject({
    status: 1,
    stderr: "No party, statement or allegation has the key 'nothing'\n",
  });
  expect(await run('export', '--out', 'away/out.yaml')).toMatchObject({
    status: 1,
    stderr: 'away/out.yaml cannot be written: its folder is not there.\n',
  });
  expect(await readFile(join(folder, 'out.yaml'), 'utf8')).toBe('before');
  expect((await readdir(folder)).sort()).toEqual(['dossier.yaml', 'out.yaml']);
});

const SIZE: LargeDossierSize = {
  parties: 100,
  statements: 3_000,
  bodyLength: 2_000,
  allegations: 3_000,
  assertions: 6_000,
};

/** Waits until an import has written something that it has not yet kept. */
async function whileWriting(): Promise<void> {
  for (;;) {
    const { rows } = await database.pool.query(
      "SELECT FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'INSERT INTO%'",
    );
    if (rows.length > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

test('an import that is killed leaves nothing, one that is interrupted says so, and one that ends leaves all', async () => {
  await writeLargeDossier(join(folder, 'large.json'), SIZE);
  const killed = start('import', 'large.json');
  await whileWriting();
  killed.kill('SIGKILL');
  expect(await killed.ended).toMatchObject({ signal: 'SIGKILL' });
  expect(await countRows(database)).toBe(0);
  const interrupted = start('import', 'large.json');
  await whileWriting();
  interrupted.kill('SIGINT');
  expect(await interrupted.ended).toEqual({
    status: 130,
    signal: null,
    stdout: '',
    stderr: 'Stopped. Nothing was changed.\n',
  });
  expect(await countRows(database)).toBe(0);
  expect(await run('import', 'large.json')).toMatchObject({
    status: 0,
    stderr: '',
    stdout: expect.stringMatching(/assertions +6,000 +0 +0\n/),
  });
}, 120_000);
