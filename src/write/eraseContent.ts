import type { ErasableType } from '../store/rules/heldSlugs';
import type { Sql } from '../store/sql';

/** What an erasure removed or changed: how many rows of each kind, and the ids of the nodes that are gone. */
export interface ErasedContent {
  readonly counts: Record<string, number>;
  readonly gone: string[];
  /** Slugs of the allegations among them. */
  readonly removedAllegations: string[];
  /** Allegations that lost something by it. */
  readonly allegations: string[];
}

interface Step {
  /** As the report counts it; steps without a name only give objects that lose a part their next version. */
  readonly name?: string;
  readonly command: string;
}

const next = (table: string, condition: string): Step => ({
  command: `UPDATE ${table} SET version = version + 1, updated_at = now() WHERE ${condition}`,
});

/** What names a party ($1) in the lists of others. A name that it used for another, or a relationship with it, goes whole. */
const PARTY_STEPS: readonly Step[] = [
  next('statement', 'id IN (SELECT statement_id FROM attribution WHERE party_id = $1::uuid)'),
  next('statement', 'id IN (SELECT statement_id FROM source WHERE publisher_id = $1::uuid)'),
  next('allegation', 'id IN (SELECT allegation_id FROM allegation_party WHERE party_id = $1::uuid)'),
  next('assertion', 'id IN (SELECT assertion_id FROM assertion_via WHERE party_id = $1::uuid)'),
  next('party', 'id <> $1::uuid AND id IN (SELECT party_id FROM party_name WHERE used_by_id = $1::uuid)'),
  next('party', 'id IN (SELECT subject_id FROM party_relationship WHERE object_id = $1::uuid)'),
  { name: 'attributions', command: 'DELETE FROM attribution WHERE party_id = $1::uuid' },
  {
    name: 'publishers of sources',
    command: 'UPDATE source SET publisher_id = NULL WHERE publisher_id = $1::uuid',
  },
  { name: 'places in allegations', command: 'DELETE FROM allegation_party WHERE party_id = $1::uuid' },
  { name: 'places as relayer', command: 'DELETE FROM assertion_via WHERE party_id = $1::uuid' },
  { name: 'names', command: 'DELETE FROM party_name WHERE used_by_id = $1::uuid OR party_id = $1::uuid' },
  {
    name: 'relationships',
    command: 'DELETE FROM party_relationship WHERE object_id = $1::uuid OR subject_id = $1::uuid',
  },
];

/** Findings by one body on one allegation would be the same without the statement: all but one of those go. */
const SAME_FINDINGS = `id IN (
  SELECT id FROM (SELECT id, statement_id, row_number() OVER (
           PARTITION BY allegation_id, body_id ORDER BY statement_id IS NOT NULL, id) AS n
         FROM finding WHERE statement_id = $1::uuid OR statement_id IS NULL) f
   WHERE f.n > 1 AND f.statement_id = $1::uuid)`;

/** What rests on a statement ($1). A relationship that it made known goes: without it, it would stand uncontested. */
const STATEMENT_STEPS: readonly Step[] = [
  next('statement', 'id IN (SELECT statement_id FROM citation WHERE cited_id = $1::uuid)'),
  next('party', 'id IN (SELECT subject_id FROM party_relationship WHERE asserted_in_id = $1::uuid)'),
  { name: 'citations', command: 'DELETE FROM citation WHERE cited_id = $1::uuid OR statement_id = $1::uuid' },
  { name: 'sources', command: 'DELETE FROM source WHERE statement_id = $1::uuid' },
  { name: 'relationships', command: 'DELETE FROM party_relationship WHERE asserted_in_id = $1::uuid' },
  {
    name: 'quotations of findings',
    command: `UPDATE finding SET statement_id = NULL, anchor_start = NULL, anchor_end = NULL, anchor_exact = NULL,
      anchor_prefix = NULL, anchor_suffix = NULL, version = version + 1, updated_at = now() WHERE statement_id = $1::uuid`,
  },
];

/**
 * Removes a party or a statement, with all that it says and all that names it. An allegation that nobody makes, that concerns no
 * party, and that no finding and no other allegation answers, goes too.
 */
export async function eraseContent(sql: Sql, type: ErasableType, id: string): Promise<ErasedContent> {
  const counts: Record<string, number> = {};
  const allegations = await idsOf(
    sql,
    type === 'party'
      ? `SELECT allegation_id AS id FROM allegation_party WHERE party_id = $1::uuid
         UNION SELECT allegation_id FROM assertion WHERE speaker_id = $1::uuid UNION SELECT allegation_id FROM finding WHERE body_id = $1::uuid`
      : 'SELECT DISTINCT allegation_id AS id FROM assertion WHERE statement_id = $1::uuid',
    id,
  );
  const assertions = await idsOf(
    sql,
    `SELECT id FROM assertion WHERE ${type === 'party' ? 'speaker_id' : 'statement_id'} = $1::uuid`,
    id,
  );
  const findings = await idsOf(
    sql,
    `SELECT id FROM finding WHERE ${type === 'party' ? 'body_id = $1::uuid' : SAME_FINDINGS}`,
    id,
  );
  await sql.run(
    `UPDATE assertion SET in_response_to_id = NULL, version = version + 1, updated_at = now()
      WHERE in_response_to_id = ANY ($1::uuid[]) AND id <> ALL ($1::uuid[])`,
    [assertions],
  );
  counts.assertions = await sql.run('DELETE FROM assertion WHERE id = ANY ($1::uuid[])', [assertions]);
  counts.findings = await sql.run('DELETE FROM finding WHERE id = ANY ($1::uuid[])', [findings]);
  for (const { name, command } of type === 'party' ? PARTY_STEPS : STATEMENT_STEPS) {
    const changed = await sql.run(command, [id]);
    if (name !== undefined) counts[name] = changed;
  }
  const senseless = await sql.rows<{ id: string; slug: string }>(
    `DELETE FROM allegation a WHERE a.id = ANY ($1::uuid[])
       AND NOT EXISTS (SELECT FROM allegation_party p WHERE p.allegation_id = a.id)
       AND NOT EXISTS (SELECT FROM assertion x WHERE x.allegation_id = a.id)
       AND NOT EXISTS (SELECT FROM finding f WHERE f.allegation_id = a.id)
       AND NOT EXISTS (SELECT FROM allegation_counter c WHERE c.countered_id = a.id) RETURNING a.id::text AS id, a.slug`,
    [allegations],
  );
  counts.allegations = senseless.length;
  await sql.run(`DELETE FROM ${type} WHERE id = $1::uuid`, [id]);
  return {
    counts,
    gone: [id, ...assertions, ...findings, ...senseless.map((allegation) => allegation.id)],
    removedAllegations: senseless.map(({ slug }) => slug).sort(),
    allegations,
  };
}

async function idsOf(sql: Sql, query: string, id: string): Promise<string[]> {
  return (await sql.rows<{ id: string }>(`SELECT x.id::text AS id FROM (${query}) x`, [id])).map((row) => row.id);
}
