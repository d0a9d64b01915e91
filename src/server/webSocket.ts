import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import {
  CloseCode,
  type Context,
  handleProtocols,
  makeServer,
  MessageType,
  type Server as ProtocolServer,
} from 'graphql-ws';
import { WebSocket, WebSocketServer } from 'ws';
import type { Authenticate } from '../access/authenticator';
import { ErrorCode, RequestError } from '../lib/errors';
import type { Logger } from '../lib/logger';
import { authorizationHeader } from './authorizationHeader';
import { isError } from './errorChain';
import { type ErrorDoor, formatResult, formatThrown } from './errorDoor';
import type { Begun, Subscriber } from './subscriber';
import { onWebSocketUpgrade } from './upgrade';

/** Milliseconds that a client may take from opening the socket to saying who it is. */
const INIT_MS = 10_000;

/** Milliseconds between two pings. A client that has not answered by the next one is gone. */
const PING_MS = 25_000;

/** Milliseconds that a client which is cut off or told to go gets to close the socket itself. */
const CLOSE_MS = 3_000;

/** Subscriptions that one socket may have at once. */
const MOST_SUBSCRIPTIONS = 20;

/** Close codes beside those of the protocol: RFC 6455 and its registry. */
const GOING_AWAY = 1001;
const TRY_AGAIN_LATER = 1013;

/** What WebSockets are served from. */
export interface WebSocketParts {
  readonly path: string;
  /** Bytes that a message may have. */
  readonly messageLimit: number;
  readonly subscriber: Subscriber;
  readonly authenticate: Authenticate;
  /** Whether the pages of an origin may open a socket. */
  readonly allows: (origin: string) => boolean;
  readonly door: ErrorDoor;
  readonly log: Logger;
}

type Protocol = ProtocolServer<Extra>;

interface Extra {
  readonly socket: WebSocket;
  readonly request: IncomingMessage;
}
type SocketContext = Context<Record<string, unknown> | undefined, Extra>;

/**
 * Serves subscriptions over WebSockets, by the protocol graphql-transport-ws.
 *
 * @returns ends all sockets with 1001, and takes no more
 */
export function serveWebSockets(server: Server, parts: WebSocketParts): () => Promise<void> {
  const { messageLimit: maxPayload, log } = parts;
  const sockets = new WebSocketServer({ noServer: true, maxPayload, handleProtocols, clientTracking: true });
  const protocol = createProtocol(parts);
  let isClosing = false;
  onWebSocketUpgrade(server, (request, socket, head) => {
    const refusal = isClosing ? '503 Service Unavailable' : refusalOf(request, parts);
    if (refusal !== undefined) refuse(socket, refusal);
    else {
      sockets.handleUpgrade(request, socket, head, (webSocket) => {
        serve(webSocket, request, protocol, log);
      });
    }
  });
  const stopPings = pingAll(sockets.clients);
  return async () => {
    isClosing = true;
    stopPings();
    // What was completed just now is still on its way out.
    await setImmediate();
    await Promise.all([...sockets.clients].map((socket) => close(socket, GOING_AWAY, 'The server stops.')));
  };
}

/** Why a request may not open a socket, as an HTTP status; undefined where it may. */
function refusalOf({ url = '', headers }: IncomingMessage, { path, allows }: WebSocketParts): string | undefined {
  if (url.split('?', 1)[0] !== path) return '404 Not Found';
  // Browsers hold no page back from opening a socket to anywhere: that is for the server to do (RFC 6455, section 10.2).
  const { origin, host } = headers;
  const isAllowed = origin === undefined || allows(origin) || origin.replace(/^https?:\/\//, '') === host;
  return isAllowed ? undefined : '403 Forbidden';
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}

/** The protocol, which knows messages and no sockets. */
function createProtocol(parts: WebSocketParts): Protocol {
  const { subscriber, door } = parts;
  return makeServer<SocketContext['connectionParams'], Extra>({
    connectionInitWaitTimeout: INIT_MS,
    onConnect: (context) => admits(context, parts),
    onSubscribe: async ({ subscriptions, extra, connectionParams }, id, payload) => {
      try {
        if (Object.keys(subscriptions).length > MOST_SUBSCRIPTIONS) {
          const message = `One socket may have ${MOST_SUBSCRIPTIONS} subscriptions at once. Complete one first.`;
          return [new RequestError(ErrorCode.BAD_USER_INPUT, message)];
        }
        return await subscriber(payload, {
          authorization: authorizationOf(extra.request, connectionParams),
          onSlow: (error) => {
            cutOff(extra.socket, id, formatThrown(door, error));
          },
        });
      } catch (error) {
        return [error instanceof GraphQLError ? error : new GraphQLError('', { originalError: asError(error) })];
      }
    },
    // It has begun in onSubscribe, where what is wrong with it becomes a message of the type error.
    subscribe: (begun) => (begun as Begun).results,
    onNext: (_context, _id, _payload, _args, result) => formatResult(door, result),
    onError: (_context, _id, _payload, errors) => errors.map((error) => formatThrown(door, error)),
  });
}

/** Lets a client in, or closes the socket with the reason: 4401 for a token that is not valid, 1013 where that cannot be told. */
async function admits(
  { extra, connectionParams }: SocketContext,
  { authenticate, door }: WebSocketParts,
): Promise<boolean> {
  try {
    await authenticate(authorizationOf(extra.request, connectionParams));
    return true;
  } catch (error) {
    const { message, extensions } = formatThrown(door, error);
    const isRefused = extensions?.code === ErrorCode.UNAUTHENTICATED;
    extra.socket.close(isRefused ? CloseCode.Unauthorized : TRY_AGAIN_LATER, `${String(extensions?.code)}: ${message}`);
    return false;
  }
}

/**
 * What a client shows: `authorization` of the payload of connection_init, in any case as headers are, or else the header of
 * the request. What is there and is no text is no token either, and must not pass for nothing.
 */
function authorizationOf(request: IncomingMessage, params: SocketContext['connectionParams']): string | undefined {
  const given = Object.entries(params ?? {}).filter(([name]) => name.toLowerCase() === 'authorization');
  if (given.length === 0) return authorizationHeader(request);
  return given.map(([, value]) => (typeof value === 'string' ? value : '')).join(', ');
}

/** Serves one socket from its opening to its end. */
function serve(socket: WebSocket, request: IncomingMessage, protocol: Protocol, log: Logger): void {
  // Such as a message that is too large; ws closes the socket by itself, with the code that says so.
  socket.on('error', (error) => {
    log.debug({ err: error }, 'A WebSocket failed.');
  });
  const closed = protocol.opened(
    {
      protocol: socket.protocol,
      // Resolves once the message has left, so that no more is made than the client takes.
      send: (data) =>
        new Promise((resolve) => {
          if (socket.readyState === WebSocket.OPEN) socket.send(data, () => resolve());
          else resolve();
        }),
      close: (code, reason) => {
        socket.close(code, reason);
      },
      onMessage: (handle) => {
        socket.on('message', (data: Buffer) => {
          handle(data.toString()).catch((error: unknown) => {
            // A message of a type that only servers send.
            log.debug({ err: error }, 'A message over a WebSocket was refused.');
            socket.close(CloseCode.BadRequest, 'Invalid message received');
          });
        });
      },
    },
    { socket, request },
  );
  socket.once('close', (code, reason) => void closed(code, reason.toString()));
}

/** Tells a subscription that it has ended, if it takes that, and closes its socket. */
function cutOff(socket: WebSocket, id: string, error: GraphQLFormattedError): void {
  if (socket.readyState !== WebSocket.OPEN) return;
  socket.send(JSON.stringify({ id, type: MessageType.Error, payload: [error] }));
  void close(socket, CloseCode.ConnectionInitialisationTimeout, String(error.extensions?.code));
}

/** Closes a socket, by force where the client does not close its side. */
function close(socket: WebSocket, code: number, reason: string): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      socket.terminate();
    }, CLOSE_MS);
    socket.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
    socket.close(code, reason);
  });
}

/** Pings all sockets now and then, so that proxies keep them open, and ends those whose client is gone. */
function pingAll(sockets: ReadonlySet<WebSocket>): () => void {
  let unanswered = new Set<WebSocket>();
  const timer = setInterval(() => {
    for (const socket of unanswered) socket.terminate();
    unanswered = new Set([...sockets].filter(({ readyState }) => readyState === WebSocket.OPEN));
    for (const socket of unanswered) {
      socket.once('pong', () => unanswered.delete(socket));
      socket.ping();
    }
  }, PING_MS);
  return () => {
    clearInterval(timer);
  };
}

function asError(thrown: unknown): Error {
  return isError(thrown) ? thrown : new Error(String(thrown));
}
