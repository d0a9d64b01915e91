import type { FastifyInstance } from 'fastify';
import { GraphQLNonNull, GraphQLObjectType, GraphQLSchema, GraphQLString } from 'graphql';
import { DatabaseError } from 'pg';
import { ErrorCode, RequestError } from '../../src/lib/errors';
import { post, startServerOf } from '../server/graphqlServer';

let thrown: unknown;
const fails = (): never => {
  throw thrown;
};
const schema = new GraphQLSchema({
  query: new GraphQLObjectType({
    name: 'Query',
    fields: {
      fails: { type: GraphQLString, resolve: fails },
      failsWhole: { type: new GraphQLNonNull(GraphQLString), resolve: fails },
    },
  }),
});
let app: FastifyInstance;

beforeAll(async () => {
  ({ app } = await startServerOf(schema));
});
afterAll(() => app.close());

function postgresError(code: string): DatabaseError {
  const error = new DatabaseError('secret words of PostgreSQL', 1, 'error');
  error.code = code;
  return error;
}

/** As Prisma throws what PostgreSQL refused of a raw query. */
const throughPrisma = (originalCode: string): Error => {
  const cause = { originalCode, originalMessage: 'secret words of PostgreSQL', kind: 'postgres' };
  const driverAdapterError = Object.assign(new Error('secret'), { name: 'DriverAdapterError', cause });
  return Object.assign(new Error('secret'), { code: 'P2010', meta: { driverAdapterError } });
};

it('says ten errors of an execution, in short, and how many more there are', async () => {
  thrown = new RequestError(ErrorCode.CONFLICT, 'x'.repeat(5_000), { field: 'y'.repeat(5_000) });
  const query = `{ ${Array.from({ length: 100 }, (_, index) => `a${String(index)}: fails`).join(' ')} }`;
  const response = await post(app, { query });
  const { errors } = response.json();
  expect(errors).toHaveLength(11);
  expect(errors!.pop()).toEqual({
    message: 'There are 90 more errors; only the first 10 are shown.',
    extensions: { code: 'CONFLICT' },
  });
  for (const { message, extensions } of errors!) {
    expect(message).toBe(`${'x'.repeat(999)}…`);
    expect(extensions).toEqual({ code: 'CONFLICT', field: `${'y'.repeat(999)}…` });
  }
});

it.each(['54000', '54001', '54011', '54023', '53200', '53400'])(
  'says what is too much for PostgreSQL as such, whoever asked it (SQLSTATE %s)',
  async (code) => {
    for (const error of [
      postgresError(code),
      throughPrisma(code),
      new Error('Below.', { cause: throughPrisma(code) }),
    ]) {
      thrown = error;
      const response = await post(app, { query: '{ failsWhole }' });
      expect(response.status).toBe(400);
      expect(response.body).not.toMatch('secret');
      expect(response.json().errors).toMatchObject([
        { message: expect.stringMatching(/too large or too complex/), extensions: { code: 'COST_LIMIT_EXCEEDED' } },
      ]);
    }
  },
);

it.each([
  ['57014', 504, 'TIMEOUT'],
  ['57P01', 503, 'DATABASE_UNAVAILABLE'],
  ['08006', 503, 'DATABASE_UNAVAILABLE'],
  ['42703', 500, 'INTERNAL_SERVER_ERROR'],
])('looks into errors of Prisma for the reason (SQLSTATE %s)', async (code, status, told) => {
  thrown = throughPrisma(code);
  const response = await post(app, { query: '{ failsWhole }' });
  expect([response.status, response.json().errors![0]!.extensions?.code]).toEqual([status, told]);
  expect(response.body).not.toMatch('secret');
});

it.each([
  [ErrorCode.RATE_LIMITED, 429],
  [ErrorCode.OVERLOADED, 503],
])('answers %s with its status and the seconds to wait', async (code, status) => {
  thrown = new RequestError(code, 'Try it again later.', { retryAfter: 1.2 });
  const response = await post(app, { query: '{ failsWhole }' });
  expect([response.status, response.headers['retry-after']]).toEqual([status, '2']);
});

it.each([
  [ErrorCode.RATE_LIMITED, 429],
  [ErrorCode.OVERLOADED, 503],
])('answers %s in the same way where it comes before GraphQL', async (code, status) => {
  const { app: other } = await startServerOf(schema, {
    authenticate: () => Promise.reject(new RequestError(code, 'Try it again later.', { retryAfter: 7 })),
  });
  const response = await post(other, { query: '{ fails }' }, { authorization: 'Bearer any' });
  await other.close();
  expect([response.status, response.headers['retry-after']]).toEqual([status, '7']);
  expect(response.json().errors![0]!.extensions).toEqual({ code, retryAfter: 7 });
});
