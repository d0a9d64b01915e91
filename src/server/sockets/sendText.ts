import { WebSocket } from 'ws';
import type { Outbox } from './outbox';

/** Bytes from which a message goes out in several frames, so that what many are sent is not copied for each of them. */
const LARGE = 8 * 1024;

/** Sends a message, of text in parts. Resolves once it has left, or never will. */
export function sendText(socket: WebSocket, outbox: Outbox, parts: readonly Buffer[]): Promise<void> {
  return new Promise((resolve) => {
    const bytes = parts.reduce((sum, { length }) => sum + length, 0);
    const left = outbox.sending(bytes);
    const done = (): void => {
      left();
      resolve();
    };
    if (socket.readyState !== WebSocket.OPEN) done();
    else if (bytes < LARGE) socket.send(Buffer.concat(parts), { binary: false }, done);
    else {
      // Frames that are sent in one go are one message: nothing can come between them.
      const last = parts.length - 1;
      parts.forEach((part, at) => {
        socket.send(part, { binary: false, fin: at === last }, at === last ? done : undefined);
      });
    }
  });
}
