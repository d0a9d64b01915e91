import type { FastifyInstance } from 'fastify';

/** Hosts that name the machine that the browser runs on. */
const LOOPBACK = /^https?:\/\/(localhost|[\w-]+\.localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/;

/** Headers that GraphQL clients send and that a browser asks leave for. */
const ALLOWED_HEADERS =
  'content-type, authorization, idempotency-key, apollo-require-preflight, x-apollo-operation-name';

/** Seconds for which a browser may keep the answer to its question; browsers cap it at two hours or a day. */
const PREFLIGHT_SECONDS = 7200;

/**
 * Tells which origins' pages may read.
 *
 * @param origins origins that may read: `localhost` for any on the browser's own machine, `*` for all, `none`, or origins
 *   such as `https://example.org`
 */
export function originCheck(origins: readonly string[]): (origin: string) => boolean {
  return (origin) =>
    origins.includes('*') || origins.includes(origin) || (origins.includes('localhost') && LOOPBACK.test(origin));
}

/**
 * Lets pages of other origins read answers (the Fetch standard's CORS protocol). Credentials that a browser adds by itself,
 * such as cookies, are never allowed.
 *
 * @param app the server
 * @param allows tells which origins' pages may read
 */
export function allowCrossOrigin(app: FastifyInstance, allows: (origin: string) => boolean): void {
  app.addHook('onRequest', (request, reply, done) => {
    const origin = request.headers.origin;
    // A page that may not read and a client that is no page get the same answer, but a cache must tell them apart.
    void reply.header('vary', 'Origin');
    if (origin !== undefined && allows(origin)) {
      void reply.header('access-control-allow-origin', origin);
    }
    done();
  });
  app.options('*', (_request, reply) =>
    reply
      .code(204)
      .header('allow', 'GET, POST, OPTIONS')
      .header('access-control-allow-methods', 'GET, POST')
      .header('access-control-allow-headers', ALLOWED_HEADERS)
      .header('access-control-max-age', PREFLIGHT_SECONDS)
      .send(),
  );
}
