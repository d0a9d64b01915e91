import { Pool, type PoolClient } from 'pg';
import { TransactionTooLong, WriteConnections } from '../../src/database/writeConnections';
import { createTestDatabase, type TestDatabase } from '../support/testDatabase';

let database: TestDatabase;
let pool: Pool;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = new Pool({ connectionString: database.url, max: 1 });
  // As connectDatabase() has it: a connection that breaks says so more than once.
  pool.on('error', () => undefined);
  pool.on('connect', (client: PoolClient) => client.on('error', () => undefined));
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

const insert = `INSERT INTO party (id, slug, kind, name, state) VALUES (gen_random_uuid(), $1, 'GROUP', 'P', 'DRAFT')`;

async function slugs(): Promise<unknown[]> {
  const { rows } = await pool.query<{ slug: string }>('SELECT slug FROM party ORDER BY slug');
  return rows.map(({ slug }) => slug);
}

test('a transaction keeps all or nothing, and its notes end with it', async () => {
  const writes = new WriteConnections(pool, true);
  const actor = `it's "anna" \\ 李`;
  const noted = await writes.transaction({ 'allegata.actor': actor }, async (ask) => {
    await ask(insert, ['kept']);
    return (await ask<{ actor: string }>(`SELECT current_setting('allegata.actor') AS actor`, [])).rows[0];
  });
  expect(noted).toEqual({ actor });
  const failing = writes.transaction({ 'allegata.actor': 'bob' }, async (ask) => {
    await ask(insert, ['gone']);
    throw new Error('Changed my mind.');
  });
  await expect(failing).rejects.toThrow('Changed my mind.');
  expect(await slugs()).toEqual(['kept']);
  const { rows } = await pool.query(
    `SELECT current_setting('allegata.actor', true) AS actor, current_setting('statement_timeout') AS "limit"`,
  );
  expect(rows).toEqual([{ actor: '', limit: '0' }]);
});

test('a transaction that went on past a failed statement is not taken as committed', async () => {
  const writes = new WriteConnections(pool, true);
  const work = writes.transaction({}, async (ask) => {
    await ask(insert, ['half']);
    await ask('SELECT 1 / 0', []).catch(() => undefined);
  });
  await expect(work).rejects.toThrow('A statement failed, and the work went on as if it had not.');
  expect(await slugs()).not.toContain('half');
});

test('a transaction has a time limit, in all and for each statement, and leaves its connection usable', async () => {
  const writes = new WriteConnections(pool, true, 200);
  const slow = writes.transaction({}, (ask) => ask('SELECT pg_sleep(30)', []));
  await expect(slow).rejects.toMatchObject({ code: '57014' });
  const many = writes.transaction({}, async (ask) => {
    for (;;) await ask('SELECT pg_sleep(0.05)', []);
  });
  await expect(many).rejects.toThrow(TransactionTooLong);
  expect(await slugs()).toEqual(['kept']);
});

test('a connection that breaks takes its transaction along, and is replaced', async () => {
  const writes = new WriteConnections(pool, true);
  const work = writes.transaction({}, async (ask) => {
    const { rows } = await ask<{ pid: number }>('SELECT pg_backend_pid() AS pid', []);
    await ask(insert, ['lost']);
    await database.pool.query('SELECT pg_terminate_backend($1)', [rows[0]?.pid]);
    await ask('SELECT 1', []);
  });
  await expect(work).rejects.toThrow(/terminat|connection error/);
  await writes.transaction({}, (ask) => ask(insert, ['next']));
  expect(await slugs()).toEqual(['kept', 'next']);
});
