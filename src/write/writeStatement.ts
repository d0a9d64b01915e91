import type { Sql } from '../store/sql';
import { statementTable } from '../store/tables';
import type { CreateStatementInput, UpdateStatementInput } from '../models/inputs/statementWrite.input';
import { refuseItself, refuseTwice } from './inputReader';
import { readChanges, readDraft } from './readDraft';
import { References } from './references';
import { moveQuotations } from './moveQuotations';
import { createContent, type Draft, lockVersion, newId, updateContent } from './storeContent';

/** Stores a new statement, a DRAFT unless told. Returns its id. */
export async function createStatement(sql: Sql, input: CreateStatementInput, id = newId()): Promise<string> {
  const references = new References();
  const draft = readDraft(statementTable, input, references);
  draft.row.state = input.state ?? 'DRAFT';
  await settle(sql, id, draft, references);
  return createContent(sql, statementTable, id, draft);
}

/** Changes what the input names, and gives every quotation its place in a changed body. Returns the statement's id. */
export async function updateStatement(sql: Sql, input: UpdateStatementInput): Promise<string> {
  const references = new References();
  const draft = readChanges(statementTable, input, references);
  const id = await lockVersion(sql, 'statement', input);
  await settle(sql, id, draft, references);
  if (typeof draft.row.body === 'string') await moveQuotations(sql, id, draft.row.body);
  await updateContent(sql, statementTable, id, draft);
  return id;
}

async function settle(sql: Sql, id: string, draft: Draft, references: References): Promise<void> {
  await references.resolve(sql);
  references.redirect(draft);
  const { attribution, citation } = draft.lists;
  refuseTwice(attribution, ['party_id', 'role'], 'input.attributions');
  refuseTwice(citation, ['cited_id'], 'input.cites');
  refuseItself('citation', citation, 'cited_id', id, (index) => `input.cites[${String(index)}]`);
}
