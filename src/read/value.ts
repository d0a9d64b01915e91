import { ErrorCode, RequestError } from '../lib/errors';
import { isUuid } from '../lib/uuid';
import { Bind, type Sql, sql } from './sql';
import { VariableLeaf } from './variableShape';

/** The value of an argument when the plan runs: a place in the variables is read, lists are read item by item. */
export function valueOf(value: unknown, variables: Readonly<Record<string, unknown>>): unknown {
  if (value instanceof VariableLeaf) return value.read(variables);
  return Array.isArray(value) ? value.map((item) => valueOf(item, variables)) : value;
}

/** A value of an argument as a parameter of the statement. */
export function bound(value: unknown, convert: (value: unknown) => unknown = (same) => same): Sql {
  return sql`${new Bind((variables) => convert(valueOf(value, variables)))}`;
}

/**
 * A text as a parameter. PostgreSQL's text has no U+0000, so that no stored text can match one that does.
 *
 * @throws RequestError BAD_USER_INPUT, when the plan runs, for text with U+0000 or a lone surrogate
 */
export function boundText(value: unknown, field: string, path: readonly string[]): Sql {
  return sql`${bound(value, (text) => checkedText(text, field, path))}::text`;
}

/** The same check for a text that is put into a pattern before it is bound. */
export function checkedText(text: unknown, field: string, path: readonly string[]): string {
  if (typeof text === 'string' && !text.includes('\0') && text.isWellFormed()) return text;
  throw new RequestError(ErrorCode.BAD_USER_INPUT, `${field} must be text without U+0000 and lone surrogates.`, {
    path,
    field,
  });
}

/**
 * An id as a parameter.
 *
 * @throws RequestError BAD_USER_INPUT, when the plan runs, for text that is no id
 */
export function boundId(value: unknown, field: string, path: readonly string[]): Sql {
  return sql`${bound(value, (id) => checkedId(id, field, path))}::uuid`;
}

/** Several ids as one parameter. */
export function boundIds(value: unknown, field: string, path: readonly string[]): Sql {
  const convert = (ids: unknown): string[] => (ids as unknown[]).map((id) => checkedId(id, field, path));
  return sql`${bound(value, convert)}::uuid[]`;
}

export function checkedId(id: unknown, field: string, path: readonly string[]): string {
  if (typeof id === 'string' && isUuid(id)) return id;
  const message = `${field} must be an id that this server gave, such as 01930f5e-6c3a-7b52-9d1c-0a1b2c3d4e5f.`;
  throw new RequestError(ErrorCode.BAD_USER_INPUT, message, { path, field });
}
