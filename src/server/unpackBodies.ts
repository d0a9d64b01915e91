import { createGunzip } from 'node:zlib';
import type { FastifyInstance, RequestPayload } from 'fastify';
import { ErrorCode, RequestError } from '../lib/errors';

/** How a body may be encoded. */
const TAKEN = 'gzip, identity';
const REFUSAL =
  'The body has an encoding that is not taken. Send it with "content-encoding: gzip", or plain and without that header.';

/**
 * Unpacks bodies that are compressed with gzip, and refuses every other encoding. What comes out is counted while it does, by
 * the same limit as a body that was never packed, and no more of it is made than that.
 *
 * @param bodyLimit bytes that a body may have
 */
export function unpackBodies(app: FastifyInstance, bodyLimit: number): void {
  app.addHook('preParsing', (request, reply, payload, done) => {
    const encoding = request.headers['content-encoding']?.trim().toLowerCase() ?? 'identity';
    if (encoding === 'identity') {
      done(null, payload);
      return;
    }
    if (encoding !== 'gzip') {
      void reply.header('accept-encoding', TAKEN);
      done(new RequestError(ErrorCode.UNSUPPORTED_ENCODING, REFUSAL, { field: 'content-encoding' }));
      return;
    }
    done(null, unpacked(payload, bodyLimit));
  });
}

function unpacked(payload: RequestPayload, bodyLimit: number): RequestPayload {
  const gunzip = createGunzip();
  let packedBytes = 0;
  let bytes = 0;
  payload.on('data', (chunk: Buffer) => {
    packedBytes += chunk.length;
  });
  payload.on('error', (error) => gunzip.destroy(error));
  // Fastify refuses what is too large and then looks away, where a bomb would go on.
  gunzip.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes <= bodyLimit) return;
    payload.unpipe(gunzip);
    gunzip.destroy();
  });
  gunzip.on('error', () => payload.unpipe(gunzip));
  // Fastify holds the header content-length against this.
  return Object.defineProperty(payload.pipe(gunzip), 'receivedEncodedLength', { get: () => packedBytes });
}
