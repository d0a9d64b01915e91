import { postgresFault } from '../database/postgresFault';
import { ErrorCode } from '../lib/errors';
import { errorChain } from './errorChain';

/** The faults of the database that clients are told apart from a fault of ours. */
export type DatabaseFault =
  typeof ErrorCode.TIMEOUT | typeof ErrorCode.DATABASE_UNAVAILABLE | typeof ErrorCode.COST_LIMIT_EXCEEDED;

/** SQLSTATE query_canceled: statement_timeout has run out, or the client has gone away and nobody reads the answer. */
const QUERY_CANCELED = '57014';

/**
 * SQLSTATE admin_shutdown, crash_shutdown, cannot_connect_now, idle_session_timeout, too_many_connections, and
 * read_only_sql_transaction, which a server answers that has just become a standby.
 */
const AWAY_STATES = new Set(['57P01', '57P02', '57P03', '57P05', '53300', '25006']);

/** SQLSTATE class 54, program limit exceeded; out_of_memory, configuration_limit_exceeded. */
const LIMIT_STATES = /^(?:54[0-9A-Z]{3}|53200|53400)$/;

/** Codes of the system, where a connection cannot be opened or breaks. */
const AWAY_SYSTEM_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EHOSTDOWN',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENOENT',
]);

/** Prisma's own codes: cannot reach, timed out reaching, connection closed, none free in its pool. */
const AWAY_PRISMA_CODES = new Set(['P1001', 'P1002', 'P1008', 'P1017', 'P2024']);

/** pg reports these without any code. */
const AWAY_MESSAGES = [
  /^Connection terminated/,
  /^Client has encountered a connection error/,
  /^timeout expired$/,
  /^timeout exceeded when trying to connect$/,
  /^Cannot use a pool after calling end on the pool$/,
  /^Client was closed and is not queryable$/,
];

/**
 * Whether an error says that the database is away, that a statement ran out of time, or that it was too much for PostgreSQL.
 *
 * @param error what pg, Prisma or the system threw; its causes are looked at too
 * @returns the code that a client gets, or null where it is none of these
 */
export function databaseFaultOf(error: unknown): DatabaseFault | null {
  for (const each of errorChain(error)) {
    const fault = faultOfCode(postgresFault(each).code) ?? faultOfOne(each);
    if (fault !== null) return fault;
  }
  return null;
}

function faultOfOne(error: Error): DatabaseFault | null {
  const fault = 'code' in error ? faultOfCode(String(error.code)) : null;
  if (fault !== null) return fault;
  return AWAY_MESSAGES.some((pattern) => pattern.test(error.message)) ? ErrorCode.DATABASE_UNAVAILABLE : null;
}

function faultOfCode(code: string): DatabaseFault | null {
  if (LIMIT_STATES.test(code)) return ErrorCode.COST_LIMIT_EXCEEDED;
  if (code === QUERY_CANCELED) return ErrorCode.TIMEOUT;
  if (AWAY_STATES.has(code) || AWAY_SYSTEM_CODES.has(code) || AWAY_PRISMA_CODES.has(code)) {
    return ErrorCode.DATABASE_UNAVAILABLE;
  }
  // SQLSTATE class 08, connection exception.
  return /^08[0-9A-Z]{3}$/.test(code) ? ErrorCode.DATABASE_UNAVAILABLE : null;
}
