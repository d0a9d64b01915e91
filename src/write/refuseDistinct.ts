import type { Sql } from '../store/sql';
import { ErrorCode, RequestError } from '../lib/errors';
import { distinctPairs } from './markDistinct';

/** Pairs that a refusal names; each has its names and slugs in the message. */
const NAMED_AT_MOST = 5;

/**
 * Refuses to make one of parties that an editor has said are not the same.
 *
 * @throws RequestError CONFLICT that names them; extensions.distinct has the ids of each pair
 */
export async function refuseDistinct(sql: Sql, parties: readonly string[]): Promise<void> {
  const pairs = await distinctPairs(sql, parties);
  if (pairs.length === 0) return;
  const rows = await sql.rows<{ id: string; name: string; slug: string }>(
    'SELECT id::text AS id, name, slug FROM party WHERE id = ANY ($1::uuid[])',
    [parties],
  );
  const called = new Map(rows.map(({ id, name, slug }) => [id, `"${name}" (${slug})`]));
  const named = pairs
    .slice(0, NAMED_AT_MOST)
    .map(({ one, other }) => `${called.get(one) ?? one} and ${called.get(other) ?? other}`);
  const rest = pairs.length > NAMED_AT_MOST ? `, and ${String(pairs.length - NAMED_AT_MOST)} more pairs` : '';
  const message =
    `An editor has said that these are not the same: ${named.join('; ')}${rest}. ` +
    'Take that back with unmarkDistinct first, if they are the same after all.';
  throw new RequestError(ErrorCode.CONFLICT, message, {
    field: 'input.from',
    distinct: pairs.map(({ one, other }) => [one, other]),
  });
}
