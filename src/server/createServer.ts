import type { Socket } from 'node:net';
import fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import type { Logger } from '../lib/logger';
import type { ChangeFeed } from '../live/changeFeed';
import type { ReadStatistics } from '../read/reader';
import { createApolloServer } from './apolloServer';
import { allowCrossOrigin, originCheck } from './crossOrigin';
import { createErrorDoor } from './errorDoor';
import { addGraphqlRoute, GRAPHQL_PATH, type GraphqlParts } from './graphqlRoute';
import { addHealthRoute } from './health';
import { answerClientError, answerTo, shapeHttpErrors } from './httpErrors';
import { addMetricsRoute } from './metrics';
import { createSubscriber } from './subscriber';
import { serveWebSockets } from './webSocket';

/** Bytes that the body of a request may have: a query and its variables. */
export const BODY_LIMIT = 2 * 1024 * 1024;

/** Milliseconds that a client may take to send one request. */
const REQUEST_TIMEOUT_MS = 60_000;

/** What a server asks of the feed of changes. */
export type ServedFeed = Pick<ChangeFeed, 'subscribe' | 'size' | 'close'>;

/** What a server is made of. */
export interface ServerParts extends GraphqlParts {
  readonly schema: GraphQLSchema;
  /** Live changes; the server closes it when it is closed. */
  readonly feed: ServedFeed;
  /** What /metrics tells of the read path. */
  readonly statistics: () => ReadStatistics;
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
