import type { Compiler } from './compiler';
import type { ReadFilter } from './readType';
import type { Rows } from './rows';
import { type Sql, allOf, sql } from './sql';
import { nullFault, whereCondition } from './whereCondition';
import { ListSize, Work } from './work';

/** How a row of another type belongs to a row: by the condition that ties them, of the table between them where there is one. */
export interface Tie {
  /** The rows of the table between them, and the column that has the other row's id. */
  readonly link?: { readonly rows: Rows; readonly key: Sql };
  readonly where: Sql;
}

export type Relation = (row: Sql, target: Sql, compiler: Compiler) => Tie;

/**
 * That some row of a type belongs to a row, that the role may see it, and that the where input holds for it (or not).
 *
 * @param related how many such rows belong to a row, for the cost
 */
export function someRow(
  typeName: string,
  tie: (target: Sql) => Tie,
  where: unknown,
  compiler: Compiler,
  path: readonly string[],
  { related = ListSize.ofOne, negated = false }: { related?: number; negated?: boolean } = {},
): Sql {
  compiler.condition(Work.related);
  const type = compiler.type(typeName);
  const target = compiler.rows(typeName);
  const { link, where: tied } = tie(target);
  const condition = allOf(compiler.examiningEach(related, () => whereCondition(type, target, where, compiler, path)));
  const matches = negated ? sql`not ${condition}` : condition;
  if (!link) return target.exists(allOf([tied, matches]));
  if (namesOneRow(where) && !negated) {
    // The row is looked up once, before all others, and the planner sees that the link holds for each at most once.
    const named = sql`(select ${target}.id ${target.from(matches)})`;
    return link.rows.exists(allOf([tied, sql`${link.key} = ${named}`]));
  }
  return target.exists(allOf([tied, matches]), link.rows.join(sql`${link.key} = ${target}.id`));
}

/** Whether a where input holds for one row at most: it names it by its id or its slug. */
function namesOneRow(where: unknown): boolean {
  const { id, slug } = (where ?? {}) as Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>;
  return id?.equals !== undefined || (slug?.equals !== undefined && slug.insensitive === undefined);
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
        const some = someRow(typeName, tie, where, compiler, here, {
          related: ListSize.ofMany,
          negated: name === 'every',
        });
        return name === 'some' ? some : sql`not ${some}`;
      }),
    );
}
