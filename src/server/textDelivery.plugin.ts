import type { ApolloServerPlugin, GraphQLResponse } from '@apollo/server';
import {
  type DocumentNode,
  type GraphQLFormattedError,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
} from 'graphql';
import { ErrorCode } from '../lib/errors';
import type { Asker } from '../read/asker';
import { type ErrorDoor, formatThrown } from './errorDoor';
import { JsonText } from './jsonText';
import type { RequestContext } from './requestContext';
import { singleResponse } from './singleResponse';

/** What reads a whole operation at once. */
export interface OperationReader {
  /**
   * @returns the answer's `data` as JSON text, or null where the executor must answer: the operation is not made of
   *   compiled reads only, or has a fault that the executor reports
   */
  readOperation(
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: Record<string, unknown>,
    asker: Asker,
  ): Promise<string | null>;
}

/**
 * Answers an operation that consists of compiled reads with the text that the database wrote. What cannot be answered so
 * is left to the executor; what fails leaves through the error door.
 */
export function textDelivery(reads: OperationReader, door: ErrorDoor): ApolloServerPlugin<RequestContext> {
  return {
    requestDidStart: () =>
      Promise.resolve({
        async responseForOperation(context): Promise<GraphQLResponse | null> {
          const { document, request, contextValue } = context;
          // Against its types, Apollo Server comes here without an operation where operationName names none.
          const operation = context.operation as OperationDefinitionNode | undefined;
          if (operation?.operation !== OperationTypeNode.QUERY) return null;
          const { departure, delivery } = contextValue;
          try {
            const variables = request.variables ?? {};
            const text = await (delivery.begun ?? reads.readOperation(document, operation, variables, contextValue));
            if (text === null) return null;
            delivery.answered = { document, operation };
            return singleResponse({ data: new JsonText(text) });
          } catch (thrown) {
            // What was cancelled because nobody waits for it is no failure, and nobody reads this.
            if (departure.hasHappened) return singleResponse({ data: null });
            const error = formatThrown(door, thrown);
            // It was refused as a whole before any of it ran: a request error, which has no data (GraphQL, section 7.1.2).
            if (error.extensions?.code === ErrorCode.COST_LIMIT_EXCEEDED) return singleResponse({ errors: [error] });
            return singleResponse({ data: null, errors: [{ ...error, ...placeOfOnly(operation) }] });
          }
        },
      }),
  };
}

/** The place of a fault of the whole operation: that of its field, where it asks for no more than one. */
function placeOfOnly({ selectionSet: { selections } }: OperationDefinitionNode): Pick<GraphQLFormattedError, 'path'> {
  const [only, ...others] = selections;
  if (only?.kind !== Kind.FIELD || others.length > 0) return {};
  return { path: [(only.alias ?? only.name).value] };
}
