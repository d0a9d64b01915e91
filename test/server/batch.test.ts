import type { OutgoingHttpHeaders } from 'node:http';
import { readEnvironment } from '../../src/lib/environment';
import { createApiToken } from '../../src/access/apiTokens';
import { createParty } from '../support/factories';
import { type Answer, type GraphqlServer, onlyError, type Response, send, startGraphqlServer } from './graphqlServer';

let server: GraphqlServer;

beforeAll(async () => {
  server = await startGraphqlServer({ batchLimit: 5, answerLimitBytes: 2_000, limits: { costLimit: 500 } });
  for (const slug of ['ferry-union', 'harbour-office']) await createParty(server.database, { slug });
});
afterAll(() => server.close());

const batch = (operations: unknown, headers: OutgoingHttpHeaders = {}): Promise<Response> =>
  send(server.app, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    payload: JSON.stringify(operations),
  });
const answersOf = async (operations: unknown, headers?: OutgoingHttpHeaders): Promise<Answer[]> => {
  const response = await batch(operations, headers);
  expect(response.status).toBe(200);
  return JSON.parse(response.body) as Answer[];
};

const PARTY = 'query ($slug: String) { party(slug: $slug) { slug } }';
const party = (slug: string): unknown => ({ query: PARTY, variables: { slug } });

it('answers a list with a list in its order, each as by itself', async () => {
  for (let round = 0; round < 2; round++) {
    expect(await answersOf([party('ferry-union'), { query: '{ nope }' }, party('harbour-office')])).toMatchObject([
      { data: { party: { slug: 'ferry-union' } } },
      { errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] },
      { data: { party: { slug: 'harbour-office' } } },
    ]);
  }
});

it('has the media type that is asked for', async () => {
  const accept = 'application/graphql-response+json';
  expect((await batch([party('ferry-union')], { accept })).headers['content-type']).toBe(`${accept}; charset=utf-8`);
});

it.each([
  ['none', [], 'BAD_USER_INPUT'],
  ['too many', Array.from({ length: 6 }, () => party('x')), 'COST_LIMIT_EXCEEDED'],
])('refuses a list of %s', async (_what, operations, code) => {
  const response = await batch(operations);
  expect([response.status, onlyError(response.json()).code]).toEqual([400, code]);
});

it.each([
  ['null', null],
  ['a list', [party('ferry-union')]],
  ['text', '{ __typename }'],
  ['an unknown document', { documentId: 'x' }],
])('refuses what is no operation by itself, and answers the others: %s', async (_what, operation) => {
  expect(await answersOf([operation, party('ferry-union')])).toMatchObject([
    { errors: [{ extensions: { code: expect.any(String) } }] },
    { data: { party: { slug: 'ferry-union' } } },
  ]);
});

it('holds each operation to the budget of one', async () => {
  const dear = { query: '{ parties(first: 100) { nodes { allegations { nodes { summary } } } } }' };
  expect(await answersOf([dear, party('ferry-union')])).toMatchObject([
    { errors: [{ extensions: { code: 'COST_LIMIT_EXCEEDED', of: 'work' } }] },
    { data: { party: { slug: 'ferry-union' } } },
  ]);
});

it('runs nothing more once the answers are as long as one may be', async () => {
  const long = {
    query: `{ ${Array.from({ length: 60 }, (_, n) => `alias_of_a_typename_${String(n)}: __typename`).join(' ')} }`,
  };
  const answers = await answersOf([long, long, party('ferry-union')]);
  expect(answers[0]!.errors).toBeUndefined();
  expect(answers.at(-1)).toMatchObject({
    errors: [{ extensions: { code: 'COST_LIMIT_EXCEEDED', of: 'answerBytes' } }],
  });
});

it('runs mutations in the order of the list, and takes no Idempotency-Key for them', async () => {
  const { secret } = await createApiToken(server.database, { name: 'Desk', role: 'EDITOR', expiresAt: null });
  const authorization = `Bearer ${secret}`;
  const query =
    'mutation ($slug: String!) { createParty(input: { slug: $slug, name: "A", kind: PERSON }) { party { slug } } }';
  const make = (slug: string): unknown => ({ query, variables: { slug } });
  const refused = await batch([make('a')], { authorization, 'idempotency-key': 'k' });
  expect([refused.status, onlyError(refused.json()).code]).toEqual([400, 'BAD_USER_INPUT']);
  expect(await answersOf([make('a'), make('a'), party('nobody')], { authorization })).toMatchObject([
    { data: { createParty: { party: { slug: 'a' } } } },
    { errors: [{ extensions: { code: 'CONFLICT' } }] },
    { data: { party: null } },
  ]);
});

it('is off by default, and bounded', () => {
  expect(readEnvironment({}).batchLimit).toBe(0);
  expect(readEnvironment({ ALLEGATA_BATCH_LIMIT: '10' }).batchLimit).toBe(10);
  for (const wrong of ['101', '0', '-1', 'on']) {
    expect(() => readEnvironment({ ALLEGATA_BATCH_LIMIT: wrong })).toThrow(/ALLEGATA_BATCH_LIMIT/);
  }
});
