import { setImmediate } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { createAuthenticator } from '../access/authenticator';
import type { Database } from '../database/database';
import { openStore } from '../database/openStore';
import type { Environment } from '../lib/environment';
import type { Logger } from '../lib/logger';
import { importExample } from './importExample';

/** Milliseconds that requests under way get when the server stops, before their connections are cut. */
const GRACE_MS = 8_000;

/** A server that listens, over an open store. */
export interface RunningServer {
  /** Address of the GraphQL endpoint. */
  readonly url: string;
  /** Answers what is under way, then closes the store. */
  stop(): Promise<void>;
}

/**
 * Opens the store, fills it with the example where it is empty, and serves it.
 *
 * @throws Error that says what to do, where the store does not open or the address cannot be had; the store is closed then
 */
export async function startServer(environment: Environment, log: Logger): Promise<RunningServer> {
  const opening = openStore(environment, 'server', (message) => {
    log.info(message);
  });
  // What is heavy to load is loaded while PostgreSQL starts. A failure to open is met below, where it is awaited.
  opening.catch(() => undefined);
  const parts = await loadParts();
  const database = await opening;
  let app: FastifyInstance | undefined;
  try {
    const authenticate = await createAuthenticator(database, environment, log);
    if (environment.example) await importExample(database, environment, log);
    const { changesKeptDays } = environment;
    const dossierThreads = new parts.DossierThreads();
    const reads = new parts.ReadService(parts.schema, database, environment);
    const { trustedDocuments, onlyTrustedDocuments } = environment;
    const checks = new parts.CheckedDocuments(parts.schema, () => true);
    const trusted = await parts.readTrustedDocuments(trustedDocuments, onlyTrustedDocuments, (text) =>
      checks.check(text),
    );
    app = await parts.createServer({
      ...environment,
      schema: parts.schema,
      reads,
      validators: new parts.ReadValidators(database, environment.preparedStatements),
      dossierThreads,
      writerFor: (...request) => new parts.Writer(database, ...request),
      authenticate,
      feed: new parts.ChangeFeed(database, log, { keptDays: changesKeptDays }),
      trusted,
      statistics: () => reads.statistics(),
      ping: () => ping(database),
      log,
    });
    await listen(app, environment);
    const stopPruning = parts.keepChangesPruned(database, changesKeptDays, log);
    const webhooks = new parts.WebhookDelivery(database, log);
    webhooks.start();
    const stopLive = async (): Promise<void> => {
      await Promise.all([stopPruning(), webhooks.stop(), dossierThreads.close()]);
    };
    return running(app, database, urlOf(app, environment.host, parts.path), log, stopLive);
  } catch (error) {
    await app?.close();
    await database.close();
    throw error;
  }
}

async function loadParts() {
  const [schema, server, route, documents, manifest, reader, writer, threads, feed, validators, pruning, webhooks] =
    await Promise.all([
      import('../schema/buildSchema'),
      import('./createServer'),
      import('./graphqlRoute'),
      import('./limits/checkedDocuments'),
      import('./readTrustedDocuments'),
      import('../read/reader'),
      import('../write/writer'),
      import('../dossier/threads/dossierThreads'),
      import('../live/changeFeed'),
      import('../live/readValidators'),
      import('../live/changePruning'),
      import('../live/webhookDelivery'),
    ]);
  const built = schema.buildAllegataSchema();
  const { keepChangesPruned } = pruning;
  const { WebhookDelivery } = webhooks;
  return {
    schema: built,
    path: route.GRAPHQL_PATH,
    ...server,
    ...documents,
    ...manifest,
    ...reader,
    ...writer,
    ...threads,
    ...feed,
    ...validators,
    keepChangesPruned,
    WebhookDelivery,
  };
}

function running(
  app: FastifyInstance,
  database: Database,
  url: string,
  log: Logger,
  stopLive: () => Promise<void>,
): RunningServer {
  return {
    url,
    stop: async () => {
      const cut = setTimeout(() => {
        log.warn(`Requests were still under way after ${String(GRACE_MS / 1000)} s; their connections are cut.`);
        app.server.closeAllConnections();
      }, GRACE_MS);
      await app.close();
      await stopLive();
      clearTimeout(cut);
      // Requests that were cut give up their statements in this turn of the event loop, before the pool closes.
      await setImmediate();
      await database.close();
    },
  };
}

async function ping(database: Database): Promise<void> {
  await database.internal.query('SELECT 1');
}

/** @throws Error that says which setting to change */
async function listen(app: FastifyInstance, { host, port }: Environment): Promise<void> {
  try {
    await app.listen({ host, port });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const explain = LISTEN_FAULTS[code];
    if (explain === undefined) throw error;
    throw new Error(explain(host, port), { cause: error });
  }
}

/** What hinders a server from listening, by the code of the system. */
const LISTEN_FAULTS: Record<string, (host: string, port: number) => string> = {
  EADDRINUSE: (host, port) =>
    `Port ${String(port)} of ${host} is in use by another program. Stop that one, or set PORT to another port.`,
  EADDRNOTAVAIL: (host) => `This machine has no address ${host}. Set HOST to one that it has, such as 127.0.0.1.`,
  ENOTFOUND: (host) => `The host ${host} is not known. Set HOST to an address of this machine, such as 127.0.0.1.`,
  EAI_AGAIN: (host) => `The host ${host} is not known. Set HOST to an address of this machine, such as 127.0.0.1.`,
  EINVAL: (host) => `The host ${host} is no address to listen on. Set HOST to one of this machine, such as 127.0.0.1.`,
  EACCES: (_host, port) =>
    `Port ${String(port)} needs rights that this user does not have. Set PORT to one above 1023.`,
};

/** Where a browser on this machine finds the server. */
function urlOf(app: FastifyInstance, host: string, path: string): string {
  const address = app.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const isEverywhere = host === '0.0.0.0' || host === '::';
  const name = isEverywhere ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return `http://${name}:${String(port)}${path}`;
}
