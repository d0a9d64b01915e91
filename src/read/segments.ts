import { jsonColumns, jsonList } from './jsonObject';
import type { ReadField, ReadObject } from './readType';
import { type Sql, sql } from './sql';
import { ListSize, Work } from './work';

/** How a stretch of a statement's body is read: over the row (start, stop, statement_id, body) that `segments` gives. */
export const textSegmentType: ReadObject = {
  name: 'TextSegment',
  fields: {
    start: (row) => sql`${row}.start`,
    end: (row) => sql`${row}.stop`,
    text: (row) => sql`substr(${row}.body, ${row}.start + 1, ${row}.stop - ${row}.start)`,
    assertions: (row, use) =>
      use.compiler.many(use, 'Assertion', (assertion) => ({
        where: sql`${assertion}.statement_id = ${row}.statement_id and ${assertion}.anchor_start < ${row}.stop and ${assertion}.anchor_end > ${row}.start`,
        orderBy: sql`${assertion}.anchor_start, ${assertion}.id`,
      })),
  },
};

/**
 * The body cut at the edges of every anchor that the role may see, in code points, as PostgreSQL counts characters. Edges that
 * a draft's anchor would make are not there: they would tell of the draft.
 */
export const segments: ReadField = (row, use) => {
  const { compiler } = use;
  const edges = (type: string): Sql => {
    const anchored = compiler.rows(type);
    const edge = compiler.alias();
    const both = sql`cross join lateral (values (${anchored}.anchor_start), (${anchored}.anchor_end)) ${edge}(at)`;
    const ofBody = sql`${anchored}.statement_id = ${row}.id and ${anchored}.anchor_start is not null`;
    return sql`select ${edge}.at ${anchored.from(ofBody, both)}`;
  };
  const segment = compiler.alias();
  const rows = use.rows * ListSize.segments;
  compiler.charge(1, Work.table);
  compiler.charge(use.rows, Work.body);
  compiler.charge(rows);
  const cuts = sql`select 0 as at union select char_length(${row}.body) union ${edges('Assertion')} union ${edges('Finding')}`;
  const stretches = sql`select e.at as start, lead(e.at) over (order by e.at) as stop, ${row}.id as statement_id, ${row}.body as body from (${cuts}) e`;
  return jsonList(
    jsonColumns(compiler.object(use, textSegmentType, segment, rows)),
    sql`from (${stretches}) ${segment} where ${segment}.stop is not null order by ${segment}.start`,
  );
};
