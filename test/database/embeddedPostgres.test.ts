import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readPostmaster } from '../../src/database/postgresCluster';
import { startChildStore, type ChildAnswer, type ChildStore } from '../support/childStore';

let dataDir: string;
let children: ChildStore[];
/** A store that was made and shut down: tests that are not about making one start from a copy. */
let made: string;

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'allegata-embedded-'));
  chmodSync(folder, 0o755);
  return folder;
}

beforeAll(async () => {
  made = join(temporaryFolder(), 'data');
  const child = startChildStore('server', { ALLEGATA_DATA_DIR: made });
  await child.opened;
  await child.close();
});

afterAll(() => {
  rmSync(join(made, '..'), { recursive: true, force: true });
});

beforeEach(() => {
  dataDir = join(temporaryFolder(), 'data');
  children = [];
});

function copyMadeStore(): void {
  // It keeps whose the files are, which PostgreSQL insists on.
  execFileSync('cp', ['-a', made, dataDir]);
}

afterEach(async () => {
  await Promise.all(children.map((child) => child.kill()));
  const { pid } = readPostmaster(join(dataDir, 'postgres')) ?? {};
  if (pid !== undefined && isAlive(pid)) {
    process.kill(pid, 'SIGQUIT');
    await waitFor(() => !isAlive(pid));
  }
  rmSync(join(dataDir, '..'), { recursive: true, force: true });
});

function start(role: 'server' | 'command' = 'server', settings: Record<string, string> = {}): ChildStore {
  const child = startChildStore(role, { ALLEGATA_DATA_DIR: dataDir, ...settings });
  children.push(child);
  return child;
}

async function expectOpen(child: ChildStore): Promise<void> {
  expect(await child.opened).toEqual({ opened: true });
}

async function expectError(child: ChildStore): Promise<string> {
  const { error } = await child.opened;
  expect(await child.exited).toBe(1);
  expect(error).toBeDefined();
  return error ?? '';
}

/** A row that survives or not. */
function insertParty(child: ChildStore, slug: string): Promise<ChildAnswer> {
  return child.query(
    `INSERT INTO party (id, slug, kind, name, state) VALUES (gen_random_uuid(), '${slug}', 'PERSON', 'P', 'DRAFT')`,
  );
}

async function slugs(child: ChildStore): Promise<unknown[]> {
  const { rows } = await child.query('SELECT slug FROM party ORDER BY slug');
  return (rows ?? []).map((row) => row.slug);
}

function postmaster(): number {
  const { pid } = readPostmaster(join(dataDir, 'postgres')) ?? {};
  if (pid === undefined) {
    throw new Error('PostgreSQL does not run.');
  }
  return pid;
}

function isRunning(): boolean {
  const { pid } = readPostmaster(join(dataDir, 'postgres')) ?? {};
  return pid !== undefined && isAlive(pid);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function waitFor(condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (!(await condition())) {
    if (Date.now() > deadline) {
      throw new Error('It did not come about in 30 s.');
    }
    await sleep(50);
  }
}

describe('folders that cannot be used are told apart, and left as they are', () => {
  test('a folder that is itself a PostgreSQL', async () => {
    mkdirSync(dataDir);
    writeFileSync(join(dataDir, 'PG_VERSION'), '18\n');
    expect(await expectError(start())).toContain('is itself the data folder of a PostgreSQL');
  });

  test('a folder named postgres that is not ours', async () => {
    mkdirSync(join(dataDir, 'postgres'), { recursive: true });
    writeFileSync(join(dataDir, 'postgres', 'notes.txt'), 'mine');
    chmodSync(join(dataDir, 'postgres'), 0o755);
    expect(await expectError(start())).toContain('is not a store that Allegata made');
    expect(readFileSync(join(dataDir, 'postgres', 'notes.txt'), 'utf8')).toBe('mine');
  });

  test('a store of another PostgreSQL', async () => {
    copyMadeStore();
    writeFileSync(join(dataDir, 'postgres', 'PG_VERSION'), '17\n');
    expect(await expectError(start())).toMatch(/was made by PostgreSQL 17.* brings PostgreSQL 18.*[Ee]xport/);
  });

  test('a file where the folder should be', async () => {
    writeFileSync(dataDir, '');
    expect(await expectError(start())).toMatch(/cannot be made .*ALLEGATA_DATA_DIR/);
  });
});

test('what was written survives a restart, and PostgreSQL ends with the last who uses it', async () => {
  copyMadeStore();
  const first = start();
  await expectOpen(first);
  expect(await insertParty(first, 'kept')).toEqual({ rows: [] });
  expect(await first.close()).toBe(0);
  expect(isRunning()).toBe(false);
  const second = start();
  await expectOpen(second);
  expect(await slugs(second)).toEqual(['kept']);
});

test('the password is for the owner only, and TCP takes none without it', async () => {
  const child = start();
  await expectOpen(child);
  expect(statSync(join(dataDir, 'postgres', 'allegata-password')).mode & 0o777).toBe(0o600);
  const { rows } = await child.query(
    `SELECT current_setting('listen_addresses') AS addresses, current_setting('unix_socket_directories') AS sockets,
       current_setting('server_encoding') AS encoding,
       (SELECT string_agg(DISTINCT auth_method, ',') FROM pg_hba_file_rules) AS methods`.replaceAll('\n', ' '),
  );
  expect(rows).toEqual([{ addresses: '127.0.0.1', sockets: '', encoding: 'UTF8', methods: 'scram-sha-256' }]);
});

test('a command works beside the server, and whoever comes last turns off the light', async () => {
  copyMadeStore();
  const server = start('server');
  await expectOpen(server);
  const command = start('command');
  await expectOpen(command);
  await insertParty(command, 'imported');
  expect(await slugs(server)).toEqual(['imported']);
  expect(await server.close()).toBe(0);
  expect(isRunning()).toBe(true);
  expect(await slugs(command)).toEqual(['imported']);
  expect(await command.close()).toBe(0);
  expect(isRunning()).toBe(false);
});

test('a second server on the folder is told who serves it, and the first goes on', async () => {
  copyMadeStore();
  const first = start('server');
  await expectOpen(first);
  const message = await expectError(start('server'));
  expect(message).toContain(`(process ${String(first.pid)})`);
  expect(message).toContain('ALLEGATA_DATA_DIR and PORT');
  expect(await insertParty(first, 'unharmed')).toEqual({ rows: [] });
});

test('two that start on an empty folder at the same moment share one PostgreSQL', async () => {
  const [one, other] = [start('server'), start('command')];
  await Promise.all([expectOpen(one), expectOpen(other)]);
  await insertParty(one, 'shared');
  expect(await slugs(other)).toEqual(['shared']);
});

test('commands that come and go at the same moment never find it closed', async () => {
  copyMadeStore();
  for (let round = 0; round < 3; round++) {
    const some = [start('command'), start('command'), start('command')];
    await Promise.all(some.map((child) => child.opened.then(() => child.query('SELECT 1 AS one'))));
    expect(await Promise.all(some.map((child) => child.close()))).toEqual([0, 0, 0]);
    expect(isRunning()).toBe(false);
  }
});

test('after kill -9 of the server process the next finds PostgreSQL alive, and takes over', async () => {
  copyMadeStore();
  const first = start('server');
  await expectOpen(first);
  await insertParty(first, 'kept');
  const before = postmaster();
  await first.kill();
  expect(isAlive(before)).toBe(true);
  const second = start('server');
  await expectOpen(second);
  expect(postmaster()).toBe(before);
  expect(await slugs(second)).toEqual(['kept']);
  await second.close();
  expect(isRunning()).toBe(false);
});

test('after kill -9 of PostgreSQL while it serves, it is brought back at the same address', async () => {
  copyMadeStore();
  const server = start('server');
  await expectOpen(server);
  await insertParty(server, 'kept');
  const before = readPostmaster(join(dataDir, 'postgres'));
  process.kill(postmaster(), 'SIGKILL');
  await waitFor(() => server.logged.includes('The embedded PostgreSQL runs again.'));
  await waitFor(async () => (await server.query('SELECT 1')).rows !== undefined);
  expect(await slugs(server)).toEqual(['kept']);
  const after = readPostmaster(join(dataDir, 'postgres'));
  expect(after?.pid).not.toBe(before?.pid);
  expect(after?.port).toBe(before?.port);
  expect(await server.close()).toBe(0);
  expect(isRunning()).toBe(false);
});

test('after kill -9 of PostgreSQL whose port is taken since, it is found at another', async () => {
  copyMadeStore();
  const server = start('server');
  await expectOpen(server);
  await insertParty(server, 'kept');
  const { pid, port } = readPostmaster(join(dataDir, 'postgres')) ?? { pid: -1, port: -1 };
  process.kill(server.pid, 'SIGSTOP');
  process.kill(pid, 'SIGKILL');
  const thief = createServer();
  await waitFor(
    () =>
      new Promise((resolve) => {
        thief.once('error', () => {
          resolve(false);
        });
        thief.listen(port, '127.0.0.1', () => {
          resolve(true);
        });
      }),
  );
  process.kill(server.pid, 'SIGCONT');
  await waitFor(() => server.logged.includes('The embedded PostgreSQL runs again.'));
  thief.close();
  expect(readPostmaster(join(dataDir, 'postgres'))?.port).not.toBe(port);
  expect(await slugs(server)).toEqual(['kept']);
});

test('after kill -9 of both, the next start recovers', async () => {
  copyMadeStore();
  const first = start('server');
  await expectOpen(first);
  await insertParty(first, 'kept');
  const pid = postmaster();
  await first.kill();
  process.kill(pid, 'SIGKILL');
  const second = start('server');
  await expectOpen(second);
  expect(await slugs(second)).toEqual(['kept']);
});

test('a killed server whose number another process has got does not stand in the way', async () => {
  copyMadeStore();
  const first = start('server');
  await expectOpen(first);
  await insertParty(first, 'kept');
  const pid = postmaster();
  await first.kill();
  process.kill(pid, 'SIGKILL');
  await waitFor(() => !isAlive(pid));
  await sleep(3_000);
  const note = join(dataDir, 'postgres', 'postmaster.pid');
  writeFileSync(note, readFileSync(note, 'utf8').replace(/^\d+/, String(process.pid)));
  const second = start('server');
  await expectOpen(second);
  expect(await slugs(second)).toEqual(['kept']);
});

test('a folder that is closed to the user who runs PostgreSQL is named', async () => {
  if (process.getuid?.() !== 0) {
    return;
  }
  chmodSync(join(dataDir, '..'), 0o700);
  const message = await expectError(start());
  expect(message).toContain(`cannot enter ${join(dataDir, '..')}`);
  expect(message).toContain('chmod o+x');
});

test('an ordinary user runs it alone, and is told where the folder is not theirs', async () => {
  if (process.getuid?.() !== 0) {
    return;
  }
  const nobody = { uid: 65_534, gid: 65_534 };
  const own = join(dataDir, '..', 'own');
  mkdirSync(own);
  chmodSync(own, 0o777);
  const child = startChildStore('server', { ALLEGATA_DATA_DIR: join(own, 'data') }, nobody);
  children.push(child);
  await expectOpen(child);
  expect(statSync(join(own, 'data', 'postgres')).uid).toBe(nobody.uid);
  expect(await child.close()).toBe(0);
  const asRoot = start('server', { ALLEGATA_DATA_DIR: join(own, 'data') });
  await expectOpen(asRoot);
  expect(await asRoot.close()).toBe(0);
  copyMadeStore();
  const foreign = startChildStore('server', { ALLEGATA_DATA_DIR: dataDir }, nobody);
  expect(await expectError(foreign)).toMatch(/belongs to another user .*chown -R nobody/);
  rmSync(dataDir, { recursive: true });
  const closed = startChildStore('server', { ALLEGATA_DATA_DIR: dataDir }, nobody);
  expect(await expectError(closed)).toMatch(/cannot be made .*nobody/);
  expect(existsSync(dataDir)).toBe(false);
});
