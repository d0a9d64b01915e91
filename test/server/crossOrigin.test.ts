import { buildSchema } from 'graphql';
import { readEnvironment } from '../../src/lib/environment';
import { post, type Response, send, startServerOf } from './graphqlServer';

const schema = buildSchema('type Query { echo: String }');

/** What a server with this setting answers to a page of this origin that asks by POST. */
async function answerTo(origin: string | undefined, setting?: string): Promise<Response> {
  const { corsOrigins } = readEnvironment({ ALLEGATA_CORS_ORIGINS: setting });
  const { app } = await startServerOf(schema, { corsOrigins });
  const headers = { 'content-type': 'application/json', ...(origin === undefined ? {} : { origin }) };
  const response = await send(app, { method: 'POST', headers, payload: '{"query": "{ echo }"}' });
  await app.close();
  return response;
}

it.each([
  'https://example.org',
  'http://localhost.example.org',
  'http://127.0.0.1.example.org:3000',
  'null',
  'file://',
])('lets no page of %s read unless told', async (origin) => {
  const { headers } = await answerTo(origin);
  expect(headers['access-control-allow-origin']).toBeUndefined();
  expect(headers.vary).toMatch('Origin');
});

it.each(['http://localhost:3000', 'http://127.0.0.1:5173', 'https://app.localhost', 'http://[::1]:8080'])(
  'lets a page of %s read unless told otherwise',
  async (origin) => {
    const { headers } = await answerTo(origin);
    expect(headers['access-control-allow-origin']).toBe(origin);
    expect(headers['access-control-allow-credentials']).toBeUndefined();
  },
);

it.each([
  ['https://a.example', 'https://a.example, https://b.example', true],
  ['https://b.example', 'https://a.example, https://b.example', true],
  ['https://c.example', 'https://a.example, https://b.example', false],
  ['http://localhost:3000', 'https://a.example', false],
  ['http://localhost:3000', 'https://a.example,localhost', true],
  ['http://localhost:3000', 'none', false],
  ['https://anything.example', '*', true],
])('answers %s under the setting "%s": allowed %s', async (origin, setting, allowed) => {
  const { headers } = await answerTo(origin, setting);
  expect(headers['access-control-allow-origin']).toBe(allowed ? origin : undefined);
});

it.each(['example.org', 'https://example.org/', 'https://example.org/path', 'https://a.example;https://b.example x'])(
  'refuses the setting "%s" with what would be right',
  (setting) => {
    expect(() => readEnvironment({ ALLEGATA_CORS_ORIGINS: setting })).toThrow(
      /ALLEGATA_CORS_ORIGINS.*must be origins such as/,
    );
  },
);

it('answers the preflight of a browser', async () => {
  const { app } = await startServerOf(schema);
  const response = await send(app, {
    method: 'OPTIONS',
    headers: {
      origin: 'http://localhost:3000',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type',
    },
  });
  expect(response.status).toBe(204);
  expect(response.headers['access-control-allow-origin']).toBe('http://localhost:3000');
  expect(response.headers['access-control-allow-methods']).toMatch('POST');
  expect(response.headers['access-control-allow-headers']).toMatch('content-type');
  await app.close();
});

it.each([
  ['what Apollo Client and OpenTelemetry send', 'content-type,apollographql-client-name,traceparent,baggage'],
  ['a single header', 'x-anything'],
])('lets a page send the headers that it asks for: %s', async (_what, asked) => {
  const { app } = await startServerOf(schema);
  const headers = { origin: 'http://localhost:3000', 'access-control-request-headers': asked };
  const response = await send(app, { method: 'OPTIONS', headers });
  expect(response.headers['access-control-allow-headers']).toBe(asked);
  expect(response.headers.vary).toMatch(/\bAccess-Control-Request-Headers\b/);
  await app.close();
});

it.each([
  ['no list of names', 'a b'],
  ['a list with a gap', 'a,,b'],
  ['a list that is too long', 'x'.repeat(3_000)],
])('echoes nothing that is %s', async (_what, asked) => {
  const { app } = await startServerOf(schema);
  const headers = { origin: 'http://localhost:3000', 'access-control-request-headers': asked };
  const response = await send(app, { method: 'OPTIONS', headers });
  expect(response.headers['access-control-allow-headers']).toBe('content-type, authorization, idempotency-key');
  await app.close();
});

it('lets a page read errors too', async () => {
  const { app } = await startServerOf(schema);
  const response = await send(app, { path: '/nowhere', headers: { origin: 'http://localhost:3000' } });
  expect([response.status, response.headers['access-control-allow-origin']]).toEqual([404, 'http://localhost:3000']);
  await app.close();
});

it('answers a client that is no page', async () => {
  const { app } = await startServerOf(schema);
  const response = await post(app, { query: '{ echo }' });
  expect(response.json()).toEqual({ data: { echo: null } });
  await app.close();
});
