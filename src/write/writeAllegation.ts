import type { Sql } from '../dossier/sql';
import { allegationTable } from '../dossier/tables';
import type { CreateAllegationInput, UpdateAllegationInput } from '../models/inputs/allegationWrite.input';
import { InputReader, refuseItself, refuseTwice } from './inputReader';
import { inputRules } from './inputRules';
import { References } from './references';
import { createContent, type Draft, lockVersion, newId, updateContent } from './storeContent';

/** Stores a new allegation, a DRAFT unless told. Returns its id. */
export async function createAllegation(sql: Sql, input: CreateAllegationInput, id = newId()): Promise<string> {
  const references = new References();
  const draft = draftOf(input, references);
  draft.row.state = input.state ?? 'DRAFT';
  await settle(sql, id, draft, references);
  return createContent(sql, allegationTable, id, draft);
}

/** Changes what the input names. Returns the allegation's id. */
export async function updateAllegation(sql: Sql, input: UpdateAllegationInput): Promise<string> {
  const references = new References();
  const draft = draftOf(input, references);
  const id = await lockVersion(sql, 'allegation', input);
  await settle(sql, id, draft, references);
  await updateContent(sql, allegationTable, id, draft);
  return id;
}

function draftOf(input: CreateAllegationInput | UpdateAllegationInput, references: References): Draft {
  const allegation = new InputReader<Omit<UpdateAllegationInput, 'id' | 'version'>>(input, 'input', references);
  return {
    row: {
      slug: allegation.text('slug', inputRules.slug),
      summary: allegation.text('summary', inputRules.name),
      ...allegation.date('occurredOn', 'occurred_on', 'occurred'),
      place: allegation.optionalText('place', inputRules.line),
    },
    lists: {
      allegation_party: allegation.list('parties', (concerned) => ({
        party_id: concerned.reference('party', 'party'),
        role: concerned.choice('role'),
      })),
      allegation_counter: allegation.referenceList('counters', 'allegation', 'countered_id'),
    },
  };
}

async function settle(sql: Sql, id: string, draft: Draft, references: References): Promise<void> {
  await references.resolve(sql);
  references.redirect(draft);
  const { allegation_party, allegation_counter } = draft.lists;
  refuseTwice(allegation_party, ['party_id', 'role'], 'input.parties');
  refuseTwice(allegation_counter, ['countered_id'], 'input.counters');
  refuseItself(allegation_counter, 'countered_id', id, (index) => `input.counters[${String(index)}]`);
}
