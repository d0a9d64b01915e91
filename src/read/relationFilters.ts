import type { Compiler } from './compiler';
import type { ReadFilter } from './readType';
import { type Sql, allOf, raw, sql } from './sql';
import { nullFault, whereCondition } from './whereCondition';

/** How a row of another type belongs to a row: the tables between them, and the condition that ties them. */
export interface Tie {
  readonly join?: Sql;
  readonly where: Sql;
}

export type Relation = (row: Sql, target: Sql, compiler: Compiler) => Tie;

/** That some row of a type belongs to a row, that the role may see it, and that the where input holds for it (or not). */
export function someRow(
  typeName: string,
  tie: (target: Sql) => Tie,
  where: unknown,
  compiler: Compiler,
  path: readonly string[],
  negated = false,
): Sql {
  const type = compiler.type(typeName);
  const target = compiler.alias();
  const { join = sql``, where: tied } = tie(target);
  const condition = allOf(whereCondition(type, target, where, compiler, path));
  const conditions = [tied, compiler.visible(typeName, target), negated ? sql`not ${condition}` : condition];
  return sql`exists (select from ${raw(type.table)} ${target} ${join} where ${allOf(conditions)})`;
}

/** A condition that the row which another type's row points at fulfils, or one of several. */
export function toSome(typeName: string, relation: Relation): ReadFilter {
  return (row, value, compiler, path) =>
    someRow(typeName, (target) => relation(row, target, compiler), value, compiler, path);
}

/** The conditions some, every and none on the rows that belong to another type's row; hidden rows are as if not there. */
export function toMany(typeName: string, relation: Relation): ReadFilter {
  return (row, value, compiler, path) =>
    allOf(
      Object.entries(value as Readonly<Record<string, unknown>>).map(([name, where]) => {
        const here = [...path, name];
        if (where === null) throw nullFault(here);
        const tie = (target: Sql): Tie => relation(row, target, compiler);
        const some = someRow(typeName, tie, where, compiler, here, name === 'every');
        return name === 'some' ? some : sql`not ${some}`;
      }),
    );
}
