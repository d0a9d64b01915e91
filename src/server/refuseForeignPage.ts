import type { FastifyRequest } from 'fastify';
import { ErrorCode, RequestError } from '../lib/errors';

/** What browsers say of a request that a page of another site, or of another host of the same site, has made. */
const FOREIGN = new Set(['cross-site', 'same-site']);

/**
 * Refuses a GET of a page whose origin may not read here. It could not read the answer, but how long that takes would tell it
 * something about what is stored on the machine of whoever runs the browser. Browsers say where a request comes from (Fetch
 * Metadata); a POST with JSON they don't send at all without leave.
 *
 * @param allows tells which origins' pages may read
 * @throws RequestError FORBIDDEN
 */
export function refuseForeignPage({ method, headers }: FastifyRequest, allows: (origin: string) => boolean): void {
  if (method !== 'GET' && method !== 'HEAD') return;
  const { origin, 'sec-fetch-site': site } = headers;
  if (!FOREIGN.has(String(site)) || (origin !== undefined && allows(origin))) return;
  const message = 'Pages of this origin may not read here. ALLEGATA_CORS_ORIGINS names those that may.';
  throw new RequestError(ErrorCode.FORBIDDEN, message);
}
