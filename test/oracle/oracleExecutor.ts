import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  buildSchema,
  execute,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLFieldResolver,
  type GraphQLSchema,
} from 'graphql';
import { oracleCursorMark } from './oracleConnection';
import { oracleResolvers, type OracleContext } from './oracleResolvers';
import type { OracleStore } from './oracleStore';
import { OracleView, type OracleRole } from './oracleView';

/** The schema as the project publishes it. */
export function publishedSchema(): GraphQLSchema {
  return buildSchema(readFileSync(resolve(__dirname, '../../schema.graphql'), 'utf8'));
}

export interface OracleRequest {
  document: DocumentNode;
  variables?: Record<string, unknown>;
  role?: OracleRole;
  operationName?: string;
  /** The id of the row that one of the product's own cursors was given for. */
  idOfCursor?: (cursor: string) => string | undefined;
}

/** Answers operations from plain arrays, slowly and obviously. */
export class OracleExecutor {
  private readonly views: Record<OracleRole, OracleView>;

  constructor(
    private readonly schema: GraphQLSchema,
    store: OracleStore,
  ) {
    this.views = { READER: new OracleView(store, 'READER'), EDITOR: new OracleView(store, 'EDITOR') };
  }

  /** The whole response, its errors included. */
  execute(request: OracleRequest): ExecutionResult {
    const { document, variables, role = 'READER', operationName, idOfCursor = () => undefined } = request;
    const contextValue: OracleContext = {
      view: this.views[role],
      idOfCursor: (cursor) => {
        const id = cursor.startsWith(oracleCursorMark) ? cursor.slice(oracleCursorMark.length) : idOfCursor(cursor);
        if (id === undefined) throw new Error(`Nobody gave the cursor ${cursor}.`);
        return id;
      },
    };
    const { schema } = this;
    const answer = execute({ schema, document, contextValue, variableValues: variables, operationName, fieldResolver });
    if ('then' in answer) throw new Error('The oracle has nothing to wait for.');
    return answer;
  }
}

/** A field is a resolver's answer or a column of its row. Any other is one that the oracle has not been taught. */
const fieldResolver: GraphQLFieldResolver<object | undefined, OracleContext> = (source, args, context, info) => {
  const { parentType, fieldName } = info;
  const resolver = oracleResolvers[parentType.name]?.[fieldName];
  if (resolver) return resolver(source as never, args as never, context);
  if (source && Object.hasOwn(source, fieldName)) return (source as Record<string, unknown>)[fieldName];
  throw new Error(`The oracle does not know ${parentType.name}.${fieldName}.`);
};
