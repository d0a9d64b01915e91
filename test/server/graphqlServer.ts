import { type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Writable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import type { GraphQLFormattedError, GraphQLSchema } from 'graphql';
import { readEnvironment } from '../../src/lib/environment';
import { type Authenticate, createAuthenticator } from '../../src/access/authenticator';
import { ANONYMOUS } from '../../src/lib/actor';
import { createLogger, type Logger } from '../../src/lib/logger';
import type { OidcSettings } from '../../src/lib/oidcSettings';
import { ChangeFeed, type FeedOptions } from '../../src/live/changeFeed';
import { ReadValidators } from '../../src/live/readValidators';
import { type Reader, type ReadOptions, ReadService } from '../../src/read/reader';
import { DossierThreads } from '../../src/dossier/threads/dossierThreads';
import { Writer } from '../../src/write/writer';
import { buildAllegataSchema } from '../../src/schema/buildSchema';
import { createServer, type ServerParts, type ServerSettings } from '../../src/server/createServer';
import { TrustedDocuments } from '../../src/server/trustedDocuments';
import { createTestDatabase, type TestDatabase } from '../support/testDatabase';
import type { Database, DatabaseOptions } from '../../src/database/database';

/** A server over a store of its own, and what it has logged. */
export interface GraphqlServer {
  app: FastifyInstance;
  database: TestDatabase;
  feed: ChangeFeed;
  logged: Record<string, unknown>[];
  close(): Promise<void>;
}

/** The schema of every test that asks through GraphQL. */
export const schema = buildAllegataSchema();

/** The settings of a server where nothing is set. */
const usualSettings: ServerSettings = readEnvironment({});

/** What a server of a test may have otherwise than usual. */
type OwnParts = Partial<ServerParts> & {
  oidc?: OidcSettings;
  limits?: Partial<ReadOptions>;
  feedOptions?: Partial<FeedOptions>;
};

/** A server over a store that there is already, which does not listen yet. */
export async function createServerOver(
  database: Database,
  { oidc, limits, feedOptions, ...parts }: OwnParts = {},
): Promise<{ app: FastifyInstance; feed: ChangeFeed; logged: Record<string, unknown>[] }> {
  const { log, logged } = memoryLogger();
  const reads = new ReadService(schema, database, { ...readEnvironment({}), clientCostPerMinute: Infinity, ...limits });
  const feed = new ChangeFeed(database, log, { keptDays: 7, ...feedOptions });
  const app = await createServer({
    schema,
    reads,
    validators: new ReadValidators(database, true),
    feed,
    writerFor: (...request) => new Writer(database, ...request),
    dossierThreads: new DossierThreads(),
    statistics: () => reads.statistics(),
    ping: async () => {
      await database.pool.query('SELECT 1');
    },
    authenticate: await createAuthenticator(database, { oidc, preparedStatements: true }, log),
    trusted: new TrustedDocuments(),
    ...usualSettings,
    log,
    ...parts,
  });
  return { app, feed, logged };
}

export async function startGraphqlServer(
  parts: OwnParts = {},
  databaseOptions: DatabaseOptions = {},
): Promise<GraphqlServer> {
  const database = await createTestDatabase(databaseOptions);
  const { app, feed, logged } = await createServerOver(database, parts);
  await app.listen({ port: 0, host: '127.0.0.1' });
  return {
    app,
    database,
    feed,
    logged,
    close: async () => {
      await app.close();
      await database.drop();
    },
  };
}

/** Takes no token at all. */
export const anonymousOnly: Authenticate = (authorization) =>
  authorization === undefined ? Promise.resolve(ANONYMOUS) : Promise.reject(new Error('This server takes no token.'));

/** For servers that write nothing: it has no store. */
export const noWriter = new Writer({} as Database, ANONYMOUS);

const nothing = (): Promise<never> => Promise.reject(new Error('This schema reads nothing.'));

/** For servers that read nothing by plans. */
export const noReader: Reader = { readField: nothing, preparePayload: () => nothing, prepareChange: () => nothing };

/** For servers without subscriptions. */
export const noFeed: ServerParts['feed'] = { subscribe: nothing, size: 0, close: () => Promise.resolve() };

/** A server whose executor answers from a schema of the test's own, so that its resolvers may fail as the test likes. */
export async function startServerOf(
  ownSchema: GraphQLSchema,
  parts: Partial<ServerParts> = {},
): Promise<{
  app: FastifyInstance;
  logged: Record<string, unknown>[];
}> {
  const { log, logged } = memoryLogger();
  const app = await createServer({
    schema: ownSchema,
    reads: {
      readOperation: () => Promise.resolve(null),
      readerFor: () => noReader,
    },
    validators: { tagOf: () => Promise.resolve(null) },
    writerFor: () => noWriter,
    dossierThreads: new DossierThreads(),
    statistics: () => ({
      plans: 0,
      planBytes: 0,
      hits: 0,
      misses: 0,
      compileSeconds: 0,
      longestCompileSeconds: 0,
      waiting: 0,
    }),
    authenticate: anonymousOnly,
    feed: noFeed,
    ping: () => Promise.resolve(),
    trusted: new TrustedDocuments(),
    ...usualSettings,
    log,
    ...parts,
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  return { app, logged };
}

export function memoryLogger(): { log: Logger; logged: Record<string, unknown>[] } {
  const logged: Record<string, unknown>[] = [];
  const destination = new Writable({
    write(line: Buffer, _encoding, done) {
      logged.push(JSON.parse(line.toString()) as Record<string, unknown>);
      done();
    },
  });
  return { log: createLogger('debug', destination), logged };
}

/** An answer of the server over a real connection. */
export interface Response {
  status: number;
  headers: IncomingHttpHeaders;
  bytes: Buffer;
  body: string;
  /** The body, which must be JSON. */
  json(): Answer;
}

/** Sends one request over a connection of its own, and waits for the whole answer. */
export function send(
  app: FastifyInstance,
  { method = 'GET', path = '/graphql', headers = {}, payload = '' }: SendOptions = {},
): Promise<Response> {
  const { promise, resolve, reject } = withResolvers<Response>();
  // Without a length, Node sends the body of a DELETE as if it were the next request.
  const hasLength = payload === '' || 'transfer-encoding' in headers;
  const all = hasLength ? headers : { 'content-length': Buffer.byteLength(payload), ...headers };
  const outgoing = request({ port: portOf(app), host: '127.0.0.1', method, path, headers: all, agent: false });
  outgoing.on('response', (incoming) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('error', reject);
    incoming.on('end', () => {
      const bytes = Buffer.concat(chunks);
      const body = bytes.toString();
      const json = (): Answer => JSON.parse(body) as Answer;
      resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, bytes, body, json });
    });
  });
  outgoing.on('error', reject);
  outgoing.end(payload);
  return promise;
}

export interface SendOptions {
  method?: string;
  path?: string;
  headers?: OutgoingHttpHeaders;
  payload?: string | Buffer;
}

/** The port that a server listens on. */
export function portOf(app: FastifyInstance): number {
  return (app.server.address() as AddressInfo).port;
}

/** A promise with what settles it, as Promise.withResolvers gives it from Node 22 on. */
export function withResolvers<T>(): {
  promise: Promise<T>;
  resolve: (value: T) => void;
  reject: (reason: Error) => void;
} {
  let resolve!: (value: T) => void;
  let reject!: (reason: Error) => void;
  const promise = new Promise<T>((fulfil, refuse) => {
    resolve = fulfil;
    reject = refuse;
  });
  return { promise, resolve, reject };
}

export interface Answer {
  data?: Record<string, unknown> | null;
  errors?: GraphQLFormattedError[];
}

/** Asks by POST. */
export function post(
  app: FastifyInstance,
  payload: { query?: string; variables?: unknown; operationName?: string },
  headers: OutgoingHttpHeaders = {},
): Promise<Response> {
  return send(app, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    payload: JSON.stringify(payload),
  });
}

/** Asks by POST, and gives the body of the answer. */
export async function ask(app: FastifyInstance, query: string, variables: unknown = {}): Promise<Answer> {
  return (await post(app, { query, variables })).json();
}

/** The one error of an answer that has no more than one, with its code. */
export function onlyError(answer: Answer): { message: string; code: unknown } {
  expect(answer.errors).toHaveLength(1);
  const [error] = answer.errors!;
  return { message: error!.message, code: error!.extensions?.code };
}
