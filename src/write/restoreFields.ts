import type { ChangedType } from '../database/generated/enums';
import type { Sql } from '../store/sql';
import type { UnmergeRemainder } from '../models/unmergeRemainder.model';
import { withoutMissing } from './withoutMissing';
import { updateParty } from './writeParty';

/** A field that a merge changed in an object, and how it is now. */
interface Changed {
  readonly id: string;
  readonly field: string;
  readonly before: unknown;
  /** The object's version; null where it was deleted. */
  readonly version: number | null;
  readonly isAsMerged: boolean;
  readonly isAsBefore: boolean;
}

/** Columns that have another name than their field. */
const COLUMNS: Readonly<Record<string, string>> = {
  party: 'party_id',
  publisher: 'publisher_id',
  archiveUrl: 'archive_url',
  retrievedOn: 'retrieved_on',
};

/** How a field is put back in many objects at once: $1 has their ids, $2 the values, in the same order. */
const FIELDS: Readonly<Record<Exclude<ChangedType, 'PARTY'>, Readonly<Record<string, readonly string[]>>>> = {
  ALLEGATION: { parties: listOf('allegation_party', 'allegation_id', { party: 'uuid', role: 'allegation_role' }) },
  STATEMENT: {
    attributions: listOf('attribution', 'statement_id', { party: 'uuid', role: 'attribution_role' }),
    sources: listOf('source', 'statement_id', {
      ...{ title: 'text', url: 'text', archiveUrl: 'text', publisher: 'uuid', retrievedOn: 'date', sha256: 'text' },
    }),
  },
  ASSERTION: {
    speaker: [columnOf('assertion', 'speaker_id')],
    inResponseTo: [columnOf('assertion', 'in_response_to_id')],
    via: listOf('assertion_via', 'assertion_id', { party: 'uuid' }),
  },
  FINDING: { body: [columnOf('finding', 'body_id')] },
};

function columnOf(table: string, column: string): string {
  return `UPDATE ${table} t SET ${column} = (v.value #>> '{}')::uuid
            FROM unnest($1::uuid[], $2::jsonb[]) AS v (id, value) WHERE t.id = v.id`;
}

/** An entry is an object, or, where it has one field alone, that field's value. */
function listOf(table: string, owner: string, fields: Readonly<Record<string, string>>): string[] {
  const names = Object.keys(fields);
  const columns = names.map((name) => COLUMNS[name] ?? name);
  const values = names.map((name) => {
    const value = names.length === 1 ? "e.entry #>> '{}'" : `e.entry ->> '${name}'`;
    return `(${value})::${fields[name] ?? 'text'}`;
  });
  return [
    `DELETE FROM ${table} WHERE ${owner} = ANY ($1::uuid[])`,
    `INSERT INTO ${table} (${owner}, position, ${columns.join(', ')})
       SELECT v.id, e.n - 1, ${values.join(', ')} FROM unnest($1::uuid[], $2::jsonb[]) AS v (id, value),
              jsonb_array_elements(v.value) WITH ORDINALITY AS e (entry, n)`,
  ];
}

/**
 * Gives each field that a merge changed the value of before, where it is still what the merge made it. Any other stays.
 *
 * @returns what stays
 */
export async function restoreFields(sql: Sql, mergeId: string): Promise<UnmergeRemainder[]> {
  const remaining: UnmergeRemainder[] = [];
  for (const type of ['ALLEGATION', 'STATEMENT', 'PARTY', 'ASSERTION', 'FINDING'] as const) {
    const changed = await changedFields(sql, type, mergeId);
    const gone = new Set(changed.filter(({ version }) => version === null).map(({ id }) => id));
    for (const id of gone) remaining.push({ type, id, field: null, reason: 'DELETED' });
    const stored = changed.filter(({ version, isAsBefore }) => version !== null && !isAsBefore);
    for (const { id, field, isAsMerged } of stored) {
      if (!isAsMerged) remaining.push({ type, id, field, reason: 'CHANGED' });
    }
    const asMerged = stored.filter(({ isAsMerged }) => isAsMerged);
    const left = type === 'PARTY' ? await restoreParties(sql, asMerged) : await restoreMany(sql, type, asMerged);
    remaining.push(...left);
  }
  return remaining;
}

async function changedFields(sql: Sql, type: ChangedType, mergeId: string): Promise<Changed[]> {
  return sql.rows<Changed>(
    `SELECT r.node_id::text AS id, f.key AS field, b.snapshot -> f.key AS before, n.version,
            n.snapshot -> f.key IS NOT DISTINCT FROM f.value AS "isAsMerged",
            n.snapshot -> f.key IS NOT DISTINCT FROM b.snapshot -> f.key AS "isAsBefore"
       FROM revision r
       JOIN LATERAL (SELECT snapshot FROM revision b WHERE b.node_id = r.node_id AND b.seq < r.seq ORDER BY b.seq DESC LIMIT 1) b ON true
       LEFT JOIN LATERAL (SELECT * FROM ${type.toLowerCase()}_snapshot s WHERE s.id = r.node_id OFFSET 0) n ON true
       CROSS JOIN LATERAL jsonb_each(r.snapshot) f
      WHERE r.merge_id = $1::uuid AND r.cause = 'MERGE' AND r.kind = 'UPDATED' AND r.node_type = $2::changed_type
        AND f.value IS DISTINCT FROM b.snapshot -> f.key
      ORDER BY r.node_id, f.key`,
    [mergeId, type],
  );
}

/** The lists of parties go by the rules of an update: relationships have dates, and make no circle. */
async function restoreParties(sql: Sql, changed: readonly Changed[]): Promise<UnmergeRemainder[]> {
  const remaining: UnmergeRemainder[] = [];
  for (const id of new Set(changed.map((each) => each.id))) {
    const own = changed.filter((each) => each.id === id);
    const lists: Record<string, unknown> = {};
    for (const { field, before } of own) {
      const { value, isWhole } = await withoutMissing(sql, before);
      lists[field] = value;
      if (!isWhole) remaining.push({ type: 'PARTY', id, field, reason: 'NAMES_DELETED' });
    }
    await updateParty(sql, { id, version: own[0]?.version ?? 0, ...lists });
  }
  return remaining;
}

async function restoreMany(
  sql: Sql,
  type: Exclude<ChangedType, 'PARTY'>,
  changed: readonly Changed[],
): Promise<UnmergeRemainder[]> {
  const remaining: UnmergeRemainder[] = [];
  const restored = new Set<string>();
  for (const [field, commands] of Object.entries(FIELDS[type])) {
    const there: Changed[] = [];
    for (const each of changed.filter((other) => other.field === field)) {
      // An assertion that was taken as a double may not have come back.
      const isWhole = field !== 'inResponseTo' || (await withoutMissing(sql, each.before)).isWhole;
      if (isWhole) there.push(each);
      else remaining.push({ type, id: each.id, field, reason: 'NAMES_DELETED' });
    }
    const values = [there.map(({ id }) => id), there.map(({ before }) => JSON.stringify(before))];
    if (there.length === 0) continue;
    for (const command of commands) await sql.run(command, command.startsWith('DELETE') ? values.slice(0, 1) : values);
    for (const { id } of there) restored.add(id);
  }
  await sql.run(
    `UPDATE ${type.toLowerCase()} SET version = version + 1, updated_at = now() WHERE id = ANY ($1::uuid[])`,
    [[...restored]],
  );
  return remaining;
}
