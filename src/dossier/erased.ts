import type { Sql } from './sql';

/** What can be erased. */
export type ErasableType = 'party' | 'statement';

/** Why what had one of these slugs was erased, by slug; those that nothing erased had are not there. */
export async function erasedReasons(
  sql: Sql,
  type: ErasableType,
  slugs: readonly string[],
): Promise<Map<string, string>> {
  const rows = await sql.rows<{ slug: string; reason: string }>(
    `SELECT s.slug, t.reason FROM unnest($1::text[]) AS s (slug)
       JOIN tombstone t ON t.node_type = $2::changed_type AND t.slug_hash = tombstone_digest(s.slug)`,
    [slugs, type.toUpperCase()],
  );
  return new Map(rows.map(({ slug, reason }) => [slug, reason]));
}
