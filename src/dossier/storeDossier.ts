import type { Moved } from './anchorQuotes';
import type { SaidPlan } from './planSaid';
import type { KeyedType } from './references';
import type { Sql } from '../store/sql';
import { changedMeanwhile } from '../store/storeFault';
import { storeMoves } from '../store/storeMoves';
import { type Counts, type Target, insertNew, storeRecords } from '../store/storeRecords';
import {
  type ContentTable,
  allegationTable,
  assertionTable,
  findingTable,
  partyTable,
  statementTable,
} from '../store/tables';

/** What an import did to each kind of content. */
export interface ImportReport {
  parties: ImportCounts;
  statements: ImportCounts;
  allegations: ImportCounts;
  assertions: ImportCounts;
  findings: ImportCounts;
}

/** removed: what was stored and is gone, since the dossier prunes and lists it no more. */
export interface ImportCounts extends Counts {
  removed: number;
}

/** All that an import stores. */
export interface ImportPlan extends Record<KeyedType, Target[]> {
  assertion: SaidPlan;
  finding: SaidPlan;
  moved: Moved;
}

/** Told of rows that were dealt with: how many of how many. */
export type OnProgress = (done: number, total: number) => void;

/** Stores what was planned. Rows come first and what refers to them after, so that each reference finds its row. */
export async function storeDossier(sql: Sql, plan: ImportPlan, onProgress: OnProgress): Promise<ImportReport> {
  const steps: [ContentTable, Target[]][] = [
    [partyTable, plan.party],
    [statementTable, plan.statement],
    [allegationTable, plan.allegation],
    [assertionTable, plan.assertion.targets],
    [findingTable, plan.finding.targets],
  ];
  const total = steps.reduce((sum, [, targets]) => sum + targets.length, 0);
  let done = 0;
  const onBatch = (count: number): void => {
    done += count;
    onProgress(done, total);
  };
  const unlinked = await removeSaid(sql, plan);
  for (const target of plan.assertion.targets) {
    if (unlinked.has(target.id)) target.touched = true;
  }
  await moveQuotes(sql, plan.moved, new Set([...plan.assertion.removed, ...plan.finding.removed]));
  for (const [table, targets] of steps) await insertNew(sql, table, targets, onBatch);
  const counts: Counts[] = [];
  for (const [table, targets] of steps) counts.push(await storeRecords(sql, table, targets, onBatch));
  const [parties, statements, allegations, assertions, findings] = counts.map((count) => ({ ...count, removed: 0 }));
  if (!parties || !statements || !allegations || !assertions || !findings) throw new Error('a step gave no counts');
  assertions.removed = plan.assertion.removed.length;
  findings.removed = plan.finding.removed.length;
  assertions.updated += movedElsewhere(plan.moved, 'assertion', plan.assertion);
  findings.updated += movedElsewhere(plan.moved, 'finding', plan.finding);
  return { parties, statements, allegations, assertions, findings };
}

/** Quotations that got a new place though the dossier does not list them. */
function movedElsewhere(moved: Moved, table: 'assertion' | 'finding', { targets, removed }: SaidPlan): number {
  const others = new Set([...targets.map(({ id }) => id), ...removed]);
  return [...moved.values()].filter(({ quotation }) => quotation.table === table && !others.has(quotation.id)).length;
}

/** Removes what the dossier prunes. Returns the ids of assertions that answered one of them and now answer none. */
async function removeSaid(sql: Sql, { assertion, finding }: ImportPlan): Promise<Set<string>> {
  if (finding.removed.length > 0) await sql.run('DELETE FROM finding WHERE id = ANY ($1)', [finding.removed]);
  if (assertion.removed.length === 0) return new Set();
  const unlinked = await sql.rows<{ id: string }>(
    `UPDATE assertion SET in_response_to_id = NULL, version = version + 1, updated_at = now()
      WHERE in_response_to_id = ANY ($1) RETURNING id`,
    [assertion.removed],
  );
  await sql.run('DELETE FROM assertion WHERE id = ANY ($1)', [assertion.removed]);
  return new Set(unlinked.map(({ id }) => id));
}

/** Gives stored quotations their place in the bodies that the dossier brings. */
async function moveQuotes(sql: Sql, moved: Moved, removed: ReadonlySet<string>): Promise<void> {
  for (const table of ['assertion', 'finding'] as const) {
    const moves = [...moved.values()].flatMap(({ quotation: { table: of, id, anchor: from }, anchor: to }) =>
      of === table && to !== null && !removed.has(id) ? [{ id, from, to }] : [],
    );
    if ((await storeMoves(sql, table, moves)) !== moves.length) throw changedMeanwhile();
  }
}
