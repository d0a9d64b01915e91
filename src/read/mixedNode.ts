import type { FieldUse } from './fieldUse';
import { type Sql, join, sql, textLiteral } from './sql';

/**
 * The node of a row that stands for an object of one of several types.
 *
 * @param row has the columns type (the type's name) and id
 */
export function mixedNode(use: FieldUse, types: readonly string[], row: Sql, rows: number): Sql {
  const cases = types.map((type) => {
    const node = use.compiler.one({ ...use, rows }, type, (target) => sql`${target}.id = ${row}.id`);
    return sql`when ${textLiteral(type)} then ${node}`;
  });
  return sql`case ${row}.type ${join(cases, ' ')} end`;
}
