import { isIPv4 } from 'node:net';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client';
import type { Authenticate } from '../access/authenticator';
import { ANONYMOUS } from '../lib/actor';
import type { Environment } from '../lib/environment';
import { ErrorCode, RequestError } from '../lib/errors';
import type { ReadStatistics } from '../read/reader';
import { identify } from './identify';

/** What is shown of the read path; Prometheus ends the name of what only grows with _total. */
const FIGURES: readonly { name: string; help: string; key: keyof ReadStatistics }[] = [
  { name: 'allegata_read_plans', help: 'Compiled reads that are kept, and refusals of such.', key: 'plans' },
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

/** What /metrics shows, and to whom. */
export interface MetricsParts {
  /** Who may read it. */
  readonly access: Environment['metrics'];
  readonly authenticate: Authenticate;
  /** What the plan cache has done so far. */
  readonly statistics: () => ReadStatistics;
  /** How many subscriptions, and how many WebSockets and event streams, are open. */
  readonly subscriptions: () => number;
  readonly sockets: () => number;
}

/** Adds GET /metrics, in the text format of Prometheus: the process's own figures, what compiling reads costs, and what is open. */
export function addMetricsRoute(app: FastifyInstance, parts: MetricsParts): void {
  const { access, authenticate, statistics, subscriptions, sockets } = parts;
  if (access === 'off') return;
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
  addOpen(registry, 'allegata_subscriptions', 'Subscriptions that are open.', subscriptions);
  addOpen(registry, 'allegata_sockets', 'WebSockets and event streams that are open.', sockets);
  app.get('/metrics', async (request, reply) => {
    if (access === 'loopback') checkLoopback(request);
    if (access === 'token') await checkToken(request, reply, authenticate);
    const text = await registry.metrics();
    return reply.header('cache-control', 'no-store').type(registry.contentType).send(text);
  });
}

/** Adds a number that goes up and down. */
function addOpen(registry: Registry, name: string, help: string, count: () => number): void {
  const open = new Gauge({
    name,
    help,
    registers: [registry],
    collect: () => {
      open.set(count());
    },
  });
}

/** @throws RequestError FORBIDDEN where the request is not known to come from this machine */
function checkLoopback({ raw, ip, headers }: FastifyRequest): void {
  // Without a trusted proxy, the address is the connection's own: that of a proxy on this machine, perhaps.
  const isForwarded = headers['x-forwarded-for'] !== undefined && ip === raw.socket.remoteAddress;
  if (isLoopback(raw.socket.remoteAddress) && isLoopback(ip) && !isForwarded && headers.forwarded === undefined) return;
  const message =
    '/metrics is for this machine only. ALLEGATA_METRICS sets who may read it: loopback, token, open or off.';
  throw new RequestError(ErrorCode.FORBIDDEN, message);
}

function isLoopback(address = ''): boolean {
  const plain = address.replace(/^::ffff:/i, '');
  return plain === '::1' || (isIPv4(plain) && plain.startsWith('127.'));
}

/** @throws RequestError UNAUTHENTICATED where no valid token is shown */
async function checkToken(request: FastifyRequest, reply: FastifyReply, authenticate: Authenticate): Promise<void> {
  const actor = await identify(request, reply, authenticate);
  if (actor !== ANONYMOUS) return;
  const message =
    '/metrics needs a token: send the header "authorization" with the word Bearer, a space, and the token.';
  throw new RequestError(ErrorCode.UNAUTHENTICATED, message);
}
