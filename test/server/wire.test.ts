import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import type { FastifyInstance } from 'fastify';
import { GraphQLInt, GraphQLObjectType, GraphQLSchema, GraphQLString } from 'graphql';
import { type Answer, onlyError, post, send, startServerOf } from './graphqlServer';

const schema = new GraphQLSchema({
  mutation: new GraphQLObjectType({ name: 'Mutation', fields: { write: { type: GraphQLString } } }),
  query: new GraphQLObjectType({
    name: 'Query',
    fields: {
      text: {
        type: GraphQLString,
        args: { length: { type: GraphQLInt } },
        resolve: (_, { length }: { length: number }) => 'harbour '.repeat(length / 8),
      },
    },
  }),
});
const LONG = '{ text(length: 80000) }';
const GRAPHQL_JSON = 'application/graphql-response+json; charset=utf-8';
let app: FastifyInstance;

beforeAll(async () => {
  ({ app } = await startServerOf(schema));
});
afterAll(() => app.close());

describe('compression', () => {
  it.each([
    ['br', 'br', brotliDecompressSync],
    ['gzip', 'gzip', gunzipSync],
    ['gzip, deflate, br, zstd', 'br', brotliDecompressSync],
    ['br;q=0, gzip', 'gzip', gunzipSync],
    ['*', 'br', brotliDecompressSync],
  ])('answers who takes %s with %s', async (accepted, encoding, unpack) => {
    const plain = await post(app, { query: LONG });
    const packed = await post(app, { query: LONG }, { 'accept-encoding': accepted });
    expect(packed.headers['content-encoding']).toBe(encoding);
    expect(packed.headers['content-length']).toBe(String(packed.bytes.length));
    expect(packed.bytes.length).toBeLessThan(plain.bytes.length / 20);
    expect(unpack(packed.bytes).equals(plain.bytes)).toBe(true);
  });

  it.each([undefined, 'identity', 'deflate', 'br;q=0', 'nonsense;;;,'])(
    'leaves it as it is for %s',
    async (accepted) => {
      const headers = accepted === undefined ? {} : { 'accept-encoding': accepted };
      const response = await post(app, { query: LONG }, headers);
      expect(response.headers['content-encoding']).toBeUndefined();
      expect(response.json().data).toEqual({ text: expect.any(String) });
    },
  );

  it('leaves a short answer as it is', async () => {
    const response = await post(app, { query: '{ text(length: 80) }' }, { 'accept-encoding': 'br' });
    expect(response.headers['content-encoding']).toBeUndefined();
  });

  it('answers many at once, each whole, whether or not there was time to compress it', async () => {
    const all = await Promise.all(
      Array.from({ length: 100 }, () => post(app, { query: LONG }, { 'accept-encoding': 'br' })),
    );
    const bodies = all.map(({ headers, bytes }) =>
      (headers['content-encoding'] === 'br' ? brotliDecompressSync(bytes) : bytes).toString(),
    );
    expect(new Set(bodies).size).toBe(1);
  });
});

it.each([
  ['an answer', { path: '/graphql?query={__typename}' }],
  ['a refusal', { path: '/graphql?query={nope}' }],
  ['an address with nothing', { path: '/nowhere' }],
  ['a token that is none', { path: '/graphql?query={__typename}', headers: { authorization: 'Bearer x' } }],
])('names in Vary all that %s depends on', async (_what, request) => {
  const { headers } = await send(app, request);
  expect(headers.vary).toBe('Accept, Accept-Encoding, Authorization, Origin');
});

describe('the media type of an error', () => {
  it.each([
    ['an invalid token', { authorization: 'Bearer x' }, '{"query": "{ __typename }"}'],
    ['a body that is no JSON', {}, '{'],
    ['a body that is packed in another way', { 'content-encoding': 'br' }, '{}'],
    ['an invalid document', {}, '{"query": "{ nope }"}'],
  ])('is the one that was asked for, for %s', async (_what, headers, payload) => {
    for (const [accept, type] of [
      ['application/graphql-response+json,application/json;q=0.9', GRAPHQL_JSON],
      ['application/graphql-response+json', GRAPHQL_JSON],
      ['application/json, application/graphql-response+json;q=0.5', 'application/json; charset=utf-8'],
      ['application/json', 'application/json; charset=utf-8'],
      ['*/*', 'application/json; charset=utf-8'],
    ]) {
      const all = { 'content-type': 'application/json', accept, ...headers };
      const response = await send(app, { method: 'POST', headers: all, payload });
      expect(response.headers['content-type']).toBe(type);
      expect(onlyError(response.json()).code).toEqual(expect.any(String));
    }
  });
});

describe('what browsers, crawlers and watchers ask for', () => {
  it('is answered at /favicon.ico and /robots.txt', async () => {
    const icon = await send(app, { path: '/favicon.ico' });
    expect([icon.status, icon.bytes.length]).toEqual([204, 0]);
    const robots = await send(app, { path: '/robots.txt' });
    expect([robots.status, robots.headers['content-type'], robots.body]).toEqual([
      200,
      'text/plain; charset=utf-8',
      'User-agent: *\nDisallow: /\n',
    ]);
  });

  it.each(['/', '/health', '/robots.txt', '/graphql?query={__typename}', '/graphql?query={nope}', '/nowhere'])(
    'is answered to HEAD %s as to GET, without a body',
    async (path) => {
      const [head, get] = [await send(app, { method: 'HEAD', path }), await send(app, { path })];
      const { date: _now, ...headers } = head.headers;
      const { date: _then, ...expected } = get.headers;
      expect([head.status, head.bytes.length]).toEqual([get.status, 0]);
      expect(headers).toEqual(path === '/nowhere' ? { ...expected, 'content-length': expect.any(String) } : expected);
    },
  );

  it('is a mutation by HEAD no more than by GET', async () => {
    const asked = { query: 'mutation { write }' };
    const response = await send(app, { method: 'HEAD', path: `/graphql?${new URLSearchParams(asked).toString()}` });
    expect([response.status, response.headers.allow]).toEqual([405, 'POST']);
  });
});

it('answers a repeated query by GET without Apollo Server, as it did before', async () => {
  const path = `/graphql?${new URLSearchParams({ query: 'query ($n: Int) { text(length: $n) }', variables: '{"n": 8}' }).toString()}`;
  const [first, second] = [await send(app, { path }), await send(app, { path })];
  expect(second.json()).toEqual({ data: { text: 'harbour ' } } satisfies Answer);
  expect(second.body).toBe(first.body);
});
