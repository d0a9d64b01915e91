import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { finished } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { GraphQLFormattedError } from 'graphql';
import { ErrorCode, RequestError } from '../lib/errors';
import { CODE_STATUS, headersOf } from './codeStatus';
import { type ErrorDoor, formatThrown } from './errorDoor';
import { jsonTypeFor } from './jsonTypeFor';

/** Milliseconds for which a client may go on sending a body that is refused, before its connection is cut. */
const DRAIN_MS = 5000;

const NOT_GZIP = 'The body is not gzip, or not whole, though the header "content-encoding" says so.';

/** What is wrong, and what would be right, where Fastify refuses a request before GraphQL sees it. */
const MESSAGES: Record<string, (bodyLimit: number) => string> = {
  FST_ERR_CTP_BODY_TOO_LARGE: (limit) => `The body is too large; at most ${limit} bytes are taken.`,
  FST_ERR_CTP_INVALID_MEDIA_TYPE: () => 'The body must be JSON, with the header "content-type: application/json".',
  FST_ERR_CTP_EMPTY_JSON_BODY: () => 'The body is empty; it must be a JSON object with the property "query".',
  FST_ERR_CTP_INVALID_JSON_BODY: () =>
    'The body is not valid JSON, or has a key "__proto__"; it must be a JSON object with the property "query".',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: () => 'The body has another length than the header "content-length" says.',
  Z_DATA_ERROR: () => NOT_GZIP,
  Z_BUF_ERROR: () => NOT_GZIP,
  FST_ERR_BAD_URL: () => 'The address is malformed: "%" must be followed by two hexadecimal digits of UTF-8.',
};

/** The body of every answer that holds no more than errors, whatever the route. */
export interface ErrorBody {
  errors: GraphQLFormattedError[];
}

/**
 * Gives every error of HTTP the shape of a GraphQL answer: `{ errors: [{ message, extensions: { code } }] }`.
 *
 * @param app the server
 * @param door what faults that are none of the client's go through
 * @param bodyLimit bytes that a body may have, for the message
 */
export function shapeHttpErrors(app: FastifyInstance, door: ErrorDoor, bodyLimit: number): void {
  app.setErrorHandler(async (error, request, reply) => {
    const { status, body } = answerTo(error, door, bodyLimit);
    // Were the connection closed while the client still sends, it would be reset and the answer lost.
    if (status === 413) await drain(request);
    for (const [name, value] of headersOf(status, body.errors)) void reply.header(name, value);
    return reply.code(status).type(jsonTypeFor(request.raw)).send(JSON.stringify(body));
  });
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?', 1)[0] ?? '';
    const message = `There is nothing at ${request.method} ${path}. GraphQL is at /graphql.`;
    const body = bodyOf(new RequestError(ErrorCode.NOT_FOUND, message), door);
    return reply.code(404).type(jsonTypeFor(request.raw)).send(JSON.stringify(body));
  });
}

/**
 * Answers an error that was thrown while a request was handled.
 *
 * @returns the HTTP status and the body
 */
export function answerTo(thrown: unknown, door: ErrorDoor, bodyLimit: number): { status: number; body: ErrorBody } {
  if (thrown instanceof RequestError) return answerWith(400, bodyOf(thrown, door));
  const { code, status } = faultOf(thrown);
  const message = MESSAGES[code]?.(bodyLimit) ?? (status < 500 && thrown instanceof Error ? thrown.message : undefined);
  if (message === undefined) return answerWith(500, bodyOf(thrown, door));
  return { status, body: bodyOf(new RequestError(ErrorCode.BAD_USER_INPUT, message), door) };
}

/** An answer with the status of its error's code, or the usual one. */
function answerWith(usual: number, body: ErrorBody): { status: number; body: ErrorBody } {
  return { status: CODE_STATUS[String(body.errors[0]?.extensions?.code)] ?? usual, body };
}

/**
 * Answers what is no HTTP at all, or comes too slowly or with too many headers: there is no request yet, only a socket.
 */
export function answerClientError(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const status = { ERR_HTTP_REQUEST_TIMEOUT: 408, HPE_HEADER_OVERFLOW: 431 }[error.code ?? ''] ?? 400;
  const reason = STATUS_CODES[status] ?? '';
  const body = JSON.stringify({
    errors: [{ message: `${reason}.`, extensions: { code: ErrorCode.BAD_USER_INPUT } }],
  } satisfies ErrorBody);
  socket.end(
    `HTTP/1.1 ${status} ${reason}\r\nconnection: close\r\ncontent-type: application/json; charset=utf-8\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}

/** The error's code, and the HTTP status that Fastify means by it; 500 where it means none. */
function faultOf(thrown: unknown): { code: string; status: number } {
  if (typeof thrown !== 'object' || thrown === null) return { code: '', status: 500 };
  const code = 'code' in thrown ? String(thrown.code) : '';
  return { code, status: 'statusCode' in thrown && typeof thrown.statusCode === 'number' ? thrown.statusCode : 500 };
}

function bodyOf(thrown: unknown, door: ErrorDoor): ErrorBody {
  const { message, extensions } = formatThrown(door, thrown);
  return { errors: [{ message, extensions }] };
}

/** Reads on and throws away until the client has sent everything, or has had its time. */
function drain(request: FastifyRequest): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, DRAIN_MS);
    finished(request.raw, { writable: false }, () => {
      clearTimeout(timer);
      resolve();
    });
    request.raw.resume();
  });
}
