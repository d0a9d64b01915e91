import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { FastifyInstance } from 'fastify';
import { buildSchema } from 'graphql';
import { onlyError, portOf, post, send, startServerOf } from '../server/graphqlServer';
import { blocked, MOST_BLOCKED_MS } from './blocked';

const schema = buildSchema('type Query { echo(text: String, where: Where): String } input Where { AND: [Where!] }');
const json = { 'content-type': 'application/json' };
let app: FastifyInstance;

beforeAll(async () => {
  ({ app } = await startServerOf(schema));
});
afterAll(() => app.close());

it.each(['br', 'deflate, gzip', 'x-nonsense', 'gzip, gzip', ''])(
  'refuses a body with the encoding "%s", and says which it takes',
  async (encoding) => {
    const headers = { ...json, 'content-encoding': encoding };
    const response = await send(app, { method: 'POST', headers, payload: '{"query": "{ echo }"}' });
    expect([response.status, response.headers['accept-encoding']]).toEqual([415, 'gzip, identity']);
    expect(onlyError(response.json())).toEqual({
      message: expect.stringContaining('Send it with "content-encoding: gzip", or plain'),
      code: 'UNSUPPORTED_ENCODING',
    });
  },
);

it.each(['gzip', 'GZIP'])('takes a body with the encoding %s', async (encoding) => {
  const payload = gzipSync('{"query": "{ echo }"}');
  const response = await send(app, { method: 'POST', headers: { ...json, 'content-encoding': encoding }, payload });
  expect([response.status, response.json()]).toEqual([200, { data: { echo: null } }]);
});

it.each([
  ['that is cut off', gzipSync('{"query": "{ echo }"}').subarray(0, -9)],
  ['that is none', Buffer.from('{"query": "{ echo }"}')],
  ['with more behind it', Buffer.concat([gzipSync('{"query": "{ echo }"}'), Buffer.from('more')])],
])('refuses gzip %s', async (_what, payload) => {
  const response = await send(app, { method: 'POST', headers: { ...json, 'content-encoding': 'gzip' }, payload });
  expect([response.status, onlyError(response.json())]).toEqual([
    400,
    {
      message: 'The body is not gzip, or not whole, though the header "content-encoding" says so.',
      code: 'BAD_USER_INPUT',
    },
  ]);
});

it('unpacks no more of a body than a body may have', async () => {
  const bomb = gzipSync(Buffer.alloc(500 * 1024 * 1024, ' '));
  expect(bomb.length).toBeLessThan(600_000);
  const { result, blockedMs } = await blocked(() =>
    send(app, { method: 'POST', headers: { ...json, 'content-encoding': 'gzip' }, payload: bomb }),
  );
  expect([result.status, onlyError(result.json()).code]).toEqual([413, 'BAD_USER_INPUT']);
  expect(blockedMs).toBeLessThan(MOST_BLOCKED_MS);
});

it('takes a body whose encoding is said to be none', async () => {
  expect((await post(app, { query: '{ echo }' }, { 'content-encoding': 'identity' })).status).toBe(200);
});

it.each([
  ['at its top', '{"__proto__": {}, "query": "{ echo }"}'],
  ['in the variables', '{"query": "{ echo }", "variables": {"__proto__": {"text": "x"}}}'],
  ['written with an escape', '{"query": "{ echo }", "variables": {"\\u005f_proto__": {"text": "x"}}}'],
  ['as the prototype of a constructor', '{"query": "{ echo }", "extensions": {"constructor": {"prototype": {}}}}'],
])('refuses a body with a key that changes prototypes %s', async (_where, payload) => {
  const response = await send(app, { method: 'POST', headers: json, payload });
  expect(response.status).toBe(400);
  expect(onlyError(response.json())).toEqual({
    message: expect.stringMatching(/has a key "__proto__"/),
    code: 'BAD_USER_INPUT',
  });
});

it.each(['constructor', 'toString', 'valueOf', 'hasOwnProperty', '__proto__'])(
  'does not take the variable $%s from the prototype of the variables',
  async (name) => {
    const query = `query($${name}: String!) { echo(text: $${name}) }`;
    for (const variables of [undefined, {}]) {
      const response = await post(app, { query, variables });
      expect([response.status, onlyError(response.json())]).toEqual([
        400,
        { message: `Variable "$${name}" of required type "String!" was not provided.`, code: 'BAD_USER_INPUT' },
      ]);
    }
  },
);

it.each(['constructor', 'toString', '__proto__'])('takes the variable $%s of a query string', async (name) => {
  const query = encodeURIComponent(`query($${name}: Where) { echo(where: $${name}) }`);
  const ask = (value: string): ReturnType<typeof send> =>
    send(app, {
      path: `/graphql?query=${query}&variables=${encodeURIComponent(`{"${name}": ${value}}`)}`,
      headers: { 'apollo-require-preflight': '1' },
    });
  expect((await ask('{"AND": []}')).status).toBe(200);
  expect(onlyError((await ask('{"unknown": []}')).json())).toEqual({
    message: `Variable "$${name}" got invalid value { unknown: […] }; Field "unknown" is not defined by type "Where".`,
    code: 'BAD_USER_INPUT',
  });
});

it.each([
  ['the variables', (nested: string) => `{"query": "{ echo }", "variables": {"where": ${nested}}}`, 'BAD_USER_INPUT'],
  ['the query', (nested: string) => `{"query": ${nested}}`, 'BAD_REQUEST'],
  [
    'the extensions',
    (nested: string) => `{"query": "{ nope }", "extensions": {"x": ${nested}}}`,
    'GRAPHQL_VALIDATION_FAILED',
  ],
  ['the body', (nested: string) => nested, 'BAD_REQUEST'],
])('answers 100,000 nested brackets in %s quickly', async (_where, body, code) => {
  for (const [open, close] of [
    ['[', ']'],
    ['{"a":', '}'],
  ] as const) {
    const nested = `${open.repeat(100_000)}1${close.repeat(100_000)}`;
    const { result, blockedMs } = await blocked(() =>
      send(app, { method: 'POST', headers: json, payload: body(nested) }),
    );
    expect([result.status, onlyError(result.json()).code]).toEqual([400, code]);
    expect(result.bytes.length).toBeLessThan(2_000);
    expect(blockedMs).toBeLessThan(MOST_BLOCKED_MS);
  }
});

it('takes the last of two equal keys of a body, for the check as for the answer', async () => {
  const payload = '{"query": "{ nope }", "query": "{ echo }"}';
  for (let round = 0; round < 2; round++) {
    expect((await send(app, { method: 'POST', headers: json, payload })).json()).toEqual({ data: { echo: null } });
  }
});

it.each([
  ['a query string', `GET /graphql?query=${'x'.repeat(100_000)} HTTP/1.1\r\nhost: a\r\n\r\n`],
  ['headers', `GET /graphql HTTP/1.1\r\nhost: a\r\n${'a: b\r\n'.repeat(10_000)}\r\n`],
])('refuses %s of 60 kB or more with 431', async (_what, bytes) => {
  const answer = await new Promise<string>((resolve) => {
    const socket = connect(portOf(app), '127.0.0.1', () => socket.write(bytes));
    let text = '';
    socket.on('data', (chunk) => (text += chunk.toString()));
    socket.on('close', () => {
      resolve(text);
    });
    socket.on('error', () => undefined);
  });
  expect(answer).toMatch(/^HTTP\/1\.1 431 /);
});

it('gives no client long to send a request, and looks often', () => {
  expect(app.server.requestTimeout).toBe(30_000);
  expect(app.server.headersTimeout).toBe(10_000);
  expect(app.server.maxConnections).toBeGreaterThan(0);
});
