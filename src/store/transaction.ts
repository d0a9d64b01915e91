import type { Database } from '../database/database';
import type { Author } from '../lib/actor';
import { AskSql } from './askSql';
import { connectionOf } from './connection';
import { ClientSql } from './clientSql';
import type { Sql } from './sql';
import { isDeadlock, toldFault } from './storeFault';

/** Times that a transaction is begun anew after PostgreSQL broke a deadlock with another writer at its cost. */
const ATTEMPTS = 5;

/** What is done inside a transaction. It may be done more than once. */
export type Work<Result> = (sql: Sql) => Promise<Result>;

/**
 * Does the work of a mutation in one transaction: all of it or nothing, and again where another writer was in its way.
 *
 * @param actor who writes, as history says
 * @throws RequestError of the work, CONFLICT where somebody else changed the same content meanwhile, or TIMEOUT
 */
export function inTransaction<Result>(
  { writes }: Pick<Database, 'writes'>,
  { id, name }: Author,
  work: Work<Result>,
): Promise<Result> {
  const notes = { 'allegata.actor_id': id, 'allegata.actor': name };
  return attempted(() => writes.transaction(notes, (ask) => work(new AskSql(ask))));
}

/**
 * The same for work that takes as long as it needs, on a connection that mutations don't wait for.
 *
 * @param options actor: who writes, or else the database's user; signal: ends the work wherever it is, even where it waits
 */
export function inLongTransaction<Result>(
  { dossiers, internal }: Database,
  { actor, signal }: { actor?: Author | undefined; signal?: AbortSignal | undefined },
  work: Work<Result>,
): Promise<Result> {
  return attempted(async () => {
    const connection = await connectionOf(dossiers, internal, signal);
    const { client } = connection;
    try {
      await client.query('BEGIN ISOLATION LEVEL READ COMMITTED');
      const sql = new ClientSql(client, signal);
      if (actor !== undefined) await nameActor(sql, actor);
      const result = await work(sql);
      signal?.throwIfAborted();
      await client.query('COMMIT');
      return result;
    } catch (error) {
      // Where the connection is gone, so is the transaction.
      await client.query('ROLLBACK').catch(() => undefined);
      signal?.throwIfAborted();
      throw error;
    } finally {
      await connection.release();
    }
  });
}

/**
 * Does a part of the work of a transaction that somebody else began and will end. Its errors are those of a transaction of its own,
 * except for a deadlock: that is for the whole transaction, which may begin anew.
 */
export async function inJoinedTransaction<Result>(sql: Sql, work: Work<Result>): Promise<Result> {
  try {
    return await work(sql);
  } catch (error) {
    throw isDeadlock(error) ? error : toldFault(error);
  }
}

/** Does work and takes it back, which shows what it would do. */
export async function takenBack<Result>(sql: Sql, work: Work<Result>): Promise<Result> {
  await sql.run('SAVEPOINT taken_back');
  const result = await work(sql);
  await sql.run('ROLLBACK TO SAVEPOINT taken_back');
  return result;
}

async function attempted<Result>(transaction: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await transaction();
    } catch (error) {
      if (isDeadlock(error) && attempt < ATTEMPTS) continue;
      throw toldFault(error);
    }
  }
}

/** Says who writes in this transaction, for the histories of what it changes. */
async function nameActor(sql: Sql, { id, name }: Author): Promise<void> {
  await sql.rows(`SELECT set_config('allegata.actor_id', $1, true), set_config('allegata.actor', $2, true)`, [
    id,
    name,
  ]);
}
