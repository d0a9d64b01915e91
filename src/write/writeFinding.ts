import type { PublicationState } from '../database/generated/enums';
import type { Sql } from '../dossier/sql';
import { findingTable } from '../dossier/tables';
import type { CreateFindingInput, UpdateFindingInput } from '../models/inputs/findingWrite.input';
import { InputReader, type Row } from './inputReader';
import { inputRules } from './inputRules';
import { quoteAnchor } from './quoteAnchor';
import { checkedId, notFound, References } from './references';
import { createContent, lockVersion, newId, updateContent } from './storeContent';

/** Stores a new finding, PUBLISHED unless told: it shows as soon as all that it stands on does. Returns its id. */
export async function createFinding(
  sql: Sql,
  input: CreateFindingInput & { readonly state?: PublicationState },
  id = newId(),
): Promise<string> {
  const references = new References();
  const reader = new InputReader(input, 'input', references);
  const statementId = reader.optionalReference('statement', 'statement') ?? null;
  const row: Row = {
    allegation_id: reader.reference('allegation', 'allegation'),
    body_id: reader.reference('body', 'party'),
    statement_id: statementId,
    state: input.state ?? 'PUBLISHED',
    ...rowOf(input, references),
  };
  await references.resolve(sql);
  references.redirect({ row, lists: {} });
  Object.assign(row, await quoteAnchor(sql, statementId, input.quote));
  return createContent(sql, findingTable, id, { row, lists: {} });
}

/** Changes what the input names. Returns the finding's id. */
export async function updateFinding(sql: Sql, input: UpdateFindingInput): Promise<string> {
  const row = rowOf(input, new References());
  const given = checkedId(input.id, 'input.id');
  const [stored] = await sql.rows<{ statement: string | null }>(
    'SELECT statement_id::text AS statement FROM finding WHERE id = $1::uuid',
    [given],
  );
  if (stored === undefined) throw await notFound(sql, given, 'input.id', 'finding');
  // The statement is locked before the finding, as where a body changes.
  const anchor = await quoteAnchor(sql, stored.statement, input.quote);
  const id = await lockVersion(sql, 'finding', input);
  await updateContent(sql, findingTable, id, { row: { ...row, ...anchor }, lists: {} });
  return id;
}

function rowOf(input: UpdateFindingInput | CreateFindingInput, references: References): Row {
  const finding = new InputReader<Omit<UpdateFindingInput, 'id' | 'version'>>(input, 'input', references);
  return {
    verdict: finding.choice('verdict'),
    rating_text: finding.optionalText('ratingText', inputRules.text),
    jurisdiction: finding.optionalText('jurisdiction', inputRules.line),
    ...finding.date('ruledOn', 'ruled_on', 'ruled'),
    url: finding.optionalText('url', inputRules.url),
  };
}
