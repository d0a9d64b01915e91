import type { PoolClient } from 'pg';
import type { Database } from '../database/database';
import type { Author } from '../lib/actor';
import { ClientSql, type Sql } from './sql';
import { changedMeanwhile } from './storeRecords';

/** Imports wait for each other on this advisory lock, whichever process runs them. */
const IMPORT_LOCK = 1_684_371_315;

/** Times that an import is begun anew after PostgreSQL broke a deadlock with another writer at its cost. */
const ATTEMPTS = 4;

const DEADLOCK = '40P01';
/** Serialization, unique and foreign key failures: the checks passed, so somebody else wrote in the meantime. */
const CONFLICTS = new Set(['40001', '23505', '23503']);

/**
 * Does the work in one transaction, at most one import at a time. Whatever ends the process or the connection leaves the
 * store as it was.
 *
 * @param options keep: whether the work is kept or, for a dry run, rolled back; actor: who imports, as history says, or
 *   else the database's user; signal: ends it, even where it waits
 */
export async function inImportTransaction<Result>(
  database: Database,
  { keep, actor, signal }: { keep: boolean; actor?: Author | undefined; signal?: AbortSignal | undefined },
  work: (sql: Sql) => Promise<Result>,
): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    signal?.throwIfAborted();
    const client = await database.dossiers.connect();
    let broken: Error | undefined;
    const onError = (error: Error): void => {
      broken = error;
    };
    // A connection that breaks between two queries would otherwise end the process.
    client.on('error', onError);
    const cancel = (): void => {
      // Where even this fails the connection is gone, and the work with it.
      database.internal.query('SELECT pg_cancel_backend($1)', [pid]).catch(() => undefined);
    };
    let pid: number | undefined;
    try {
      pid = await backendOf(client);
      signal?.throwIfAborted();
      signal?.addEventListener('abort', cancel);
      return await attemptOn(client, keep, actor, work);
    } catch (error) {
      signal?.throwIfAborted();
      const code = codeOf(error);
      if (code !== DEADLOCK || attempt === ATTEMPTS) {
        throw error instanceof Error && (code === DEADLOCK || CONFLICTS.has(code)) ? changedMeanwhile(error) : error;
      }
    } finally {
      signal?.removeEventListener('abort', cancel);
      client.off('error', onError);
      client.release(broken);
    }
  }
}

/**
 * Does the work of an import inside a transaction that somebody else began and will end.
 *
 * @param keep whether the work is kept or, for a dry run, taken back
 */
export async function importWithin<Result>(
  sql: Sql,
  keep: boolean,
  work: (sql: Sql) => Promise<Result>,
): Promise<Result> {
  await lockImports(sql);
  if (keep) return work(sql);
  await sql.run('SAVEPOINT dry_run');
  const result = await work(sql);
  await sql.run('ROLLBACK TO SAVEPOINT dry_run');
  return result;
}

/** Says who writes in this transaction, for the histories of what it changes. */
export async function nameAuthor(sql: Sql, { id, name }: Author): Promise<void> {
  await sql.rows(`SELECT set_config('allegata.actor_id', $1, true), set_config('allegata.actor', $2, true)`, [
    id,
    name,
  ]);
}

/** Waits for the end of every other import, and keeps the lock to the end of the transaction. */
export async function lockImports(sql: Sql): Promise<void> {
  await sql.rows('SELECT 1 AS one FROM pg_advisory_xact_lock($1::bigint)', [IMPORT_LOCK]);
}

/** The process that serves a connection. */
async function backendOf(client: PoolClient): Promise<number | undefined> {
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  return rows[0]?.pid;
}

async function attemptOn<Result>(
  client: PoolClient,
  keep: boolean,
  actor: Author | undefined,
  work: (sql: Sql) => Promise<Result>,
): Promise<Result> {
  // The store's triggers want READ COMMITTED.
  await client.query('BEGIN ISOLATION LEVEL READ COMMITTED');
  try {
    const sql = new ClientSql(client);
    if (actor !== undefined) await nameAuthor(sql, actor);
    await lockImports(sql);
    const result = await work(sql);
    await client.query(keep ? 'COMMIT' : 'ROLLBACK');
    return result;
  } catch (error) {
    // Where the connection is gone, so is the transaction.
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
