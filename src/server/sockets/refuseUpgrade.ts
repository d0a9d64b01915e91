import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { RequestError } from '../../lib/errors';
import { CODE_STATUS, headersOf } from '../codeStatus';

/** Why a request may not open a WebSocket: an HTTP status that says all, or an error. */
export type UpgradeRefusal = { readonly status: number } | { readonly error: unknown };

/** Answers a request for a WebSocket as HTTP, and ends its connection. */
export function refuseUpgrade(socket: Duplex, refusal: UpgradeRefusal): void {
  const error = 'error' in refusal && refusal.error instanceof RequestError ? refusal.error : undefined;
  const code = error?.code ?? '';
  const status = ('status' in refusal ? refusal.status : CODE_STATUS[code]) ?? 500;
  const body = error ? JSON.stringify({ errors: [{ message: error.message, extensions: error.extensions }] }) : '';
  const headers = headersOf(status, error ? [error] : []).map(([name, value]) => `${name}: ${value}`);
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    'connection: close',
    'content-type: application/json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    ...headers,
  ];
  socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
}
