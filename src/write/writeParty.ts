import { lockImports } from '../dossier/importTransaction';
import type { Sql } from '../dossier/sql';
import { partyTable } from '../dossier/tables';
import { ErrorCode, RequestError } from '../lib/errors';
import type { CreatePartyInput, PartyRelationshipInput, UpdatePartyInput } from '../models/inputs/partyWrite.input';
import { badInput, InputReader, refuseItself, refuseTwice, type Row } from './inputReader';
import { inputRules } from './inputRules';
import { References } from './references';
import { refuseErased } from './refuseErased';
import { createContent, type Draft, lockVersion, newId, updateContent } from './storeContent';

/** Stores a new party, a DRAFT unless told. Returns its id. */
export async function createParty(sql: Sql, input: CreatePartyInput, id = newId()): Promise<string> {
  const references = new References();
  const draft = draftOf(input, references);
  draft.row.state = input.state ?? 'DRAFT';
  await settle(sql, id, draft, references);
  return createContent(sql, partyTable, id, draft);
}

/** Changes what the input names. Returns the party's id. */
export async function updateParty(sql: Sql, input: UpdatePartyInput): Promise<string> {
  const references = new References();
  const draft = draftOf(input, references);
  const makesPart = draft.lists.party_relationship?.some(({ kind }) => kind === 'PART_OF') === true;
  // Two writers could close a circle together, each with an arc that is none alone; imports hold the same lock.
  if (makesPart) await lockImports(sql);
  const id = await lockVersion(sql, 'party', input);
  await settle(sql, id, draft, references);
  if (makesPart) await refuseCircle(sql, id, draft.lists.party_relationship ?? []);
  await updateContent(sql, partyTable, id, draft);
  return id;
}

function draftOf(input: CreatePartyInput | UpdatePartyInput, references: References): Draft {
  const party = new InputReader<Omit<UpdatePartyInput, 'id' | 'version'>>(input, 'input', references);
  return {
    row: {
      slug: party.text('slug', inputRules.slug),
      kind: party.choice('kind'),
      name: party.text('name', inputRules.name),
      description: party.optionalText('description', inputRules.text),
    },
    lists: {
      party_name: party.list('names', (name) => ({
        name: name.text('name', inputRules.name),
        kind: name.choice('kind'),
        language: name.optionalText('language', inputRules.language),
        used_by_id: name.optionalReference('usedBy', 'party'),
      })),
      party_identifier: party.list('identifiers', (identifier) => ({
        scheme: identifier.text('scheme', inputRules.scheme),
        value: identifier.text('value', inputRules.identifier),
      })),
      party_relationship: party.list('relationships', relationshipRow),
    },
  };
}

function relationshipRow(relationship: InputReader<PartyRelationshipInput>): Row {
  const row: Row = {
    kind: relationship.choice('kind'),
    object_id: relationship.reference('object', 'party'),
    title: relationship.optionalText('title', inputRules.line),
    ...relationship.date('validFrom', 'valid_from', 'valid_from'),
    ...relationship.date('validTo', 'valid_to', 'valid_to'),
    asserted_in_id: relationship.optionalReference('assertedIn', 'statement'),
  };
  const [from, to] = [row.valid_from_earliest, row.valid_to_latest];
  // Days as YYYY-MM-DD are in the order of their texts.
  if (typeof from === 'string' && typeof to === 'string' && from > to) {
    relationship.refuse('validTo', 'is before validFrom: a relationship ends after it begins');
  }
  return row;
}

/** Finds what the input refers to, and what is wrong with it then. */
async function settle(sql: Sql, id: string, draft: Draft, references: References): Promise<void> {
  await references.resolve(sql);
  references.redirect(draft);
  const { party_identifier, party_relationship } = draft.lists;
  refuseTwice(party_identifier, ['scheme', 'value'], 'input.identifiers');
  refuseItself(party_relationship, 'object_id', id, (index) => `input.relationships[${String(index)}].object`);
  await refuseErased(sql, 'party', draft.row.slug);
  if (typeof draft.row.slug !== 'string') return;
  const taken = await sql.rows('SELECT id::text AS id FROM party_redirect WHERE slug = $1', [draft.row.slug]);
  if (taken.length > 0) {
    const message = 'This slug leads to a party that another one with this slug was merged into.';
    throw new RequestError(ErrorCode.CONFLICT, message, { field: 'input.slug' });
  }
}

/** Refuses to make a party a part of itself by way of others. */
async function refuseCircle(sql: Sql, id: string, relationships: readonly Row[]): Promise<void> {
  for (const [index, { kind, object_id }] of relationships.entries()) {
    if (kind !== 'PART_OF') continue;
    const circle = await sql.rows(
      `WITH RECURSIVE whole (id) AS (
         SELECT $1::uuid
         UNION SELECT r.object_id FROM whole w JOIN party_relationship r ON r.subject_id = w.id WHERE r.kind = 'PART_OF'
       ) SELECT 1 AS one FROM whole WHERE id = $2::uuid`,
      [object_id, id],
    );
    if (circle.length > 0) {
      throw badInput(
        `input.relationships[${String(index)}].object`,
        'is a part of this party itself, so this party cannot be a part of it',
      );
    }
  }
}
