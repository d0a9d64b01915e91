import {
  type DocumentNode,
  getOperationAST,
  getVariableValues,
  GraphQLError,
  type GraphQLSchema,
  OperationTypeNode,
  parse,
  specifiedRules,
  validate,
} from 'graphql';
import { ErrorCode, RequestError } from '../lib/errors';
import { TOKEN_LIMIT } from './apolloServer';
import { DEPTH_LIMIT, depthLimit } from './depthLimit';
import { createDocumentStore } from './documentStore';
import { checkDocumentNesting, checkVariableNesting } from './nesting';

/** A subscription as a client asks for it. */
export interface SubscriptionRequest {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>> | null;
  readonly operationName?: string | null;
}

/** A document that may be run, or what is wrong with the request, under the codes that Apollo Server gives to the same. */
export type CheckedDocument = DocumentNode | readonly GraphQLError[];

/**
 * Makes what checks the documents and variables of subscriptions by the same limits and rules as those of other operations.
 * Equal texts give the same document, so that they share their plans.
 */
export function createDocumentCheck(schema: GraphQLSchema): (request: SubscriptionRequest) => Promise<CheckedDocument> {
  const documents = createDocumentStore();
  const checkedDocument = async (query: string): Promise<CheckedDocument> => {
    const known = await documents.get(query);
    if (known !== undefined) return known;
    const document = parsed(query);
    if (document instanceof GraphQLError) return [document];
    const errors = validate(schema, document, [...specifiedRules, depthLimit(DEPTH_LIMIT)]);
    if (errors.length > 0) return errors.map((error) => withCode(error, 'GRAPHQL_VALIDATION_FAILED'));
    await documents.set(query, document);
    return document;
  };
  return async ({ query, variables, operationName }) => {
    const fault = nestingFault(query, variables ?? {});
    if (fault !== null) return [fault];
    const document = await checkedDocument(query);
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
    const { errors } = getVariableValues(schema, operation.variableDefinitions ?? [], variables ?? {});
    return errors?.map((error) => withCode(error, ErrorCode.BAD_USER_INPUT)) ?? document;
  };
}

function nestingFault(query: string, variables: Readonly<Record<string, unknown>>): RequestError | null {
  try {
    checkDocumentNesting(query);
    checkVariableNesting(variables);
    return null;
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    return error;
  }
}

function parsed(query: string): DocumentNode | GraphQLError {
  try {
    return parse(query, { maxTokens: TOKEN_LIMIT });
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    return withCode(error, 'GRAPHQL_PARSE_FAILED');
  }
}

function withCode(error: GraphQLError, code: string): GraphQLError {
  const { message, nodes, source, positions, path, originalError } = error;
  return new GraphQLError(message, { nodes, source, positions, path, originalError, extensions: { code } });
}
