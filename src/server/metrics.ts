import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client';
import type { ReadStatistics } from '../read/reader';

/** What is shown of the read path; Prometheus ends the name of what only grows with _total. */
const FIGURES: readonly { name: string; help: string; key: keyof ReadStatistics }[] = [
  { name: 'allegata_read_plans', help: 'Compiled reads that are kept.', key: 'plans' },
  { name: 'allegata_read_plan_bytes', help: 'Bytes that the kept reads hold, roughly.', key: 'planBytes' },
  { name: 'allegata_read_plan_hits_total', help: 'Reads whose plan was kept.', key: 'hits' },
  { name: 'allegata_read_plan_misses_total', help: 'Reads that had to be compiled.', key: 'misses' },
  { name: 'allegata_read_compile_seconds_total', help: 'Seconds that compiling reads took.', key: 'compileSeconds' },
  {
    name: 'allegata_read_compile_seconds_longest',
    help: 'Seconds that the slowest compilation took.',
    key: 'longestCompileSeconds',
  },
  { name: 'allegata_reads_waiting', help: 'Reads that wait for a connection.', key: 'waiting' },
];

/**
 * Adds GET /metrics, in the text format of Prometheus: the process's own figures, and what compiling reads costs.
 *
 * @param app the server
 * @param statistics what the plan cache has done so far
 * @param subscriptions how many subscriptions there are now
 */
export function addMetricsRoute(
  app: FastifyInstance,
  statistics: () => ReadStatistics,
  subscriptions: () => number,
): void {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  for (const { name, help, key } of FIGURES) {
    const configuration = { name, help, registers: [registry] };
    const metric = name.endsWith('_total') ? new Counter(configuration) : new Gauge(configuration);
    Object.assign(metric, {
      collect: () => {
        metric.reset();
        metric.inc(statistics()[key]);
      },
    });
  }
  const open = new Gauge({
    name: 'allegata_subscriptions',
    help: 'Subscriptions that are open.',
    registers: [registry],
    collect: () => {
      open.set(subscriptions());
    },
  });
  app.get('/metrics', async (_request, reply) => {
    const text = await registry.metrics();
    return reply.header('cache-control', 'no-store').type(registry.contentType).send(text);
  });
}
