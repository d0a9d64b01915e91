import { DatabaseError } from 'pg';
import { postgresFault } from '../database/postgresFault';
import { TransactionTooLong } from '../database/writeConnections';
import { ErrorCode, RequestError } from '../lib/errors';

const DEADLOCK = '40P01';
const UNIQUE = '23505';
const CANCELLED = '57014';

/** Failures of serialization and of references: what was checked before has been changed since. */
const MEANWHILE = new Set(['40001', '23503', '23001', UNIQUE, DEADLOCK]);

/** Whether PostgreSQL broke a deadlock by ending this transaction. */
export const isDeadlock = (error: unknown): boolean => stateOf(error).code === DEADLOCK;

/** The name of the unique index that a write ran into, out of some; undefined where it failed otherwise. */
export function clashOf(error: unknown, indexes: readonly string[]): string | undefined {
  const { code, message } = stateOf(error);
  return code === UNIQUE ? indexes.find((name) => message.includes(`"${name}"`)) : undefined;
}

/** Somebody else changed what this transaction was to change. */
export function changedMeanwhile(cause?: Error): RequestError {
  const message = 'The same content was changed by somebody else at this moment, so nothing was written. Try it again.';
  return new RequestError(ErrorCode.CONFLICT, message, { cause });
}

/** The error that tells a client of a fault of the database which trying again can mend; any other as it is. */
export function toldFault(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  if (MEANWHILE.has(stateOf(error).code)) return changedMeanwhile(error);
  if (error instanceof TransactionTooLong || stateOf(error).code === CANCELLED) {
    const message = 'This took longer than a write may, so nothing was written. Try it again, in smaller parts.';
    return new RequestError(ErrorCode.TIMEOUT, message, { cause: error });
  }
  return error;
}

/** SQLSTATE and words of PostgreSQL's refusal, whichever client ran into it. */
function stateOf(error: unknown): { code: string; message: string } {
  if (error instanceof DatabaseError) return { code: error.code ?? '', message: error.message };
  return postgresFault(error);
}
