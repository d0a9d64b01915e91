import type { Revision } from '../../database/generated/client';
import type { FieldUse } from '../fieldUse';
import { type ReadType, columnsOf } from '../readType';
import { type Sql, sql } from '../sql';

const { column } = columnsOf<Revision>();

/** The snapshot of the revision before this one of the same node; null where there is none. */
function previousSnapshot(row: Sql, { compiler, rows }: FieldUse): Sql {
  const previous = compiler.rows('Revision');
  compiler.charge(rows);
  const before = previous.from(sql`${previous}.node_id = ${row}.node_id and ${previous}.seq < ${row}.seq`);
  return sql`(select ${previous}.snapshot ${before} order by ${previous}.seq desc limit 1)`;
}

/** The fields of a snapshot that are not the same in another one: all of them where there is no other, null where it is null. */
function changedFields(snapshot: Sql, other: Sql): Sql {
  return sql`(select case when s.this is not null then (
      select coalesce(jsonb_object_agg(f.key, f.value), '{}') from jsonb_each(s.this) f
      where s.other is null or f.value is distinct from s.other -> f.key) end
    from (select ${snapshot} as this, ${other} as other offset 0) s)`;
}

export const revisionType: ReadType = {
  name: 'Revision',
  table: 'revision',
  visible: () => sql`false`,
  fields: {
    id: column('id'),
    version: column('version'),
    at: column('at'),
    actor: column('actor'),
    actorId: column('actorId'),
    kind: column('kind'),
    cause: column('cause'),
    before: (row, use) => changedFields(previousSnapshot(row, use), sql`${row}.snapshot`),
    after: (row, use) => changedFields(sql`${row}.snapshot`, previousSnapshot(row, use)),
  },
  orders: { seq: { type: 'bigint', expression: (row) => sql`${row}.seq` } },
  defaultOrder: [{ key: 'seq', descending: true }],
};
