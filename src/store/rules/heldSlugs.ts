import { ErrorCode } from '../../lib/errors';
import type { Sql } from '../sql';
import type { Fault } from './fault';

/** What can be erased. */
export type ErasableType = 'party' | 'statement';

interface Holder {
  readonly slug: string;
  readonly reason: string | null;
  readonly into: string | null;
}

/**
 * Slugs that nothing new may have, since a merged party's leads on and an erased object's is not to come back; each with its fault.
 *
 * Ask once the slug is written: PostgreSQL then has waited, at the unique index, for whoever merges or erases what had it, and one
 * statement sees both the redirect and the tombstone.
 */
export async function heldSlugs(sql: Sql, type: ErasableType, slugs: readonly string[]): Promise<Map<string, Fault>> {
  if (slugs.length === 0) return new Map();
  const redirects = type === 'party' ? 'party_redirect' : '(SELECT * FROM party_redirect WHERE false)';
  const holders = await sql.rows<Holder>(
    `SELECT s.slug, t.reason, p.slug AS into FROM unnest($1::text[]) AS s (slug)
       LEFT JOIN tombstone t ON t.node_type = $2::changed_type AND t.slug_hash = tombstone_digest(s.slug)
       LEFT JOIN ${redirects} r ON r.slug = s.slug LEFT JOIN party p ON p.id = r.into_id
      WHERE t.node_id IS NOT NULL OR r.id IS NOT NULL`,
    [slugs, type.toUpperCase()],
  );
  return new Map(holders.map((holder) => [holder.slug, heldBy(type, holder)]));
}

function heldBy(type: ErasableType, { reason, into }: Holder): Fault {
  const message =
    reason !== null
      ? `belongs to a ${type} that was erased (${reason}): choose another slug`
      : `belongs to a party that was merged into '${String(into)}': name that one, or choose another slug`;
  return { code: ErrorCode.CONFLICT, message };
}

/**
 * The fault of a slug that something else of its type has.
 *
 * @param owner the place of what has it
 */
export function takenSlugFault(type: string, owner = `another ${type}`): Fault {
  return { code: ErrorCode.CONFLICT, message: `belongs to ${owner} already: choose another slug` };
}
