import type { GraphQLFieldResolver } from 'graphql';
import type { Context } from './context';

/**
 * Resolves every field below a root field: the root's one statement has read it already, and its value lies under the
 * field's response key. Under the key and not the name, because two aliases of a field may have different arguments.
 *
 * @returns undefined only for what the plan has not read, which a non-null field then reports
 */
export const resolveFromPlan: GraphQLFieldResolver<unknown, Context> = (source, _args, _context, info) =>
  typeof source === 'object' && source !== null ? (source as Record<string, unknown>)[info.path.key] : undefined;
