import { createHash } from 'node:crypto';
import { ErrorCode, RequestError } from '../lib/errors';
import { Bind, type Sql, raw, sql } from './sql';
import { LISTED_LIMIT, STATEMENT_LIMIT, VALUE_LIMIT } from './work';

/** A read that is ready to run with any variables of its shape. */
export interface Plan {
  /** The prepared statement's name, equal for equal texts. */
  readonly name: string;
  readonly text: string;
  readonly parameters: readonly Bind[];
  /** Values that must be right, though nothing that is selected reads them. */
  readonly checks: readonly Bind[];
  /** Whether a change tells of all that can change its answer. */
  readonly followsChanges: boolean;
  /** What it costs at worst, in units of Work. */
  readonly cost: number;
  /** Bytes that its text may have; a longer one is not given, and there is no row. */
  readonly answerLimitBytes: number;
}

/**
 * Makes a plan of one statement that gives one row with one text. Where the text is too long it gives no row, so that Node.js
 * never holds it.
 *
 * @throws RequestError COST_LIMIT_EXCEEDED where the statement is longer, or binds more values, than PostgreSQL should be sent
 */
export function planOf(
  statement: Sql,
  {
    cost,
    answerLimitBytes,
    checks,
    followsChanges,
  }: Pick<Plan, 'cost' | 'answerLimitBytes' | 'checks' | 'followsChanges'>,
): Plan {
  const limit = raw(String(answerLimitBytes));
  const { text, values } =
    sql`select s.t from (${statement} offset 0) s(t) where coalesce(octet_length(s.t), 0) <= ${limit}`;
  checkCount('statement', 'characters of SQL', text.length, STATEMENT_LIMIT);
  checkCount('values', 'values in its arguments', values.length, VALUE_LIMIT);
  const parameters = values.map((value) => {
    if (value instanceof Bind) return value;
    throw new Error('A statement of the read path has a value that is not bound when it runs.');
  });
  const name = `read_${createHash('sha256').update(text).digest('base64url').slice(0, 24)}`;
  return { name, text, parameters, checks, followsChanges, cost, answerLimitBytes };
}

function checkCount(of: string, what: string, cost: number, limit: number): void {
  if (cost <= limit) return;
  const message = `This operation has ${cost.toLocaleString('en')} ${what}; ${limit.toLocaleString('en')} are allowed. Ask in several operations.`;
  throw new RequestError(ErrorCode.COST_LIMIT_EXCEEDED, message, { cost, limit, of });
}

/** The bytes that a plan holds, roughly. */
export function planBytes({ text, parameters, checks }: Plan): number {
  return 2 * text.length + 200 * (parameters.length + checks.length) + 500;
}

/**
 * The values of a plan's parameters.
 *
 * @throws RequestError BAD_USER_INPUT where a variable holds what its place cannot take, COST_LIMIT_EXCEEDED where lists have too
 *   many values together: one variable may be bound in many places
 */
export function planValues(plan: Plan, variables: Readonly<Record<string, unknown>>): unknown[] {
  for (const check of plan.checks) check.read(variables);
  let listed = 0;
  const values = plan.parameters.map((parameter) => {
    const value = parameter.read(variables);
    if (Array.isArray(value)) listed += value.length;
    return value;
  });
  checkCount('values', 'values in the lists of its arguments', listed, LISTED_LIMIT);
  return values;
}

/**
 * Refuses what may cost more than the limit.
 *
 * @throws RequestError COST_LIMIT_EXCEEDED with both numbers
 */
export function checkCost(cost: number, limit: number): void {
  if (cost <= limit) return;
  const message =
    `This operation may cost ${String(cost)}, and the limit is ${String(limit)}. ` +
    'Ask for smaller pages (first, last) in the lists that lie deepest, nest fewer lists, or ask for fewer totals, facets and filters at once.';
  throw new RequestError(ErrorCode.COST_LIMIT_EXCEEDED, message, { cost, limit, of: 'work' });
}

/** The fault of a plan that gave no row. */
export function answerTooLong({ answerLimitBytes: limit }: Plan): RequestError {
  const message = `The answer would have more than ${limit.toLocaleString('en')} bytes, which is the limit. Ask for smaller pages, or for fewer long texts.`;
  return new RequestError(ErrorCode.COST_LIMIT_EXCEEDED, message, { limit, of: 'answerBytes' });
}
