import type { Sql } from '../store/sql';
import { isUuid } from '../lib/uuid';

/** Fields of the entries of lists that name another object. */
const NAMING = ['party', 'usedBy', 'object', 'assertedIn', 'publisher'];

/**
 * A field as it was, without what names an object that isn't there any more.
 *
 * @returns isWhole: whether all is there
 */
export async function withoutMissing<Value>(
  sql: Sql,
  value: Value,
): Promise<{ readonly value: Value; readonly isWhole: boolean }> {
  if (!Array.isArray(value)) return { value, isWhole: (await missingOf(sql, namedBy(value))).size === 0 };
  const entries: unknown[] = value;
  const missing = await missingOf(sql, entries.flatMap(namedBy));
  const there = entries.filter((entry) => !namedBy(entry).some((id) => missing.has(id)));
  return { value: there as Value, isWhole: there.length === entries.length };
}

function namedBy(entry: unknown): string[] {
  const isObject = typeof entry === 'object' && entry !== null;
  const named: unknown[] = isObject ? NAMING.map((field) => (entry as Record<string, unknown>)[field]) : [entry];
  return named.filter((id): id is string => typeof id === 'string' && isUuid(id));
}

async function missingOf(sql: Sql, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const tables = ['party', 'party_redirect', 'statement', 'allegation', 'assertion'];
  const rows = await sql.rows<{ id: string }>(
    `SELECT u.id::text AS id FROM unnest($1::uuid[]) AS u (id)
      WHERE ${tables.map((table) => `NOT EXISTS (SELECT FROM ${table} t WHERE t.id = u.id)`).join(' AND ')}`,
    [ids],
  );
  return new Set(rows.map(({ id }) => id));
}
