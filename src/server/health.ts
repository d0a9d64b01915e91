import type { FastifyInstance } from 'fastify';

/** Milliseconds for which the database may take to say anything before it counts as away. */
const PING_MS = 3000;

/**
 * Adds GET /health, for whatever watches over the process: 200 while the database answers, 503 otherwise.
 *
 * @param app the server
 * @param ping asks the database for anything; rejects when it does not answer
 */
export function addHealthRoute(app: FastifyInstance, ping: () => Promise<void>): void {
  app.get('/health', async (_request, reply) => {
    const isUp = await within(PING_MS, ping());
    return reply
      .code(isUp ? 200 : 503)
      .header('cache-control', 'no-store')
      .send({ status: isUp ? 'ok' : 'database unavailable' });
  });
}

/** Whether a promise is fulfilled in time. */
async function within(milliseconds: number, promise: Promise<void>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, milliseconds, false);
  });
  const answered = promise.then(
    () => true,
    () => false,
  );
  return Promise.race([answered, late]).finally(() => {
    clearTimeout(timer);
  });
}
