import type { GraphQLError, GraphQLFormattedError } from 'graphql';
import { type Actor, ANONYMOUS } from '../lib/actor';
import { ErrorCode, RequestError } from '../lib/errors';

/**
 * Errors as somebody is told them. The read path knows roles and no people: who shows no token is asked for one, and only who
 * is known is told that they may not.
 */
export function refusalsFor(actor: Actor, errors: readonly GraphQLFormattedError[]): readonly GraphQLFormattedError[] {
  return errors.map((error) =>
    isForNobodyKnown(actor, error)
      ? { ...error, extensions: { ...error.extensions, code: ErrorCode.UNAUTHENTICATED } }
      : error,
  );
}

/** The same of errors that are not formatted yet. */
export function thrownFor(actor: Actor, errors: readonly GraphQLError[]): readonly GraphQLError[] {
  return errors.map((error) =>
    isForNobodyKnown(actor, error)
      ? new RequestError(ErrorCode.UNAUTHENTICATED, error.message, { path: error.path, cause: error })
      : error,
  );
}

function isForNobodyKnown(actor: Actor, { extensions }: Pick<GraphQLFormattedError, 'extensions'>): boolean {
  return actor === ANONYMOUS && extensions?.code === ErrorCode.FORBIDDEN;
}
