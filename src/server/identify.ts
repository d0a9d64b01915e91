import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Authenticate } from '../access/authenticator';
import { type Actor, ANONYMOUS } from '../lib/actor';
import { authorizationHeader } from './authorizationHeader';

/**
 * Tells who sends a request, and keeps what only they may see out of caches.
 *
 * @throws what `authenticate` throws; two headers are no valid one
 */
export async function identify(
  request: FastifyRequest,
  reply: FastifyReply,
  authenticate: Authenticate,
): Promise<Actor> {
  if (request.headers.authorization === undefined) return ANONYMOUS;
  void reply.header('cache-control', 'no-store');
  return authenticate(authorizationHeader(request.raw));
}
