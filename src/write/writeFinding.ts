import type { PublicationState } from '../database/generated/enums';
import type { Sql } from '../store/sql';
import { findingTable } from '../store/tables';
import type { CreateFindingInput, UpdateFindingInput } from '../models/inputs/findingWrite.input';
import { quoteAnchor } from './quoteAnchor';
import { readChanges, readDraft } from './readDraft';
import { checkedId, notFound, References } from './references';
import { createContent, lockVersion, newId, updateContent } from './storeContent';

/** Stores a new finding, PUBLISHED unless told: it shows as soon as all that it stands on does. Returns its id. */
export async function createFinding(
  sql: Sql,
  input: CreateFindingInput & { readonly state?: PublicationState },
  id = newId(),
): Promise<string> {
  const references = new References();
  const draft = readDraft(findingTable, input, references);
  draft.row.state = input.state ?? 'PUBLISHED';
  await references.resolve(sql);
  references.redirect(draft);
  Object.assign(draft.row, await quoteAnchor(sql, input.statement ?? null, input.quote));
  return createContent(sql, findingTable, id, draft);
}

/** Changes what the input names. Returns the finding's id. */
export async function updateFinding(sql: Sql, input: UpdateFindingInput): Promise<string> {
  const draft = readChanges(findingTable, input, new References());
  const given = checkedId(input.id, 'input.id');
  const [stored] = await sql.rows<{ statement: string | null }>(
    'SELECT statement_id::text AS statement FROM finding WHERE id = $1::uuid',
    [given],
  );
  if (stored === undefined) throw await notFound(sql, given, 'input.id', 'finding');
  // The statement is locked before the finding, as where a body changes.
  const anchor = await quoteAnchor(sql, stored.statement, input.quote);
  const id = await lockVersion(sql, 'finding', input);
  Object.assign(draft.row, anchor);
  await updateContent(sql, findingTable, id, draft);
  return id;
}
