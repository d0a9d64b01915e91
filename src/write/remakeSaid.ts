import type { Sql } from '../store/sql';
import type { Anchor } from '../lib/anchor';
import { ErrorCode, RequestError } from '../lib/errors';
import type { UnmergeRemainder } from '../models/unmergeRemainder.model';
import { restoredQuote } from './restoredQuote';
import { setAsBefore } from './setAsBefore';
import { withoutMissing } from './withoutMissing';
import { createAssertion, updateAssertion } from './writeAssertion';
import { createFinding } from './writeFinding';

/** An assertion or a finding that a merge took away, since one that stays says the same; null where history has lost it. */
interface Taken {
  readonly type: 'ASSERTION' | 'FINDING';
  readonly id: string;
  readonly snapshot: Snapshot | null;
}

interface Snapshot {
  readonly allegation: string;
  readonly statement: string | null;
  readonly anchor: Anchor | null;
  readonly inResponseTo?: string | null;
  readonly via?: readonly string[];
  readonly [field: string]: unknown;
}

interface Remade {
  readonly remaining: UnmergeRemainder[];
  /** Ties those that answered something to it again, once all are there. */
  readonly answer: () => Promise<UnmergeRemainder[]>;
}

/**
 * Makes the assertions and findings again that a merge took away as doubles, with their ids.
 *
 * @throws RequestError CONFLICT where readers would see one of them and see none that says the same, unless that is consented to
 */
export async function remakeSaid(sql: Sql, mergeId: string, consents: boolean): Promise<Remade> {
  const taken = await sql.rows<Taken>(
    `SELECT r.node_type::text AS type, r.node_id::text AS id, (
         SELECT b.snapshot FROM revision b WHERE b.node_id = r.node_id AND b.seq < r.seq ORDER BY b.seq DESC LIMIT 1) AS snapshot
       FROM revision r WHERE r.merge_id = $1::uuid AND r.cause = 'MERGE' AND r.kind = 'DELETED' AND r.node_type IN ('ASSERTION', 'FINDING')
      ORDER BY r.node_type, r.node_id`,
    [mergeId],
  );
  const remaining: UnmergeRemainder[] = [];
  const remade: (Taken & { snapshot: Snapshot })[] = [];
  for (const { type, id, snapshot } of taken) {
    const reason = snapshot === null ? 'DELETED' : await remake(sql, type, id, snapshot);
    if (reason !== null) remaining.push({ type, id, field: null, reason });
    else if (snapshot !== null) remade.push({ type, id, snapshot });
  }
  if (!consents)
    await refuseShown(
      sql,
      remade.map(({ id }) => id),
    );
  return { remaining, answer: () => answerAgain(sql, remade) };
}

/** @returns why it cannot be, or null */
async function remake(
  sql: Sql,
  type: Taken['type'],
  id: string,
  snapshot: Snapshot,
): Promise<UnmergeRemainder['reason'] | null> {
  const { allegation, statement, anchor } = snapshot;
  const isThere = await withoutMissing(sql, [allegation, ...(statement === null ? [] : [statement])]);
  if (!isThere.isWhole) return 'DELETED';
  const via = await withoutMissing(sql, snapshot.via);
  const [row] = await sql.rows<{ body: string }>('SELECT body FROM statement WHERE id = $1::uuid', [statement]);
  const quote = anchor === null ? null : restoredQuote(row?.body ?? '', anchor);
  const input = { ...snapshot, ...(snapshot.via && { via: via.value }), inResponseTo: null, quote };
  try {
    if (type === 'ASSERTION') await createAssertion(sql, input as never, id);
    else await createFinding(sql, input as never, id);
  } catch (error) {
    const field = error instanceof RequestError ? error.extensions.field : undefined;
    if (typeof field === 'string' && field.startsWith('input.quote')) return 'WORDS_CHANGED';
    throw error;
  }
  await setAsBefore(sql, type === 'ASSERTION' ? 'assertion' : 'finding', id);
  return null;
}

async function answerAgain(sql: Sql, remade: readonly (Taken & { snapshot: Snapshot })[]): Promise<UnmergeRemainder[]> {
  const remaining: UnmergeRemainder[] = [];
  for (const { type, id, snapshot } of remade) {
    const inResponseTo = snapshot.inResponseTo ?? null;
    if (inResponseTo === null) continue;
    if (!(await withoutMissing(sql, inResponseTo)).isWhole) {
      remaining.push({ type, id, field: 'inResponseTo', reason: 'NAMES_DELETED' });
      continue;
    }
    const [row] = await sql.rows<{ version: number }>('SELECT version FROM assertion WHERE id = $1::uuid', [id]);
    await updateAssertion(sql, { id, version: row?.version ?? 0, inResponseTo });
    await setAsBefore(sql, 'assertion', id);
  }
  return remaining;
}

/** Who unpublished or deleted the one that stayed did not mean its double to be seen. */
async function refuseShown(sql: Sql, ids: readonly string[]): Promise<void> {
  const same = (table: string, columns: readonly string[]): string =>
    `SELECT t.id::text AS id FROM ${table} t WHERE t.id = ANY ($1::uuid[]) AND t.visible AND NOT EXISTS (
       SELECT FROM ${table} o WHERE o.visible AND o.id <> ALL ($1::uuid[])
          AND ${columns.map((column) => `o.${column} IS NOT DISTINCT FROM t.${column}`).join(' AND ')})`;
  const place = ['allegation_id', 'statement_id', 'anchor_start', 'anchor_end'];
  const shown = await sql.rows<{ id: string }>(
    `${same('assertion', ['stance', ...place])} UNION ALL ${same('finding', ['verdict', ...place])}`,
    [ids],
  );
  if (shown.length === 0) return;
  const message =
    'Assertions or findings that the merge left out as doubles would be public again, and those that stayed are not: ' +
    `${shown.map(({ id }) => id).join(', ')}. Set changeVisibility to true if that is meant.`;
  const becomesPublic = { said: shown.map(({ id }) => id) };
  throw new RequestError(ErrorCode.CONFLICT, message, { field: 'input.changeVisibility', becomesPublic });
}
