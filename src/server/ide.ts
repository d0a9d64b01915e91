import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { compress } from './compressAnswers';
import { exampleQuery } from './exampleQuery';
import { type Encoding, encodingFor } from './encodingFor';

/** A quarter of a second for the page; the best quality takes many seconds for a tenth less. */
const QUALITY = 5;

/** The IDE's page: one file that holds all of GraphiQL and loads nothing else. */
interface IdePage {
  /** Strong validator of the page before it is encoded. */
  readonly digest: string;
  readonly contentSecurityPolicy: string;
  readonly html: Buffer;
}

/** Whether a request is a browser's own, for a page: it names HTML and no form of JSON. A fetch() of a page's is not. */
export function wantsPage(request: FastifyRequest): boolean {
  const accept = request.headers.accept ?? '';
  return (
    (request.method === 'GET' || request.method === 'HEAD') && accept.includes('text/html') && !accept.includes('json')
  );
}

/**
 * Serves the IDE. The page (9 MB) is made and compressed when it is first asked for, and kept.
 *
 * @param endpoint path of the GraphQL endpoint
 * @returns what answers a browser's request
 */
export function createIde(endpoint: string): (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply> {
  let rendered: Promise<IdePage> | undefined;
  const bodies = new Map<Encoding, Promise<Buffer>>();
  return async (request, reply) => {
    const page = await (rendered ??= renderPage(endpoint));
    const encoding = encodingFor(request.raw);
    const etag = `"${page.digest}-${encoding}"`;
    void reply.headers({
      etag,
      'cache-control': 'no-cache',
      'content-security-policy': page.contentSecurityPolicy,
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    });
    if (request.headers['if-none-match']?.includes(etag) === true) return reply.code(304).send();
    const body =
      bodies.get(encoding) ??
      (encoding === 'identity' ? Promise.resolve(page.html) : compress(page.html, encoding, QUALITY));
    bodies.set(encoding, body);
    if (encoding !== 'identity') void reply.header('content-encoding', encoding);
    return reply.type('text/html; charset=utf-8').send(await body);
  };
}

async function renderPage(endpoint: string): Promise<IdePage> {
  // Loaded only when a browser comes: it is nine megabytes of source.
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql');
  // It runs subscriptions as events, with the method that is told here.
  const html = renderGraphiQL({ title: 'Allegata', endpoint, method: 'POST', defaultQuery: exampleQuery }).trimStart();
  return {
    html: Buffer.from(html),
    digest: createHash('sha256').update(html).digest('base64url').slice(0, 22),
    contentSecurityPolicy: policyFor(html),
  };
}

/**
 * The Content Security Policy (level 3) of the page: nothing comes from elsewhere, and no script runs but the page's one,
 * known by its hash. The editor puts styles into the page, its icons and font are data URLs, its workers are blobs.
 */
function policyFor(html: string): string {
  const script = html.slice(html.indexOf('<script>') + '<script>'.length, html.lastIndexOf('</script>'));
  const hash = createHash('sha256').update(script).digest('base64');
  return [
    "default-src 'self'",
    `script-src 'sha256-${hash}'`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self' data:",
    'worker-src blob:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
  ].join('; ');
}
