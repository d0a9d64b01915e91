import type { FaultCollector } from './dossierFault';
import type { Dossier, Lenient } from './dossierSchema';
import { entries } from './entries';
import type { Sql } from './sql';
import type { StoredKeys } from './storedKeys';

/** Finds entries for parties that were merged into others: stored anew, they would take the slugs that lead there. */
export async function checkMerged(
  sql: Sql,
  dossier: Lenient<Dossier>,
  keys: StoredKeys,
  faults: FaultCollector,
): Promise<void> {
  const fresh = [...entries(dossier.parties)].flatMap(([index, { key }]) =>
    key === undefined || keys.isStored('party', key) ? [] : [{ index, key }],
  );
  if (fresh.length === 0) return;
  const rows = await sql.rows<{ slug: string; into: string }>(
    'SELECT r.slug, p.slug AS into FROM party_redirect r JOIN party p ON p.id = r.into_id WHERE r.slug = ANY ($1)',
    [fresh.map(({ key }) => key)],
  );
  const merged = new Map(rows.map(({ slug, into }) => [slug, into]));
  for (const { index, key } of fresh) {
    const into = merged.get(key);
    if (into === undefined) continue;
    faults.add(
      ['parties', index, 'key'],
      `names a party that was merged into '${into}': write '${into}', here and where it is meant`,
    );
  }
}
