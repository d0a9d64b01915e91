import type { FastifyInstance } from 'fastify';

/** Seconds for which browsers and crawlers may keep what never changes. */
const DAY = 86_400;

/** Answers what browsers and crawlers ask every host for, and leads from / to the IDE. */
export function addSmallPages(app: FastifyInstance, graphqlPath: string): void {
  app.get('/', (_request, reply) => reply.redirect(graphqlPath, 302));
  // The IDE has its icon within the page.
  app.get('/favicon.ico', (_request, reply) => reply.code(204).header('cache-control', `max-age=${DAY}`).send());
  // Whoever wants to be found has a front-end; this is an API.
  app.get('/robots.txt', (_request, reply) =>
    reply
      .type('text/plain; charset=utf-8')
      .header('cache-control', `max-age=${DAY}`)
      .send('User-agent: *\nDisallow: /\n'),
  );
}
