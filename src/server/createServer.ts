import type { Socket } from 'node:net';
import type { ApolloServer } from '@apollo/server';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import type { Authenticate } from '../access/authenticator';
import { type Actor, readRole } from '../lib/actor';
import type { Logger } from '../lib/logger';
import type { ChangeFeed } from '../live/changeFeed';
import type { PlanStatistics } from '../read/planCache';
import type { Reader } from '../read/reader';
import type { Role } from '../read/readType';
import type { Writer } from '../write/writer';
import { createApolloServer } from './apolloServer';
import { allowCrossOrigin, originCheck } from './crossOrigin';
import { createErrorDoor, type ErrorDoor } from './errorDoor';
import { serveEvents, wantsEvents } from './eventStream';
import { addHealthRoute } from './health';
import { answerClientError, answerTo, shapeHttpErrors } from './httpErrors';
import { createIde, wantsPage } from './ide';
import { idempotencyKeyOf } from './idempotencyKey';
import { identify } from './identify';
import { addMetricsRoute } from './metrics';
import { checkDocumentNesting } from './nesting';
import { type RequestContext, signalOf } from './requestContext';
import { createSubscriber, type Subscriber } from './subscriber';
import type { OperationReader } from './textDelivery.plugin';
import { serveWebSockets } from './webSocket';

/** Where GraphQL is, and the IDE for browsers. */
export const GRAPHQL_PATH = '/graphql';

/** Bytes that the body of a request may have: a query and its variables. */
export const BODY_LIMIT = 2 * 1024 * 1024;

/** Milliseconds that a client may take to send one request. */
const REQUEST_TIMEOUT_MS = 60_000;

/** What a server asks of the feed of changes. */
export type ServedFeed = Pick<ChangeFeed, 'subscribe' | 'size' | 'close'>;

/** What a server is made of. */
export interface ServerParts {
  readonly schema: GraphQLSchema;
  readonly reads: OperationReader & { readerFor(role: Role, signal?: AbortSignal): Reader };
  /** Makes what writes in somebody's name, for one request with its Idempotency-Key. */
  readonly writerFor: (actor: Actor, idempotencyKey: string | undefined) => Writer;
  /** Tells who sends a request. */
  readonly authenticate: Authenticate;
  /** Live changes; the server closes it when it is closed. */
  readonly feed: ServedFeed;
  /** What /metrics tells of the read path. */
  readonly statistics: () => PlanStatistics;
  /** Asks the database for anything; rejects when it does not answer. */
  readonly ping: () => Promise<void>;
  readonly corsOrigins: readonly string[];
  readonly log: Logger;
}

/**
 * Builds the HTTP server: GraphQL and the IDE at /graphql, /health and /metrics. It does not listen yet.
 *
 * @returns a server whose `close` completes subscriptions, answers what is under way, ends idle connections, and stops Apollo
 *   Server last
 */
export async function createServer(parts: ServerParts): Promise<FastifyInstance> {
  const door = createErrorDoor(parts.log);
  const app: FastifyInstance = fastify({
    bodyLimit: BODY_LIMIT,
    requestTimeout: REQUEST_TIMEOUT_MS,
    exposeHeadRoutes: false,
    // A request that was on its way when the stop began is answered like any other.
    return503OnClosing: false,
    clientErrorHandler: answerClientError,
    frameworkErrors: (error, _request, reply) => {
      const { status, body } = answerTo(error, door, BODY_LIMIT);
      void (reply as FastifyReply).code(status).send(body);
    },
  });
  // GraphQL over HTTP knows JSON only, and a form's text/plain would be a way around the CORS protocol.
  app.removeContentTypeParser('text/plain');
  shapeHttpErrors(app, door, BODY_LIMIT);
  const allows = originCheck(parts.corsOrigins);
  allowCrossOrigin(app, allows);
  const subscriber = createSubscriber(parts);
  const { authenticate, feed, log } = parts;
  const socketParts = { path: GRAPHQL_PATH, messageLimit: BODY_LIMIT, subscriber, authenticate, allows, door, log };
  const closeSockets = serveWebSockets(app.server, socketParts);
  app.addHook('preClose', async () => {
    await feed.close();
    await closeSockets();
  });
  // Last of what is done before the server closes: a connection that is opened in between would be waited for.
  closeConnectionsOnceClosing(app);
  addHealthRoute(app, parts.ping);
  addMetricsRoute(app, parts.statistics, () => parts.feed.size);
  app.get('/', (_request, reply) => reply.redirect(GRAPHQL_PATH, 302));

  const apollo = createApolloServer({ ...parts, door });
  await apollo.start();
  app.addHook('onClose', () => apollo.stop());
  addGraphqlRoute(app, apollo, { ...parts, subscriber, door });
  return app;
}

interface GraphqlParts extends Pick<ServerParts, 'reads' | 'writerFor' | 'authenticate'> {
  readonly subscriber: Subscriber;
  readonly door: ErrorDoor;
}

/**
 * GraphQL over HTTP by POST and GET, and subscriptions as events. A browser that asks for a page gets the IDE, whatever its
 * query string says: GraphiQL keeps the query in the address. Other methods are Apollo Server's to refuse. Who shows a token that is not valid gets no
 * answer at all, not even that of an anonymous reader.
 */
function addGraphqlRoute(
  app: FastifyInstance,
  apollo: ApolloServer<RequestContext>,
  { reads, writerFor, authenticate, ...events }: GraphqlParts,
): void {
  const showIde = createIde(GRAPHQL_PATH);
  const actors = new WeakMap<FastifyRequest, Actor>();
  const answer = fastifyApolloHandler(apollo, {
    context: (request, reply) => {
      const actor = actors.get(request);
      if (actor === undefined) throw new Error('A request comes to GraphQL without its sender.');
      const role = readRole(actor);
      const signal = signalOf(reply);
      const writer = writerFor(actor, idempotencyKeyOf(request));
      return Promise.resolve({ actor, role, reader: reads.readerFor(role, signal), writer, signal });
    },
  });
  app.route<{ Reply: string }>({
    method: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    url: GRAPHQL_PATH,
    preHandler: async (request, reply) => {
      if (wantsPage(request)) return showIde(request, reply);
      actors.set(request, await identify(request, reply, authenticate));
      if (!wantsEvents(request)) checkDocumentNesting(documentOf(request));
      idempotencyKeyOf(request);
      return undefined;
    },
    handler(request, reply) {
      return wantsEvents(request) ? serveEvents(request, reply, events) : answer.call(this, request, reply);
    },
  });
}

/** The text of the document in a request's body or query string; empty where there is none. */
function documentOf({ method, body, query }: FastifyRequest): string {
  const holder = method === 'GET' ? query : body;
  if (typeof holder !== 'object' || holder === null || !('query' in holder)) return '';
  return typeof holder.query === 'string' ? holder.query : '';
}

/**
 * Ends the connections that Node would wait for while the server stops: those that clients keep after their answer, and those
 * over which nothing was ever sent, which browsers open in advance.
 */
function closeConnectionsOnceClosing(app: FastifyInstance): void {
  const sockets = new Set<Socket>();
  let isClosing = false;
  app.server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  app.addHook('preClose', (done) => {
    isClosing = true;
    for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
    done();
  });
  app.addHook('onSend', (_request, reply, payload, done) => {
    if (isClosing) void reply.header('connection', 'close');
    done(null, payload);
  });
}
