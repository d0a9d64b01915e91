import type { ApolloServerPlugin, GraphQLResponse } from '@apollo/server';
import {
  type DocumentNode,
  type GraphQLError,
  type GraphQLSchema,
  type OperationDefinitionNode,
  OperationTypeNode,
  parse,
} from 'graphql';
import { ErrorCode, RequestError } from '../../lib/errors';
import { coerceVariables } from '../../read/coerceVariables';
import { type ErrorDoor, formatThrown } from '../errorDoor';
import type { RequestContext } from '../requestContext';
import { singleResponse } from '../singleResponse';
import type { CheckedDocuments } from './checkedDocuments';
import { checkVariables } from './variableSize';

/** What Apollo Server is given in the place of a document that is refused: it answers none of it. */
const NOTHING = parse('{ __typename }');

/**
 * Checks the document and the variables of a request in the place of Apollo Server, which would do it without our limits: it
 * parses and validates no document that it has already, and runs no operation that was answered. Must be the first plugin
 * that may answer.
 */
export function requestLimits(
  schema: GraphQLSchema,
  documents: CheckedDocuments,
  door: ErrorDoor,
): ApolloServerPlugin<RequestContext> {
  return {
    requestDidStart: () => {
      let refusal: readonly GraphQLError[] | null = null;
      return Promise.resolve({
        didResolveSource(context) {
          const checked = documents.check(context.source);
          const isGood = 'kind' in checked;
          if (!isGood) {
            refusal = checked;
            context.metrics.persistedQueryRegister = false;
          }
          Object.assign(context, { document: isGood ? checked : NOTHING } satisfies { document: DocumentNode });
          return Promise.resolve();
        },
        responseForOperation({ operation, request }) {
          // Against its types, Apollo Server comes here without an operation where operationName names none.
          const chosen = operation as OperationDefinitionNode | undefined;
          const faults = refusal ?? (chosen === undefined ? [] : faultsOf(schema, chosen, request.variables ?? {}));
          return Promise.resolve(faults.length === 0 ? null : refused(faults, door));
        },
      });
    },
  };
}

/** What is wrong with an operation by its kind and its variables. */
function faultsOf(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): readonly GraphQLError[] {
  try {
    checkVariables(variables);
  } catch (error) {
    if (error instanceof RequestError) return [error];
    throw error;
  }
  if (operation.operation === OperationTypeNode.SUBSCRIPTION) return [notHere()];
  return coerceVariables(schema, operation, variables).errors ?? [];
}

function refused(faults: readonly GraphQLError[], door: ErrorDoor): GraphQLResponse {
  const response = singleResponse({ errors: faults.map((error) => formatThrown(door, error)) });
  response.http.status = 400;
  return response;
}

function notHere(): RequestError {
  const message =
    'A subscription is answered over a WebSocket (protocol graphql-transport-ws), or to a POST with "accept: text/event-stream".';
  return new RequestError(ErrorCode.BAD_USER_INPUT, message);
}
