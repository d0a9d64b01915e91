import { ErrorCode, RequestError } from '../../lib/errors';

/** What a request may hold. Each limit is checked before the work that grows with what it counts. */
export const LIMITS = {
  /** UTF-16 units of a document's text. */
  characters: 256 * 1024,
  /** Lexical tokens of a document. GraphiQL's introspection query has some 400. */
  tokens: 10_000,
  /** Fields of a document, those of a fragment each time that it is spread. */
  fields: 10_000,
  /** Those of the fields that have an alias. */
  aliases: 500,
  /** Times that a document asks for the schema itself. */
  introspections: 5,
  /** Pairs of fields that have the same name in the answer, and pairs of fragments that are spread in the same place. */
  comparisons: 20_000,
  /** UTF-16 units of one alias: the answer may repeat it for each row. */
  aliasCharacters: 256,
  /** Objects, lists, numbers, texts and other values in the variables of a request. */
  variables: 25_000,
} as const;

/**
 * Refuses what is more than a limit.
 *
 * @param what the subject and verb of the message, such as "The query selects"
 * @param cost how many there are
 * @throws RequestError COST_LIMIT_EXCEEDED
 */
export function checkLimit(of: keyof typeof LIMITS, what: string, cost: number, unit: string): void {
  const limit = LIMITS[of];
  if (cost <= limit) return;
  const message = `${what} ${cost} ${unit}; at most ${limit} are allowed.`;
  throw new RequestError(ErrorCode.COST_LIMIT_EXCEEDED, message, { cost, limit, of });
}
