import { once } from 'node:events';
import { WebSocket } from 'ws';
import { createParty } from '../support/factories';
import { type GraphqlServer, portOf, send, startGraphqlServer } from '../server/graphqlServer';
import { eventually, subscribe } from '../server/subscriber';

const servers: GraphqlServer[] = [];
async function start(...asked: Parameters<typeof startGraphqlServer>): Promise<GraphqlServer> {
  const server = await startGraphqlServer(...asked);
  servers.push(server);
  return server;
}
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

/** An open socket that has said who it is. */
async function open({ app }: GraphqlServer): Promise<WebSocket> {
  const socket = new WebSocket(`ws://127.0.0.1:${String(portOf(app))}/graphql`, 'graphql-transport-ws');
  socket.on('error', () => undefined);
  await once(socket, 'open');
  socket.send('{"type":"connection_init"}');
  await once(socket, 'message');
  return socket;
}

it('who pings and does not read is read no further, and holds no memory', async () => {
  const server = await start();
  const socket = await open(server);
  const before = process.memoryUsage().arrayBuffers;
  socket.pause();
  const ping = JSON.stringify({ type: 'ping', payload: { x: 'x'.repeat(200_000) } });
  for (let count = 0; count < 300; count += 1) socket.send(ping);
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  // What the client could not send is the client's: it is in this process too.
  expect(process.memoryUsage().arrayBuffers - before - socket.bufferedAmount).toBeLessThan(30_000_000);
  expect(socket.bufferedAmount).toBeGreaterThan(30_000_000);
  socket.terminate();
});

it('a message of more than 256 kB closes the socket', async () => {
  const socket = await open(await start());
  socket.send(JSON.stringify({ type: 'ping', payload: { x: 'x'.repeat(256 * 1024) } }));
  expect((await once(socket, 'close'))[0]).toBe(1009);
});

it('who sends control frames without end is cut off', async () => {
  const socket = await open(await start());
  for (let count = 0; count < 200; count += 1) socket.ping();
  await once(socket, 'close');
});

it('messages come no faster than they may, and all are answered', async () => {
  const socket = await open(await start());
  const begun = performance.now();
  let pongs = 0;
  socket.on('message', () => (pongs += 1));
  for (let count = 0; count < 300; count += 1) socket.send('{"type":"ping"}');
  await eventually(() => pongs === 300);
  expect(performance.now() - begun).toBeGreaterThan(800);
  socket.terminate();
});

it('a client may have so many sockets and streams, and gets a place back that it gives up', async () => {
  const server = await start({ maxSocketsPerClient: 2 });
  const [first, second] = [await open(server), await open(server)];
  const third = new WebSocket(`ws://127.0.0.1:${String(portOf(server.app))}/graphql`, 'graphql-transport-ws');
  third.on('error', () => undefined);
  const [, answer] = (await once(third, 'unexpected-response')) as [unknown, { statusCode: number; headers: object }];
  expect([answer.statusCode, answer.headers]).toEqual([429, expect.objectContaining({ 'retry-after': '10' })]);
  third.terminate();
  const events = {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    payload: '{"query": "{ __typename }"}',
  };
  const refused = await send(server.app, events);
  expect([refused.status, refused.headers['retry-after'], refused.json().errors![0]!.extensions!.code]).toEqual([
    429,
    '10',
    'RATE_LIMITED',
  ]);
  first.close();
  await once(first, 'close');
  await eventually(async () => (await send(server.app, events)).status === 200);
  second.terminate();
});

it('all together may have so many sockets', async () => {
  const server = await start({ maxSockets: 1 });
  const socket = await open(server);
  const other = new WebSocket(`ws://127.0.0.1:${String(portOf(server.app))}/graphql`, 'graphql-transport-ws');
  other.on('error', () => undefined);
  const [, answer] = (await once(other, 'unexpected-response')) as [unknown, { statusCode: number }];
  expect(answer.statusCode).toBe(503);
  other.terminate();
  socket.terminate();
});

it('a client may have so many subscriptions, and gets a place back that it gives up', async () => {
  const server = await start({ maxSubscriptionsPerClient: 2 });
  const [first, second] = [subscribe(server.app, 'WebSocket'), subscribe(server.app, 'events')];
  await eventually(() => server.feed.size === 2);
  const failure = await subscribe(server.app, 'WebSocket').ended;
  expect(failure).toMatchObject([{ extensions: { code: 'RATE_LIMITED' } }]);
  first.stop();
  await eventually(() => server.feed.size === 1);
  const third = subscribe(server.app, 'WebSocket');
  await eventually(() => server.feed.size === 2);
  await createParty(server.database);
  await Promise.all([second.until(1), third.until(1)]);
  second.stop();
  third.stop();
});
