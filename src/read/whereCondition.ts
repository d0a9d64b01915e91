import { ErrorCode, RequestError } from '../lib/errors';
import type { Compiler, TypeOfRows } from './compiler';
import { type Sql, allOf, anyOf, sql } from './sql';
import { Work } from './work';

type Where = Readonly<Record<string, unknown>>;

/**
 * The conditions that a where input puts on a row; none where it is left out. Every condition is true or false and never
 * unknown, so that NOT and every mean what they say where a value is missing.
 *
 * @throws RequestError BAD_USER_INPUT where null stands for something that cannot be missing
 */
export function whereCondition(
  type: TypeOfRows,
  row: Sql,
  where: unknown,
  compiler: Compiler,
  path: readonly string[],
): Sql[] {
  if (where === undefined || where === null) return [];
  return Object.entries(where as Where).map(([name, value]) => {
    const here = [...path, name];
    if (value === null) throw nullFault(here);
    if (name === 'AND' || name === 'OR' || name === 'NOT') {
      const parts = (value as readonly unknown[]).map((part) => {
        compiler.condition(Work.comparison);
        return allOf(whereCondition(type, row, part, compiler, here));
      });
      if (name === 'NOT') return sql`not ${anyOf(parts)}`;
      return name === 'AND' ? allOf(parts) : anyOf(parts);
    }
    const filter = type.filters?.[name];
    if (!filter) throw new Error(`The read map has no filter ${name} of ${type.name}.`);
    return filter(row, value, compiler, here);
  });
}

/** The fault of a null that means nothing where it stands. */
export function nullFault(path: readonly string[]): RequestError {
  const field = path.at(-1) ?? '';
  const message = `${field} cannot be null here: leave it out, or give a value.`;
  return new RequestError(ErrorCode.BAD_USER_INPUT, message, faultPlace(path));
}

/** The path of the answer and the field's own path, from the path of a condition inside a where input. */
export function faultPlace(path: readonly string[]): { field: string; path: readonly string[] } {
  const where = path.lastIndexOf('where');
  return { field: path.slice(where).join('.'), path: path.slice(0, where) };
}
