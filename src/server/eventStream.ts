import type { ServerResponse } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FormattedExecutionResult } from 'graphql';
import { z } from 'zod';
import { ErrorCode, RequestError } from '../lib/errors';
import { authorizationHeader } from './authorizationHeader';
import { type ErrorDoor, formatResult, formatThrown } from './errorDoor';
import type { Results, Subscriber } from './subscriber';
import type { SubscriptionRequest } from './subscriptionDocument';

/** Milliseconds between two comments, by which proxies see that the stream is in use. */
const COMMENT_MS = 12_000;

/** Milliseconds that a client which is cut off gets to take what says so. */
const CLOSE_MS = 3_000;

const COMMENT = ':\n\n';
const COMPLETE = 'event: complete\ndata:\n\n';

const HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store',
  // When the server stops, nothing waits for a connection that was kept.
  connection: 'close',
  // nginx would gather events until it has a buffer full.
  'x-accel-buffering': 'no',
};

const requestForm = z.object({
  query: z.string(),
  variables: z.record(z.string(), z.unknown()).nullish(),
  operationName: z.string().nullish(),
});

/** Whether a request wants its answer as a stream of events: it names them and no form of JSON. */
export function wantsEvents({ method, headers }: FastifyRequest): boolean {
  const accept = headers.accept ?? '';
  return method === 'POST' && accept.includes('text/event-stream') && !accept.includes('json');
}

/** What serves subscriptions as events. */
export interface EventParts {
  readonly subscriber: Subscriber;
  readonly door: ErrorDoor;
}

/**
 * Serves one subscription as server-sent events (GraphQL over SSE, distinct connections mode): an event `next` for each
 * answer, `complete` at the end.
 *
 * @throws RequestError BAD_USER_INPUT where the body is no request; what is wrong with the subscription is told in the stream
 */
export async function serveEvents(
  request: FastifyRequest,
  reply: FastifyReply,
  { subscriber, door }: EventParts,
): Promise<void> {
  const asked = requestIn(request.body);
  const { raw } = reply;
  const begun = await subscriber(asked, {
    authorization: authorizationHeader(request.raw),
    onSlow: (error) => {
      raw.end(next({ errors: [formatThrown(door, error)] }) + COMPLETE);
      setTimeout(() => raw.destroy(), CLOSE_MS).unref();
    },
  });
  reply.hijack();
  for (const [name, value] of Object.entries({ ...reply.getHeaders(), ...HEADERS })) {
    if (value !== undefined) raw.setHeader(name, value);
  }
  raw.on('error', () => raw.destroy());
  if ('results' in begun) await stream(raw, begun.results, door);
  else raw.write(next(formatResult(door, { errors: begun })));
  if (!raw.writableEnded) raw.end(COMPLETE);
}

/** Writes each answer once the one before has left, until there are no more or the client goes. */
async function stream(raw: ServerResponse, results: Results, door: ErrorDoor): Promise<void> {
  const leave = (): void => void results.return?.();
  raw.once('close', leave);
  if (raw.destroyed) leave();
  const comments = setInterval(() => {
    if (!raw.writableNeedDrain && !raw.writableEnded) raw.write(COMMENT);
  }, COMMENT_MS);
  // The first one brings the headers out, and says that the subscription has begun.
  raw.write(COMMENT);
  try {
    for await (const result of results) await written(raw, next(formatResult(door, result)));
  } catch (error) {
    await written(raw, next({ errors: [formatThrown(door, error)] }));
  } finally {
    clearInterval(comments);
    raw.off('close', leave);
  }
}

function next(result: FormattedExecutionResult): string {
  return `event: next\ndata: ${JSON.stringify(result)}\n\n`;
}

/** Resolves once a text has left, or never will. */
function written(raw: ServerResponse, text: string): Promise<void> {
  return new Promise((resolve) => {
    // Who was cut off gets no more.
    if (raw.writableEnded) resolve();
    else raw.write(text, () => resolve());
  });
}

function requestIn(body: unknown): SubscriptionRequest {
  const parsed = requestForm.safeParse(body);
  if (parsed.success) return parsed.data;
  const field = parsed.error.issues[0]?.path.join('.');
  const message =
    'The body must be a JSON object with the text "query", and may have the object "variables" and the text "operationName".';
  throw new RequestError(ErrorCode.BAD_USER_INPUT, message, field === '' ? {} : { field });
}
