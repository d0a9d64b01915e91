import { createHash } from 'node:crypto';
import type { Sql } from './sql';
import { changedMeanwhile } from './storeFault';
import type { ContentTable, ListTable } from './tables';

/** A value of a column; undefined: what is stored stays. */
export type Value = string | number | null | undefined;

/** What a row and its lists are to be. */
export interface Target {
  id: string;
  isNew: boolean;
  /** Rows of one group are inserted by one command, since they may refer to each other. */
  group?: string;
  /** Whether this import changed the row already, and gave it its next version. */
  touched?: boolean;
  row: Record<string, Value>;
  /** By the list's table; a list that isn't there stays as it is stored. */
  lists: Record<string, Record<string, Value>[] | undefined>;
}

export interface Counts {
  created: number;
  updated: number;
  unchanged: number;
}

interface Change {
  target: Target;
  version: number;
  columns: string[];
  lists: ListTable[];
}

/** A row as it is stored, all values as text: columns in their order, then lists. */
interface StoredRow {
  id: string;
  version: number;
  columns: (string | null)[];
  lists: (string | null)[][][];
}

const ROWS_AT_A_TIME = 1_000;
/** UTF-16 units of long columns that are sent at a time. */
const UNITS_AT_A_TIME = 8_000_000;

/** Inserts the rows that are new, without their lists: these may refer to rows that are not there yet. */
export async function insertNew(
  sql: Sql,
  table: ContentTable,
  targets: readonly Target[],
  onBatch: (count: number) => void,
): Promise<void> {
  for (const batch of batchesOf(
    table,
    targets.filter(({ isNew }) => isNew),
  )) {
    await insertRows(
      sql,
      table.name,
      ['id', ...table.columns],
      batch.map(({ id, row }) => ({ id, ...row })),
    );
    onBatch(batch.length);
  }
}

/**
 * Makes rows what they are to be, once the new ones are inserted: gives those their lists, updates rows that differ from what
 * is stored and leaves the others alone. A row that changes gets the next version.
 *
 * @throws RequestError CONFLICT where somebody else changed or removed one of them in the meantime
 */
export async function storeRecords(
  sql: Sql,
  table: ContentTable,
  targets: readonly Target[],
  onBatch: (count: number) => void,
): Promise<Counts> {
  const counts: Counts = { created: 0, updated: 0, unchanged: 0 };
  for (const batch of batchesOf(table, targets)) {
    const created = batch.filter(({ isNew }) => isNew);
    const existing = batch.filter(({ isNew }) => !isNew);
    for (const list of table.lists) await insertList(sql, list, created);
    const changes = existing.length === 0 ? [] : await changesOf(sql, table, existing);
    await update(sql, table, changes);
    counts.created += created.length;
    counts.updated += changes.length;
    counts.unchanged += existing.length - changes.length;
    onBatch(existing.length);
  }
  return counts;
}

function* batchesOf(table: ContentTable, targets: readonly Target[]): Generator<Target[]> {
  let batch: Target[] = [];
  let units = 0;
  for (const target of targets) {
    const long = table.long === undefined ? undefined : target.row[table.long];
    const length = typeof long === 'string' ? long.length : 0;
    const full = batch.length >= ROWS_AT_A_TIME || units + length > UNITS_AT_A_TIME;
    if (full && batch.length > 0 && (target.group === undefined || batch.at(-1)?.group !== target.group)) {
      yield batch;
      [batch, units] = [[], 0];
    }
    batch.push(target);
    units += length;
  }
  if (batch.length > 0) yield batch;
}

async function insertList(sql: Sql, list: ListTable, targets: readonly Target[]): Promise<void> {
  const rows = targets.flatMap(({ id, lists }) =>
    (lists[list.name] ?? []).map((row, position) => ({ [list.owner]: id, position, ...row })),
  );
  await insertRows(sql, list.name, [list.owner, 'position', ...list.columns], rows);
}

/** One command for many rows; what a row leaves out is null. */
async function insertRows(sql: Sql, table: string, columns: readonly string[], rows: readonly object[]): Promise<void> {
  if (rows.length === 0) return;
  const names = columns.join(', ');
  await sql.run(`INSERT INTO ${table} (${names}) SELECT ${names} FROM json_populate_recordset(NULL::${table}, $1)`, [
    JSON.stringify(rows),
  ]);
}

async function changesOf(sql: Sql, table: ContentTable, targets: readonly Target[]): Promise<Change[]> {
  const rows = await sql.rows<StoredRow>(selectStored(table), [targets.map(({ id }) => id)]);
  const stored = new Map(rows.map((row) => [row.id, row]));
  return targets.flatMap((target): Change[] => {
    const row = stored.get(target.id);
    if (row === undefined) throw changedMeanwhile();
    const columns = table.columns.filter((column, index) =>
      differs(table, column, target.row[column], row.columns[index] ?? null),
    );
    const lists = table.lists.filter((list, index) =>
      listDiffers(list, target.lists[list.name], row.lists[index] ?? []),
    );
    return columns.length + lists.length === 0 && target.touched !== true
      ? []
      : [{ target, version: row.version, columns, lists }];
  });
}

function selectStored(table: ContentTable): string {
  const columns = table.columns.map((column) =>
    column === table.long ? `encode(sha256(convert_to(t.${column}, 'UTF8')), 'hex')` : `t.${column}::text`,
  );
  const lists = table.lists.map(
    (list) =>
      `(SELECT coalesce(json_agg(json_build_array(${list.columns.map((column) => `l.${column}::text`).join(', ')}) ORDER BY l.position), '[]')
          FROM ${list.name} l WHERE l.${list.owner} = t.id)`,
  );
  return `SELECT t.id, t.version, json_build_array(${columns.join(', ')}) AS columns, json_build_array(${lists.join(', ')}) AS lists
            FROM ${table.name} t WHERE t.id = ANY ($1)`;
}

const asText = (value: Value): string | null => (value === null || value === undefined ? null : String(value));

function differs(table: ContentTable, column: string, wanted: Value, stored: string | null): boolean {
  if (wanted === undefined) return false;
  if (column === table.long && typeof wanted === 'string')
    return createHash('sha256').update(wanted).digest('hex') !== stored;
  return asText(wanted) !== stored;
}

function listDiffers(
  list: ListTable,
  wanted: Record<string, Value>[] | undefined,
  stored: (string | null)[][],
): boolean {
  if (wanted === undefined) return false;
  if (wanted.length !== stored.length) return true;
  return wanted.some((row, index) =>
    list.columns.some((column, at) => asText(row[column]) !== (stored[index]?.[at] ?? null)),
  );
}

async function update(sql: Sql, table: ContentTable, changes: readonly Change[]): Promise<void> {
  // Rows in which the same columns change go together, so that no column is written that stays.
  const alike = new Map<string, Change[]>();
  for (const change of changes) {
    const kind = `${String(change.target.touched)} ${change.columns.join()}`;
    const group = alike.get(kind);
    if (group === undefined) alike.set(kind, [change]);
    else group.push(change);
  }
  for (const group of alike.values()) {
    const columns = group[0]?.columns ?? [];
    const step = group[0]?.target.touched === true ? 0 : 1;
    const sets = [
      ...columns.map((column) => `${column} = s.${column}`),
      `version = t.version + ${String(step)}`,
      'updated_at = now()',
    ];
    const rows = group.map(({ target, version }) => ({ id: target.id, version, ...pick(target.row, columns) }));
    const changed = await sql.run(
      `UPDATE ${table.name} t SET ${sets.join(', ')} FROM json_populate_recordset(NULL::${table.name}, $1) s WHERE t.id = s.id AND t.version = s.version`,
      [JSON.stringify(rows)],
    );
    if (changed !== rows.length) throw changedMeanwhile();
  }
  for (const list of table.lists) {
    const targets = changes.filter((change) => change.lists.includes(list)).map(({ target }) => target);
    if (targets.length === 0) continue;
    await sql.run(`DELETE FROM ${list.name} WHERE ${list.owner} = ANY ($1)`, [targets.map(({ id }) => id)]);
    await insertList(sql, list, targets);
  }
}

function pick(row: Record<string, Value>, columns: readonly string[]): Record<string, Value> {
  return Object.fromEntries(columns.map((column) => [column, row[column]]));
}
