import type { PrismaClient } from '../database/generated/client';
import { postgresFault } from '../database/postgresFault';
import { nameAuthor } from '../dossier/importTransaction';
import type { Sql } from '../dossier/sql';
import type { Actor } from '../lib/actor';
import { ErrorCode, RequestError } from '../lib/errors';
import { PrismaSql } from './prismaSql';

/** Milliseconds that a write may take in all, and that it waits for a connection. */
const TIMEOUT_MS = 30_000;
const CONNECTION_WAIT_MS = 10_000;

/** Times that a write is begun anew after PostgreSQL broke a deadlock with another writer at its cost. */
const ATTEMPTS = 5;

/**
 * Does the work in one transaction, all of it or nothing, and again where another writer stood in its way.
 *
 * @param actor who writes, as history says
 * @throws RequestError of the work, CONFLICT where something unique is taken or content was removed meanwhile, or TIMEOUT
 */
export async function inWriteTransaction<Result>(
  prisma: PrismaClient,
  actor: Actor,
  work: (sql: Sql) => Promise<Result>,
): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await prisma.$transaction(
        async (transaction) => {
          const sql = new PrismaSql(transaction);
          await nameAuthor(sql, actor);
          return work(sql);
        },
        // The store's triggers want READ COMMITTED, whatever the database's default is.
        { isolationLevel: 'ReadCommitted', maxWait: CONNECTION_WAIT_MS, timeout: TIMEOUT_MS },
      );
    } catch (error) {
      if (isDeadlock(error) && attempt < ATTEMPTS) continue;
      throw toldFault(error);
    }
  }
}

/**
 * Does a part of the work of a transaction that somebody else began and will end. Its faults are told as those of a transaction
 * of its own, but for a deadlock: that is for the whole transaction, which may begin anew.
 */
export async function inJoinedTransaction<Result>(sql: Sql, work: (sql: Sql) => Promise<Result>): Promise<Result> {
  try {
    return await work(sql);
  } catch (error) {
    throw isDeadlock(error) ? error : toldFault(error);
  }
}

const isDeadlock = (error: unknown): boolean => postgresFault(error).code === '40P01';

/** What is unique, by the name of its index. */
const CLASHES: Readonly<Record<string, { message: string; field?: string }>> = {
  party_slug_key: { message: 'Another party has this slug.', field: 'input.slug' },
  statement_slug_key: { message: 'Another statement has this slug.', field: 'input.slug' },
  allegation_slug_key: { message: 'Another allegation has this slug.', field: 'input.slug' },
  assertion_identity_key: {
    message:
      'The same assertion is there already, with equal allegation, statement, speaker, stance and place of the quotation.',
  },
  finding_identity_key: {
    message: 'The same finding is there already, with equal allegation, body, statement and place of the quotation.',
  },
};

/** The error that tells a client of a fault of the database which it can mend; any other as it is. */
function toldFault(error: unknown): unknown {
  const cause = error instanceof Error ? error : undefined;
  const { code, message } = postgresFault(error);
  if (code === '23505') {
    const clash = Object.entries(CLASHES).find(([name]) => message.includes(`"${name}"`))?.[1];
    if (clash) return new RequestError(ErrorCode.CONFLICT, clash.message, { field: clash.field, cause });
  }
  if (code === '23503' || code === '23001' || code === '40P01' || code === '40001') {
    const told = 'The same content was changed by somebody else at this moment, so nothing was written. Try it again.';
    return new RequestError(ErrorCode.CONFLICT, told, { cause });
  }
  if (cause !== undefined && 'code' in cause && cause.code === 'P2028') {
    const told = 'This took longer than a write may, so nothing was written. Try it again, in smaller parts.';
    return new RequestError(ErrorCode.TIMEOUT, told, { cause });
  }
  return error;
}
