import type { Sql } from '../dossier/sql';
import { statementTable } from '../dossier/tables';
import type { CreateStatementInput, UpdateStatementInput } from '../models/inputs/statementWrite.input';
import { InputReader, refuseItself, refuseTwice } from './inputReader';
import { inputRules } from './inputRules';
import { References } from './references';
import { refuseErased } from './refuseErased';
import { moveQuotations } from './moveQuotations';
import { createContent, type Draft, lockVersion, newId, updateContent } from './storeContent';

/** Stores a new statement, a DRAFT unless told. Returns its id. */
export async function createStatement(sql: Sql, input: CreateStatementInput, id = newId()): Promise<string> {
  const references = new References();
  const draft = draftOf(input, references);
  draft.row.state = input.state ?? 'DRAFT';
  await settle(sql, id, draft, references);
  return createContent(sql, statementTable, id, draft);
}

/** Changes what the input names, and gives every quotation its place in a changed body. Returns the statement's id. */
export async function updateStatement(sql: Sql, input: UpdateStatementInput): Promise<string> {
  const references = new References();
  const draft = draftOf(input, references);
  const id = await lockVersion(sql, 'statement', input);
  await settle(sql, id, draft, references);
  if (typeof draft.row.body === 'string') await moveQuotations(sql, id, draft.row.body);
  await updateContent(sql, statementTable, id, draft);
  return id;
}

function draftOf(input: CreateStatementInput | UpdateStatementInput, references: References): Draft {
  const statement = new InputReader<Omit<UpdateStatementInput, 'id' | 'version'>>(input, 'input', references);
  return {
    row: {
      slug: statement.text('slug', inputRules.slug),
      kind: statement.choice('kind'),
      title: statement.text('title', inputRules.name),
      subtitle: statement.optionalText('subtitle', inputRules.line),
      body: statement.text('body', inputRules.body),
      language: statement.optionalText('language', inputRules.language),
      ...statement.date('issuedOn', 'issued_on', 'issued'),
    },
    lists: {
      attribution: statement.list('attributions', (attribution) => ({
        party_id: attribution.reference('party', 'party'),
        role: attribution.choice('role'),
      })),
      source: statement.list('sources', (source) => ({
        title: source.optionalText('title', inputRules.line),
        url: source.optionalText('url', inputRules.url),
        archive_url: source.optionalText('archiveUrl', inputRules.url),
        publisher_id: source.optionalReference('publisher', 'party'),
        retrieved_on: source.optionalText('retrievedOn', inputRules.day),
        sha256: source.optionalText('sha256', inputRules.sha256),
      })),
      citation: statement.referenceList('cites', 'statement', 'cited_id'),
    },
  };
}

async function settle(sql: Sql, id: string, draft: Draft, references: References): Promise<void> {
  await references.resolve(sql);
  references.redirect(draft);
  const { attribution, citation } = draft.lists;
  refuseTwice(attribution, ['party_id', 'role'], 'input.attributions');
  refuseTwice(citation, ['cited_id'], 'input.cites');
  await refuseErased(sql, 'statement', draft.row.slug);
  refuseItself(citation, 'cited_id', id, (index) => `input.cites[${String(index)}]`);
}
