import type { IncomingMessage, Server } from 'node:http';
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
import { ANONYMOUS } from '../lib/actor';
import { ErrorCode, RequestError } from '../lib/errors';
import type { Logger } from '../lib/logger';
import { authorizationHeader } from './authorizationHeader';
import { clientOf } from './clientOf';
import { isError } from './errorChain';
import { type ErrorDoor, formatThrown } from './errorDoor';
import type { Lease, Quota } from './limits/quota';
import { AnswerDelivery } from './sockets/answerDelivery';
import { Inbox } from './sockets/inbox';
import { Outbox, type OutgoingBytes } from './sockets/outbox';
import { refuseUpgrade, type UpgradeRefusal } from './sockets/refuseUpgrade';
import { sendText } from './sockets/sendText';
import type { Begun, Subscriber } from './subscriber';
import type { TrustedDocuments } from './trustedDocuments';
import { onWebSocketUpgrade } from './upgrade';

/** Milliseconds that a client may take from opening the socket to saying who it is. */
const INIT_MS = 10_000;

/** Milliseconds between two pings. A client that has not answered by the next one is gone. */
const PING_MS = 25_000;

/** Milliseconds that a client which is cut off or told to go gets to close the socket itself. */
const CLOSE_MS = 3_000;

/** Bytes that a message may have: a document and its variables. */
const MESSAGE_LIMIT = 256 * 1024;

/** Frames that a message may come in. */
const MOST_FRAGMENTS = 1_024;

/** Subscriptions that one socket may have at once. */
const MOST_SUBSCRIPTIONS = 20;

/** Close codes beside those of the protocol: RFC 6455 and its registry. */
const GOING_AWAY = 1001;
const TRY_AGAIN_LATER = 1013;

/** What WebSockets are served from. */
export interface WebSocketParts {
  readonly path: string;
  readonly subscriber: Subscriber;
  readonly trusted: TrustedDocuments;
  /** Counts the sockets that are open. */
  readonly sockets: Quota;
  readonly outgoing: OutgoingBytes;
  /** Where a client is. */
  readonly addressOf: (request: IncomingMessage) => string;
  /** Throws RequestError where a request names a host that is not served. */
  readonly checkHost: (request: IncomingMessage) => void;
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
  readonly address: string;
  readonly lease: Lease;
  readonly outbox: Outbox;
}
interface Delivering extends Begun {
  readonly delivery: AnswerDelivery;
}
type SocketContext = Context<Record<string, unknown> | undefined, Extra>;

/**
 * Serves subscriptions over WebSockets, by the protocol graphql-transport-ws.
 *
 * @returns ends all sockets with 1001, and takes no more
 */
export function serveWebSockets(server: Server, parts: WebSocketParts): () => Promise<void> {
  const webSockets = new WebSocketServer({
    noServer: true,
    maxPayload: MESSAGE_LIMIT,
    maxFragments: MOST_FRAGMENTS,
    handleProtocols,
    clientTracking: true,
  });
  const protocol = createProtocol(parts);
  let isClosing = false;
  onWebSocketUpgrade(server, (request, socket, head) => {
    const entry = isClosing ? { status: 503 } : entryOf(request, parts);
    if (!('lease' in entry)) {
      refuseUpgrade(socket, entry);
      return;
    }
    const { address, lease } = entry;
    socket.once('close', () => {
      lease.release();
    });
    webSockets.handleUpgrade(request, socket, head, (webSocket) => {
      const outbox = new Outbox(parts.outgoing, clientOf(address, ANONYMOUS), () => {
        webSocket.terminate();
      });
      serve({ socket: webSocket, request, address, lease, outbox }, protocol, parts.log);
    });
  });
  const stopPings = pingAll(webSockets.clients);
  return async () => {
    isClosing = true;
    stopPings();
    // What was completed just now is still on its way out.
    await setImmediate();
    await Promise.all([...webSockets.clients].map((socket) => close(socket, GOING_AWAY, 'The server stops.')));
  };
}

/** Counts a request for a socket under its address, as long as it is not known who it is; or why it may open none. */
function entryOf(request: IncomingMessage, parts: WebSocketParts): Pick<Extra, 'address' | 'lease'> | UpgradeRefusal {
  const { path, allows, checkHost, addressOf, sockets } = parts;
  try {
    checkHost(request);
  } catch (error) {
    return { error };
  }
  const { url = '', headers } = request;
  if (url.split('?', 1)[0] !== path) return { status: 404 };
  // Browsers hold no page back from opening a socket to anywhere: that is for the server to do (RFC 6455, section 10.2).
  const { origin, host } = headers;
  const isAllowed = origin === undefined || allows(origin) || origin.replace(/^https?:\/\//, '') === host;
  if (!isAllowed) return { status: 403 };
  const address = addressOf(request);
  try {
    return { address, lease: sockets.take(clientOf(address, ANONYMOUS)) };
  } catch (error) {
    return { error };
  }
}

/** The protocol, which knows messages and no sockets. */
function createProtocol(parts: WebSocketParts): Protocol {
  const { subscriber, trusted, door } = parts;
  return makeServer<SocketContext['connectionParams'], Extra>({
    connectionInitWaitTimeout: INIT_MS,
    onConnect: (context) => admits(context, parts),
    onSubscribe: async ({ subscriptions, extra, connectionParams }, id, payload) => {
      try {
        if (Object.keys(subscriptions).length > MOST_SUBSCRIPTIONS) {
          const message = `One socket may have ${MOST_SUBSCRIPTIONS} subscriptions at once. Complete one first.`;
          return [new RequestError(ErrorCode.BAD_USER_INPUT, message)];
        }
        // What the protocol has as a text is one in what comes of it, too.
        const begun = await subscriber(trusted.resolve(payload) as typeof payload, {
          authorization: authorizationOf(extra.request, connectionParams),
          address: extra.address,
          onSlow: (error) => {
            cutOff(extra.socket, id, formatThrown(door, error));
          },
        });
        if (!('answers' in begun)) return begun;
        const delivery = new AnswerDelivery(id, begun.answers, (parts) => sendText(extra.socket, extra.outbox, parts));
        return { ...begun, delivery } satisfies Delivering;
      } catch (error) {
        return [error instanceof GraphQLError ? error : new GraphQLError('', { originalError: asError(error) })];
      }
    },
    // It has begun in onSubscribe, where what is wrong with it becomes a message of the type error.
    subscribe: (begun) => (begun as Delivering).delivery,
    onError: (_context, _id, _payload, errors) => errors.map((error) => formatThrown(door, error)),
  });
}

/** Lets a client in, or closes the socket with the reason: 4401 for a token that is not valid, 1013 where that cannot be told
 * or they have too many sockets. */
async function admits(
  { extra, connectionParams }: SocketContext,
  { authenticate, door }: WebSocketParts,
): Promise<boolean> {
  try {
    const actor = await authenticate(authorizationOf(extra.request, connectionParams));
    extra.lease.moveTo(clientOf(extra.address, actor));
    return true;
  } catch (error) {
    const { message, extensions } = formatThrown(door, error);
    const isRefused = extensions?.code === ErrorCode.UNAUTHENTICATED;
    void close(
      extra.socket,
      isRefused ? CloseCode.Unauthorized : TRY_AGAIN_LATER,
      `${String(extensions?.code)}: ${message}`,
    );
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
function serve(extra: Extra, protocol: Protocol, log: Logger): void {
  const { socket, outbox } = extra;
  // Such as a message that is too large; ws closes the socket by itself, with the code that says so.
  socket.on('error', (error) => {
    log.debug({ err: error }, 'A WebSocket failed.');
  });
  const closed = protocol.opened(
    {
      protocol: socket.protocol,
      // Resolves once the message has left, so that no more is made than the client takes.
      send: (data) => sendText(socket, outbox, [Buffer.from(data)]),
      close: (code = CloseCode.InternalServerError, reason = '') => void close(socket, code, reason),
      onMessage: (handle) => {
        const handled = (text: string): Promise<void> =>
          handle(text).catch((error: unknown) => {
            // A message of a type that only servers send.
            log.debug({ err: error }, 'A message over a WebSocket was refused.');
            void close(socket, CloseCode.BadRequest, 'Invalid message received');
          });
        const inbox = new Inbox(socket, handled, () => outbox.isTaken);
        outbox.onTaken = () => {
          inbox.goOn();
        };
      },
    },
    extra,
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
    if (socket.readyState === WebSocket.CLOSED) {
      resolve();
      return;
    }
    const timer = setTimeout(() => {
      socket.terminate();
    }, CLOSE_MS);
    socket.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
    // What was held back is thrown away, and the client's own closing is read.
    socket.resume();
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
