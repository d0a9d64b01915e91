import type { FieldUse } from './fieldUse';
import { jsonColumns, jsonList } from './jsonObject';
import { DEFAULT_PAGE_SIZE, checkedPageSize } from './page';
import type { ReadType } from './readType';
import { type Sql, raw, sql, textLiteral } from './sql';
import { Work } from './work';

/** Where all rows of a list are found, under a row's name. */
export type FoundRows = (row: Sql) => { readonly from: Sql; readonly where: Sql };

/**
 * The buckets of a facet over all rows of a list: how many of them have each value, the largest first, then by value.
 *
 * @param found the list's rows: the tables that they come from, and their condition
 * @param candidates how many rows the list is taken to have, over all of its parents
 * @throws RequestError BAD_USER_INPUT where first is not from 1 to 100
 */
export function facetBuckets(use: FieldUse, type: ReadType, found: FoundRows, candidates: number): Sql {
  const { compiler } = use;
  const by = String(use.args.by);
  const facet = type.facets?.[by];
  if (!facet) throw new Error(`The read map has no facet ${by} of ${type.name}.`);
  const first = checkedPageSize(use, 'first', use.args.first ?? DEFAULT_PAGE_SIZE);
  const rows = use.rows * first;
  compiler.charge(rows);
  compiler.charge(1, Work.table);
  compiler.charge(candidates, Work.facet + (facet.work ?? 0));
  const row = compiler.alias();
  const { join, value } = facet.value(row, compiler);
  const { from, where } = found(row);
  // Without `offset 0` PostgreSQL would put the value's expression wherever the value is named, and work it out each time.
  const valued = sql`select ${value} as value, ${row}.id from ${from} ${join ?? sql``} where ${where} offset 0`;
  // What is joined may give a row the same value twice.
  const count = join ? sql`count(distinct v.id)` : sql`count(*)`;
  const counted = sql`select v.value, ${count} as count from (${valued}) v where v.value is not null group by 1`;
  const entries = compiler.subfields({ ...use, rows }, 'FacetBucket', rows).map((field) => ({
    key: field.key,
    value: bucketValue(field, facet.party === true),
  }));
  const order = sql`order by f.count desc, f.value::text collate "C" limit ${raw(String(first))}`;
  return jsonList(jsonColumns(entries), sql`from (${counted}) f ${order}`);
}

function bucketValue(field: FieldUse, ofParties: boolean): Sql {
  switch (field.name) {
    case 'value':
      return sql`f.value::text`;
    case 'count':
      return sql`f.count`;
    case 'party':
      return ofParties ? field.compiler.one(field, 'Party', (party) => sql`${party}.id = f.value`) : sql`null::json`;
    default:
      return textLiteral(field.parent.name);
  }
}
