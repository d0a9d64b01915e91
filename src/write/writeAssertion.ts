import type { PublicationState } from '../database/generated/enums';
import type { Sql } from '../dossier/sql';
import { assertionTable } from '../dossier/tables';
import type { CreateAssertionInput, UpdateAssertionInput } from '../models/inputs/assertionWrite.input';
import { badInput, InputReader } from './inputReader';
import { quoteAnchor } from './quoteAnchor';
import { checkedId, notFound, References } from './references';
import { createContent, type Draft, lockVersion, newId, updateContent } from './storeContent';

/** Stores a new assertion, PUBLISHED unless told: it shows as soon as all that it stands on does. Returns its id. */
export async function createAssertion(
  sql: Sql,
  input: CreateAssertionInput & { readonly state?: PublicationState },
  id = newId(),
): Promise<string> {
  const references = new References();
  const reader = new InputReader(input, 'input', references);
  const allegationId = reader.reference('allegation', 'allegation') ?? '';
  const statementId = reader.reference('statement', 'statement') ?? '';
  const draft = draftOf(input, references);
  await references.resolve(sql);
  references.redirect(draft);
  await checkAnswer(sql, id, allegationId, draft);
  Object.assign(draft.row, { allegation_id: allegationId, statement_id: statementId });
  draft.row.state = input.state ?? 'PUBLISHED';
  Object.assign(draft.row, await quoteAnchor(sql, statementId, input.quote));
  return createContent(sql, assertionTable, id, draft);
}

/** Changes what the input names. Returns the assertion's id. */
export async function updateAssertion(sql: Sql, input: UpdateAssertionInput): Promise<string> {
  const references = new References();
  const draft = draftOf(input, references);
  const given = checkedId(input.id, 'input.id');
  const [parents] = await sql.rows<{ allegation: string; statement: string }>(
    'SELECT allegation_id::text AS allegation, statement_id::text AS statement FROM assertion WHERE id = $1::uuid',
    [given],
  );
  if (parents === undefined) throw await notFound(sql, given, 'input.id', 'assertion');
  // What it stands on is locked before it, in the order of the store's triggers. Two writers could close a circle of answers
  // together, each with an answer that makes none alone, so that those to one allegation take turns.
  if (draft.row.in_response_to_id != null) {
    await sql.rows('SELECT id::text AS id FROM allegation WHERE id = $1::uuid FOR NO KEY UPDATE', [parents.allegation]);
  }
  const anchor = await quoteAnchor(sql, parents.statement, input.quote);
  await references.resolve(sql);
  references.redirect(draft);
  const id = await lockVersion(sql, 'assertion', input);
  await checkAnswer(sql, id, parents.allegation, draft);
  Object.assign(draft.row, anchor);
  await updateContent(sql, assertionTable, id, draft);
  return id;
}

function draftOf(input: UpdateAssertionInput | CreateAssertionInput, references: References): Draft {
  const assertion = new InputReader<Omit<UpdateAssertionInput, 'id' | 'version'>>(input, 'input', references);
  return {
    row: {
      speaker_id: assertion.reference('speaker', 'party'),
      stance: assertion.choice('stance'),
      mode: assertion.optionalChoice('mode'),
      ...assertion.date('saidOn', 'said_on', 'said'),
      in_response_to_id: assertion.optionalReference('inResponseTo', 'assertion'),
    },
    lists: { assertion_via: assertion.referenceList('via', 'party', 'party_id') },
  };
}

/** Refuses an answer to itself, to an assertion of another allegation, and one that closes a circle. */
async function checkAnswer(sql: Sql, id: string, allegationId: string, { row }: Draft): Promise<void> {
  const answered = row.in_response_to_id;
  if (typeof answered !== 'string') return;
  if (answered === id) throw badInput('input.inResponseTo', 'is the assertion itself: name the one that it answers');
  const chain = await sql.rows<{ id: string; allegation: string }>(
    `WITH RECURSIVE chain (id, allegation_id, next) AS (
       SELECT id, allegation_id, in_response_to_id FROM assertion WHERE id = $1::uuid
       UNION SELECT a.id, a.allegation_id, a.in_response_to_id FROM chain c JOIN assertion a ON a.id = c.next
     ) SELECT id::text AS id, allegation_id::text AS allegation FROM chain`,
    [answered],
  );
  if (chain.some(({ allegation }) => allegation !== allegationId)) {
    throw badInput('input.inResponseTo', 'is an assertion on another allegation: an assertion answers one of the same');
  }
  if (chain.some((link) => link.id === id)) {
    throw badInput(
      'input.inResponseTo',
      'answers this assertion itself, directly or by way of others: answers go in no circle',
    );
  }
}
