import { UNPREPARED } from '../database/writeConnections';
import type { Sql } from '../store/sql';

/** Asks one statement of the read path inside a transaction: the text of its one row, or undefined where there is no row. */
export type ReadText = (text: string, values: readonly unknown[]) => Promise<string | null | undefined>;

/** Reads with the rows that the transaction has written. */
export async function readText(sql: Sql, text: string, values: readonly unknown[]): Promise<string | null | undefined> {
  const [row] = await sql.rows<Record<string, string | null>>(UNPREPARED + text, [...values]);
  return row && (Object.values(row)[0] ?? null);
}
