import { createHash } from 'node:crypto';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import type { FastifyInstance } from 'fastify';
import { parse, validate } from 'graphql';
import { buildAllegataSchema } from '../../src/schema/buildSchema';
import { exampleQuery } from '../../src/server/exampleQuery';
import { type Response, send, startServerOf } from './graphqlServer';

const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';
const schema = buildAllegataSchema();
let app: FastifyInstance;

beforeAll(async () => {
  ({ app } = await startServerOf(schema));
});
afterAll(() => app.close());

const page = (headers: Record<string, string> = {}): Promise<Response> =>
  send(app, { headers: { accept: BROWSER, ...headers } });

it.each([
  ['a GET without a query that wants JSON', { accept: 'application/json' }],
  ['a GET that takes JSON and pages', { accept: 'application/json, text/html' }],
  ['a GET that takes anything', { accept: '*/*' }],
])('answers %s with JSON', async (_what, headers) => {
  const response = await send(app, { headers, path: '/graphql?query={__typename}' });
  expect(response.json()).toEqual({ data: { __typename: 'Query' } });
});

it('answers a browser with the IDE, also where GraphiQL has put its query into the address', async () => {
  for (const path of ['/graphql', '/graphql?query=%7B__typename%7D']) {
    const response = await send(app, { path, headers: { accept: BROWSER } });
    expect(response.status).toBe(200);
    expect(response.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(response.body.startsWith('<!doctype html>')).toBe(true);
    expect(response.body).toContain('<title>Allegata</title>');
    expect(response.body).toContain(JSON.stringify(exampleQuery));
  }
});

it('opens on an example query that is valid', () => {
  expect(validate(schema, parse(exampleQuery))).toEqual([]);
});

it('lets the page load nothing from elsewhere, and run no script but its own', async () => {
  const { headers, body } = await page();
  expect(body).not.toMatch(/<(script|link|img|iframe)[^>]+(src|href)=["']?(https?:)?\/\//i);
  const script = body.slice(body.indexOf('<script>') + 8, body.lastIndexOf('</script>'));
  const policy = String(headers['content-security-policy']);
  expect(policy).toMatch(/default-src 'self'/);
  expect(policy).toContain(`script-src 'sha256-${createHash('sha256').update(script).digest('base64')}'`);
  expect(policy).not.toMatch(/https?:|\*|unsafe-eval/);
});

it('compresses the page as the browser takes it', async () => {
  const [plain, brotli, gzip, refused] = await Promise.all(
    ['', 'gzip, deflate, br', 'gzip', 'br;q=0, gzip'].map((encoding) => page({ 'accept-encoding': encoding })),
  );
  expect(plain!.headers['content-encoding']).toBeUndefined();
  expect(brotli!.headers['content-encoding']).toBe('br');
  expect(gzip!.headers['content-encoding']).toBe('gzip');
  expect(refused!.headers['content-encoding']).toBe('gzip');
  expect(brotliDecompressSync(brotli!.bytes).equals(plain!.bytes)).toBe(true);
  expect(gunzipSync(gzip!.bytes).equals(plain!.bytes)).toBe(true);
  expect(brotli!.bytes.length).toBeLessThan(plain!.bytes.length / 4);
});

it('sends the page once: a browser that has it is told so', async () => {
  const first = await page({ 'accept-encoding': 'br' });
  const again = await page({ 'accept-encoding': 'br', 'if-none-match': String(first.headers.etag) });
  expect([again.status, again.bytes.length]).toEqual([304, 0]);
  const other = await page({ 'accept-encoding': 'gzip', 'if-none-match': String(first.headers.etag) });
  expect(other.status).toBe(200);
  expect(first.headers.vary).toMatch(/\bAccept, Accept-Encoding\b/);
});

it('leads from / to the IDE', async () => {
  const response = await send(app, { path: '/', headers: { accept: BROWSER } });
  expect([response.status, response.headers.location]).toEqual([302, '/graphql']);
});

it('answers HEAD for the page as GET, without the page', async () => {
  const [head, get] = [await send(app, { method: 'HEAD', headers: { accept: BROWSER } }), await page()];
  const { date: _now, ...headers } = head.headers;
  const { date: _then, ...expected } = get.headers;
  expect([head.status, head.bytes.length, headers]).toEqual([200, 0, expected]);
});
