import type { Departure } from '../lib/departure';
import { ErrorCode, RequestError } from '../lib/errors';
import type { ErrorDoor } from './errorDoor';
import { formatThrown } from './errorDoor';
import type { HttpAnswer } from './httpAnswer';
import { jsonTypeFor } from './jsonTypeFor';
import type { GraphqlRequest } from './requestParameters';

/** What bounds a request with several operations. */
export interface BatchLimits {
  /** Operations that it may have. */
  readonly batchLimit: number;
  /** Bytes from which on the answers are long enough: what comes after is not run any more. */
  readonly answerLimitBytes: number;
}

/**
 * Answers a list of operations with the list of their answers. They run one after the other, each as if it had come by itself:
 * with its own budget, and in its turn among all clients. Mutations then run in the order of the list.
 *
 * @param answer answers one operation
 * @throws RequestError BAD_USER_INPUT for an empty list or one with an Idempotency-Key, COST_LIMIT_EXCEEDED for one that is too long
 */
export async function answerBatch(
  request: GraphqlRequest,
  answer: (asked: GraphqlRequest) => Promise<HttpAnswer>,
  { batchLimit, answerLimitBytes }: BatchLimits,
  door: ErrorDoor,
  departure: Departure,
): Promise<HttpAnswer> {
  const { method, headers, url, query, body } = request;
  const operations = checked(body as readonly unknown[], request, batchLimit);
  const texts: string[] = [];
  let bytes = 0;
  for (const operation of operations) {
    if (departure.hasHappened) break;
    const asked = { method, headers, url, query, body: operation };
    const text =
      bytes > answerLimitBytes ? refusal(tooLong(answerLimitBytes), door) : await textOf(asked, answer, door);
    bytes += Buffer.byteLength(text);
    texts.push(text);
  }
  return { status: 200, headers: [['content-type', jsonTypeFor({ headers })]], text: `[${texts.join(',')}]` };
}

function checked(operations: readonly unknown[], { headers }: GraphqlRequest, limit: number): readonly unknown[] {
  if (operations.length === 0) throw new RequestError(ErrorCode.BAD_USER_INPUT, 'The list has no operation.');
  if (operations.length > limit) {
    const cost = operations.length;
    const message = `The list has ${cost} operations; at most ${limit} are allowed.`;
    throw new RequestError(ErrorCode.COST_LIMIT_EXCEEDED, message, { cost, limit, of: 'operations' });
  }
  if (headers['idempotency-key'] === undefined) return operations;
  const message = 'An Idempotency-Key is for one operation, not for a list. Send each by itself.';
  throw new RequestError(ErrorCode.BAD_USER_INPUT, message, { field: 'Idempotency-Key' });
}

/** The answer of one operation. What it is refused with, before GraphQL sees it, is its own: the others are answered. */
async function textOf(
  asked: GraphqlRequest,
  answer: (asked: GraphqlRequest) => Promise<HttpAnswer>,
  door: ErrorDoor,
): Promise<string> {
  try {
    return (await answer(asked)).text;
  } catch (error) {
    return refusal(error, door);
  }
}

function refusal(thrown: unknown, door: ErrorDoor): string {
  return JSON.stringify({ errors: [formatThrown(door, thrown)] });
}

function tooLong(limit: number): RequestError {
  const message = `The answers before this one have more than ${limit} bytes, which is the limit; it was not run.`;
  return new RequestError(ErrorCode.COST_LIMIT_EXCEEDED, message, { limit, of: 'answerBytes' });
}
