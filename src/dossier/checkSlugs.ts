import { heldSlugs } from '../store/rules/heldSlugs';
import type { Sql } from '../store/sql';
import type { FaultCollector } from './dossierFault';
import type { Dossier, Lenient } from './dossierSchema';
import { entries } from './entries';
import type { StoredKeys } from './storedKeys';

/** Finds new entries for what was erased or merged into something else. Who merges or erases holds the lock of imports. */
export async function checkSlugs(
  sql: Sql,
  dossier: Lenient<Dossier>,
  keys: StoredKeys,
  faults: FaultCollector,
): Promise<void> {
  const lists = [
    { type: 'party', list: 'parties', keyed: dossier.parties },
    { type: 'statement', list: 'statements', keyed: dossier.statements },
  ] as const;
  for (const { type, list, keyed } of lists) {
    const fresh = [...entries<{ key?: string | undefined }>(keyed)].flatMap(([index, { key }]) =>
      key === undefined || keys.isStored(type, key) ? [] : [{ index, key }],
    );
    const held = await heldSlugs(
      sql,
      type,
      fresh.map(({ key }) => key),
    );
    for (const { index, key } of fresh) {
      const fault = held.get(key);
      if (fault !== undefined) faults.addFault([list, index, 'key'], fault);
    }
  }
}
