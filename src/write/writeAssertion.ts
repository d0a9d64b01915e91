import type { PublicationState } from '../database/generated/enums';
import type { Sql } from '../store/sql';
import { assertionTable } from '../store/tables';
import type { CreateAssertionInput, UpdateAssertionInput } from '../models/inputs/assertionWrite.input';
import { type Answerable, answerFaults } from '../store/rules/answers';
import { refuseFirst } from './inputReader';
import { quoteAnchor } from './quoteAnchor';
import { readChanges, readDraft } from './readDraft';
import { checkedId, notFound, References } from './references';
import { createContent, type Draft, lockVersion, newId, updateContent } from './storeContent';

/** Stores a new assertion, PUBLISHED unless told: it shows as soon as all that it stands on does. Returns its id. */
export async function createAssertion(
  sql: Sql,
  input: CreateAssertionInput & { readonly state?: PublicationState },
  id = newId(),
): Promise<string> {
  const references = new References();
  const draft = readDraft(assertionTable, input, references);
  await references.resolve(sql);
  references.redirect(draft);
  await checkAnswer(sql, id, String(draft.row.allegation_id), draft);
  draft.row.state = input.state ?? 'PUBLISHED';
  Object.assign(draft.row, await quoteAnchor(sql, input.statement, input.quote));
  return createContent(sql, assertionTable, id, draft);
}

/** Changes what the input names. Returns the assertion's id. */
export async function updateAssertion(sql: Sql, input: UpdateAssertionInput): Promise<string> {
  const references = new References();
  const draft = readChanges(assertionTable, input, references);
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

/** Refuses an answer to itself, to an assertion on another allegation, and one that closes a circle. */
async function checkAnswer(sql: Sql, id: string, allegation: string, { row }: Draft): Promise<void> {
  const answers = row.in_response_to_id;
  if (typeof answers !== 'string') return;
  const chain = await sql.rows<{ id: string } & Answerable>(
    `WITH RECURSIVE chain (id, allegation_id, next) AS (
       SELECT id, allegation_id, in_response_to_id FROM assertion WHERE id = $1::uuid
       UNION SELECT a.id, a.allegation_id, a.in_response_to_id FROM chain c JOIN assertion a ON a.id = c.next
     ) SELECT id::text AS id, allegation_id::text AS allegation, next::text AS answers FROM chain`,
    [answers],
  );
  const others = new Map(chain.map((link) => [link.id, link]));
  refuseFirst(answerFaults([{ id, allegation, answers, at: 'input.inResponseTo' }], others));
}
