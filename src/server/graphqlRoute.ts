import type { ApolloServer } from '@apollo/server';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Authenticate } from '../access/authenticator';
import { type Actor, readRole } from '../lib/actor';
import type { Writer } from '../write/writer';
import type { ReaderSource } from './atomicMutations.plugin';
import { clientOf } from './clientOf';
import { type EventParts, serveEvents, wantsEvents } from './eventStream';
import { idempotencyKeyOf } from './idempotencyKey';
import { createIde, wantsPage } from './ide';
import { identify } from './identify';
import { JsonText, stringifyResult } from './jsonText';
import { RepeatedReads } from './repeatedReads';
import { departureOf, type RequestContext } from './requestContext';
import type { OperationReader } from './textDelivery.plugin';

/** Where GraphQL is, and the IDE for browsers. */
export const GRAPHQL_PATH = '/graphql';

/** What answers a GraphQL request. */
export interface GraphqlParts {
  readonly reads: OperationReader & ReaderSource;
  /** Makes what writes in somebody's name, for one request with its Idempotency-Key. */
  readonly writerFor: (actor: Actor, idempotencyKey: string | undefined) => Writer;
  /** Tells who sends a request. */
  readonly authenticate: Authenticate;
}

/**
 * GraphQL over HTTP by POST and GET, and subscriptions as events. A browser that asks for a page gets the IDE, whatever its
 * query string says: GraphiQL keeps the query in the address. Other methods are Apollo Server's to refuse. Who shows a token
 * that is not valid gets no answer at all, not even that of an anonymous reader.
 */
export function addGraphqlRoute(
  app: FastifyInstance,
  apollo: ApolloServer<RequestContext>,
  { reads, writerFor, authenticate, ...events }: GraphqlParts & EventParts,
): void {
  const showIde = createIde(GRAPHQL_PATH);
  const repeated = new RepeatedReads(reads);
  const contexts = new WeakMap<FastifyRequest, RequestContext>();
  const throughApollo = fastifyApolloHandler(apollo, {
    context: (request) => {
      const context = contexts.get(request);
      if (context === undefined) throw new Error('A request comes to Apollo Server without its sender.');
      return Promise.resolve(context);
    },
  });
  app.route<{ Reply: string }>({
    method: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    url: GRAPHQL_PATH,
    async handler(request, reply) {
      if (wantsPage(request)) return showIde(request, reply);
      const actor = await identify(request, reply, authenticate);
      const writer = writerFor(actor, idempotencyKeyOf(request));
      if (wantsEvents(request)) return serveEvents(request, reply, actor, events);
      const client = clientOf(request.ip, actor);
      const asker = { role: readRole(actor), client, departure: departureOf(reply) };
      const context: RequestContext = { ...asker, actor, reader: reads.readerFor(asker), writer, delivery: {} };
      const repeat = repeated.begin(request, context);
      const text = await repeat?.text.catch(() => null);
      if (repeat && typeof text === 'string') {
        void reply.header('content-type', repeat.contentType);
        return stringifyResult({ data: new JsonText(text) });
      }
      contexts.set(request, context);
      const answer = (await throughApollo.call(this, request, reply)) as string;
      // Apollo Server looks last at what the client accepts, and may refuse what was answered.
      if (reply.statusCode === 200) repeated.keep(request, context, reply.getHeader('content-type'));
      return answer;
    },
  });
}
