import { anchorColumns } from '../dossier/planContent';
import type { Sql } from '../dossier/sql';
import { findQuote } from '../lib/anchor';
import type { QuoteInput } from '../models/inputs/quote.input';
import { badInput, InputReader, type Row } from './inputReader';
import { inputRules } from './inputRules';
import { References } from './references';

/**
 * The columns of the place of a quotation. The statement is locked against a change of its body until the transaction ends.
 *
 * @param statementId null for a finding without a statement
 * @param quote null for none, undefined to leave the place as it is stored
 * @throws RequestError BAD_USER_INPUT where the words are not there, or more than once
 */
export async function quoteAnchor(
  sql: Sql,
  statementId: string | null,
  quote: QuoteInput | null | undefined,
): Promise<Row> {
  if (quote === undefined) return {};
  if (quote === null) return anchorColumns(undefined);
  if (statementId === null)
    throw badInput('input.quote', 'quotes no statement: a finding quotes the statement that records it');
  const reader = new InputReader(quote, 'input.quote', new References());
  const exact = reader.text('exact', inputRules.words) ?? '';
  const prefix = reader.optionalText('prefix', inputRules.words) ?? undefined;
  const suffix = reader.optionalText('suffix', inputRules.words) ?? undefined;
  const [statement] = await sql.rows<{ body: string }>('SELECT body FROM statement WHERE id = $1::uuid FOR SHARE', [
    statementId,
  ]);
  const result = findQuote(statement?.body ?? '', { exact, prefix, suffix });
  if (result.found === 'once') return anchorColumns(result.anchor);
  if (result.found === 'never') {
    throw badInput(
      'input.quote.exact',
      `is not found in the statement: ${result.hint ?? 'quote its words as they stand there'}`,
    );
  }
  const places = `${result.starts.join(', ')}${result.count > result.starts.length ? ', ...' : ''}`;
  const message = `is found ${String(result.count)} times in the statement (at characters ${places}): tell them apart by a prefix or a suffix, or a longer one`;
  throw badInput('input.quote.exact', message);
}
