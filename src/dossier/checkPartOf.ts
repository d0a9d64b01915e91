import { circlesIn } from './circles';
import type { DossierPath, FaultCollector } from './dossierFault';
import type { Dossier, Lenient } from './dossierSchema';
import { entries } from './entries';
import type { Sql } from './sql';

/** Finds parties that would be a part of themselves by way of others, in the dossier and what is stored together. */
export async function checkPartOf(sql: Sql, dossier: Lenient<Dossier>, faults: FaultCollector): Promise<void> {
  const places = new Map<string, DossierPath>();
  const links = new Map<string, string[]>();
  const replaced = new Set<string>();
  for (const [index, party] of entries(dossier.parties)) {
    if (party.key === undefined || (party.relationships === undefined && dossier.prune !== true)) continue;
    replaced.add(party.key);
    for (const [at, { kind, party: whole }] of entries(party.relationships)) {
      // A party that is a part of itself directly has its fault already.
      if (kind !== 'PART_OF' || whole === undefined || whole === party.key) continue;
      places.set(`${party.key} ${whole}`, ['parties', index, 'relationships', at, 'party']);
      links.set(party.key, [...(links.get(party.key) ?? []), whole]);
    }
  }
  if (places.size === 0) return;
  const stored = await sql.rows<{ part: string; whole: string }>(
    `SELECT s.slug AS part, o.slug AS whole FROM party_relationship r
       JOIN party s ON s.id = r.subject_id JOIN party o ON o.id = r.object_id
      WHERE r.kind = 'PART_OF' ORDER BY s.slug, r.position`,
  );
  for (const { part, whole } of stored) {
    if (!replaced.has(part)) links.set(part, [...(links.get(part) ?? []), whole]);
  }
  for (const circle of circlesIn(links)) {
    const steps = circle.slice(1).map((whole, index) => `${circle[index] ?? ''} ${whole}`);
    const path = steps.map((step) => places.get(step)).find((place) => place !== undefined);
    // A circle that is stored already is none of this dossier's.
    if (path !== undefined) faults.add(path, `makes a party a part of itself: ${circle.join(' is a part of ')}`);
  }
}
