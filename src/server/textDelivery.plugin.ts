import type { ApolloServerPlugin, GraphQLResponse } from '@apollo/server';
import { type DocumentNode, type OperationDefinitionNode, OperationTypeNode } from 'graphql';
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
            return singleResponse({ data: null, errors: [formatThrown(door, thrown)] });
          }
        },
      }),
  };
}
