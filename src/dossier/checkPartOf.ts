import { type PartOf, partOfFaults } from '../store/rules/partOf';
import type { Sql } from '../store/sql';
import type { DossierPath, FaultCollector } from './dossierFault';
import type { Dossier, Lenient } from './dossierSchema';
import { entries } from './entries';
import type { StoredKeys } from './storedKeys';

/** Finds parties that would be a part of themselves by way of others, in the dossier and what is stored together. */
export async function checkPartOf(
  sql: Sql,
  dossier: Lenient<Dossier>,
  keys: StoredKeys,
  faults: FaultCollector,
): Promise<void> {
  const slugs = new Map<string, string>();
  const written: PartOf<DossierPath>[] = [];
  const replaced = new Set<string>();
  for (const [index, { key, relationships }] of entries(dossier.parties)) {
    if (key === undefined || (relationships === undefined && dossier.prune !== true)) continue;
    const part = keys.id('party', key);
    slugs.set(part, key);
    replaced.add(part);
    for (const [at, { kind, party: whole }] of entries(relationships)) {
      // A party that is a part of itself directly has its fault already, and so has one that isn't there.
      if (kind !== 'PART_OF' || whole === undefined || whole === key || !keys.isKnown('party', whole)) continue;
      written.push({ part, whole: keys.id('party', whole), at: ['parties', index, 'relationships', at, 'party'] });
    }
  }
  const found = await partOfFaults(sql, written, replaced, (id) => slugs.get(id));
  for (const { at, ...fault } of found) faults.addFault(at, fault);
}
