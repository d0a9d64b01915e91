import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';

/** Takes over a connection that asks for a WebSocket; `head` is what the client has sent already after its request. */
export type TakeOver = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

/** Headers that ask for another protocol. */
const UPGRADE_HEADERS = new Set(['connection', 'upgrade', 'http2-settings']);

/**
 * Hands requests for a WebSocket to whoever takes them over. A server with a listener for upgrades gets every request that
 * offers one, also those of HTTP clients that would like HTTP/2 (`Upgrade: h2c`, as Java's does): these are answered
 * as if they had not offered it (RFC 9110, section 7.8).
 */
export function onWebSocketUpgrade(server: Server, takeOver: TakeOver): void {
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    // Without a listener, a connection that breaks here would end the process.
    socket.on('error', () => socket.destroy());
    if (request.headers.upgrade?.toLowerCase() === 'websocket') {
      takeOver(request, socket, head);
      return;
    }
    socket.unshift(Buffer.concat([Buffer.from(plainHead(request), 'latin1'), head]));
    server.emit('connection', socket);
  });
}

/** The head of a request without what asks for another protocol. */
function plainHead({ method = '', url = '', httpVersion, rawHeaders }: IncomingMessage): string {
  const lines = [`${method} ${url} HTTP/${httpVersion}`];
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] ?? '';
    if (!UPGRADE_HEADERS.has(name.toLowerCase())) lines.push(`${name}: ${rawHeaders[at + 1] ?? ''}`);
  }
  return `${lines.join('\r\n')}\r\n\r\n`;
}
