import type { Sql } from '../store/sql';
import { ErrorCode, RequestError } from '../lib/errors';

/** A party of a merge, with what it alone is known by. */
interface Party {
  readonly id: string;
  readonly slug: string;
  readonly state: string;
  readonly name: string;
  readonly names: readonly string[];
  readonly identifiers: readonly { readonly scheme: string; readonly value: string }[];
  /** Slugs of parties that were merged into it before. */
  readonly mergedSlugs: readonly string[];
}

/** What names parties ($1), by kind. */
const REFERENCES: Readonly<Record<string, string>> = {
  relationships: 'party_relationship WHERE subject_id = ANY ($1::uuid[]) OR object_id = ANY ($1::uuid[])',
  'names used by it': 'party_name WHERE used_by_id = ANY ($1::uuid[])',
  attributions: 'attribution WHERE party_id = ANY ($1::uuid[])',
  'sources published': 'source WHERE publisher_id = ANY ($1::uuid[])',
  'places in allegations': 'allegation_party WHERE party_id = ANY ($1::uuid[])',
  assertions: 'assertion WHERE speaker_id = ANY ($1::uuid[])',
  'assertions relayed': 'assertion_via WHERE party_id = ANY ($1::uuid[])',
  findings: 'finding WHERE body_id = ANY ($1::uuid[])',
};

/**
 * Refuses a merge that would show readers what they could not see, or hide from them what they could, as some of the parties
 * are PUBLISHED and others are not.
 *
 * @throws RequestError CONFLICT that says what would become public, or hidden
 */
export async function refuseChangedVisibility(sql: Sql, into: string, from: readonly string[]): Promise<void> {
  const parties = await sql.rows<Party>(
    `SELECT p.id::text AS id, p.slug, p.state::text AS state, p.name,
            ARRAY(SELECT n.name FROM party_name n WHERE n.party_id = p.id ORDER BY n.position) AS names,
            (SELECT coalesce(jsonb_agg(jsonb_build_object('scheme', i.scheme, 'value', i.value) ORDER BY i.position), '[]')
               FROM party_identifier i WHERE i.party_id = p.id) AS identifiers,
            ARRAY(SELECT r.slug FROM party_redirect r WHERE r.into_id = p.id ORDER BY r.slug) AS "mergedSlugs"
       FROM party p WHERE p.id = $1::uuid OR p.id = ANY ($2::uuid[]) ORDER BY array_position($2::uuid[], p.id)`,
    [into, from],
  );
  const isPublic = ({ state }: Party): boolean => state === 'PUBLISHED';
  const becomesPublic = parties.some((party) => party.id === into && isPublic(party));
  const changed = parties.filter((party) => party.id !== into && isPublic(party) !== becomesPublic);
  if (changed.length === 0) return;
  const ids = changed.map(({ id }) => id);
  const references: Record<string, number> = {};
  for (const [kind, rows] of Object.entries(REFERENCES)) {
    const [row] = await sql.rows<{ count: number }>(`SELECT count(*)::integer AS count FROM ${rows}`, [ids]);
    if (row !== undefined && row.count > 0) references[kind] = row.count;
  }
  throw new RequestError(ErrorCode.CONFLICT, messageOf(changed, references, becomesPublic), {
    field: 'input.from',
    [becomesPublic ? 'becomesPublic' : 'becomesHidden']: { parties: changed, references },
  });
}

function messageOf(
  changed: readonly Party[],
  references: Readonly<Record<string, number>>,
  becomesPublic: boolean,
): string {
  const named = changed.map(({ name, slug, state }) => `"${name}" (${slug}, ${state})`).join(', ');
  const counts = Object.entries(references).map(([kind, count]) => `, ${kind} (${String(count)})`);
  const state = becomesPublic ? 'is PUBLISHED' : 'is not PUBLISHED';
  const change = becomesPublic ? 'public' : 'hidden from readers';
  return (
    `The party that stays ${state}, so the merge would make ${change}: ${named}, with their ids, slugs, names and ` +
    `identifiers${counts.join('')}. Set changeVisibility to true if that is meant.`
  );
}
