import type { GraphQLResolveInfo } from 'graphql';
import type { Context } from './context';

/**
 * Writes, and answers with the payload that the field asks for, read as any other answer is. What the payload asks for is checked
 * before anything is written.
 *
 * @param write writes, and gives the ids of what it wrote
 */
export async function answerWritten(
  { reader }: Context,
  info: GraphQLResolveInfo,
  write: () => Promise<string | readonly string[]>,
): Promise<unknown> {
  const read = reader.preparePayload(info);
  return read([await write()].flat());
}
