import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client, Pool } from 'pg';
import { migrate } from '../../src/database/migrate';
import { createDatabase } from '../support/testDatabase';
import { testServerUrl } from '../support/testServer';

const FOLDER = join(__dirname, '../../prisma/migrations');
const names = readdirSync(FOLDER)
  .filter((name) => /^\d/.test(name))
  .sort();

let url: string;
let drop: () => Promise<void>;
let client: Client;

beforeEach(async () => {
  ({ url, drop } = await createDatabase());
  client = new Client(url);
  await client.connect();
});

afterEach(async () => {
  await client.end();
  await drop();
});

async function tables(): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM pg_tables WHERE schemaname = 'public' AND tablename <> '_prisma_migrations'`,
  );
  return rows[0]?.count ?? -1;
}

test('a database that holds tables of others is left alone', async () => {
  await client.query('CREATE TABLE invoice ()');
  await expect(migrate(client)).rejects.toThrow(/already holds tables that are not Allegata's \(invoice\)/);
  expect(await tables()).toBe(1);
});

test('a migration whose file was changed since is told', async () => {
  await migrate(client);
  await client.query(`UPDATE _prisma_migrations SET checksum = 'other' WHERE migration_name = $1`, [names[0]]);
  await expect(migrate(client)).rejects.toThrow(`The migration ${names[0] ?? ''} is not the one that was applied`);
});

test('a database that a newer program has migrated is told', async () => {
  await migrate(client);
  await client.query(
    `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at) VALUES ('1', '', '99990101000000_future', now())`,
  );
  await expect(migrate(client)).rejects.toThrow(/99990101000000_future.*a newer version/);
});

test('a migration that failed is told, and forgotten once it is marked as rolled back', async () => {
  await migrate(client);
  await client.query(
    `INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES ('1', '', '20200101000000_bad')`,
  );
  await expect(migrate(client)).rejects.toThrow(/20200101000000_bad failed/);
  await client.query(`UPDATE _prisma_migrations SET rolled_back_at = now() WHERE id = '1'`);
  expect(await migrate(client)).toEqual([]);
});

test('a user who may not make tables is told how to', async () => {
  const user = `allegata_guest_${String(process.pid)}`;
  const database = new URL(url).pathname.slice(1);
  await client.query(`CREATE ROLE ${user} LOGIN PASSWORD 'guest'`);
  const address = new URL(testServerUrl(database));
  address.username = user;
  address.password = 'guest';
  const guest = new Client(address.href);
  await guest.connect();
  try {
    await expect(migrate(guest)).rejects.toThrow(/ALTER DATABASE name OWNER TO user/);
  } finally {
    await guest.end();
    await client.query(`DROP ROLE ${user}`);
  }
});

test('all are applied once, and recorded as Prisma records them', async () => {
  expect(await migrate(client)).toEqual(names);
  expect(await migrate(client)).toEqual([]);
  const { rows } = await client.query(
    `SELECT migration_name, checksum, finished_at >= started_at AS finished, rolled_back_at, logs, applied_steps_count
     FROM _prisma_migrations ORDER BY migration_name`,
  );
  expect(rows).toEqual(
    names.map((name) => ({
      migration_name: name,
      checksum: createHash('sha256')
        .update(readFileSync(join(FOLDER, name, 'migration.sql')))
        .digest('hex'),
      finished: true,
      rolled_back_at: null,
      logs: null,
      applied_steps_count: 1,
    })),
  );
});

test('processes that start at once wait for each other', async () => {
  const pools = Array.from({ length: 5 }, () => new Pool({ connectionString: url, statement_timeout: 50 }));
  try {
    const applied = await Promise.all(pools.map((pool) => migrate(pool)));
    expect(applied.flat()).toEqual(names);
  } finally {
    await Promise.all(pools.map((pool) => pool.end()));
  }
});

test("the session's time limit is as it was", async () => {
  await client.query(`SET statement_timeout = '7s'`);
  await migrate(client);
  expect((await client.query('SHOW statement_timeout')).rows).toEqual([{ statement_timeout: '7s' }]);
});
