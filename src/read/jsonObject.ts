import { type Sql, join, raw, sql } from './sql';

/** One key of a JSON object under construction, and the expression of its value. */
export interface Entry {
  readonly key: string;
  readonly value: Sql;
}

/** PostgreSQL cuts identifiers at 63 bytes without a word, so that a longer key cannot be a column's name. */
const LONGEST_COLUMN_NAME = 63;

/** The select list of rows that become JSON. */
export interface JsonColumns {
  readonly columns: Sql;
  /** Whether its one column is the JSON; else each column is a key of an object. */
  readonly isJson: boolean;
}

/** The row of an object's values. No GraphQL name has a dollar sign, so that no key can be taken for it. */
const VALUES = raw('"$"');

/** Expressions that are JSON; of objects that are there whatever the rows are, what they are made of. */
const known = new WeakMap<Sql, { readonly entries?: readonly Entry[]; readonly tables?: Sql }>();

/**
 * The select list of one object a row. Column names become the keys, which is PostgreSQL's fastest way to write many objects;
 * where a key is too long for a column, the text is put together by hand.
 */
export function jsonColumns(entries: readonly Entry[]): JsonColumns {
  const isLong = entries.some((entry) => entry.key.length > LONGEST_COLUMN_NAME);
  if (isLong || entries.length === 0) return jsonValue(sql`(${objectText(entries)})::json`);
  const columns = entries.map(({ key, value }) => sql`${value} as ${raw(`"${key}"`)}`);
  return { columns: join(columns), isJson: false };
}

/** Rows that are JSON already, such as objects of several types. */
export function jsonValue(value: Sql): JsonColumns {
  return { columns: sql`${value} as j`, isJson: true };
}

/** One object as an expression; null where `rest` (from, where) gives no row. */
export function jsonObject(entries: readonly Entry[], rest?: Sql): Sql {
  const { columns, isJson } = jsonColumns(entries);
  const json = isJson ? sql`${VALUES}.j` : sql`row_to_json(${VALUES})`;
  const object = sql`(select ${json} from (select ${columns} ${rest ?? sql``}) ${VALUES})`;
  known.set(object, rest === undefined ? { entries } : {});
  return object;
}

/** One object over rows that several of its values read: `tables` are common table expressions. */
export function jsonObjectWith(tables: Sql, entries: readonly Entry[]): Sql {
  const object = sql`(with ${tables} select ${jsonObject(entries)})`;
  known.set(object, { entries, tables });
  return object;
}

/** A list in the order of `rest`, as an expression; empty, never null. */
export function jsonList({ columns, isJson }: JsonColumns, rest: Sql): Sql {
  const item = isJson ? sql`${VALUES}.j` : VALUES;
  const list = sql`(select coalesce(json_agg(${item}), '[]'::json) from (select ${columns} ${rest}) ${VALUES})`;
  known.set(list, {});
  return list;
}

/**
 * The text of a value's JSON, for the outside of an answer. Objects there are few and hold much: joining their text by hand
 * takes less than having it copied from row to row.
 */
export function jsonText(value: Sql): Sql {
  const json = known.get(value);
  if (json?.entries) {
    const text = objectText(json.entries);
    return json.tables ? sql`(with ${json.tables} select ${text})` : text;
  }
  return sql`coalesce(${json ? value : sql`to_json(${value})`}::text, 'null')`;
}

function objectText(entries: readonly Entry[]): Sql {
  if (entries.length === 0) return sql`'{}'`;
  const pairs = entries.map(({ key, value }) => sql`${raw(`'"${key}":'`)} || ${jsonText(value)}`);
  return sql`'{' || ${join(pairs, ` || ',' || `)} || '}'`;
}
