import type { GraphQLResolveInfo } from 'graphql';
import { ErrorCode, RequestError } from '../lib/errors';
import type { Context } from './context';

/**
 * Writes, and answers with the payload that the field asks for, read as any other answer is. What the payload asks for is checked
 * before anything is written.
 *
 * @param write writes, and gives the ids of what it wrote; it is given the field's response key
 * @throws RequestError NOT_FOUND where somebody has deleted it before it was read, which a repeated Idempotency-Key can find
 */
export async function answerWritten(
  { reader }: Context,
  info: GraphQLResolveInfo,
  write: (place: string) => Promise<string | readonly string[]>,
): Promise<Record<string, unknown>> {
  const read = reader.preparePayload(info);
  const payload = await read([await write(placeOf(info))].flat());
  if (Object.values(payload).flat().includes(null)) {
    throw new RequestError(ErrorCode.NOT_FOUND, 'What this wrote has been deleted since.');
  }
  return payload;
}

/** The response key of a mutation in its operation. */
export function placeOf(info: GraphQLResolveInfo): string {
  return String(info.path.key);
}
