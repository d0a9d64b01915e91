import type { FastifyInstance } from 'fastify';

/** Hosts that name the machine that the browser runs on. */
const LOOPBACK = /^https?:\/\/(localhost|[\w-]+\.localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/;

/** Headers that GraphQL clients send and that a browser asks leave for, where it doesn't say which. */
const USUAL_HEADERS = 'content-type, authorization, idempotency-key';

/** Names of headers as a browser lists them. Longer lists are no browser's. */
const HEADER_LIST = /^[\w!#$%&'*+.^`|~-]+(?:[ \t]*,[ \t]*[\w!#$%&'*+.^`|~-]+)*$/;
const LONGEST_LIST = 2_048;

/** Headers of an answer that a page may read, beside those that it always may. */
const EXPOSED_HEADERS = 'etag, retry-after, www-authenticate';

/** What an answer depends on beside its address and body. */
const VARY = 'Accept, Accept-Encoding, Authorization, Origin';

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
    void reply.header('vary', VARY);
    if (origin !== undefined && allows(origin)) {
      void reply.header('access-control-allow-origin', origin);
      void reply.header('access-control-expose-headers', EXPOSED_HEADERS);
    }
    done();
  });
  app.options('*', ({ headers }, reply) =>
    reply
      .code(204)
      .header('vary', `${VARY}, Access-Control-Request-Headers`)
      .header('allow', 'GET, POST, OPTIONS')
      .header('access-control-allow-methods', 'GET, POST')
      .header('access-control-allow-headers', allowedHeaders(headers['access-control-request-headers']))
      .header('access-control-max-age', PREFLIGHT_SECONDS)
      .send(),
  );
}

/**
 * The headers that a page may send: whichever it asks for, as clients add their own (a trace's, a client's name). No header but
 * Authorization gives any right here, and a page has to know a token to send that one.
 */
function allowedHeaders(asked: string | undefined): string {
  const isList = asked !== undefined && asked.length <= LONGEST_LIST && HEADER_LIST.test(asked);
  return isList ? asked : USUAL_HEADERS;
}
