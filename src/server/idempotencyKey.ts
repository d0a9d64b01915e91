import type { FastifyRequest } from 'fastify';
import { ErrorCode, RequestError } from '../lib/errors';

/** Visible ASCII characters, as many as any UUID or digest needs. */
const KEY = /^[\x21-\x7E]{1,255}$/;

/**
 * The header Idempotency-Key of a request.
 *
 * @returns undefined where there is none
 * @throws RequestError BAD_USER_INPUT for one that is no key, or for several
 */
export function idempotencyKeyOf({ raw }: FastifyRequest): string | undefined {
  if (raw.headers['idempotency-key'] === undefined) return undefined;
  // The plain headers join what stands several times.
  const given = raw.headersDistinct['idempotency-key'] ?? [];
  const [key = '', ...others] = given;
  if (KEY.test(key) && others.length === 0) return key;
  const message =
    'The header Idempotency-Key must be 1 to 255 visible ASCII characters, such as a random UUID, and stand once.';
  throw new RequestError(ErrorCode.BAD_USER_INPUT, message, { field: 'Idempotency-Key' });
}
