import { UNPREPARED } from '../database/database';
import type { Sql } from '../dossier/sql';

/** Asks one statement of the read path inside a transaction: one row with one text, or null. */
export type ReadText = (text: string, values: readonly unknown[]) => Promise<string | null>;

/** Reads with the rows that the transaction has written. */
export async function readText(sql: Sql, text: string, values: readonly unknown[]): Promise<string | null> {
  const [row] = await sql.rows<Record<string, string | null>>(UNPREPARED + text, [...values]);
  return Object.values(row ?? {})[0] ?? null;
}
