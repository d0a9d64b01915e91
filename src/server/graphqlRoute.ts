import type { ApolloServer } from '@apollo/server';
import type { FastifyInstance } from 'fastify';
import type { Authenticate } from '../access/authenticator';
import { type Actor, readRole } from '../lib/actor';
import type { DossierThreads } from '../dossier/threads/dossierThreads';
import { ErrorCode, RequestError } from '../lib/errors';
import { isRecord } from '../lib/isRecord';
import type { ReadValidators } from '../live/readValidators';
import type { Writer } from '../write/writer';
import type { ReaderSource } from './atomicMutations.plugin';
import { asCached, type CacheControl } from './asCached';
import { answerBatch, type BatchLimits } from './batch';
import { clientOf } from './clientOf';
import { type EventParts, serveEvents, wantsEvents } from './eventStream';
import { type HttpAnswer, runOnApollo } from './httpAnswer';
import { idempotencyKeyOf } from './idempotencyKey';
import { createIde, wantsPage } from './ide';
import { identify } from './identify';
import { JsonText, stringifyResult } from './jsonText';
import { RepeatedReads } from './repeatedReads';
import { RequestCondition } from './requestCondition';
import { departureOf, type RequestContext } from './requestContext';
import { type GraphqlRequest, isRead, parametersOf, withParameters } from './requestParameters';
import { refuseForeignPage } from './refuseForeignPage';
import type { OperationReader } from './textDelivery.plugin';

/** Where GraphQL is, and the IDE for browsers. */
export const GRAPHQL_PATH = '/graphql';

/** What answers a GraphQL request. */
export interface GraphqlParts {
  readonly reads: OperationReader & ReaderSource;
  /** Makes what writes in somebody's name, for one request with its Idempotency-Key. */
  readonly writerFor: (actor: Actor, idempotencyKey: string | undefined) => Writer;
  readonly dossierThreads: DossierThreads;
  /** Makes the tags of what is read. */
  readonly validators: Pick<ReadValidators, 'tagOf'>;
  /** Tells who sends a request. */
  readonly authenticate: Authenticate;
}

interface RouteParts extends GraphqlParts, EventParts, BatchLimits, CacheControl {
  /** Tells which origins' pages may read. */
  readonly allows: (origin: string) => boolean;
}

/**
 * GraphQL over HTTP by POST and GET, and subscriptions as events. A browser that asks for a page gets the IDE, whatever its
 * query string says: GraphiQL keeps the query in the address. Other methods are Apollo Server's to refuse. Who shows a token
 * that is not valid gets no answer at all, not even that of an anonymous reader.
 */
export function addGraphqlRoute(app: FastifyInstance, apollo: ApolloServer<RequestContext>, parts: RouteParts): void {
  const { reads, writerFor, dossierThreads, authenticate, allows, batchLimit, answerLimitBytes, ...events } = parts;
  const showIde = createIde(GRAPHQL_PATH);
  const answerOperation = createOperationAnswer(apollo, parts);
  const limits = { batchLimit, answerLimitBytes };
  app.route<{ Reply: string | undefined }>({
    method: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    url: GRAPHQL_PATH,
    async handler(request, reply) {
      if (wantsPage(request)) return showIde(request, reply);
      if (request.headers.host === undefined) throw new RequestError(ErrorCode.BAD_USER_INPUT, NO_HOST);
      refuseForeignPage(request, allows);
      const actor = await identify(request, reply, authenticate);
      const idempotencyKey = idempotencyKeyOf(request);
      if (wantsEvents(request)) return serveEvents(request, reply, actor, events);
      const departure = departureOf(reply);
      const writer = writerFor(actor, idempotencyKey);
      const asker = { role: readRole(actor), client: clientOf(request.ip, actor), departure };
      const answer = (asked: GraphqlRequest): Promise<HttpAnswer> =>
        answerOperation(asked, {
          ...asker,
          actor,
          reader: reads.readerFor(asker),
          writer,
          dossierThreads,
          delivery: {},
          condition: isRead(request) ? new RequestCondition(parts.validators, asker.role, request.headers) : undefined,
        });
      const isBatch = batchLimit > 0 && Array.isArray(request.body);
      const answered = isBatch ? answerBatch(request, answer, limits, events.door, departure) : answer(request);
      const { status, headers, text } = await answered;
      for (const [name, value] of headers) void reply.header(name, value);
      void reply.code(status);
      // An empty text would have a type, which an answer without a body has not.
      return text === '' ? reply.send(undefined) : text;
    },
  });
}

const NO_HOST = 'The header "host" must name a host.';

/** Makes what answers one operation: by the short way where its text is known, or else by Apollo Server. */
function createOperationAnswer(
  apollo: ApolloServer<RequestContext>,
  { reads, trusted, cacheControl }: RouteParts,
): (request: GraphqlRequest, context: RequestContext) => Promise<HttpAnswer> {
  const repeated = new RepeatedReads(reads);
  return async (given, context) => {
    const parameters = parametersOf(given);
    const resolved = trusted.resolve(parameters);
    const isNamed = resolved !== parameters && isRecord(resolved);
    const request = isNamed ? withParameters(given, resolved) : given;
    const repeat = repeated.begin(request, context);
    const text = await repeat?.text.catch(() => null);
    if (repeat && typeof text === 'string') {
      const headers: [string, string][] = [['content-type', repeat.contentType]];
      const answer = { status: 200, headers, text: stringifyResult({ data: new JsonText(text) }) };
      return asCached(answer, context, cacheControl);
    }
    const answer = await runOnApollo(apollo, request, context);
    // Apollo Server looks last at what the client accepts, and may refuse what was answered.
    if (answer.status !== 200 || !context.delivery.answered) return answer;
    repeated.keep(request, context, new Map(answer.headers).get('content-type'));
    return asCached(answer, context, cacheControl);
  };
}
