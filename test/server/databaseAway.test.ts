import { connect, createServer as createTcpServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { readEnvironment } from '../../src/lib/environment';
import { connectDatabase, type Database } from '../../src/database/database';
import { ReadService } from '../../src/read/reader';
import { TextQuery } from '../../src/read/textQuery';
import { buildAllegataSchema } from '../../src/schema/buildSchema';
import { createParty } from '../support/factories';
import { createTestDatabase, type TestDatabase } from '../support/testDatabase';
import { anonymousOnly, ask, createServerOver, noFeed, noWriter, onlyError, portOf, post, send } from './graphqlServer';
import { type ClientRequest, request } from 'node:http';

/** A way to the test server that can be cut, and opened again at the same port. */
class Way {
  private readonly sockets = new Set<Socket>();
  private server: Server | undefined;
  port = 0;

  constructor(private readonly target: URL) {}

  async open(): Promise<void> {
    const server = createTcpServer((socket) => {
      const onward = connect(Number(this.target.port), this.target.hostname);
      for (const [from, to] of [
        [socket, onward],
        [onward, socket],
      ] as const) {
        this.sockets.add(from);
        from.pipe(to);
        from.on('error', () => to.destroy());
        from.on('close', () => {
          this.sockets.delete(from);
          to.destroy();
        });
      }
    });
    await new Promise<void>((resolve) => server.listen(this.port, '127.0.0.1', resolve));
    this.port = (server.address() as AddressInfo).port;
    this.server = server;
  }

  async cut(): Promise<void> {
    const closed = new Promise((resolve) => this.server?.close(resolve));
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }
}

const schema = buildAllegataSchema();
let store: TestDatabase;
let way: Way;
let database: Database;
let app: Awaited<ReturnType<typeof createServerOver>>['app'];
let logged: Record<string, unknown>[];
let reads: ReadService;

beforeEach(async () => {
  store = await createTestDatabase();
  const target = new URL(store.url);
  way = new Way(target);
  await way.open();
  const address = new URL(store.url);
  address.host = `127.0.0.1:${String(way.port)}`;
  // With one connection, a statement that is given up has to be given up over another.
  database = connectDatabase(address.href, { statementTimeoutMs: 1500, poolSize: 1 });
  reads = new ReadService(schema, database, { ...readEnvironment({}), costLimit: 100_000, preparedStatements: true });
  ({ app, logged } = await createServerOver(database, {
    reads,
    writerFor: () => noWriter,
    statistics: () => reads.statistics(),
    authenticate: anonymousOnly,
    feed: noFeed,
  }));
  await app.listen({ port: 0, host: '127.0.0.1' });
});
afterEach(async () => {
  await app.close();
  await database.close();
  await way.cut();
  await store.drop();
});

const QUERY = '{ parties { totalCount } }';

/** Holds whatever reads parties back, until it is released. */
async function holdParties(): Promise<() => Promise<void>> {
  const client = await store.pool.connect();
  await client.query('BEGIN; LOCK TABLE party IN ACCESS EXCLUSIVE MODE');
  return async () => {
    await client.query('ROLLBACK');
    client.release();
  };
}

/** How many statements wait for a lock in this store. */
async function waiting(): Promise<number> {
  const { rows } = await store.pool.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM pg_stat_activity
     WHERE datname = current_database() AND wait_event_type = 'Lock' AND state = 'active'`,
  );
  return rows[0]!.count;
}

/** Asks without looking at the answer, until it is destroyed. */
function askAndStay(query: string): ClientRequest {
  const outgoing = request({
    port: portOf(app),
    host: '127.0.0.1',
    method: 'POST',
    path: '/graphql',
    headers: { 'content-type': 'application/json' },
  });
  outgoing.on('error', () => undefined);
  outgoing.end(JSON.stringify({ query }));
  return outgoing;
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error('It never came true.');
    await sleep(20);
  }
}

it('fails with a stable code while the database is away, and answers once it is back', async () => {
  expect(await ask(app, QUERY)).toEqual({ data: { parties: { totalCount: 0 } } });
  await way.cut();
  const away = await post(app, { query: QUERY });
  expect(away.status).toBe(503);
  expect(away.json().data).toBeNull();
  expect(onlyError(away.json()).code).toBe('DATABASE_UNAVAILABLE');
  const health = await send(app, { path: '/health' });
  expect([health.status, health.body]).toEqual([503, '{"status":"database unavailable"}']);
  await way.open();
  await createParty(store);
  expect(await ask(app, QUERY)).toEqual({ data: { parties: { totalCount: 1 } } });
  expect((await send(app, { path: '/health' })).status).toBe(200);
});

it('fails a request whose connection breaks under it, and the next one works', async () => {
  const release = await holdParties();
  const asked = post(app, { query: QUERY });
  await until(async () => (await waiting()) > 0);
  await way.cut();
  const answer = await asked;
  expect([answer.status, onlyError(answer.json()).code]).toEqual([503, 'DATABASE_UNAVAILABLE']);
  await release();
  await way.open();
  expect(await ask(app, QUERY)).toEqual({ data: { parties: { totalCount: 0 } } });
});

it('fails requests that an administrator ends, and the next ones work', async () => {
  const release = await holdParties();
  const asked = post(app, { query: QUERY });
  await until(async () => (await waiting()) > 0);
  await store.pool.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE datname = current_database() AND wait_event_type = 'Lock'`,
  );
  expect(onlyError((await asked).json()).code).toBe('DATABASE_UNAVAILABLE');
  await release();
  expect(await ask(app, QUERY)).toEqual({ data: { parties: { totalCount: 0 } } });
});

it('ends a statement that takes too long, and says so', async () => {
  const release = await holdParties();
  const answer = await post(app, { query: QUERY });
  expect(answer.json().data).toBeNull();
  expect(onlyError(answer.json())).toEqual({
    message: 'This took longer than the server allows. Ask for fewer rows, fewer levels, or a narrower filter.',
    code: 'TIMEOUT',
  });
  await release();
  expect(await ask(app, QUERY)).toEqual({ data: { parties: { totalCount: 0 } } });
});

const DELIVERIES = [
  ['text', QUERY],
  ['objects', `{ parties { totalCount } __schema { queryType { name } } }`],
] as const;

it.each(DELIVERIES)(
  'gives up the statement of a client that goes away (%s), and reports no failure',
  async (_delivery, query) => {
    const release = await holdParties();
    const outgoing = askAndStay(query);
    await until(async () => (await waiting()) > 0);
    const start = performance.now();
    outgoing.destroy();
    await until(async () => (await waiting()) === 0);
    // The statement's own time limit is a second and a half.
    expect(performance.now() - start).toBeLessThan(1000);
    await release();
    expect(await ask(app, QUERY)).toEqual({ data: { parties: { totalCount: 0 } } });
    expect(logged.filter(({ level }) => Number(level) >= 50)).toEqual([]);
  },
);

it.each(DELIVERIES)('sends no statement for a client that goes away before its turn (%s)', async (_delivery, query) => {
  const release = await holdParties();
  const first = post(app, { query: QUERY });
  await until(async () => (await waiting()) > 0);
  const outgoing = askAndStay(query);
  await until(() => Promise.resolve(reads.statistics().waiting === 1));
  const sent = jest.spyOn(Client.prototype, 'query');
  outgoing.destroy();
  await until(async () => (await openConnections(app)) === 1);
  await release();
  expect((await first).json()).toEqual({ data: { parties: { totalCount: 0 } } });
  await until(() => Promise.resolve(database.pool.idleCount === 1));
  expect(sent.mock.calls.map(([query]) => query).filter((query) => (query as unknown) instanceof TextQuery)).toEqual(
    [],
  );
  sent.mockRestore();
  expect(await ask(app, QUERY)).toEqual({ data: { parties: { totalCount: 0 } } });
  expect(logged.filter(({ level }) => Number(level) >= 50)).toEqual([]);
});

/** How many clients the server has. */
function openConnections({ server }: typeof app): Promise<number> {
  return new Promise((resolve, reject) => {
    server.getConnections((error, count) => {
      if (error) reject(error);
      else resolve(count);
    });
  });
}
