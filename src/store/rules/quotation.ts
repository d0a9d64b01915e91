import { MOST_COUNTED, type Quote, type QuoteSearch } from '../../lib/anchor';
import { ErrorCode } from '../../lib/errors';
import type { Fault } from './fault';

/** The fault of a finding that quotes words and names no statement. Its place is the quotation. */
export const quotesNothing: Fault = {
  code: ErrorCode.BAD_USER_INPUT,
  message: 'is in no statement: write the statement whose words they are',
};

/**
 * The fault of a quotation that was not found just once. Its place is the words.
 *
 * @param slug the statement's
 * @param quote the prefix and the suffix that were looked for too
 */
export function quotationFault(
  search: Exclude<QuoteSearch, { found: 'once' }>,
  slug: string,
  { prefix, suffix }: Pick<Quote, 'prefix' | 'suffix'>,
): Fault {
  const code = ErrorCode.BAD_USER_INPUT;
  if (search.found === 'never') {
    const hint = search.hint ?? 'quote its words as they stand there';
    return { code, message: `is not found in the body of ${slug}: ${hint}` };
  }
  const { count, starts } = search;
  const places = `${starts.join(', ')}${count > starts.length ? ', ...' : ''}`;
  const times = count < MOST_COUNTED ? `${count} times` : `at least ${count.toLocaleString('en')} times`;
  const isBare = prefix === undefined && suffix === undefined;
  const remedy = isBare ? 'add a prefix or a suffix' : 'make the prefix or the suffix longer';
  return {
    code,
    message: `is found ${times} in the body of ${slug} (at characters ${places}): ${remedy}`,
  };
}
