import type { FieldUse } from './fieldUse';
import { jsonColumns, jsonList } from './jsonObject';
import { DEFAULT_PAGE_SIZE, checkedPageSize } from './page';
import type { TypeOfRows } from './compiler';
import type { ReadObject } from './readType';
import { type Sql, raw, sql } from './sql';
import { Work } from './work';

/** All rows of a list: the alias that they have, and where they come from, with what is joined to each. */
export interface FoundRows {
  readonly row: Sql;
  readonly from: (joined?: Sql) => Sql;
}

/** Over the rows `f` of a facet: a value, and how many rows have it. */
export const facetBucketType: ReadObject<{ readonly ofParties: boolean }> = {
  name: 'FacetBucket',
  fields: {
    value: () => sql`f.value::text`,
    count: () => sql`f.count`,
    party: ({ ofParties }, use) =>
      ofParties ? use.compiler.one(use, 'Party', (party) => sql`${party}.id = f.value`) : sql`null::json`,
  },
};

/**
 * The buckets of a facet over all rows of a list: how many of them have each value, the largest first, then by value.
 *
 * @param candidates how many rows the list is taken to have, over all of its parents
 * @throws RequestError BAD_USER_INPUT where first is not from 1 to 100
 */
export function facetBuckets(use: FieldUse, type: TypeOfRows, { row, from }: FoundRows, candidates: number): Sql {
  const { compiler } = use;
  const by = String(use.args.by);
  const facet = type.facets?.[by];
  if (!facet) throw new Error(`The read map has no facet ${by} of ${type.name}.`);
  const first = checkedPageSize(use, 'first', use.args.first ?? DEFAULT_PAGE_SIZE);
  const rows = use.rows * first;
  compiler.charge(rows);
  compiler.charge(1, Work.table);
  compiler.charge(candidates, Work.facet + (facet.work ?? 0));
  const { join, value } = facet.value(row, compiler);
  // Without `offset 0` PostgreSQL would put the value's expression wherever the value is named, and work it out each time.
  const valued = sql`select ${value} as value, ${row}.id ${from(join)} offset 0`;
  // What is joined may give a row the same value twice.
  const count = join ? sql`count(distinct v.id)` : sql`count(*)`;
  const counted = sql`select v.value, ${count} as count from (${valued}) v where v.value is not null group by 1`;
  const entries = compiler.object({ ...use, rows }, facetBucketType, { ofParties: facet.party === true });
  const order = sql`order by f.count desc, f.value::text collate "C" limit ${raw(String(first))}`;
  return jsonList(jsonColumns(entries), sql`from (${counted}) f ${order}`);
}
