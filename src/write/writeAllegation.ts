import type { Sql } from '../store/sql';
import { allegationTable } from '../store/tables';
import type { CreateAllegationInput, UpdateAllegationInput } from '../models/inputs/allegationWrite.input';
import { refuseItself, refuseTwice } from './inputReader';
import { readChanges, readDraft } from './readDraft';
import { References } from './references';
import { createContent, type Draft, lockVersion, newId, updateContent } from './storeContent';

/** Stores a new allegation, a DRAFT unless told. Returns its id. */
export async function createAllegation(sql: Sql, input: CreateAllegationInput, id = newId()): Promise<string> {
  const references = new References();
  const draft = readDraft(allegationTable, input, references);
  draft.row.state = input.state ?? 'DRAFT';
  await settle(sql, id, draft, references);
  return createContent(sql, allegationTable, id, draft);
}

/** Changes what the input names. Returns the allegation's id. */
export async function updateAllegation(sql: Sql, input: UpdateAllegationInput): Promise<string> {
  const references = new References();
  const draft = readChanges(allegationTable, input, references);
  const id = await lockVersion(sql, 'allegation', input);
  await settle(sql, id, draft, references);
  await updateContent(sql, allegationTable, id, draft);
  return id;
}

async function settle(sql: Sql, id: string, draft: Draft, references: References): Promise<void> {
  await references.resolve(sql);
  references.redirect(draft);
  const { allegation_party, allegation_counter } = draft.lists;
  refuseTwice(allegation_party, ['party_id', 'role'], 'input.parties');
  refuseTwice(allegation_counter, ['countered_id'], 'input.counters');
  refuseItself('counter', allegation_counter, 'countered_id', id, (index) => `input.counters[${String(index)}]`);
}
