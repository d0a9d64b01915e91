import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { GraphQLNonNull, GraphQLObjectType, GraphQLSchema, GraphQLString } from 'graphql';
import { ErrorCode, INTERNAL_SERVER_ERROR, RequestError } from '../../src/lib/errors';
import { type Answer, type Response, post, send, startServerOf } from './graphqlServer';

// The table of docs/errors.md is the contract; this walks it.

/** The statuses that the page gives each code. */
const statuses = new Map(
  [
    ...readFileSync(join(__dirname, '..', '..', 'docs', 'errors.md'), 'utf8').matchAll(/^\| `(\w+)` +\| ([\d, ]*)\|/gm),
  ].map(([, code = '', list = '']) => [code, (list.match(/\d+/g) ?? []).map(Number)]),
);

let code: string;
const fails = (): never => {
  throw code === INTERNAL_SERVER_ERROR ? new Error('secret') : new RequestError(code as ErrorCode, 'It failed.');
};
const schema = new GraphQLSchema({
  query: new GraphQLObjectType({
    name: 'Query',
    fields: {
      fails: { type: GraphQLString, resolve: fails },
      failsWhole: { type: new GraphQLNonNull(GraphQLString), resolve: fails },
    },
  }),
  mutation: new GraphQLObjectType({ name: 'Mutation', fields: { write: { type: GraphQLString } } }),
});
let app: FastifyInstance;

beforeAll(async () => {
  const authenticate = (): Promise<never> => Promise.resolve().then(fails);
  ({ app } = await startServerOf(schema, { authenticate }));
});
afterAll(() => app.close());

const told = (response: Response): unknown => [response.status, response.json().errors![0]!.extensions!.code];
/** Codes of the program's own that can come over HTTP. A FORBIDDEN for who shows no token is UNAUTHENTICATED. */
const OVER_HTTP = [...Object.values(ErrorCode), INTERNAL_SERVER_ERROR].filter(
  (each) => each !== ErrorCode.SUBSCRIBER_TOO_SLOW && each !== ErrorCode.FORBIDDEN,
);

it('has a row for each code of the program, and no other but those of Apollo Server', () => {
  const apollo = ['GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'OPERATION_RESOLUTION_FAILURE', 'BAD_REQUEST'];
  expect([...statuses.keys()].sort()).toEqual(
    [...Object.values(ErrorCode), INTERNAL_SERVER_ERROR, ...apollo, 'PERSISTED_QUERY_NOT_FOUND'].sort(),
  );
});

it.each(OVER_HTTP)('an answer that holds nothing has the status of the table: %s', async (each) => {
  code = each;
  const response = await post(app, { query: '{ failsWhole }' });
  expect(told(response)).toEqual([statuses.get(each)![0], each]);
  expect(response.json().errors).toMatchObject([{ path: ['failsWhole'], locations: [{ line: 1, column: 3 }] }]);
});

it.each(OVER_HTTP)('an answer that holds some data is 200: %s', async (each) => {
  code = each;
  expect(told(await post(app, { query: '{ fails __typename }' }))).toEqual([200, each]);
});

it.each([...OVER_HTTP, ErrorCode.FORBIDDEN])(
  'a refusal before GraphQL has the status of the table: %s',
  async (each) => {
    code = each;
    const response = await post(app, { query: '{ fails }' }, { authorization: 'Bearer any' });
    expect(told(response)).toEqual([statuses.get(each)![0], each]);
  },
);

it('asks who shows no token for one, where somebody known is told that they may not', async () => {
  code = ErrorCode.FORBIDDEN;
  const response = await post(app, { query: '{ failsWhole }' });
  expect(told(response)).toEqual([statuses.get('UNAUTHENTICATED')![0], 'UNAUTHENTICATED']);
  expect(response.headers['www-authenticate']).toBe('Bearer');
});

const json = { 'content-type': 'application/json' };
const persisted = { persistedQuery: { version: 1, sha256Hash: '0'.repeat(64) } };

it.each([
  ['GRAPHQL_PARSE_FAILED', { payload: '{"query": "{"}' }],
  ['GRAPHQL_VALIDATION_FAILED', { payload: '{"query": "{ nope }"}' }],
  ['OPERATION_RESOLUTION_FAILURE', { payload: '{"query": "{ fails }", "operationName": "Other"}' }],
  ['PERSISTED_QUERY_NOT_FOUND', { payload: JSON.stringify({ extensions: persisted }) }],
  ['BAD_REQUEST', { payload: '{}' }],
  ['BAD_REQUEST', { method: 'DELETE', payload: '{}' }],
  ['BAD_REQUEST', { payload: '{"query": "{ __typename }"}', headers: { ...json, accept: 'text/csv' } }],
  ['BAD_REQUEST', { method: 'GET', path: '/graphql?query=mutation{write}' }],
  ['BAD_USER_INPUT', { payload: '{' }],
  ['BAD_USER_INPUT', { payload: ' '.repeat(3 * 1024 * 1024) }],
  ['BAD_USER_INPUT', { payload: 'x', headers: { 'content-type': 'text/plain' } }],
  ['UNSUPPORTED_ENCODING', { payload: '{}', headers: { ...json, 'content-encoding': 'br' } }],
  ['HOST_NOT_ALLOWED', { payload: '{}', headers: { ...json, host: 'elsewhere.example' } }],
])('a request that is refused has a status of the table: %s, %j', async (each, request) => {
  const response = await send(app, { method: 'POST', headers: json, ...request });
  const answer: Answer = response.json();
  expect(answer.errors![0]!.extensions!.code).toBe(each);
  expect(statuses.get(each)).toContain(response.status);
  expect(answer.data).toBeUndefined();
});
