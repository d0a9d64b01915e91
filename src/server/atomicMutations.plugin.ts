import type { ApolloServerPlugin, GraphQLResponse } from '@apollo/server';
import {
  execute,
  type ExecutionResult,
  type GraphQLError,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { ErrorCode } from '../lib/errors';
import type { Asker } from '../read/asker';
import { answerTooLong } from '../read/plan';
import type { PlanRun } from '../read/planRunner';
import type { Reader } from '../read/reader';
import { resolveFromPlan } from '../resolvers/resolveFromPlan';
import { isAtomic } from '../schema/atomicDirective';
import { type DatabaseFault, databaseFaultOf } from './databaseFault';
import { type ErrorDoor, formatThrown } from './errorDoor';
import type { RequestContext } from './requestContext';
import { singleResponse } from './singleResponse';

/** What makes readers over a connection of one's own. */
export interface ReaderSource {
  readerFor(asker: Asker, transaction?: PlanRun): Reader;
}

/** Errors of an operation, thrown so that its transaction is taken back. */
class Refused extends Error {
  constructor(readonly errors: readonly GraphQLError[]) {
    // What hinders a transaction once, such as a deadlock, is found in the cause, and the operation begins anew.
    super('An error takes back the operation.', { cause: errors[0]?.originalError });
  }
}

/** Runs an operation with the directive @atomic in one transaction. All others are left to Apollo Server. */
export function atomicMutations(
  schema: GraphQLSchema,
  reads: ReaderSource,
  door: ErrorDoor,
): ApolloServerPlugin<RequestContext> {
  return {
    requestDidStart: () =>
      Promise.resolve({
        async responseForOperation({ document, operation, request, contextValue }): Promise<GraphQLResponse | null> {
          // Against its types, Apollo Server comes here without an operation where operationName names none.
          const chosen = operation as OperationDefinitionNode | undefined;
          if (chosen === undefined || !isAtomic(chosen)) return null;
          const variableValues = request.variables ?? {};
          const run = (context: RequestContext): Promise<ExecutionResult> =>
            Promise.resolve(
              execute({
                schema,
                document,
                operationName: request.operationName,
                variableValues,
                contextValue: context,
                fieldResolver: resolveFromPlan,
              }),
            );
          return answer(door, (onEnd) => inOneTransaction(run, reads, contextValue, onEnd));
        },
      }),
  };
}

/** @param onEnd called when all has been done, and nothing but the end of the transaction is left */
async function inOneTransaction(
  run: (context: RequestContext) => Promise<ExecutionResult>,
  reads: ReaderSource,
  context: RequestContext,
  onEnd: () => void,
): Promise<ExecutionResult> {
  // A reader may call no mutation, and need not hold a connection to be told so.
  if (context.role === 'READER') return allOrError(await run(context));
  return context.writer.atomically(async (writer, read) => {
    const transaction: PlanRun = {
      run: async (plan, values) => {
        const text = await read(plan.text, values);
        if (text === undefined) throw answerTooLong(plan);
        return text;
      },
    };
    const reader = reads.readerFor(context, transaction);
    const result = allOrError(await run({ ...context, writer, reader }));
    onEnd();
    return result;
  });
}

function allOrError(result: ExecutionResult): ExecutionResult {
  if (result.errors !== undefined) throw new Refused(result.errors);
  return result;
}

async function answer(
  door: ErrorDoor,
  work: (onEnd: () => void) => Promise<ExecutionResult>,
): Promise<GraphQLResponse> {
  const progress = { isEnding: false };
  try {
    const { data } = await work(() => {
      progress.isEnding = true;
    });
    return singleResponse({ data });
  } catch (thrown) {
    const isUnknown = progress.isEnding && isLost(databaseFaultOf(thrown));
    const errors = (thrown instanceof Refused ? thrown.errors : [thrown]).map((error) => {
      const formatted = formatThrown(door, error);
      return isUnknown ? formatted : { ...formatted, extensions: { ...formatted.extensions, stored: false } };
    });
    return singleResponse({ data: null, errors });
  }
}

/** Whether a fault at the end of a transaction leaves it open whether that was committed: what PostgreSQL refuses was not. */
function isLost(fault: DatabaseFault | null): boolean {
  return fault !== null && fault !== ErrorCode.COST_LIMIT_EXCEEDED;
}
