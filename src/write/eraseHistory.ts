import type { ChangedType } from '../database/generated/enums';
import type { Sql } from '../store/sql';
import { writeHistoryNow } from './mergeAct';

/** A list in the snapshots of a type whose entries name another node: by a field, or, without one, by being its id. */
interface NamingList {
  readonly type: ChangedType;
  readonly list: string;
  readonly field?: string;
}

const NAMING_LISTS: readonly NamingList[] = [
  { type: 'PARTY', list: 'names', field: 'usedBy' },
  { type: 'PARTY', list: 'relationships', field: 'object' },
  { type: 'PARTY', list: 'relationships', field: 'assertedIn' },
  { type: 'STATEMENT', list: 'attributions', field: 'party' },
  { type: 'STATEMENT', list: 'cites' },
  { type: 'ALLEGATION', list: 'parties', field: 'party' },
  { type: 'ALLEGATION', list: 'counters' },
  { type: 'ASSERTION', list: 'via' },
];

/** Fields without which an assertion or a finding says nothing: revisions of a time when one of them named what is gone go too. */
const NEEDED: readonly [ChangedType, string][] = [
  ['ASSERTION', 'allegation'],
  ['ASSERTION', 'statement'],
  ['ASSERTION', 'speaker'],
  ['FINDING', 'allegation'],
  ['FINDING', 'body'],
];

/**
 * Takes what was erased out of the histories: those of the nodes that are gone, and every mention in the revisions of others.
 * The feed has told of the deletions before, which is why history has to be written first.
 *
 * @param gone ids of nodes that were erased, and of parties that had been merged into one
 * @returns how many revisions were removed, and how many were changed
 */
export async function eraseHistory(
  sql: Sql,
  gone: readonly string[],
): Promise<{ readonly removed: number; readonly changed: number }> {
  await writeHistoryNow(sql);
  let removed = await sql.run('DELETE FROM revision WHERE node_id = ANY ($1::uuid[])', [gone]);
  for (const [type, field] of NEEDED) {
    removed += await sql.run(
      `DELETE FROM revision WHERE node_type = $2::changed_type AND snapshot ->> '${field}' = ANY ($1::text[])`,
      [gone, type],
    );
  }
  let changed = 0;
  for (const naming of NAMING_LISTS) changed += await sql.run(withoutEntries(naming), [gone, naming.type]);
  changed += await sql.run(
    `UPDATE revision SET snapshot = jsonb_set(snapshot, '{sources}', (
         SELECT jsonb_agg(CASE WHEN e.entry ->> 'publisher' = ANY ($1::text[]) THEN e.entry || '{"publisher": null}' ELSE e.entry END ORDER BY e.n)
           FROM jsonb_array_elements(snapshot -> 'sources') WITH ORDINALITY e (entry, n)))
      WHERE node_type = 'STATEMENT'
        AND EXISTS (SELECT FROM jsonb_array_elements(snapshot -> 'sources') e WHERE e ->> 'publisher' = ANY ($1::text[]))`,
    [gone],
  );
  changed += await sql.run(
    `UPDATE revision SET snapshot = snapshot || '{"inResponseTo": null}'
      WHERE node_type = 'ASSERTION' AND snapshot ->> 'inResponseTo' = ANY ($1::text[])`,
    [gone],
  );
  changed += await sql.run(
    `UPDATE revision SET snapshot = snapshot || '{"statement": null, "anchor": null}'
      WHERE node_type = 'FINDING' AND snapshot ->> 'statement' = ANY ($1::text[])`,
    [gone],
  );
  return { removed, changed };
}

function withoutEntries({ list, field }: NamingList): string {
  const named = field === undefined ? `e.entry #>> '{}'` : `e.entry ->> '${field}'`;
  return `UPDATE revision SET snapshot = jsonb_set(snapshot, '{${list}}', (
        SELECT coalesce(jsonb_agg(e.entry ORDER BY e.n), '[]')
          FROM jsonb_array_elements(snapshot -> '${list}') WITH ORDINALITY e (entry, n)
         WHERE coalesce(${named} <> ALL ($1::text[]), true)))
    WHERE node_type = $2::changed_type
      AND EXISTS (SELECT FROM jsonb_array_elements(snapshot -> '${list}') e (entry) WHERE ${named} = ANY ($1::text[]))`;
}
