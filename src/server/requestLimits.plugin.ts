import type { ApolloServerPlugin } from '@apollo/server';
import { GraphQLError } from 'graphql';
import { RequestError } from '../lib/errors';
import { checkVariableNesting } from './nesting';
import type { RequestContext } from './requestContext';

/** Refuses variables that nest too deeply, before anything recurses into them. */
export function requestLimits(): ApolloServerPlugin<RequestContext> {
  return {
    requestDidStart: () =>
      Promise.resolve({
        didResolveOperation: ({ request }) => Promise.resolve(request.variables ?? {}).then(check),
      }),
  };
}

function check(variables: Record<string, unknown>): void {
  try {
    checkVariableNesting(variables);
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    // Without a status of its own, Apollo Server would answer 500.
    const extensions = { ...error.extensions, http: { status: 400 } };
    throw new GraphQLError(error.message, { originalError: error, extensions });
  }
}
