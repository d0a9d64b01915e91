import type { Socket } from 'node:net';
import fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import type { Logger } from '../lib/logger';
import type { ChangeFeed } from '../live/changeFeed';
import type { ReadStatistics } from '../read/reader';
import type { Environment } from '../lib/environment';
import { createApolloServer } from './apolloServer';
import { createClientAddress } from './clientAddress';
import { compressAnswers } from './compressAnswers';
import { allowCrossOrigin, originCheck } from './crossOrigin';
import { createErrorDoor } from './errorDoor';
import { addGraphqlRoute, GRAPHQL_PATH, type GraphqlParts } from './graphqlRoute';
import { addHealthRoute } from './health';
import { answerClientError, answerTo, shapeHttpErrors } from './httpErrors';
import { limitConnections } from './limits/connectionLimit';
import { createHostCheck } from './limits/hostCheck';
import { Quota } from './limits/quota';
import { refuseOtherHosts } from './limits/refuseOtherHosts';
import { addMetricsRoute } from './metrics';
import { OutgoingBytes } from './sockets/outbox';
import { CheckedDocuments } from './limits/checkedDocuments';
import { addSmallPages } from './smallPages';
import { createSubscriber } from './subscriber';
import { unpackBodies } from './unpackBodies';
import type { TrustedDocuments } from './trustedDocuments';
import { serveWebSockets } from './webSocket';

/** Bytes that the body of a request may have: a query and its variables. */
export const BODY_LIMIT = 2 * 1024 * 1024;

/** Milliseconds that a client may take to send one request, and the headers of it; and how often that is looked at. */
const REQUEST_TIMEOUT_MS = 30_000;
const HEADERS_TIMEOUT_MS = 10_000;
const TIMEOUT_CHECK_MS = 5_000;

/** What a server asks of the feed of changes. */
export type ServedFeed = Pick<ChangeFeed, 'subscribe' | 'size' | 'close'>;

/** What of the settings a server needs itself. */
export type ServerSettings = Pick<
  Environment,
  | 'allowedHosts'
  | 'answerLimitBytes'
  | 'batchLimit'
  | 'cacheControl'
  | 'corsOrigins'
  | 'host'
  | 'maxSockets'
  | 'maxSocketsPerClient'
  | 'maxSubscriptions'
  | 'maxSubscriptionsPerClient'
  | 'metrics'
  | 'trustedProxies'
>;

/** What a server is made of. */
export interface ServerParts extends GraphqlParts, ServerSettings {
  readonly schema: GraphQLSchema;
  /** Live changes; the server closes it when it is closed. */
  readonly feed: ServedFeed;
  /** What /metrics tells of the read path. */
  readonly statistics: () => ReadStatistics;
  /** Documents that clients name by an id. */
  readonly trusted: TrustedDocuments;
  /** Asks the database for anything; rejects when it does not answer. */
  readonly ping: () => Promise<void>;
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
    http: { headersTimeout: HEADERS_TIMEOUT_MS, connectionsCheckingInterval: TIMEOUT_CHECK_MS },
    exposeHeadRoutes: true,
    trustProxy: [...parts.trustedProxies],
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
  unpackBodies(app, BODY_LIMIT);
  const checkHost = createHostCheck(parts.allowedHosts, parts.host);
  refuseOtherHosts(app, checkHost);
  const allows = originCheck(parts.corsOrigins);
  allowCrossOrigin(app, allows);
  compressAnswers(app);
  const { authenticate, feed, log, trusted } = parts;
  const documents = new CheckedDocuments(parts.schema, (text) => trusted.allows(text));
  const { sockets, subscriptions } = createQuotas(parts);
  const outgoing = new OutgoingBytes();
  const subscriber = createSubscriber({ ...parts, documents, subscriptions, door });
  const addressOf = createClientAddress(parts.trustedProxies);
  limitConnections(app.server, parts);
  const served = { path: GRAPHQL_PATH, subscriber, trusted, sockets, outgoing, addressOf, checkHost };
  const closeSockets = serveWebSockets(app.server, { ...served, authenticate, allows, door, log });
  app.addHook('preClose', async () => {
    await feed.close();
    await closeSockets();
  });
  // Last of what is done before the server closes: a connection that is opened in between would be waited for.
  closeConnectionsOnceClosing(app);
  addHealthRoute(app, parts.ping);
  addMetricsRoute(app, {
    access: parts.metrics,
    authenticate,
    statistics: parts.statistics,
    subscriptions: () => feed.size,
    sockets: () => sockets.size,
  });
  addSmallPages(app, GRAPHQL_PATH);

  const apollo = createApolloServer({ ...parts, documents, door });
  await apollo.start();
  app.addHook('onClose', () => apollo.stop());
  addGraphqlRoute(app, apollo, { ...parts, allows, subscriber, sockets, outgoing, door });
  return app;
}

function createQuotas(settings: ServerSettings): { sockets: Quota; subscriptions: Quota } {
  const { maxSockets, maxSocketsPerClient, maxSubscriptions, maxSubscriptionsPerClient } = settings;
  return {
    sockets: new Quota({ what: 'WebSockets and event streams', inAll: maxSockets, perClient: maxSocketsPerClient }),
    subscriptions: new Quota({ what: 'subscriptions', inAll: maxSubscriptions, perClient: maxSubscriptionsPerClient }),
  };
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
