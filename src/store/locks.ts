import type { Sql } from './sql';

/**
 * Every writer takes its locks in this order, and keeps them to the end of its transaction. Two writers then wait for each other
 * instead of breaking each other; where PostgreSQL breaks one all the same, its transaction begins anew.
 *
 * 1. The row of the Idempotency-Key.
 * 2. Identities ({@link lockIdentities}): imports, merges, erasures, and what makes a party a part of another.
 * 3. An object that may not be there yet ({@link lockObject}).
 * 4. Rows, by table in the order of {@link LOCK_ORDER} and by id within a table. What is only referred to is held FOR KEY SHARE,
 *    so that it isn't deleted; a statement that is quoted FOR SHARE, so that its body stays; what changes FOR NO KEY UPDATE.
 *    The triggers of the store lock in the same order.
 * 5. At the commit, which no lock of the whole store holds up, the rows of counts: those of parties, then those of allegations, by
 *    id. That a transaction has taken numbers of changes is a shared lock, which only the feed looks at (change_horizon()).
 */
export const LOCK_ORDER = ['allegation', 'statement', 'party', 'assertion', 'finding'] as const;

/** The advisory lock of identities. Each process that uses the store knows the same number. */
const IDENTITIES = 1_684_371_315;

/** Waits for the end of every other writer that changes which object an id or a slug leads to, whichever process runs it. */
export async function lockIdentities(sql: Sql): Promise<void> {
  await sql.rows('SELECT 1 AS one FROM pg_advisory_xact_lock($1::bigint)', [IDENTITIES]);
}

/** Locks an id, whether or not there is an object with it. */
export async function lockObject(sql: Sql, id: string): Promise<void> {
  await sql.rows('SELECT 1 AS one FROM pg_advisory_xact_lock(hashtextextended($1, 0))', [id]);
}
