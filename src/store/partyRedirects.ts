import type { Sql } from './sql';

/** Where ids of merged parties lead, by the id; those that are no merged party's are not there. */
export async function partyRedirects(sql: Sql, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await sql.rows<{ id: string; into: string }>(
    'SELECT id::text AS id, into_id::text AS into FROM party_redirect WHERE id = ANY ($1::uuid[])',
    [ids],
  );
  return new Map(rows.map(({ id, into }) => [id, into]));
}
