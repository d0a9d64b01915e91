import { once } from 'node:events';
import { hostname } from 'node:os';
import { connect } from 'node:net';
import { WebSocket } from 'ws';
import { createApiToken } from '../../src/access/apiTokens';
import { readEnvironment } from '../../src/lib/environment';
import { type GraphqlServer, onlyError, portOf, send, startGraphqlServer } from '../server/graphqlServer';

const json = { 'content-type': 'application/json' };
const payload = '{"query": "{ __typename }"}';
const FOREIGN = [
  'evil.example',
  'evil.example:4000',
  'localhost.evil.example',
  '127.0.0.1.evil.example',
  'evil-localhost',
  'xlocalhost',
  'localhost@evil.example',
  'localhost, evil.example',
  'evil.example/localhost',
  '[::1].evil.example',
  '::1',
];
const OWN = [
  'localhost',
  'LocalHost:4000',
  'localhost.',
  'app.localhost:4000',
  '127.0.0.1',
  '192.0.2.7:4000',
  '[::1]:4000',
  '[2001:db8::7]',
  hostname(),
];

let server: GraphqlServer;
beforeAll(async () => {
  server = await startGraphqlServer();
});
afterAll(() => server.close());

/** The HTTP status with which a request for a WebSocket is answered. */
async function upgradeStatus({ app }: GraphqlServer, host: string): Promise<number> {
  const socket = new WebSocket(`ws://127.0.0.1:${String(portOf(app))}/graphql`, 'graphql-transport-ws', {
    headers: { host },
    origin: `http://${host}`,
  });
  const [response] = await Promise.race([
    once(socket, 'open').then(() => [{ statusCode: 101 }]),
    once(socket, 'unexpected-response').then(([, answer]) => [answer as { statusCode: number }]),
  ]);
  socket.on('error', () => undefined);
  socket.terminate();
  return response!.statusCode;
}

describe.each(FOREIGN)('a request for the host "%s"', (host) => {
  it.each([
    ['POST /graphql', { method: 'POST', headers: { ...json, host }, payload }],
    ['GET /graphql', { path: '/graphql?query={__typename}', headers: { host } }],
    ['events', { method: 'POST', headers: { ...json, accept: 'text/event-stream', host }, payload }],
    ['the IDE', { headers: { accept: 'text/html', host } }],
    ['/health', { path: '/health', headers: { host } }],
    ['/metrics', { path: '/metrics', headers: { host } }],
    ['/', { path: '/', headers: { host } }],
    ['nothing that is there', { path: '/nothing', headers: { host } }],
    ['OPTIONS', { method: 'OPTIONS', headers: { host } }],
  ])('is refused: %s', async (_what, asked) => {
    const response = await send(server.app, asked);
    expect(response.status).toBe(421);
    const { message, code } = onlyError(response.json());
    expect([code, message]).toEqual(['HOST_NOT_ALLOWED', expect.stringContaining('ALLEGATA_ALLOWED_HOSTS')]);
  });

  it('may open no WebSocket', async () => {
    expect(await upgradeStatus(server, host)).toBe(421);
  });
});

it.each(OWN)('a request for the host "%s" is served', async (host) => {
  expect((await send(server.app, { path: '/health', headers: { host } })).status).toBe(200);
  expect(await upgradeStatus(server, host)).toBe(101);
});

it('X-Forwarded-Host makes no host one that is served, nor one that is not', async () => {
  const proxied = await startGraphqlServer({ trustedProxies: ['127.0.0.1'] });
  const ask = (host: string, forwarded: string) =>
    send(proxied.app, { path: '/health', headers: { host, 'x-forwarded-host': forwarded } });
  expect((await ask('evil.example', 'localhost')).status).toBe(421);
  expect((await ask('localhost', 'evil.example')).status).toBe(200);
  await proxied.close();
});

it.each(['host: localhost\r\nhost: evil.example', 'host:'])('a head with "%s" is not served', async (lines) => {
  const socket = connect(portOf(server.app), '127.0.0.1');
  socket.end(`GET /health HTTP/1.1\r\n${lines}\r\nconnection: close\r\n\r\n`);
  const [data] = (await once(socket, 'data')) as [Buffer];
  expect(data.toString()).toMatch(/^HTTP\/1\.1 4(00|21)/);
  socket.destroy();
});

it.each([
  ['example.org', ['example.org', 'EXAMPLE.org.:443'], ['www.example.org', 'example.org.evil.example']],
  ['.example.org', ['example.org', 'a.b.example.org'], ['badexample.org']],
  ['*', ['anything.example'], []],
])('ALLEGATA_ALLOWED_HOSTS=%s', async (setting, served, refused) => {
  const own = await startGraphqlServer({
    allowedHosts: readEnvironment({ ALLEGATA_ALLOWED_HOSTS: setting }).allowedHosts,
  });
  for (const host of served) {
    expect((await send(own.app, { path: '/health', headers: { host } })).status).toBe(200);
    expect(await upgradeStatus(own, host)).toBe(101);
  }
  for (const host of refused) expect((await send(own.app, { path: '/health', headers: { host } })).status).toBe(421);
  await own.close();
});

it('the name that the server listens on is served', async () => {
  const own = await startGraphqlServer({ host: 'Desk.example.org' });
  expect((await send(own.app, { path: '/health', headers: { host: 'desk.example.org' } })).status).toBe(200);
  await own.close();
});

it.each(['example.org:4000', 'https://example.org', '*.example.org', 'a,,b', '..a', 'a b'])(
  'ALLEGATA_ALLOWED_HOSTS is refused as %s',
  (value) => {
    expect(() => readEnvironment({ ALLEGATA_ALLOWED_HOSTS: value })).toThrow(/ALLEGATA_ALLOWED_HOSTS.*must be names/);
  },
);

describe('/metrics', () => {
  const ask = (headers: Record<string, string> = {}, from = server) => send(from.app, { path: '/metrics', headers });

  it('is served to this machine', async () => {
    const response = await ask();
    expect([response.status, response.body]).toEqual([200, expect.stringContaining('allegata_sockets 0')]);
  });

  it.each<Record<string, string>>([
    { 'x-forwarded-for': '127.0.0.1' },
    { 'x-forwarded-for': '192.0.2.7' },
    { 'x-forwarded-for': '' },
    { forwarded: 'for=127.0.0.1' },
  ])('is refused to what came through a proxy: %j', async (headers) => {
    const response = await ask(headers);
    expect([response.status, onlyError(response.json()).code]).toEqual([403, 'FORBIDDEN']);
  });

  it('is refused to a client elsewhere behind a trusted proxy, and served to one on this machine', async () => {
    const proxied = await startGraphqlServer({ trustedProxies: ['127.0.0.1'] });
    expect((await ask({ 'x-forwarded-for': '192.0.2.7' }, proxied)).status).toBe(403);
    expect((await ask({ 'x-forwarded-for': '127.0.0.1, 192.0.2.7' }, proxied)).status).toBe(403);
    expect((await ask({}, proxied)).status).toBe(200);
    await proxied.close();
  });

  it('is for tokens where that is set', async () => {
    const own = await startGraphqlServer({ metrics: 'token' });
    const { secret } = await createApiToken(own.database, { name: 'Watch', role: 'EDITOR', expiresAt: null });
    const refused = await ask({}, own);
    expect([refused.status, refused.headers['www-authenticate']]).toEqual([401, 'Bearer']);
    expect((await ask({ authorization: `Bearer ${secret}x` }, own)).status).toBe(401);
    expect((await ask({ authorization: `Bearer ${secret}`, 'x-forwarded-for': '192.0.2.7' }, own)).status).toBe(200);
    await own.close();
  });

  it('is for all, or for nobody, where that is set', async () => {
    const open = await startGraphqlServer({ metrics: 'open' });
    expect((await ask({ 'x-forwarded-for': '192.0.2.7' }, open)).status).toBe(200);
    await open.close();
    const off = await startGraphqlServer({ metrics: 'off' });
    expect((await ask({}, off)).status).toBe(404);
    await off.close();
  });
});
