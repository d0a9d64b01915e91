import type { FastifyReply } from 'fastify';
import { Departure } from '../lib/departure';
import type { Asker } from '../read/asker';
import type { Context } from '../resolvers/context';
import type { RequestCondition } from './requestCondition';
import type { KnownRead } from './repeatedReads';

/** What plugins know about one request, beyond what resolvers do. */
export interface RequestContext extends Context, Asker {
  readonly departure: Departure;
  /** How the operation is answered as text. */
  readonly delivery: TextDelivery;
  /** Of a GET request. */
  readonly condition?: RequestCondition | undefined;
}

/** What the text delivery and {@link RepeatedReads} tell each other of one request. */
export interface TextDelivery {
  /** The answer that is already being read, as `readOperation` gives it. */
  begun?: Promise<string | null>;
  /** The operation, once it was answered as text. */
  answered?: KnownRead;
}

/**
 * Tells when the connection closes before the whole answer was sent.
 *
 * It listens to the answer and not to the request: a request is closed as soon as its body was read.
 */
export function departureOf(reply: FastifyReply): Departure {
  const departure = new Departure();
  reply.raw.on('close', () => {
    if (!reply.raw.writableFinished) departure.happen();
  });
  return departure;
}
