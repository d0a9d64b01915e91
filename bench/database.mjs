import { createHash } from 'node:crypto';
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { DATASET_VERSION } from './data/dataset.mjs';
import { loadDataset } from './data/loadDataset.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const PASSWORD = 'bench';

/** Nothing here outlives a crash of the machine, and every contestant has the same; the rest is as PostgreSQL has it. */
const SETTINGS = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  autovacuum: 'off',
  max_connections: '200',
  shared_buffers: '1GB',
  max_wal_size: '4GB',
  shared_preload_libraries: 'pg_stat_statements',
};

/**
 * Opens the bench's own PostgreSQL, in a folder for temporary files where it is kept for the next run, and in it the database
 * of a size, filled.
 *
 * @param {{ size: 'S' | 'L', searchable?: boolean, keep?: boolean }} which `searchable: false`: without what only a search
 *   reads, which takes most of the time of filling it; `keep`: one that was filled for other tables or data will do
 * @param {(message: string) => void} say
 * @returns {Promise<{ url: string, readerUrl: string, postmaster: number, stop: () => Promise<void> }>} addresses for the tables' owner and
 *   for a role that row security lets see what readers may, and the server's process
 */
export async function openDatabase({ size, searchable = true, keep = false }, say) {
  const { load, ...server } = loadServer();
  const cluster = load();
  const running = server.running(cluster);
  const port = running ?? (await server.start(cluster));
  const address = (database, user = server.user) => `postgresql://${user}:${PASSWORD}@127.0.0.1:${port}/${database}`;
  // One that a run found running belongs to whoever started it.
  const stop = () => (running === undefined ? server.stop(cluster) : Promise.resolve());
  try {
    const name = `bench_${size.toLowerCase()}${searchable ? '' : '_unsearchable'}`;
    await fillOnce({ name, size, searchable, keep, address, migrate: server.migrate, say });
    return { url: address(name), readerUrl: address(name, 'bench_reader'), postmaster: server.pid(cluster), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The project's own way to run a PostgreSQL, read as it stands in src. */
function loadServer() {
  const require = createRequire(import.meta.url);
  require('../scripts/loadTypescript.cjs');
  const postgres = require('../src/database/postgresCluster.ts');
  const { findPostgresOwner } = require('../src/database/postgresOwner.ts');
  const { findPostgresProgram } = require('../src/database/postgresProgram.ts');
  const { migrate } = require('../src/database/migrate.ts');
  return {
    user: postgres.CLUSTER_USER,
    migrate,
    load: () => {
      const program = findPostgresProgram();
      return { program, owner: findPostgresOwner(), folder: join(benchFolder(program.majorVersion), 'cluster') };
    },
    running: ({ folder }) => {
      const found = postgres.readPostmaster(folder);
      return found !== undefined && existsSync(`/proc/${found.pid}`) ? found.port : undefined;
    },
    start: async (cluster) => {
      if (!existsSync(join(cluster.folder, 'PG_VERSION'))) await makeCluster(cluster, postgres.initialiseCluster);
      const port = await postgres.findFreePort();
      await postgres.startCluster(cluster, port, SETTINGS);
      return port;
    },
    stop: (cluster) => postgres.stopCluster(cluster),
    pid: (cluster) => postgres.readPostmaster(cluster.folder).pid,
  };
}

function benchFolder(version) {
  return join(tmpdir(), `allegata-speed-${userInfo().uid}-${version}`);
}

async function makeCluster(cluster, initialise) {
  const folder = join(cluster.folder, '..');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(cluster.folder, { recursive: true, mode: 0o700 });
  // The server's user must pass through, where it is not us.
  chmodSync(folder, 0o711);
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, PASSWORD, { mode: 0o600 });
  if (cluster.owner !== undefined) {
    for (const path of [cluster.folder, passwordFile]) chownSync(path, cluster.owner.uid, cluster.owner.gid);
  }
  await initialise(cluster, passwordFile);
}

/** Whatever decides about what is in the database: other rows, tables or additions make it anew. */
function fingerprint() {
  const hash = createHash('sha256').update(`${DATASET_VERSION}`);
  const migrations = join(ROOT, 'prisma', 'migrations');
  for (const name of readdirSync(migrations).sort()) {
    const file = join(migrations, name, 'migration.sql');
    if (existsSync(file)) hash.update(readFileSync(file));
  }
  return hash.update(readFileSync(new URL('data/forPeers.sql', import.meta.url))).digest('hex');
}

async function fillOnce({ name, keep, address, say, ...how }) {
  const wanted = fingerprint();
  const admin = await connect(address('postgres'));
  // Nothing is counted but while it is asked for; what the command line says could not be changed later.
  await admin.query(`ALTER SYSTEM SET pg_stat_statements.track = 'none'`);
  await admin.query('SELECT pg_reload_conf()');
  const note = await admin.query(
    `SELECT shobj_description(oid, 'pg_database') AS note FROM pg_database WHERE datname = $1`,
    [name],
  );
  const found = note.rows[0]?.note;
  if (keep ? found == null : found !== wanted) {
    say(`Filling the database ${name}; it is kept for the next run.`);
    await admin.query(`DROP DATABASE IF EXISTS ${name}`);
    await admin.query(`CREATE DATABASE ${name} ENCODING 'UTF8' LC_CTYPE 'C.UTF-8' LC_COLLATE 'C' TEMPLATE template0`);
    await fill({ ...how, url: address(name), say });
    await admin.query(`COMMENT ON DATABASE ${name} IS '${wanted}'`);
  }
  await admin.end();
}

async function fill({ url, size, searchable, migrate, say }) {
  const clients = [await connect(url), await connect(url)];
  const [client] = clients;
  await migrate(client);
  const indexes = await dropIndexes(client);
  if (!searchable) await withoutSearchTexts(client);
  await loadDataset(clients, size, (table) => say(`  ${table}`));
  say('  the indexes');
  await makeIndexes(clients, searchable ? indexes : indexes.filter((definition) => !definition.includes('USING gin')));
  await client.query(readFileSync(new URL('data/forPeers.sql', import.meta.url), 'utf8'));
  await client.query('VACUUM (FREEZE, ANALYZE)');
  await client.query('CHECKPOINT');
  for (const each of clients) await each.end();
}

/** Drops the indexes that keep nothing unique: they are built much faster over rows that are there than row by row. */
async function dropIndexes(client) {
  const { rows } = await client.query(
    `SELECT indexrelid::regclass AS name, pg_get_indexdef(indexrelid) AS definition
      FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
      WHERE relnamespace = 'public'::regnamespace AND NOT indisunique`,
  );
  for (const { name } of rows) await client.query(`DROP INDEX ${name}`);
  return rows.map(({ definition }) => definition);
}

/** The clients take one index after the other. */
async function makeIndexes(clients, definitions) {
  const left = [...definitions];
  await Promise.all(
    clients.map(async (client) => {
      await client.query(`SET maintenance_work_mem = '512MB'`);
      for (let next = left.pop(); next !== undefined; next = left.pop()) await client.query(next);
    }),
  );
}

/** Leaves the columns that only a search reads empty, for good. */
async function withoutSearchTexts(client) {
  const { rows } = await client.query(
    `SELECT attrelid::regclass AS "table", attname AS "column" FROM pg_attribute
      WHERE attgenerated = 's' AND atttypid = 'tsvector'::regtype AND NOT attisdropped`,
  );
  for (const { table, column } of rows)
    await client.query(`ALTER TABLE ${table} ALTER COLUMN ${column} DROP EXPRESSION`);
}

/** @returns {Promise<import('pg').Client>} */
export async function connect(url) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client;
}
