import type { RevisionCause } from '../database/generated/enums';
import type { Sql } from '../store/sql';

/** The deferred trigger that writes history. */
const HISTORY = '"touching_write_history"';

/** Writes the history of what the transaction has changed so far, and not only when it commits. */
export async function writeHistoryNow(sql: Sql): Promise<void> {
  await sql.run(`SET CONSTRAINTS ${HISTORY} IMMEDIATE`);
}

/**
 * Does what makes a merge or takes it back, so that history says so: what the work changes has revisions of its own, which name
 * the merge, whatever else the transaction changes.
 */
export async function asMergeAct<Result>(
  sql: Sql,
  cause: RevisionCause,
  mergeId: string,
  work: () => Promise<Result>,
): Promise<Result> {
  await separateHistory(sql);
  await nameMerge(sql, `${cause} ${mergeId}`);
  const result = await work();
  await separateHistory(sql);
  await nameMerge(sql, '');
  return result;
}

async function separateHistory(sql: Sql): Promise<void> {
  await writeHistoryNow(sql);
  await sql.run(`SET CONSTRAINTS ${HISTORY} DEFERRED`);
}

async function nameMerge(sql: Sql, merge: string): Promise<void> {
  await sql.rows(`SELECT set_config('allegata.merge', $1, true)`, [merge]);
}
