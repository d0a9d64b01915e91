import { anchorColumns } from '../store/anchorColumns';
import type { Sql } from '../store/sql';
import { findQuote } from '../lib/anchor';
import { textKinds } from '../models/fields/textKinds';
import type { QuoteInput } from '../models/inputs/quote.input';
import { quotationFault, quotesNothing } from '../store/rules/quotation';
import { InputReader, inputFault, type Row } from './inputReader';
import { textRule } from './textRule';
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
  if (statementId === null) throw inputFault('input.quote', quotesNothing);
  const words = textRule(textKinds.words);
  const reader = new InputReader(quote, 'input.quote', new References());
  const exact = reader.text('exact', words) ?? '';
  const prefix = reader.optionalText('prefix', words) ?? undefined;
  const suffix = reader.optionalText('suffix', words) ?? undefined;
  const [statement] = await sql.rows<{ slug: string; body: string }>(
    'SELECT slug, body FROM statement WHERE id = $1::uuid FOR SHARE',
    [statementId],
  );
  const search = findQuote(statement?.body ?? '', { exact, prefix, suffix });
  if (search.found === 'once') return anchorColumns(search.anchor);
  throw inputFault('input.quote.exact', quotationFault(search, statement?.slug ?? '', { prefix, suffix }));
}
