import type { FaultCollector } from './dossierFault';
import type { Dossier, Lenient } from './dossierSchema';
import { entries } from './entries';
import { type ErasableType, erasedReasons } from './erased';
import type { Sql } from './sql';

type Keyed = { readonly key?: string | undefined } | undefined;

/** Finds entries for parties and statements that were erased on a lawful request, which nobody is to bring back unawares. */
export async function checkErased(sql: Sql, dossier: Lenient<Dossier>, faults: FaultCollector): Promise<void> {
  const lists: [ErasableType, string, Keyed[] | undefined][] = [
    ['party', 'parties', dossier.parties],
    ['statement', 'statements', dossier.statements],
  ];
  for (const [type, list, all] of lists) {
    const keys = [...entries(all)].flatMap(([index, { key }]) => (key === undefined ? [] : [{ index, key }]));
    const reasons = await erasedReasons(
      sql,
      type,
      keys.map(({ key }) => key),
    );
    for (const { index, key } of keys) {
      const reason = reasons.get(key);
      if (reason !== undefined) faults.add([list, index, 'key'], `names a ${type} that was erased (${reason})`);
    }
  }
}
