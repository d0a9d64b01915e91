import type { CreatePartyInput, UpdatePartyInput } from '../models/inputs/partyWrite.input';
import { lockIdentities } from '../store/locks';
import { partOfFaults } from '../store/rules/partOf';
import { relationshipDatesFault } from '../store/rules/relationshipDates';
import type { Sql } from '../store/sql';
import { partyTable } from '../store/tables';
import { inputFault, refuseFirst, refuseItself, refuseTwice, type Row } from './inputReader';
import { readChanges, readDraft } from './readDraft';
import { References } from './references';
import { createContent, type Draft, lockVersion, newId, updateContent } from './storeContent';

/** Stores a new party, a DRAFT unless told. Returns its id. */
export async function createParty(sql: Sql, input: CreatePartyInput, id = newId()): Promise<string> {
  const references = new References();
  const draft = readDraft(partyTable, input, references);
  draft.row.state = input.state ?? 'DRAFT';
  await settle(sql, id, draft, references);
  return createContent(sql, partyTable, id, draft);
}

/** Changes what the input names. Returns the party's id. */
export async function updateParty(sql: Sql, input: UpdatePartyInput): Promise<string> {
  const references = new References();
  const draft = readChanges(partyTable, input, references);
  const makesPart = draft.lists.party_relationship?.some(({ kind }) => kind === 'PART_OF') === true;
  // Two writers could close a circle together, each with an arc that is none alone; imports hold the same lock.
  if (makesPart) await lockIdentities(sql);
  const id = await lockVersion(sql, 'party', input);
  await settle(sql, id, draft, references);
  if (makesPart) await refuseCircle(sql, id, draft.lists.party_relationship ?? []);
  await updateContent(sql, partyTable, id, draft);
  return id;
}

function refuseEndBeforeBegin(relationships: readonly Row[] | undefined): void {
  for (const [index, row] of (relationships ?? []).entries()) {
    const fault = relationshipDatesFault(row.valid_from_earliest, row.valid_to_latest);
    if (fault !== null) throw inputFault(`input.relationships[${String(index)}].validTo`, fault);
  }
}

/** Finds what the input refers to, and what is wrong with it then. */
async function settle(sql: Sql, id: string, draft: Draft, references: References): Promise<void> {
  refuseEndBeforeBegin(draft.lists.party_relationship);
  await references.resolve(sql);
  references.redirect(draft);
  const { party_identifier, party_relationship } = draft.lists;
  refuseTwice(party_identifier, ['scheme', 'value'], 'input.identifiers');
  refuseItself(
    'relationship',
    party_relationship,
    'object_id',
    id,
    (index) => `input.relationships[${String(index)}].object`,
  );
}

/** Refuses to make a party a part of itself by way of others. */
async function refuseCircle(sql: Sql, id: string, relationships: readonly Row[]): Promise<void> {
  const written = relationships.flatMap(({ kind, object_id: whole }, index) =>
    kind === 'PART_OF' && typeof whole === 'string'
      ? [{ part: id, whole, at: `input.relationships[${String(index)}].object` }]
      : [],
  );
  refuseFirst(await partOfFaults(sql, written, new Set([id])));
}
