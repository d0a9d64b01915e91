import { type IncomingMessage, request } from 'node:http';
import type { HttpDelivery } from './attack';
import type { Address } from './deliver';
import { codesOf, excerptOf, type Outcome } from './outcome';

const LISTENS_MS = 300;

/** Sends one request over a connection of its own. A stream of events is listened to for a while and left. */
export function deliverByHttp(
  { host, port }: Address,
  { method, path, headers, body, reads = true, listens = LISTENS_MS }: HttpDelivery,
  milliseconds: number,
): Promise<Outcome> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let response: IncomingMessage | undefined;
    const timers: NodeJS.Timeout[] = [];
    const length = body === undefined || 'content-length' in headers || 'transfer-encoding' in headers;
    const all = length ? headers : { 'content-length': String(Buffer.byteLength(body)), ...headers };
    const outgoing = request({ host, port, method, path, headers: all, agent: false });
    const finish = (isEnded: boolean): void => {
      timers.forEach(clearTimeout);
      outgoing.destroy();
      const bytes = Buffer.concat(chunks);
      const text = bytes.toString();
      const codes = codesOf(text);
      resolve({ status: response?.statusCode, codes, isEnded, bytes: bytes.length, excerpt: excerptOf(text) });
    };
    const leaveAfter = (time: number): void => {
      timers.push(setTimeout(finish, time, false));
    };
    leaveAfter(milliseconds);
    outgoing.on('error', () => {
      finish(true);
    });
    outgoing.on('response', (incoming) => {
      if (outgoing.destroyed) return;
      response = incoming;
      if (incoming.headers['content-type']?.startsWith('text/event-stream')) leaveAfter(listens);
      if (!reads) return;
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('error', () => {
        finish(true);
      });
      incoming.on('end', () => {
        finish(true);
      });
    });
    outgoing.end(body);
  });
}
