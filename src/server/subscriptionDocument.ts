import { getOperationAST, GraphQLError, type GraphQLSchema, OperationTypeNode } from 'graphql';
import { ErrorCode, RequestError } from '../lib/errors';
import { coerceVariables } from '../read/coerceVariables';
import type { CheckedDocument, CheckedDocuments } from './limits/checkedDocuments';
import { checkVariables } from './limits/variableSize';

/** A subscription as a client asks for it. */
export interface SubscriptionRequest {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>> | null;
  readonly operationName?: string | null;
}

/** Checks the document and variables of a subscription by the same limits and rules as those of other operations. */
export function checkSubscription(
  schema: GraphQLSchema,
  documents: CheckedDocuments,
  { query, variables, operationName }: SubscriptionRequest,
): CheckedDocument {
  const document = documents.check(query);
  if (!('kind' in document)) return document;
  const operation = getOperationAST(document, operationName);
  if (!operation) {
    const message = 'operationName must name one of the operations of the query, where it has several.';
    return [new GraphQLError(message, { extensions: { code: 'OPERATION_RESOLUTION_FAILURE' } })];
  }
  if (operation.operation !== OperationTypeNode.SUBSCRIPTION) {
    const message = `Here are subscriptions only. Send a ${operation.operation} as a POST that takes JSON.`;
    return [new RequestError(ErrorCode.BAD_USER_INPUT, message)];
  }
  try {
    checkVariables(variables ?? {});
  } catch (error) {
    if (error instanceof RequestError) return [error];
    throw error;
  }
  return coerceVariables(schema, operation, variables ?? {}).errors ?? document;
}
