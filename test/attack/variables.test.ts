import type { FastifyInstance } from 'fastify';
import { type Answer, post, type Response, startGraphqlServer, type GraphqlServer } from '../server/graphqlServer';
import { blocked, MOST_BLOCKED_MS } from './blocked';

let server: GraphqlServer;
let app: FastifyInstance;

beforeAll(async () => {
  server = await startGraphqlServer();
  ({ app } = server);
  // What is loaded and compiled with the first requests is no part of the measure.
  await post(app, { query: PARTIES, variables: { where: { unknown: 1 } } });
});
afterAll(() => server.close());

const PARTIES = 'query($where: PartyWhereInput) { parties(where: $where) { totalCount } }';
const CHANGES = 'subscription($types: [ChangedType!]) { changes(types: $types) { __typename } }';

const keys = (count: number): Record<string, number> =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`unknown${String(index)}`, index]));

/** A refusal that is short, and was quick. */
async function refused(send: () => Promise<Response>): Promise<NonNullable<Answer['errors']>> {
  const { result, blockedMs } = await blocked(send);
  expect(result.bytes.length).toBeLessThan(8_000);
  expect(blockedMs).toBeLessThan(MOST_BLOCKED_MS);
  const text = result.headers['content-type']?.includes('event-stream')
    ? /^data: (.*)$/m.exec(result.body)![1]!
    : result.body;
  const { data, errors } = JSON.parse(text) as Answer;
  expect(data).toBeUndefined();
  return errors!;
}

const subscribe = (variables: unknown): Promise<Response> =>
  post(app, { query: CHANGES, variables }, { accept: 'text/event-stream' });

it.each([
  ['unknown keys in an object', PARTIES, { where: keys(2_000) }],
  ['unknown keys in an object far down', PARTIES, { where: { AND: [{ NOT: { OR: [keys(2_000)] } }] } }],
  ['wrong types in a list', PARTIES, { where: { kind: { in: Array.from({ length: 20_000 }, () => 'WRONG') } } }],
  ['objects in the place of texts', PARTIES, { where: { AND: Array.from({ length: 500 }, () => ({ id: keys(20) })) } }],
  ['lists in the place of objects', PARTIES, { where: { AND: Array.from({ length: 10_000 }, () => []) } }],
])('says ten faults of %s in short, with their places, and that there are more', async (_what, query, variables) => {
  const errors = await refused(() => post(app, { query, variables }));
  expect(errors).toHaveLength(11);
  expect(errors.pop()!.message).toMatch(/only the first 10 are shown/);
  for (const { message, extensions } of errors) {
    expect(message.length).toBeLessThanOrEqual(300);
    expect(extensions).toEqual({ code: 'BAD_USER_INPUT', field: expect.stringMatching(/^where[.[]/) });
  }
});

it('says ten faults of a subscription in short', async () => {
  const errors = await refused(() => subscribe({ types: Array.from({ length: 20_000 }, () => 'WRONG') }));
  expect(errors).toHaveLength(11);
  expect(errors[0]!.extensions).toEqual({ code: 'BAD_USER_INPUT', field: 'types[0]' });
});

it.each([
  ['a text of a megabyte', { where: { kind: { in: ['x'.repeat(1_000_000)] } } }],
  ['a key of a megabyte', { where: { ['x'.repeat(1_000_000)]: 1 } }],
])('does not repeat %s', async (_what, variables) => {
  const errors = await refused(() => post(app, { query: PARTIES, variables }));
  expect(errors).toHaveLength(1);
  expect(errors[0]!.extensions?.code).toBe('BAD_USER_INPUT');
});

const many: [string, unknown][] = [
  ['keys', { where: keys(30_000) }],
  ['items of a list', { where: { kind: { in: Array.from({ length: 100_000 }, () => 'PERSON') } } }],
  ['lists in lists', { where: Array.from({ length: 5_000 }, () => [[[[[[]]]]]]) }],
  ['variables that the query does not have', keys(30_000)],
];

it.each(many)('refuses more than 25,000 values: %s', async (_what, variables) => {
  const limit = { code: 'COST_LIMIT_EXCEEDED', cost: 25_001, limit: 25_000, of: 'variables' };
  for (const send of [() => post(app, { query: PARTIES, variables }), () => subscribe(variables)]) {
    const errors = await refused(send);
    expect(errors.map(({ extensions }) => extensions)).toEqual([limit]);
    expect(errors[0]!.message).toMatch(/25001 .* 25000/);
  }
  expect((await post(app, { query: PARTIES, variables })).status).toBe(400);
});

it('refuses them as well where the same text was answered before', async () => {
  const query = 'query Repeated($where: PartyWhereInput) { parties(where: $where) { totalCount } }';
  for (let round = 0; round < 3; round++) expect((await post(app, { query })).status).toBe(200);
  expect(await refused(() => post(app, { query, variables: { where: keys(30_000) } }))).toHaveLength(1);
  expect(await refused(() => post(app, { query, variables: { where: keys(2_000) } }))).toHaveLength(11);
});

it('refuses bad variables of an atomic mutation before anything runs', async () => {
  const query = 'mutation($input: CreatePartyInput!) @atomic { createParty(input: $input) { party { id } } }';
  expect(await refused(() => post(app, { query, variables: { input: keys(2_000) } }))).toHaveLength(11);
});
