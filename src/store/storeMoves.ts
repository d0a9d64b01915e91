import type { Anchor } from '../lib/anchor';
import { anchorColumns } from './anchorColumns';
import type { Sql } from './sql';

/** A stored quotation that gets another place or other words. */
export interface Move {
  readonly id: string;
  readonly from: Anchor;
  readonly to: Anchor;
}

/** Code points behind the end of any body. */
const BEHIND = 1_000_000_000;

/**
 * Gives stored quotations of a statement their new places, and their next version. The store refuses two of one kind in one
 * place, if only for a moment: what stands where another one will stand is put behind every body first.
 *
 * @returns how many it changed
 */
export async function storeMoves(sql: Sql, table: 'assertion' | 'finding', moves: readonly Move[]): Promise<number> {
  if (moves.length === 0) return 0;
  const wanted = new Set(moves.map(({ to }) => placeOf(to)));
  const inTheWay = moves.filter(({ from }) => wanted.has(placeOf(from))).map(({ id }) => id);
  if (inTheWay.length > 0) {
    await sql.run(
      `UPDATE ${table} SET anchor_start = anchor_start + $2::integer, anchor_end = anchor_end + $2::integer
        WHERE id = ANY ($1::uuid[])`,
      [inTheWay, BEHIND],
    );
  }
  return sql.run(
    `UPDATE ${table} t SET anchor_start = s.anchor_start, anchor_end = s.anchor_end, anchor_exact = s.anchor_exact,
            anchor_prefix = s.anchor_prefix, anchor_suffix = s.anchor_suffix, version = t.version + 1, updated_at = now()
       FROM json_populate_recordset(NULL::${table}, $1::json) s WHERE t.id = s.id`,
    [JSON.stringify(moves.map(({ id, to }) => ({ id, ...anchorColumns(to) })))],
  );
}

const placeOf = ({ start, end }: Anchor): string => `${String(start)} ${String(end)}`;
