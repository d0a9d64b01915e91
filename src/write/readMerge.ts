import type { Sql } from '../store/sql';
import { ErrorCode, RequestError } from '../lib/errors';
import type { CreatePartyInput } from '../models/inputs/partyWrite.input';
import { notFound } from './references';

/** A party before a merge, by the names of the inputs' fields. */
export type PartySnapshot = Required<CreatePartyInput>;

/** A merge that can be taken back. */
export interface Merge {
  readonly id: string;
  readonly into: string;
  /** The parties that became a part of `into`, as they were. */
  readonly parties: readonly { readonly id: string; readonly snapshot: PartySnapshot }[];
}

interface Redirect {
  readonly slug: string;
  readonly into: string;
  readonly mergeId: string | null;
  readonly mergedInto: string | null;
}

/**
 * The merge of a party, with what it changed locked until the transaction ends.
 *
 * @throws RequestError NOT_FOUND, or CONFLICT that says why it cannot be taken back
 */
export async function readMerge(sql: Sql, party: string): Promise<Merge> {
  const [redirect] = await sql.rows<Redirect>(
    `SELECT slug, into_id::text AS into, merge_id::text AS "mergeId", merged_into_id::text AS "mergedInto"
       FROM party_redirect WHERE id = $1::uuid`,
    [party],
  );
  if (redirect === undefined) throw await notMerged(sql, party);
  const { into, mergeId, mergedInto } = redirect;
  if (mergeId === null || mergedInto === null) {
    throw conflict('The party was merged before histories said what a merge changed, so that it cannot be taken back.');
  }
  if (mergedInto !== into) {
    const message = `The party was merged into ${mergedInto}, and that into another since: take that merge back first.`;
    throw conflict(message, { mergedInto });
  }
  await lockChanged(sql, mergeId);
  const parties = await partiesOf(sql, mergeId);
  await refuseTakenSlugs(sql, parties);
  return { id: mergeId, into, parties };
}

async function notMerged(sql: Sql, id: string): Promise<RequestError> {
  const [stored] = await sql.rows('SELECT 1 AS one FROM party WHERE id = $1::uuid', [id]);
  if (stored !== undefined)
    return conflict('The party is merged into no other, so that there is nothing to take back.');
  const [tombstone] = await sql.rows<{ reason: string }>('SELECT reason FROM tombstone WHERE node_id = $1::uuid', [id]);
  if (tombstone !== undefined) return conflict(`The party was erased (${tombstone.reason}).`);
  return notFound(sql, id, 'input.id', 'party');
}

/** In the order in which the store's triggers lock. */
async function lockChanged(sql: Sql, mergeId: string): Promise<void> {
  for (const type of ['allegation', 'statement', 'party', 'assertion', 'finding']) {
    await sql.rows(
      `SELECT 1 AS one FROM ${type} WHERE id IN (SELECT node_id FROM revision WHERE merge_id = $1::uuid) ORDER BY id FOR NO KEY UPDATE`,
      [mergeId],
    );
  }
}

async function partiesOf(sql: Sql, mergeId: string): Promise<Merge['parties']> {
  const rows = await sql.rows<{ id: string; snapshot: PartySnapshot | null }>(
    `SELECT m.id::text AS id, (SELECT b.snapshot FROM revision r JOIN revision b ON b.node_id = r.node_id AND b.seq < r.seq
               WHERE r.node_id = m.id AND r.merge_id = $1::uuid AND r.cause = 'MERGE' ORDER BY b.seq DESC LIMIT 1) AS snapshot
       FROM party_redirect m WHERE m.merge_id = $1::uuid ORDER BY m.id FOR UPDATE OF m`,
    [mergeId],
  );
  return rows.map(({ id, snapshot }) => {
    if (snapshot !== null) return { id, snapshot };
    throw conflict(`The history of the merged party ${id} is gone, and with it what the party was.`, { party: id });
  });
}

async function refuseTakenSlugs(sql: Sql, parties: Merge['parties']): Promise<void> {
  const slugs = parties.map(({ snapshot }) => snapshot.slug);
  const [taken] = await sql.rows<{ id: string; slug: string }>(
    'SELECT id::text AS id, slug FROM party WHERE slug = ANY ($1) ORDER BY slug LIMIT 1',
    [slugs],
  );
  if (taken === undefined) return;
  const message = `Another party has the slug "${taken.slug}" now: give that one another slug first.`;
  throw conflict(message, { party: taken.id });
}

function conflict(message: string, details: Record<string, unknown> = {}): RequestError {
  return new RequestError(ErrorCode.CONFLICT, message, { field: 'input.id', ...details });
}
