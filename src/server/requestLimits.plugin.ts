import type { ApolloServerPlugin } from '@apollo/server';
import { GraphQLError, OperationTypeNode } from 'graphql';
import { ErrorCode, RequestError } from '../lib/errors';
import { checkVariableNesting } from './nesting';
import type { RequestContext } from './requestContext';

/**
 * Refuses variables that nest too deeply, before anything recurses into them, and subscriptions, which one answer cannot
 * hold.
 */
export function requestLimits(): ApolloServerPlugin<RequestContext> {
  return {
    requestDidStart: () =>
      Promise.resolve({
        didResolveOperation: async ({ request, operation }) => {
          refuse(() => {
            checkVariableNesting(request.variables ?? {});
            if (operation?.operation === OperationTypeNode.SUBSCRIPTION) throw notHere();
          });
          return Promise.resolve();
        },
      }),
  };
}

/** @param check throws a RequestError for what is to be refused */
function refuse(check: () => void): void {
  try {
    check();
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    // Without a status of its own, Apollo Server would answer 500.
    const extensions = { ...error.extensions, http: { status: 400 } };
    throw new GraphQLError(error.message, { originalError: error, extensions });
  }
}

function notHere(): RequestError {
  const message =
    'A subscription is answered over a WebSocket (protocol graphql-transport-ws), or to a POST with "accept: text/event-stream".';
  return new RequestError(ErrorCode.BAD_USER_INPUT, message);
}
