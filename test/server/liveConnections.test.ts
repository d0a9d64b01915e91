import { once } from 'node:events';
import { connect } from 'node:net';
import { WebSocket } from 'ws';
import { createApiToken } from '../../src/access/apiTokens';
import { createParty, createStatement } from '../support/factories';
import { type GraphqlServer, portOf, send, startGraphqlServer } from './graphqlServer';
import { CHANGES, eventually, subscribe, TRANSPORTS } from './subscriber';

const PROTOCOL = 'graphql-transport-ws';
const UNKNOWN = `Bearer allegata_${'A'.repeat(43)}`;

let server: GraphqlServer;
let editor: string;

beforeAll(async () => {
  server = await startGraphqlServer({ feedOptions: { pollMs: 100, slowMs: 1_000 } });
  const { secret } = await createApiToken(server.database, { name: 'Desk', role: 'EDITOR', expiresAt: null });
  editor = `Bearer ${secret}`;
});
afterEach(() => eventually(() => server.feed.size === 0));
afterAll(() => server.close());

interface Beginning {
  payload?: unknown;
  query?: string;
  count?: number;
}

/** A bare WebSocket, with all that it receives. */
class Socket {
  readonly received: Record<string, unknown>[] = [];
  readonly socket: WebSocket;
  readonly closed: Promise<{ code: number; reason: string }>;
  readonly opened: Promise<unknown>;

  constructor({ app }: GraphqlServer, headers: Record<string, string> = {}, path = '/graphql') {
    this.socket = new WebSocket(`ws://127.0.0.1:${String(portOf(app))}${path}`, PROTOCOL, { headers });
    this.socket.on('message', (data: Buffer) => this.received.push(JSON.parse(data.toString()) as never));
    this.closed = once(this.socket, 'close').then(([code, reason]) => ({ code: Number(code), reason: String(reason) }));
    this.opened = once(this.socket, 'open');
    this.opened.catch(() => undefined);
    this.closed.catch(() => undefined);
  }

  async say(...messages: unknown[]): Promise<void> {
    await this.opened;
    for (const message of messages) this.socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  /** Opens, says who it is, waits for the answer, and subscribes under the ids 1, 2, … */
  async begin({ payload, query = CHANGES, count = 1 }: Beginning = {}): Promise<void> {
    await this.say({ type: 'connection_init', payload });
    await eventually(() => this.received.length > 0);
    for (let id = 1; id <= count; id += 1) {
      await this.say({ id: String(id), type: 'subscribe', payload: { query } });
    }
  }
}

/** Opens a socket that must be refused, and gives the HTTP status. */
async function statusOf(socket: Socket): Promise<string> {
  const [error] = (await once(socket.socket, 'error')) as [Error];
  return error.message;
}

describe('a WebSocket', () => {
  it.each([
    ['an unknown token', { authorization: UNKNOWN }],
    ['an unknown token in another case', { Authorization: UNKNOWN }],
    ['a word', { authorization: 'editor' }],
    ['nothing', { authorization: '' }],
    ['null', { authorization: null }],
    ['a list', { authorization: [UNKNOWN] }],
  ])('that shows %s is closed, and never served as anonymous', async (_what, payload) => {
    const socket = new Socket(server);
    await socket.say({ type: 'connection_init', payload });
    expect(await socket.closed).toEqual({ code: 4401, reason: expect.stringMatching(/^UNAUTHENTICATED: The /) });
    expect(socket.received).toEqual([]);
  });

  it('that shows two tokens, one of them valid, is closed', async () => {
    const socket = new Socket(server);
    await socket.say({ type: 'connection_init', payload: { authorization: editor, Authorization: editor } });
    expect((await socket.closed).code).toBe(4401);
  });

  it.each<[string, () => Record<string, string>, () => unknown]>([
    ['in connection_init', () => ({}), () => ({ authorization: editor })],
    ['in its own headers', () => ({ authorization: editor }), () => undefined],
  ])('that shows a token %s gets what it may see', async (_where, headers, payload) => {
    const socket = new Socket(server, headers());
    await socket.begin({ payload: payload() });
    await eventually(() => server.feed.size === 1);
    await createParty(server.database, { state: 'DRAFT' });
    await eventually(() => socket.received.length > 1);
    expect(socket.received[1]).toMatchObject({
      id: '1',
      type: 'next',
      payload: { data: { changes: { kind: 'CREATED' } } },
    });
    socket.socket.close();
  });

  it('that shows an unknown token in its own headers is closed', async () => {
    const socket = new Socket(server, { authorization: UNKNOWN });
    await socket.say({ type: 'connection_init' });
    expect((await socket.closed).code).toBe(4401);
  });

  it.each(['https://example.org', 'null', 'http://127.0.0.1.example.org'])(
    'of a page of %s is refused unless that origin may read',
    async (origin) => {
      expect(await statusOf(new Socket(server, { origin }))).toBe('Unexpected server response: 403');
    },
  );

  it.each(['http://localhost:3000', undefined])('of a page of %s is served', async (origin) => {
    const socket = new Socket(server, origin === undefined ? {} : { origin });
    await socket.begin();
    socket.socket.close();
    await socket.closed;
  });

  it("of the server's own page is served, whoever else may read", async () => {
    const own = await startGraphqlServer({ corsOrigins: ['none'] });
    const origin = `http://127.0.0.1:${String(portOf(own.app))}`;
    const socket = new Socket(own, { origin });
    await socket.opened;
    expect(await statusOf(new Socket(own, { origin: 'http://localhost:3000' }))).toMatch('403');
    await own.close();
  });

  it('to another path is refused', async () => {
    expect(await statusOf(new Socket(server, {}, '/metrics'))).toBe('Unexpected server response: 404');
  });

  it.each([
    ['no JSON', ['hello'], 4400],
    ['JSON of no message', ['[[[[[]]]]]'], 4400],
    ['a message of a type that there is not', [{ type: 'hello' }], 4400],
    ['a message that only servers send', [{ type: 'connection_ack' }], 4400],
    [
      'a subscription without a query',
      [{ type: 'connection_init' }, { id: '1', type: 'subscribe', payload: {} }],
      4400,
    ],
    ['a subscription before connection_init', [{ id: '1', type: 'subscribe', payload: { query: CHANGES } }], 4401],
    ['connection_init twice', [{ type: 'connection_init' }, { type: 'connection_init' }], 4429],
    ['a message that is too large', [{ type: 'connection_init', payload: { x: 'x'.repeat(2 * 1024 * 1024) } }], 1009],
  ])('that sends %s is closed', async (_what, messages, code) => {
    const socket = new Socket(server);
    await socket.say(...messages);
    expect((await socket.closed).code).toBe(code);
  });

  it('may have so many subscriptions at once and no more', async () => {
    const socket = new Socket(server);
    await socket.begin({ count: 21 });
    await eventually(() => server.feed.size === 20 && socket.received.length === 2);
    expect(socket.received[1]).toMatchObject({
      id: '21',
      type: 'error',
      payload: [{ extensions: { code: 'BAD_USER_INPUT' } }],
    });
    socket.socket.terminate();
  });

  it('that goes without a word ends its subscriptions', async () => {
    const socket = new Socket(server);
    await socket.begin();
    await eventually(() => server.feed.size === 1);
    socket.socket.terminate();
    await eventually(() => server.feed.size === 0);
  });
});

describe('server-sent events', () => {
  const asEvents = { accept: 'text/event-stream', 'content-type': 'application/json' };

  it.each([
    ['an unknown token', { ...asEvents, authorization: UNKNOWN }, `{"query": "${CHANGES}"}`, 401, 'UNAUTHENTICATED'],
    ['no query', asEvents, '{}', 400, 'BAD_USER_INPUT'],
    ['a list', asEvents, '[]', 400, 'BAD_USER_INPUT'],
    ['variables that are none', asEvents, '{"query": "{a}", "variables": 3}', 400, 'BAD_USER_INPUT'],
    ['no JSON', asEvents, 'hello', 400, 'BAD_USER_INPUT'],
    ['another type of body', { ...asEvents, 'content-type': 'text/plain' }, '{"query": "{a}"}', 415, 'BAD_USER_INPUT'],
    ['a body that is too large', asEvents, `{"query": "${'x'.repeat(2 * 1024 * 1024)}"}`, 413, 'BAD_USER_INPUT'],
  ])('are refused to a request with %s', async (_what, headers, payload, status, code) => {
    const response = await send(server.app, { method: 'POST', headers, payload: payload.replaceAll('\n', ' ') });
    expect([response.status, response.json().errors![0]!.extensions!.code]).toEqual([status, code]);
  });

  it('have the headers of a stream, and of the CORS protocol', async () => {
    const response = await fetch(`http://127.0.0.1:${String(portOf(server.app))}/graphql`, {
      method: 'POST',
      headers: { ...asEvents, origin: 'http://localhost:3000' },
      body: JSON.stringify({ query: '{ parties { totalCount } }' }),
    });
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'access-control-allow-origin': 'http://localhost:3000',
      vary: 'Accept, Accept-Encoding, Authorization, Origin',
    });
    expect(await response.text()).toMatch(/^event: next\ndata: {"errors":\[{.*}\]}\n\nevent: complete\ndata:\n\n$/);
  });
});

it('a request that offers HTTP/2 is answered as if it had not', async () => {
  const socket = connect(portOf(server.app), '127.0.0.1');
  let received = '';
  socket.on('data', (data) => (received += data.toString()));
  const body = '{"query": "{ __typename }"}';
  socket.write(
    'POST /graphql HTTP/1.1\r\nhost: localhost\r\nconnection: Upgrade, HTTP2-Settings\r\nupgrade: h2c\r\nhttp2-settings: AAEAAEAA\r\n' +
      `content-type: application/json\r\ncontent-length: ${String(body.length)}\r\n\r\n${body}`,
  );
  await eventually(() => received.includes('{"data":{"__typename":"Query"}}'));
  expect(received).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  socket.destroy();
});

describe('who does not take what is sent', () => {
  const LARGE = 'subscription { changes { cursor node { ... on Statement { body } } } }';
  const write = (): Promise<unknown> => createStatement(server.database, { body: 'Words. '.repeat(150_000) });

  it('over a WebSocket is closed with a reason, while others get all', async () => {
    const other = subscribe(server.app, 'WebSocket');
    await eventually(() => server.feed.size === 1);
    const socket = new Socket(server);
    await socket.begin({ query: LARGE });
    await eventually(() => server.feed.size === 2);
    socket.socket.pause();
    // It reads on once it is cut off, within the seconds that it has for the reason.
    const cut = eventually(() => server.feed.size === 1).then(() => socket.socket.resume());
    for (let count = 0; count < 20; count += 1) await write();
    await cut;
    expect(await other.until(20)).toHaveLength(20);
    const { code, reason } = await socket.closed;
    expect([code, reason]).toEqual([4408, 'SUBSCRIBER_TOO_SLOW']);
    expect(socket.received.at(-1)).toMatchObject({
      type: 'error',
      payload: [{ extensions: { code: 'SUBSCRIBER_TOO_SLOW' } }],
    });
    // Who comes back with the last cursor gets the rest.
    const last = socket.received.at(-2) as { payload: { data: { changes: { cursor: string } } } };
    const missed = 20 - (socket.received.length - 2);
    const again = subscribe(server.app, 'WebSocket', { variables: { after: last.payload.data.changes.cursor } });
    expect(await again.until(missed)).toHaveLength(missed);
    other.stop();
    again.stop();
  });

  it('as events is cut off', async () => {
    const socket = connect(portOf(server.app), '127.0.0.1');
    const body = JSON.stringify({ query: LARGE });
    socket.write(
      'POST /graphql HTTP/1.1\r\nhost: localhost\r\naccept: text/event-stream\r\ncontent-type: application/json\r\n' +
        `content-length: ${String(body.length)}\r\n\r\n${body}`,
    );
    await eventually(() => server.feed.size === 1);
    for (let count = 0; count < 20; count += 1) await write();
    await eventually(() => server.feed.size === 0);
    socket.destroy();
  });
});

it.each(TRANSPORTS)('the stop of the server completes subscriptions over %s', async (transport) => {
  const stopped = await startGraphqlServer();
  const subscriber = subscribe(stopped.app, transport);
  await eventually(() => stopped.feed.size === 1);
  await stopped.close();
  expect(await subscriber.ended).toBeUndefined();
  expect(stopped.logged.filter(({ level }) => Number(level) > 30)).toEqual([]);
});

it('the stop of the server closes sockets with 1001, also those that do not answer', async () => {
  const stopped = await startGraphqlServer();
  const [polite, idle, deaf] = [new Socket(stopped), new Socket(stopped), new Socket(stopped)];
  await polite.begin();
  await Promise.all([idle.opened, deaf.opened]);
  deaf.socket.pause();
  await eventually(() => stopped.feed.size === 1);
  await stopped.close();
  expect(await polite.closed).toEqual({ code: 1001, reason: 'The server stops.' });
  expect(polite.received.at(-1)).toEqual({ id: '1', type: 'complete' });
  expect((await idle.closed).code).toBe(1001);
  deaf.socket.terminate();
});

it('a thousand subscribers take little memory', async () => {
  const started = await startGraphqlServer();
  const sockets = Array.from({ length: 50 }, () => new Socket(started));
  await Promise.all(sockets.map(({ opened }) => opened));
  const before = process.memoryUsage().heapUsed;
  await Promise.all(sockets.map((socket) => socket.begin({ count: 20 })));
  await eventually(() => started.feed.size === 1_000);
  await createParty(started.database);
  await eventually(() => sockets.every(({ received }) => received.length === 21));
  // Clients and garbage are counted with them.
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(200 * 1024 * 1024);
  await started.close();
});
