import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { buildSchema } from 'graphql';
import { type Answer, post, type Response, send, startServerOf } from '../server/graphqlServer';
import { blocked, MOST_BLOCKED_MS } from './blocked';

const schema = buildSchema(`
  type Query { self(text: String, list: [Int]): Query leaf(text: String): Int other: Int }
  type Subscription { self: Query }
`);
let app: FastifyInstance;

beforeAll(async () => {
  ({ app } = await startServerOf(schema));
  await post(app, { query: '{ unknown }' });
});
afterAll(() => app.close());

const times = (count: number, of: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => of(index)).join(' ');

/** Fragments that spread the next one twice each, in fields of their own where `isNested`. */
function doubling(count: number, isNested: boolean): string {
  const spread = (index: number): string => `...F${String(index + 1)}`;
  const body = (index: number): string =>
    isNested ? `self { ${spread(index)} } self { ${spread(index)} }` : `${spread(index)} ${spread(index)}`;
  return `${times(count, (index) => `fragment F${String(index)} on Query { ${body(index)} }`)} fragment F${String(count)} on Query { leaf }`;
}

const asRequest = (query: string): Promise<Response> => post(app, { query });
const asEvents = (query: string): Promise<Response> => post(app, { query }, { accept: 'text/event-stream' });

/** The errors of an answer that was short and quick, by which nothing ran. */
async function refused(ask: () => Promise<Response>): Promise<NonNullable<Answer['errors']>> {
  const { result, blockedMs } = await blocked(ask);
  expect(result.bytes.length).toBeLessThan(16_000);
  expect(blockedMs).toBeLessThan(MOST_BLOCKED_MS);
  const isStream = result.headers['content-type']?.includes('event-stream');
  if (!isStream) expect(result.status).toBe(400);
  const { data, errors } = JSON.parse(isStream ? /^data: (.*)$/m.exec(result.body)![1]! : result.body) as Answer;
  expect(data).toBeUndefined();
  return errors!;
}

const costly: [string, string, Record<string, unknown>][] = [
  ['too many characters', `{ leaf } #${'x'.repeat(300_000)}`, { of: 'characters', cost: 300_010, limit: 262_144 }],
  [
    'too many fields',
    `{ ...F } fragment F on Query { ${times(101, () => '...G')} } fragment G on Query { ${times(100, () => 'leaf')} }`,
    { of: 'fields', cost: 10_100, limit: 10_000 },
  ],
  [
    'too many fields in several operations',
    `${times(120, (index) => `query Q${String(index)} { ...F }`)} fragment F on Query { ${'leaf '.repeat(100)} }`,
    { of: 'fields', cost: 12_000, limit: 10_000 },
  ],
  [
    'fragments that double their fields',
    `{ ...F0 } ${doubling(40, false)}`,
    { of: 'fields', cost: 2 ** 40, limit: 10_000 },
  ],
  [
    'fragments that double their fields, level by level',
    `{ ...F0 } ${doubling(30, true)}`,
    { of: 'fields', cost: 2 ** 30 + 2 ** 31 - 2, limit: 10_000 },
  ],
  [
    'such fragments that no operation spreads',
    `{ leaf } ${doubling(40, false)}`,
    { of: 'fields', cost: 2 ** 40 + 1, limit: 10_000 },
  ],
  [
    'too many aliases',
    `{ ${times(501, (index) => `a${String(index)}: leaf`)} }`,
    { of: 'aliases', cost: 501, limit: 500 },
  ],
  [
    'too many aliases through a fragment',
    `{ ${times(101, () => 'self { ...A }')} } fragment A on Query { a: leaf b: leaf c: leaf d: leaf e: leaf }`,
    { of: 'aliases', cost: 505, limit: 500 },
  ],
  [
    'fields of equal names',
    `{ ${times(740, () => 'self { leaf }')} }`,
    { of: 'comparisons', cost: 740 * 739, limit: 20_000 },
  ],
  [
    'fields of equal names below others',
    `{ ${times(100, () => 'self { self { leaf leaf leaf leaf } }')} }`,
    { of: 'comparisons', cost: 99 * 100 + (400 * 399) / 2, limit: 20_000 },
  ],
  [
    'many fragments in one place',
    `{ ${times(300, (index) => `...F${String(index)}`)} } ${times(300, (index) => `fragment F${String(index)} on Query { a${String(index)}: leaf }`)}`,
    { of: 'comparisons', cost: (300 * 299) / 2, limit: 20_000 },
  ],
  ['an alias that is too long', `{ ${'a'.repeat(257)}: leaf }`, { of: 'aliasCharacters', cost: 257, limit: 256 }],
];

it.each(costly)('refuses %s with both numbers, as a query and as a subscription', async (_what, query, extensions) => {
  for (const ask of [asRequest, asEvents]) {
    const errors = await refused(() => ask(query));
    expect(errors.map((error) => error.extensions)).toEqual([{ code: 'COST_LIMIT_EXCEEDED', ...extensions }]);
    expect(errors[0]!.message).toMatch(String(extensions.cost));
    expect(errors[0]!.message).toMatch(String(extensions.limit));
  }
});

it.each([
  ['fields', `{ ${times(100, (index) => `a${String(index)}: self { ${'leaf other '.repeat(6)} }`)} }`],
  ['aliases', `{ ${times(500, (index) => `a${String(index)}: leaf`)} }`],
])('takes a document with many %s', async (_what, query) => {
  expect((await post(app, { query })).status).toBe(200);
});

it.each([
  ['unknown fields', `{ ${times(1_000, (index) => `unknown${String(index)}`)} }`],
  ['names that are alike', `{ ${times(1_000, (index) => `leaf${'f'.repeat(index % 200)}`)} }`],
  ['names of many characters', `{ ${times(20, () => 'x'.repeat(12_000))} }`],
  ['unknown arguments', `{ self(${times(1_500, (index) => `unknown${String(index)}: 1`)}) { leaf } }`],
  ['wrong values', `{ self(list: [${times(4_000, () => '"x"')}]) { leaf } }`],
  ['unknown variables', `{ self(list: [${times(900, (index) => `$v${String(index)}`)}]) { leaf } }`],
  ['unknown fragments', `{ ${times(150, (index) => `...Unknown${String(index)}`)} }`],
  ['directives that are not there', `{ leaf ${times(2_000, (index) => `@unknown${String(index)}`)} }`],
  [
    'fragments in circles',
    `{ leaf } ${times(700, (index) => `fragment F${String(index)} on Query { ...F${String((index + 1) % 700)} }`)}`,
  ],
  ['fields that conflict', `{ ${times(240, (index) => `a${String(index)}: leaf a${String(index)}: other`)} }`],
])('says at most ten faults of %s, in short', async (_what, query) => {
  for (const ask of [asRequest, asEvents]) {
    const errors = await refused(() => ask(query));
    expect(errors.length).toBeLessThanOrEqual(11);
    for (const { message, extensions, locations } of errors) {
      expect(message.length).toBeLessThanOrEqual(1_000);
      expect(locations?.length ?? 0).toBeLessThanOrEqual(10);
      expect(extensions?.code).toBe('GRAPHQL_VALIDATION_FAILED');
    }
  }
});

it('does not repeat a long text that does not parse', async () => {
  const errors = await refused(() => asRequest(`{ leaf "${'x'.repeat(200_000)}" }`));
  expect(errors.map(({ extensions }) => extensions?.code)).toEqual(['GRAPHQL_PARSE_FAILED']);
  expect(errors[0]!.message.length).toBeLessThanOrEqual(1_000);
});

it('follows fragments one below the other without a stack overflow', async () => {
  const chain = times(800, (index) => `fragment F${String(index)} on Query { self { ...F${String(index + 1)} } }`);
  const errors = await refused(() => asRequest(`{ ...F0 } ${chain} fragment F800 on Query { leaf }`));
  expect(errors.map(({ extensions }) => extensions)).toEqual([{ code: 'BAD_USER_INPUT', depth: 801, limit: 40 }]);
});

it('checks a query that is sent by its hash, and keeps none that it refuses', async () => {
  const persisted = (query?: string): Promise<Response> => {
    const hash = createHash('sha256').update(bad).digest('hex');
    const payload = JSON.stringify({ query, extensions: { persistedQuery: { version: 1, sha256Hash: hash } } });
    return send(app, { method: 'POST', headers: { 'content-type': 'application/json' }, payload });
  };
  const bad = `{ ${times(501, (index) => `a${String(index)}: leaf`)} }`;
  expect((await refused(() => persisted(bad)))[0]!.extensions?.code).toBe('COST_LIMIT_EXCEEDED');
  expect((await persisted()).json().errors![0]!.extensions?.code).toBe('PERSISTED_QUERY_NOT_FOUND');
});

it('chooses no operation of a document that it refuses', async () => {
  const query = `query A { ${times(101, () => '...F')} } query B { leaf } fragment F on Query { ${'leaf '.repeat(100)} }`;
  const errors = await refused(() => post(app, { query, operationName: 'B' }));
  expect(errors.map(({ extensions }) => extensions?.of)).toEqual(['fields']);
});
