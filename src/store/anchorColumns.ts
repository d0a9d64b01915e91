import type { Anchor } from '../lib/anchor';
import type { Value } from './storeRecords';

/** The five columns of an anchor, all null where there is none. */
export function anchorColumns(anchor: Anchor | undefined): Record<string, Value> {
  return {
    anchor_start: anchor?.start ?? null,
    anchor_end: anchor?.end ?? null,
    anchor_exact: anchor?.exact ?? null,
    anchor_prefix: anchor?.prefix ?? null,
    anchor_suffix: anchor?.suffix ?? null,
  };
}
