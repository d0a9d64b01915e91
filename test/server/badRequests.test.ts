import { connect } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { buildSchema } from 'graphql';
import { BODY_LIMIT } from '../../src/server/createServer';
import { type Answer, onlyError, portOf, post, send, startServerOf } from './graphqlServer';

const schema = buildSchema('type Query { echo(text: String): String self: Query } type Mutation { write: String }');
const json = { 'content-type': 'application/json' };
let app: FastifyInstance;

beforeAll(async () => {
  ({ app } = await startServerOf(schema));
});
afterAll(() => app.close());

const address = (): string => `http://127.0.0.1:${String(portOf(app))}`;

/** Writes bytes to a socket, and gives all that comes back. */
function exchange(bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(portOf(app), '127.0.0.1', () => socket.write(bytes));
    let answer = '';
    socket.on('data', (chunk) => (answer += chunk.toString()));
    socket.on('close', () => {
      resolve(answer);
    });
    socket.on('error', reject);
  });
}

it('refuses a body of 10 MB over a real connection, and the client gets to read why', async () => {
  const body = JSON.stringify({ query: '{ echo }', variables: { text: 'x'.repeat(10 * 1024 * 1024) } });
  const response = await fetch(`${address()}/graphql`, { method: 'POST', headers: json, body });
  expect(response.status).toBe(413);
  expect(onlyError((await response.json()) as Answer)).toEqual({
    message: `The body is too large; at most ${String(BODY_LIMIT)} bytes are taken.`,
    code: 'BAD_USER_INPUT',
  });
});

it('refuses a body that grows over the limit without having told its length', async () => {
  const headers = { ...json, 'transfer-encoding': 'chunked' };
  const response = await send(app, { method: 'POST', headers, payload: ' '.repeat(BODY_LIMIT + 1) });
  expect(response.status).toBe(413);
  expect(onlyError(response.json()).code).toBe('BAD_USER_INPUT');
});

it.each([
  ['JSON that is cut off', json, '{"query": "{ echo', 400, /not valid JSON/],
  ['no body at all', json, '', 400, /body is empty/],
  ['a key that would change a prototype', json, '{"__proto__": {"query": "{ echo }"}}', 400, /not valid JSON/],
  ['a form', { 'content-type': 'application/x-www-form-urlencoded' }, 'query={echo}', 415, /must be JSON/],
  ['plain text', { 'content-type': 'text/plain' }, '{"query": "{ echo }"}', 415, /must be JSON/],
  ['a body without a content type', {}, '{"query": "{ echo }"}', 415, /must be JSON/],
  ['XML', { 'content-type': 'application/xml' }, '<query/>', 415, /must be JSON/],
])('refuses %s in the shape of a GraphQL answer', async (_what, headers, payload, status, message) => {
  const response = await send(app, { method: 'POST', path: '/graphql', headers, payload });
  expect(response.status).toBe(status);
  expect(response.headers['content-type']).toMatch('application/json');
  const error = onlyError(response.json());
  expect(error.code).toBe('BAD_USER_INPUT');
  expect(error.message).toMatch(message);
});

it.each([
  ['a list of operations', '[{"query": "{ echo }"}]', /batching/i],
  ['a string', '"{ echo }"', /body missing/],
  ['null', 'null', /body missing/],
  ['no query', '{"variables": {}}', /non-empty `query`/],
  ['a query that is no string', '{"query": {"kind": "Document"}}', /must be strings/],
  ['variables that are a list', '{"query": "{ echo }", "variables": []}', /`variables`/],
  ['variables written as a string', '{"query": "{ echo }", "variables": "{}"}', /`variables`/],
])('refuses %s as a body', async (_what, payload, message) => {
  const response = await send(app, { method: 'POST', path: '/graphql', headers: json, payload });
  expect(response.status).toBe(400);
  const error = onlyError(response.json());
  expect(error.code).toBe('BAD_REQUEST');
  expect(error.message).toMatch(message);
});

it.each([
  ['GET', '/graphql/', 404],
  ['GET', '/nowhere', 404],
  ['POST', '/', 404],
  ['DELETE', '/health', 404],
] as const)('answers %s %s with a JSON error', async (method, path, status) => {
  const response = await send(app, { method, path });
  expect(response.status).toBe(status);
  expect(onlyError(response.json())).toEqual({
    message: `There is nothing at ${method} ${path}. GraphQL is at /graphql.`,
    code: 'NOT_FOUND',
  });
});

it.each(['PUT', 'PATCH', 'DELETE'] as const)('answers %s /graphql with 405', async (method) => {
  const response = await send(app, { method, path: '/graphql', headers: json, payload: '{"query": "{ echo }"}' });
  expect(response.status).toBe(405);
  expect(response.headers.allow).toBe('GET, POST');
  expect(onlyError(response.json()).code).toBe('BAD_REQUEST');
});

it('refuses an address that does not decode', async () => {
  const response = await send(app, { path: '/%ff' });
  expect(response.status).toBe(400);
  expect(onlyError(response.json())).toEqual({ message: expect.stringMatching(/malformed/), code: 'BAD_USER_INPUT' });
});

it('refuses a request without a host', async () => {
  const body = '{"query": "{ __typename }"}';
  const answer = await exchange(
    `POST /graphql HTTP/1.0\r\ncontent-type: application/json\r\ncontent-length: ${String(body.length)}\r\n\r\n${body}`,
  );
  expect(answer).toMatch(/^HTTP\/1\.1 400 /);
  expect(answer).toMatch(/The header \\"host\\" must name a host/);
});

it.each([
  ['what is no HTTP', 'hello\r\n\r\n', 400],
  ['headers without end', `GET / HTTP/1.1\r\nhost: a\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`, 431],
])('answers %s in the same shape', async (_what, bytes, status) => {
  const answer = await exchange(bytes);
  expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${String(status)} `));
  const body = JSON.parse(answer.slice(answer.indexOf('\r\n\r\n'))) as Answer;
  expect(onlyError(body).code).toBe('BAD_USER_INPUT');
});

it('answers a query by GET without a special header, and refuses a mutation', async () => {
  const query = await send(app, { path: '/graphql?query={__typename}' });
  expect([query.status, query.json()]).toEqual([200, { data: { __typename: 'Query' } }]);
  const mutation = await send(app, { path: '/graphql?query=mutation{write}' });
  expect([mutation.status, mutation.headers.allow]).toEqual([405, 'POST']);
  expect(onlyError(mutation.json()).code).toBe('BAD_REQUEST');
});

it.each([
  ['cross-site', undefined, false],
  ['same-site', undefined, false],
  ['cross-site', 'https://elsewhere.example', false],
  ['cross-site', 'http://localhost:3000', true],
  ['same-site', 'http://localhost:3000', true],
  ['same-origin', undefined, true],
  ['none', undefined, true],
] as const)('a GET that a browser calls %s, of a page of %s, is answered: %s', async (site, origin, isAnswered) => {
  const headers = { 'sec-fetch-site': site, ...(origin === undefined ? {} : { origin }) };
  for (const accept of ['application/json', 'text/event-stream']) {
    const response = await send(app, { path: '/graphql?query={__typename}', headers: { ...headers, accept } });
    if (isAnswered) expect(response.status).toBe(200);
    else expect([response.status, onlyError(response.json()).code]).toEqual([403, 'FORBIDDEN']);
  }
});

it.each(['application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'text/plain', undefined])(
  'refuses what a form of another page could send, as %s',
  async (type) => {
    const headers = type === undefined ? {} : { 'content-type': type };
    const response = await send(app, { method: 'POST', headers, payload: '{"query": "mutation { write }"}' });
    expect([response.status, onlyError(response.json()).code]).toEqual([415, 'BAD_USER_INPUT']);
  },
);

it.each([
  ['does not parse', '{ echo(', 'GRAPHQL_PARSE_FAILED'],
  ['asks for an unknown field', '{ echos }', 'GRAPHQL_VALIDATION_FAILED'],
  ['has too many tokens', `{ ${'echo '.repeat(10_001)} }`, 'GRAPHQL_PARSE_FAILED'],
])('refuses a document that %s with its place', async (_what, query, code) => {
  const response = await post(app, { query });
  expect(response.status).toBe(400);
  const answer: Answer = response.json();
  expect(onlyError(answer).code).toBe(code);
  expect(answer.errors![0]!.locations).toHaveLength(1);
});

it('refuses a variable of the wrong type and an operation that is not there', async () => {
  const wrong = await post(app, { query: 'query($text: String) { echo(text: $text) }', variables: { text: 1 } });
  expect([wrong.status, onlyError(wrong.json()).code]).toEqual([400, 'BAD_USER_INPUT']);
  const absent = await post(app, { query: 'query A { echo }', operationName: 'B' });
  expect([absent.status, onlyError(absent.json()).code]).toEqual([400, 'OPERATION_RESOLUTION_FAILURE']);
});

it('tells a null for @skip(if:) as bad input, though only the executor finds it', async () => {
  const query = 'query($flag: Boolean! = true) { echo @skip(if: $flag) }';
  const response = await post(app, { query, variables: { flag: null } });
  expect(onlyError(response.json()).code).toBe('BAD_USER_INPUT');
});
