import { randomUUID } from 'node:crypto';
import { type ExecutionResult, type FormattedExecutionResult, GraphQLError, type GraphQLFormattedError } from 'graphql';
import { ErrorCode, INTERNAL_SERVER_ERROR, RequestError } from '../lib/errors';
import type { Logger } from '../lib/logger';
import { databaseFaultOf, type DatabaseFault } from './databaseFault';
import { errorChain, isError } from './errorChain';
import { boundError, boundErrors } from './limits/boundErrors';

/** Apollo Server's codes for faults that GraphQL itself finds in a request: their messages speak of the request only. */
const CODES_OF_GRAPHQL = new Set<unknown>([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
  'BAD_REQUEST',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_FOUND',
  'PERSISTED_QUERY_NOT_SUPPORTED',
]);

/** What a client is told instead of PostgreSQL's words. */
const DATABASE_MESSAGES: Record<DatabaseFault, string> = {
  TIMEOUT: 'This took longer than the server allows. Ask for fewer rows, fewer levels, or a narrower filter.',
  DATABASE_UNAVAILABLE: 'The database cannot be reached at the moment. The same request may work again soon.',
  COST_LIMIT_EXCEEDED:
    'This is too large or too complex for the database. Ask for fewer fields, or with shorter lists.',
};

/**
 * The one door through which an error leaves for a client.
 *
 * @param formatted the error as GraphQL would write it
 * @param error the error itself
 * @returns what the client gets: no stack, no words of the database, and a stable code in extensions.code
 */
export type ErrorDoor = (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError;

/**
 * Makes the error door. Faults of the request keep their message and code; a database that is away or too slow gets a
 * message of ours; anything else is logged with its stack under a random id, and the client gets that id.
 *
 * @param log where the errors go that clients don't see
 */
export function createErrorDoor(log: Logger): ErrorDoor {
  return (formatted, error) => boundError(letOut(formatted, error));

  function letOut(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
    const chain = errorChain(error);
    const requestError = chain.find((each) => each instanceof RequestError);
    if (requestError !== undefined) {
      return { ...formatted, extensions: { ...formatted.extensions, code: requestError.code } };
    }
    // A stack that overflowed while a document was parsed would carry GraphQL's code for documents.
    if (!chain.some((each) => each instanceof RangeError)) {
      if (CODES_OF_GRAPHQL.has(formatted.extensions?.code)) return formatted;
      if (isBadArgument(chain) || isBadRequest(chain)) {
        return { ...formatted, extensions: { code: ErrorCode.BAD_USER_INPUT } };
      }
    }
    const fault = databaseFaultOf(error);
    if (fault !== null) {
      log.warn({ code: fault, err: error, path: formatted.path }, 'A request failed in the database.');
      return { ...placeOf(formatted), message: DATABASE_MESSAGES[fault], extensions: { code: fault } };
    }
    const id = randomUUID();
    log.error(
      { id, err: chain.at(-1) ?? error, path: formatted.path },
      'A request failed in a way that nobody foresaw.',
    );
    return {
      ...placeOf(formatted),
      message: `Something went wrong here; it is logged as ${id}.`,
      extensions: { code: INTERNAL_SERVER_ERROR, id },
    };
  }
}

/** The error that `door` lets out for something that was thrown outside of GraphQL's own executor. */
export function formatThrown(door: ErrorDoor, thrown: unknown): GraphQLFormattedError {
  const error =
    thrown instanceof GraphQLError
      ? thrown
      : new GraphQLError(String(thrown), { originalError: isError(thrown) ? thrown : undefined });
  // `http` is Apollo Server's note to itself about status and headers, as in its own formatting.
  const { http: _http, ...extensions } = error.extensions;
  return door({ ...error.toJSON(), extensions }, error);
}

/** A result of GraphQL's executor, with the errors that `door` lets out. */
export function formatResult(door: ErrorDoor, { errors, ...result }: ExecutionResult): FormattedExecutionResult {
  return errors === undefined
    ? result
    : { ...result, errors: boundErrors(errors.map((error) => formatThrown(door, error))) };
}

/**
 * GraphQL's executor finds some bad arguments only once it has the variables (a null for `@skip(if: $flag)`), and gives
 * those errors no code.
 */
function isBadArgument(chain: readonly Error[]): boolean {
  return (
    chain.length > 0 && chain.every((each) => each instanceof GraphQLError && each.message.startsWith('Argument "'))
  );
}

/** Whether Apollo Server refuses the request with a status of the client's, such as for a hash that is not the query's. */
function isBadRequest(chain: readonly Error[]): boolean {
  return chain.some((each) => {
    const http = each instanceof GraphQLError ? each.extensions.http : undefined;
    return http?.status !== undefined && http.status >= 400 && http.status < 500;
  });
}

/** Where in the document and in the answer an error belongs. */
function placeOf({ path, locations }: GraphQLFormattedError): Pick<GraphQLFormattedError, 'path' | 'locations'> {
  return { ...(locations === undefined ? {} : { locations }), ...(path === undefined ? {} : { path }) };
}
