import { type Sql, join, raw, sql } from './sql';

/** One key of a JSON object under construction, and the expression of its value. */
export interface Entry {
  readonly key: string;
  readonly value: Sql;
}

/** PostgreSQL cuts identifiers at 63 bytes without a word, so that a longer key cannot be a column's name. */
const LONGEST_COLUMN_NAME = 63;

/** The select list of rows that become JSON, and the expression for one of them. */
export interface JsonColumns {
  readonly columns: Sql;
  readonly json: Sql;
}

/** The row of an object's values. No GraphQL name has a dollar sign, so that no key can be taken for it. */
const VALUES = raw('"$"');

/**
 * The select list of one object a row, and the expression for a row's object. Column names become the keys, which is
 * PostgreSQL's fastest way to write an object; where a key is too long for a column, the text is put together by hand.
 */
export function jsonColumns(entries: readonly Entry[]): JsonColumns {
  if (entries.length === 0) return { columns: sql`'{}'::json as j`, json: sql`${VALUES}.j` };
  if (entries.some((entry) => entry.key.length > LONGEST_COLUMN_NAME)) {
    const pairs = entries.map(
      ({ key, value }) => sql`${raw(`'"${key}":'`)} || coalesce(to_json(${value})::text, 'null')`,
    );
    return { columns: sql`('{' || ${join(pairs, ` || ',' || `)} || '}')::json as j`, json: sql`${VALUES}.j` };
  }
  const columns = entries.map(({ key, value }) => sql`${value} as ${raw(`"${key}"`)}`);
  return { columns: join(columns), json: sql`row_to_json(${VALUES})` };
}

/** Rows that are JSON already, such as objects of several types. */
export function jsonValue(value: Sql): JsonColumns {
  return { columns: sql`${value} as j`, json: sql`${VALUES}.j` };
}

/** One object as an expression; null where `rest` (from, where) gives no row. */
export function jsonObject(entries: readonly Entry[], rest = sql``): Sql {
  const { columns, json } = jsonColumns(entries);
  return sql`(select ${json} from (select ${columns} ${rest}) ${VALUES})`;
}

/** A list in the order of `rest`, as an expression; empty, never null. */
export function jsonList({ columns, json }: JsonColumns, rest: Sql): Sql {
  return sql`(select coalesce(json_agg(${json}), '[]'::json) from (select ${columns} ${rest}) ${VALUES})`;
}
