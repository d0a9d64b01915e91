import type { ServerResponse } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ErrorCode, RequestError } from '../lib/errors';
import { type Actor, ANONYMOUS } from '../lib/actor';
import { authorizationHeader } from './authorizationHeader';
import { clientOf } from './clientOf';
import { type ErrorDoor, formatResult, formatThrown } from './errorDoor';
import type { Quota } from './limits/quota';
import { parametersOf } from './requestParameters';
import { Outbox, type OutgoingBytes } from './sockets/outbox';
import type { Answers, Subscriber } from './subscriber';
import type { SubscriptionRequest } from './subscriptionDocument';
import type { TrustedDocuments } from './trustedDocuments';

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

/** Whether a request wants its answer as a stream of events, as EventSource does by GET: it names them and no form of JSON. */
export function wantsEvents({ method, headers }: FastifyRequest): boolean {
  const accept = headers.accept ?? '';
  return (method === 'POST' || method === 'GET') && accept.includes('text/event-stream') && !accept.includes('json');
}

/** What serves subscriptions as events. */
export interface EventParts {
  readonly subscriber: Subscriber;
  readonly trusted: TrustedDocuments;
  /** Counts the streams that are open. */
  readonly sockets: Quota;
  readonly outgoing: OutgoingBytes;
  readonly door: ErrorDoor;
}

/**
 * Serves one subscription as server-sent events (GraphQL over SSE, distinct connections mode): an event `next` for each
 * answer, `complete` at the end.
 *
 * @param actor who asks
 * @throws RequestError BAD_USER_INPUT where the body is no request, RATE_LIMITED or OVERLOADED where there are too many
 *   streams; what is wrong with the subscription is told in the stream
 */
export async function serveEvents(
  request: FastifyRequest,
  reply: FastifyReply,
  actor: Actor,
  { subscriber, trusted, sockets, outgoing, door }: EventParts,
): Promise<void> {
  const asked = requestIn(trusted.resolve(parametersOf(request)));
  const { raw } = reply;
  const lease = sockets.take(clientOf(request.ip, actor));
  raw.once('close', () => {
    lease.release();
  });
  const outbox = new Outbox(outgoing, clientOf(request.ip, ANONYMOUS), () => raw.destroy());
  const begun = await subscriber(asked, {
    authorization: authorizationHeader(request.raw),
    address: request.ip,
    onSlow: (error) => {
      raw.end(Buffer.concat([BEFORE, asJson({ errors: [formatThrown(door, error)] }), AFTER, Buffer.from(COMPLETE)]));
      setTimeout(() => raw.destroy(), CLOSE_MS).unref();
    },
  });
  reply.hijack();
  for (const [name, value] of Object.entries({ ...reply.getHeaders(), ...HEADERS })) {
    if (value !== undefined) raw.setHeader(name, value);
  }
  raw.on('error', () => raw.destroy());
  if ('answers' in begun) await stream(raw, outbox, begun.answers, door);
  else await written(raw, outbox, asJson(formatResult(door, { errors: begun })));
  if (!raw.writableEnded) raw.end(COMPLETE);
}

/** Writes each answer once the one before has left, until there are no more or the client goes. */
async function stream(raw: ServerResponse, outbox: Outbox, answers: Answers, door: ErrorDoor): Promise<void> {
  const leave = (): void => void answers.return?.();
  raw.once('close', leave);
  if (raw.destroyed) leave();
  const comments = setInterval(() => {
    if (!raw.writableNeedDrain && !raw.writableEnded) raw.write(COMMENT);
  }, COMMENT_MS);
  // The first one brings the headers out, and says that the subscription has begun.
  raw.write(COMMENT);
  try {
    for await (const { json } of answers) await written(raw, outbox, json);
  } catch (error) {
    await written(raw, outbox, asJson({ errors: [formatThrown(door, error)] }));
  } finally {
    clearInterval(comments);
    raw.off('close', leave);
  }
}

const BEFORE = Buffer.from('event: next\ndata: ');
const AFTER = Buffer.from('\n\n');

function asJson(answer: unknown): Buffer {
  return Buffer.from(JSON.stringify(answer));
}

/** Resolves once an event with an answer has left, or never will. */
function written(raw: ServerResponse, outbox: Outbox, json: Buffer): Promise<void> {
  return new Promise((resolve) => {
    // Who was cut off gets no more.
    if (raw.writableEnded || raw.destroyed) {
      resolve();
      return;
    }
    const sent = outbox.sending(json.length);
    raw.cork();
    raw.write(BEFORE);
    raw.write(json);
    raw.write(AFTER, () => {
      sent();
      resolve();
    });
    raw.uncork();
  });
}

function requestIn(parameters: unknown): SubscriptionRequest {
  const parsed = requestForm.safeParse(parameters);
  if (parsed.success) return parsed.data;
  const field = parsed.error.issues[0]?.path.join('.');
  const message =
    'The body must be a JSON object with the text "query", and may have the object "variables" and the text "operationName"; a GET has the same in its address.';
  throw new RequestError(ErrorCode.BAD_USER_INPUT, message, field === '' ? {} : { field });
}
