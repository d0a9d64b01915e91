import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { createTestDatabase, type TestDatabase } from '../support/testDatabase';
import { addressOf, type Program, startProgram, takePort } from './program';

let database: TestDatabase;
let programs: Program[];

beforeEach(async () => {
  programs = [];
  database = await createTestDatabase();
});
afterEach(async () => {
  for (const { child } of programs) child.kill('SIGKILL');
  await Promise.all(programs.map(({ ended }) => ended));
  await database.drop();
});

function serve(settings: Record<string, string> = {}, args: readonly string[] = ['serve']): Program {
  const program = startProgram(args, { DATABASE_URL: database.url, PORT: '0', ...settings });
  programs.push(program);
  return program;
}

async function ask(url: string, query: string): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  return response.json();
}

/** Holds whatever reads parties back, until it is released. */
async function holdParties(): Promise<{ untilAsked: () => Promise<void>; release: () => Promise<void> }> {
  const client = new Client(database.url);
  // A test that fails leaves it to be ended with the store.
  client.on('error', () => undefined);
  await client.connect();
  await client.query('BEGIN; LOCK TABLE party IN ACCESS EXCLUSIVE MODE');
  return {
    untilAsked: async () => {
      const waiting = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
      while ((await database.pool.query(waiting)).rowCount === 0) await sleep(20);
    },
    release: () => client.end(),
  };
}

it('refuses settings that are wrong, each with what would be right', async () => {
  const program = serve({ PORT: '70000', ALLEGATA_EXAMPLE: 'maybe', ALLEGATA_LOG_LEVEL: 'loud' });
  expect(await program.ended).toEqual({ code: 1, signal: null });
  expect(program.output.stderr).toMatch(/^These settings are wrong:\n/);
  for (const name of ['PORT', 'ALLEGATA_EXAMPLE', 'ALLEGATA_LOG_LEVEL']) expect(program.output.stderr).toMatch(name);
  expect(program.output.stderr).not.toMatch(/^ {4}at /m);
});

it('refuses a command that is not there, and names those that are', async () => {
  const program = serve({}, ['imprt']);
  expect(await program.ended).toEqual({ code: 1, signal: null });
  expect(program.output.stderr).toMatch(/^There is no command "imprt"\. There are: serve, import, export, .*help\.\n$/);
});

it.each([
  ['a host that this machine has not', { HOST: '192.0.2.1' }, /This machine has no address 192\.0\.2\.1\. Set HOST/],
  ['a host that nobody has', { HOST: 'nowhere.invalid' }, /The host nowhere\.invalid is not known\. Set HOST/],
])('refuses %s with what would be right', async (_what, settings, message) => {
  const program = serve(settings);
  expect(await program.ended).toEqual({ code: 1, signal: null });
  expect(program.output.stderr).toMatch(message);
  expect(program.output.stderr).not.toMatch(/^ {4}at /m);
  expect(program.output.stdout).toBe('');
});

it('refuses a port that is in use, and shuts its embedded PostgreSQL down again', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'allegata-serve-'));
  chmodSync(folder, 0o755);
  const taken = await takePort();
  const program = serve({ DATABASE_URL: '', ALLEGATA_DATA_DIR: join(folder, 'data'), PORT: String(taken.port) });
  expect(await program.ended).toEqual({ code: 1, signal: null });
  expect(program.output.stderr).toMatch(
    `Port ${String(taken.port)} of 127.0.0.1 is in use by another program. Stop that one, or set PORT to another port.\n`,
  );
  expect(existsSync(join(folder, 'data'))).toBe(true);
  expect(postmasterNotes(folder)).toEqual([]);
  taken.release();
  rmSync(folder, { recursive: true });
});

it('serves without a command, says where in one line, and logs as JSON where nobody watches', async () => {
  const program = serve({}, []);
  const url = await addressOf(program);
  expect(program.output.stdout).toBe(`Allegata is ready: ${url}\n`);
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/graphql$/);
  expect(await ask(url, '{ parties { totalCount } }')).toEqual({ data: { parties: { totalCount: 0 } } });
  program.child.kill('SIGTERM');
  expect(await program.ended).toEqual({ code: 0, signal: null });
  const messages = program.output.stderr
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { msg: string }).msg);
  expect(messages).toEqual(['SIGTERM: finishing what is under way.']);
});

it.each(['SIGTERM', 'SIGINT'] as const)('answers what is under way before it ends on %s', async (signal) => {
  const program = serve();
  const url = await addressOf(program);
  const { untilAsked, release } = await holdParties();
  const underWay = ask(url, '{ parties { totalCount } }');
  await untilAsked();
  program.child.kill(signal);
  // Ctrl-C under npm sends the signal twice.
  program.child.kill(signal);
  await sleep(300);
  await expect(ask(url, '{ __typename }')).rejects.toThrow();
  expect(program.child.exitCode).toBeNull();
  await release();
  expect(await underWay).toEqual({ data: { parties: { totalCount: 0 } } });
  expect(await program.ended).toEqual({ code: 0, signal: null });
});

it('ends at once on a second signal', async () => {
  const program = serve();
  const url = await addressOf(program);
  const { untilAsked, release } = await holdParties();
  const underWay = ask(url, '{ parties { totalCount } }').catch(() => 'failed');
  await untilAsked();
  program.child.kill('SIGTERM');
  await sleep(1200);
  program.child.kill('SIGINT');
  expect(await program.ended).toEqual({ code: 130, signal: null });
  expect(await underWay).toBe('failed');
  await release();
});

it('waits no longer than 10 s for what is under way', async () => {
  const program = serve({ ALLEGATA_STATEMENT_TIMEOUT_MS: '60000' });
  const url = await addressOf(program);
  const { untilAsked, release } = await holdParties();
  const underWay = ask(url, '{ parties { totalCount } }').catch(() => 'failed');
  await untilAsked();
  const start = performance.now();
  program.child.kill('SIGTERM');
  expect(await program.ended).toEqual({ code: 0, signal: null });
  expect(performance.now() - start).toBeLessThan(11_000);
  expect(await underWay).toBe('failed');
  expect(program.output.stderr).toMatch(/Requests were still under way after 8 s/);
  // The statement was given up with its client, so that it holds nothing back.
  const { rows } = await database.pool.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
  );
  expect(rows).toEqual([{ count: 0 }]);
  await release();
});

it('stops in order when it is told so while it starts', async () => {
  const program = serve();
  await sleep(400);
  program.child.kill('SIGTERM');
  const { code, signal } = await program.ended;
  // Before it listens to signals, the signal ends it by itself.
  expect([code, signal]).toEqual(code === null ? [null, 'SIGTERM'] : [0, null]);
});

it('fills an empty store with the example, and answers from it', async () => {
  const program = serve({ ALLEGATA_EXAMPLE: 'on' });
  const url = await addressOf(program);
  const answer = await ask(url, '{ allegations(first: 1) { totalCount nodes { accused { name } } } }');
  expect(answer).toEqual({ data: { allegations: { totalCount: expect.any(Number), nodes: [expect.anything()] } } });
  program.child.kill('SIGTERM');
  expect((await program.ended).code).toBe(0);
});

/** The notes that running PostgreSQL servers leave anywhere in a folder. */
function postmasterNotes(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('postmaster.pid'));
}
