import { Prisma } from '../database/generated/client';

/** A piece of SQL with its values apart, composed with the tag `sql`. Identifiers come from the read map only. */
export type Sql = Prisma.Sql;
export const { sql, join, raw } = Prisma;

/** A value that is known only when the plan runs: read from the coerced variables of the operation. */
export class Bind {
  constructor(readonly read: (variables: Readonly<Record<string, unknown>>) => unknown) {}
}

/** A text constant of the program's own, such as a type's name; never a value of a request. */
export function textLiteral(text: string): Sql {
  return raw(`'${text.replaceAll("'", "''")}'::text`);
}

/** A value of one of the schema's enums, whose names have nothing to escape. */
export function enumLiteral(value: unknown): Sql {
  if (typeof value === 'string' && /^[A-Z_]+$/.test(value)) return raw(`'${value}'`);
  throw new Error('Only an enum value can stand in the text of a statement.');
}

/** Joins conditions with AND; no condition holds always. */
export function allOf(conditions: readonly Sql[]): Sql {
  return conditions.length === 0 ? sql`true` : sql`(${join([...conditions], ' and ')})`;
}

/** Joins conditions with OR; no condition never holds. */
export function anyOf(conditions: readonly Sql[]): Sql {
  return conditions.length === 0 ? sql`false` : sql`(${join([...conditions], ' or ')})`;
}
