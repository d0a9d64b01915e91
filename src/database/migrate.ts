import { createHash, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseError, Pool, type ClientBase } from 'pg';

/** The same place from src/database and from dist/database. */
const FOLDER = join(__dirname, '..', '..', 'prisma', 'migrations');

/** The number of the advisory lock that `prisma migrate` takes too, so that it and we never migrate at once. */
const LOCK = 72707369;

const INSUFFICIENT_PRIVILEGE = '42501';

/** As Prisma's engine creates it. */
const MIGRATIONS_TABLE = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id VARCHAR(36) PRIMARY KEY NOT NULL,
  checksum VARCHAR(64) NOT NULL,
  finished_at TIMESTAMPTZ,
  migration_name VARCHAR(255) NOT NULL,
  logs TEXT,
  rolled_back_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  applied_steps_count INTEGER NOT NULL DEFAULT 0
)`;

interface Migration {
  name: string;
  script: string;
  /** SHA-256 of the script, in hexadecimal. */
  checksum: string;
}

interface AppliedMigration {
  name: string;
  checksum: string;
  finished: boolean;
}

/**
 * Brings the database to this program's tables: applies each migration of prisma/migrations that it lacks, in order,
 * each wholly or not at all. Processes that start at once wait for each other. What it records is what
 * `prisma migrate deploy` records, and each accepts the other's work.
 *
 * @param database a pool, or one connected client whose session we may use
 * @returns the names of the migrations applied now
 * @throws Error, with nothing applied, where the database is not ours, was migrated by a newer program, holds a failed
 *   migration, or one that was changed since; and where the database refuses to let us make tables
 */
export async function migrate(database: Pool | ClientBase): Promise<string[]> {
  if (!(database instanceof Pool)) {
    return migrateLocked(database);
  }
  const client = await database.connect();
  try {
    return await migrateLocked(client);
  } finally {
    client.release();
  }
}

async function migrateLocked(client: ClientBase): Promise<string[]> {
  // A time limit is meant for reads: waiting for another process, or building an index, may take its time.
  const { rows } = await client.query<{ limit: string }>(`SELECT current_setting('statement_timeout') AS limit`);
  await client.query('SET statement_timeout = 0');
  await client.query('SELECT pg_advisory_lock($1)', [LOCK]);
  try {
    return await applyMissing(client);
  } catch (error) {
    throw explained(error);
  } finally {
    await client.query('SELECT pg_advisory_unlock($1)', [LOCK]);
    await client.query(`SELECT set_config('statement_timeout', $1, false)`, [rows[0]?.limit ?? '0']);
  }
}

async function applyMissing(client: ClientBase): Promise<string[]> {
  const known = readMigrations();
  await assertOurs(client);
  await client.query(MIGRATIONS_TABLE);
  const applied = await readApplied(client);
  assertCompatible(known, applied);
  const names = new Set(applied.map((migration) => migration.name));
  const missing = known.filter((migration) => !names.has(migration.name));
  for (const migration of missing) {
    await apply(client, migration);
  }
  return missing.map((migration) => migration.name);
}

/** The migrations of this program, in the order of their names, which is that of their times. */
function readMigrations(): Migration[] {
  return readdirSync(FOLDER, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
    .map((name) => {
      const script = readFileSync(join(FOLDER, name, 'migration.sql'), 'utf8');
      return { name, script, checksum: createHash('sha256').update(script).digest('hex') };
    });
}

/** Someone else's database gets no tables of ours put among theirs. */
async function assertOurs(client: ClientBase): Promise<void> {
  const { rows } = await client.query<{ database: string; ours: boolean; tables: string[] }>(
    `SELECT current_database() AS database, to_regclass('_prisma_migrations') IS NOT NULL AS ours,
       ARRAY(SELECT c.relname::text FROM pg_class c
             WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm')
             ORDER BY 1 LIMIT 5) AS tables`,
  );
  const [found] = rows;
  if (found !== undefined && !found.ours && found.tables.length > 0) {
    throw new Error(
      `The database ${found.database} already holds tables that are not Allegata's (${found.tables.join(', ')}). ` +
        'Give Allegata an empty database of its own in DATABASE_URL.',
    );
  }
}

async function readApplied(client: ClientBase): Promise<AppliedMigration[]> {
  const { rows } = await client.query<AppliedMigration>(
    `SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS finished
     FROM _prisma_migrations WHERE rolled_back_at IS NULL ORDER BY started_at, migration_name`,
  );
  return rows;
}

function assertCompatible(known: Migration[], applied: AppliedMigration[]): void {
  const checksums = new Map(known.map((migration) => [migration.name, migration.checksum]));
  for (const { name, checksum, finished } of applied) {
    if (!finished) {
      throw new Error(
        `The migration ${name} failed in this database before. Restore a backup, or mend it by hand and tell ` +
          `Prisma: npx prisma migrate resolve --rolled-back ${name} (or --applied).`,
      );
    }
    if (!checksums.has(name)) {
      throw new Error(
        `The database has the migration ${name}, which this version of Allegata does not know: a newer version has ` +
          'migrated it. Run that version or a later one.',
      );
    }
    if (checksums.get(name) !== checksum) {
      throw new Error(
        `The migration ${name} is not the one that was applied to this database: its file was changed since. ` +
          'Restore the file as it was released.',
      );
    }
  }
}

/** The script and the note that it ran are one transaction, so that there are no half-applied migrations. */
async function apply(client: ClientBase, { name, script, checksum }: Migration): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query(script);
    await client.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, now(), clock_timestamp(), 1)`,
      [randomUUID(), checksum, name],
    );
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
}

function explained(error: unknown): unknown {
  if (error instanceof DatabaseError && error.code === INSUFFICIENT_PRIVILEGE) {
    return new Error(
      `The user of DATABASE_URL may not make Allegata's tables (${error.message}). Make it the owner of the database: ` +
        'ALTER DATABASE name OWNER TO user.',
      { cause: error },
    );
  }
  return error;
}
