import { Agent, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { GraphQLObjectType, GraphQLSchema, GraphQLString } from 'graphql';
import { type Answer, portOf, startServerOf, withResolvers } from './graphqlServer';

/** What a request under way waits for. */
let slow = withResolvers<string>();
/** Resolves once a request is under way. */
let asked = withResolvers<undefined>();

const schema = new GraphQLSchema({
  query: new GraphQLObjectType({
    name: 'Query',
    fields: {
      slow: {
        type: GraphQLString,
        resolve: () => {
          asked.resolve(undefined);
          return slow.promise;
        },
      },
      quick: { type: GraphQLString, resolve: () => 'yes' },
    },
  }),
});
let app: FastifyInstance;
let agent: Agent;

beforeEach(async () => {
  slow = withResolvers();
  asked = withResolvers();
  agent = new Agent({ keepAlive: true, maxSockets: 2 });
  ({ app } = await startServerOf(schema));
});
afterEach(async () => {
  agent.destroy();
  await app.close();
});

/** Asks over a connection that is kept for the next request. */
function ask(query: string, port = portOf(app)): Promise<{ answer: Answer; connection: string | undefined }> {
  const { promise, resolve, reject } = withResolvers<{ answer: Answer; connection: string | undefined }>();
  const outgoing = request({
    agent,
    port,
    host: '127.0.0.1',
    method: 'POST',
    path: '/graphql',
    headers: { 'content-type': 'application/json' },
  });
  outgoing.on('error', reject);
  outgoing.on('response', (incoming) => {
    let body = '';
    incoming.on('data', (chunk: Buffer) => (body += chunk.toString()));
    incoming.on('end', () => {
      resolve({ answer: JSON.parse(body) as Answer, connection: incoming.headers.connection });
    });
  });
  outgoing.end(JSON.stringify({ query }));
  return promise;
}

it('answers what is under way, ends the connections that are kept, and takes no new ones', async () => {
  const port = portOf(app);
  await ask('{ quick }');
  const underWay = ask('{ slow }');
  await asked.promise;
  let isClosed = false;
  const closed = app.close().then(() => {
    isClosed = true;
  });
  await expect(fetch(`http://127.0.0.1:${String(port)}/health`)).rejects.toThrow();
  expect(isClosed).toBe(false);
  slow.resolve('at last');
  expect(await underWay).toEqual({ answer: { data: { slow: 'at last' } }, connection: 'close' });
  const start = performance.now();
  await closed;
  // The connection's own idle time is 72 s.
  expect(performance.now() - start).toBeLessThan(2000);
});

it('answers a request that was on its way when the stop began', async () => {
  const accepted = new Promise<Socket>((resolve) => app.server.once('connection', resolve));
  const socket = connect(portOf(app), '127.0.0.1');
  const body = JSON.stringify({ query: '{ quick }' });
  const head = 'POST /graphql HTTP/1.1\r\nhost: localhost\r\n';
  let received = '';
  socket.on('data', (chunk) => (received += chunk.toString()));
  const ended = new Promise((resolve) => socket.once('close', resolve));
  socket.write(head);
  const { bytesRead } = await accepted.then(async (connection) => {
    while (connection.bytesRead < head.length) await sleep(5);
    return connection;
  });
  expect(bytesRead).toBe(head.length);
  const closed = app.close();
  await sleep(100);
  socket.write(`content-type: application/json\r\ncontent-length: ${String(body.length)}\r\n\r\n${body}`);
  await Promise.all([closed, ended]);
  expect(received).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  expect(received).toMatch(/^connection: close\r$/im);
  expect(received).toMatch(/{"data":{"quick":"yes"}}$/);
});

it('stops though a connection is open over which nothing was ever sent', async () => {
  const socket = connect(portOf(app), '127.0.0.1');
  await new Promise((resolve) => socket.once('connect', resolve));
  const ended = new Promise((resolve) => socket.once('close', resolve));
  await app.close();
  await ended;
});
