import { createHash } from 'node:crypto';
import { ErrorCode, RequestError } from '../lib/errors';
import { Bind, type Sql } from './sql';

/** A read that is ready to run with any variables of its shape. */
export interface Plan {
  /** The prepared statement's name, equal for equal texts. */
  readonly name: string;
  readonly text: string;
  readonly parameters: readonly Bind[];
  /** Rows that it touches at worst. */
  readonly cost: number;
}

/** Makes a plan of one statement that gives one row with one text. */
export function planOf(statement: Sql, cost: number): Plan {
  const parameters = statement.values.map((value) => {
    if (value instanceof Bind) return value;
    throw new Error('A statement of the read path has a value that is not bound when it runs.');
  });
  const name = `read_${createHash('sha256').update(statement.text).digest('base64url').slice(0, 24)}`;
  return { name, text: statement.text, parameters, cost };
}

/**
 * The values of a plan's parameters.
 *
 * @throws RequestError BAD_USER_INPUT where a variable holds what its place cannot take
 */
export function planValues(plan: Plan, variables: Readonly<Record<string, unknown>>): unknown[] {
  return plan.parameters.map((parameter) => parameter.read(variables));
}

/**
 * Refuses what may touch more rows than the limit.
 *
 * @throws RequestError COST_LIMIT_EXCEEDED with both numbers
 */
export function checkCost(cost: number, limit: number): void {
  if (cost <= limit) return;
  const message =
    `This operation may touch ${String(cost)} rows, and the limit is ${String(limit)}. ` +
    'Ask for smaller pages (first, last) in the lists that lie deepest, or nest fewer lists.';
  throw new RequestError(ErrorCode.COST_LIMIT_EXCEEDED, message, { cost, limit });
}
