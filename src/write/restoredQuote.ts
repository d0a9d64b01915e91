import { type Anchor, findQuote, QuotableText } from '../lib/anchor';
import type { QuoteInput } from '../models/inputs/quote.input';

/**
 * The quotation that finds an earlier place again: there, where the same words stand in the same context; else the words in their
 * context, wherever that has gone; else the words alone, which the store refuses where they are not there or more than once.
 *
 * @param body the statement's text as it is now
 */
export function restoredQuote(body: string, { exact, prefix, suffix, start, end }: Anchor): QuoteInput {
  const text = new QuotableText(body);
  if (end <= [...body].length) {
    const there = text.anchorBetween(start, end);
    if (there.exact === exact && there.prefix === prefix && there.suffix === suffix)
      return text.quoteOf({ start, end });
  }
  const inContext = { exact, ...(prefix && { prefix }), ...(suffix && { suffix }) };
  return findQuote(body, inContext).found === 'once' ? inContext : { exact };
}
