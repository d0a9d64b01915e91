import type { FastifyInstance } from 'fastify';
import { GraphQLInt, GraphQLNonNull, GraphQLObjectType, GraphQLSchema, GraphQLString } from 'graphql';
import { DatabaseError } from 'pg';
import { ErrorCode, RequestError } from '../../src/lib/errors';
import { type Answer, ask, noReader, post, startServerOf } from './graphqlServer';

/** What the next request fails with, in a resolver. */
let thrown: unknown;

const schema = new GraphQLSchema({
  query: new GraphQLObjectType({
    name: 'Query',
    fields: {
      fails: {
        type: GraphQLString,
        resolve: () => {
          throw thrown;
        },
      },
      failsWhole: {
        type: new GraphQLNonNull(GraphQLString),
        resolve: () => {
          throw thrown;
        },
      },
      works: { type: GraphQLString, resolve: () => 'yes' },
      badInt: { type: GraphQLInt, resolve: () => 'three million' },
    },
  }),
});
let app: FastifyInstance;
let logged: Record<string, unknown>[];

beforeEach(async () => {
  ({ app, logged } = await startServerOf(schema));
});
afterEach(() => app.close());

function postgresError(code: string, message: string): DatabaseError {
  const error = new DatabaseError(message, message.length, 'error');
  error.code = code;
  error.detail = 'Key (slug)=(secret-slug) already exists.';
  return error;
}

const systemError = (code: string, message: string): Error => Object.assign(new Error(message), { code });

it('keeps what nobody foresaw back, and logs it with its stack under the id that the client gets', async () => {
  thrown = new TypeError('secret: cannot read properties of undefined');
  const answer = await ask(app, '{ fails works }');
  const { message, extensions } = answer.errors![0]!;
  const id = String(extensions!.id);
  expect(answer).toEqual({
    data: { fails: null, works: 'yes' },
    errors: [
      {
        message: `Something went wrong here; it is logged as ${id}.`,
        locations: [{ line: 1, column: 3 }],
        path: ['fails'],
        extensions: { code: 'INTERNAL_SERVER_ERROR', id },
      },
    ],
  });
  expect(message).not.toMatch('secret');
  expect(logged).toEqual([
    expect.objectContaining({
      level: 50,
      id,
      path: ['fails'],
      err: expect.objectContaining({
        type: 'TypeError',
        message: 'secret: cannot read properties of undefined',
        stack: expect.stringContaining('errorDoor.test.ts'),
      }),
    }),
  ]);
});

it('gives every such error another id', async () => {
  thrown = new Error('secret');
  const ids = [await ask(app, '{ fails }'), await ask(app, '{ fails }')].map(
    ({ errors }) => errors![0]!.extensions!.id,
  );
  expect(new Set(ids).size).toBe(2);
});

it.each([
  ['23505', 'duplicate key value violates unique constraint "party_slug_key"'],
  ['42703', 'column "secret" does not exist'],
  ['22P02', 'invalid input syntax for type uuid: "secret"'],
])('lets no word of PostgreSQL out (SQLSTATE %s)', async (code, message) => {
  thrown = postgresError(code, message);
  const response = await post(app, { query: '{ fails }' });
  expect(response.body).not.toMatch(/secret|constraint|column "|syntax/);
  expect(onlyCode(response.json())).toBe('INTERNAL_SERVER_ERROR');
});

it.each(['a string', null, undefined, { message: 'secret object', extensions: { code: 'BAD_USER_INPUT' } }])(
  'keeps back what is thrown and is no error: %j',
  async (value) => {
    thrown = value;
    const response = await post(app, { query: '{ fails }' });
    expect(response.body).not.toMatch(/secret|a string/);
    expect(onlyCode(response.json())).toBe('INTERNAL_SERVER_ERROR');
  },
);

it('keeps back a value that its type cannot show', async () => {
  const response = await post(app, { query: '{ badInt }' });
  expect(response.body).not.toMatch('million');
  expect(onlyCode(response.json())).toBe('INTERNAL_SERVER_ERROR');
});

it('lets the faults of a request through, with their code, path and details, and logs nothing', async () => {
  thrown = new RequestError(ErrorCode.CONFLICT, 'The slug "x" is taken.', {
    field: 'slug',
    cause: new Error('secret'),
  });
  const answer = await ask(app, '{ fails }');
  expect(answer.errors).toEqual([
    {
      message: 'The slug "x" is taken.',
      locations: [{ line: 1, column: 3 }],
      path: ['fails'],
      extensions: { code: 'CONFLICT', field: 'slug' },
    },
  ]);
  expect(logged).toEqual([]);
});

it('tells a statement that ran out of time', async () => {
  thrown = postgresError('57014', 'canceling statement due to statement timeout');
  const response = await post(app, { query: '{ fails }' });
  expect(response.status).toBe(200);
  expect(onlyCode(response.json())).toBe('TIMEOUT');
  expect(response.body).not.toMatch('canceling');
});

it.each([
  ['refused', systemError('ECONNREFUSED', 'connect ECONNREFUSED 127.0.0.1:5432')],
  ['reset', systemError('ECONNRESET', 'read ECONNRESET')],
  ['shut down', postgresError('57P01', 'terminating connection due to administrator command')],
  ['starting', postgresError('57P03', 'the database system is starting up')],
  ['lost', postgresError('08006', 'connection failure')],
  ['full', postgresError('53300', 'sorry, too many clients already')],
  ['terminated', new Error('Connection terminated unexpectedly')],
  ['out of connections', new Error('timeout exceeded when trying to connect')],
  ['told by Prisma', systemError('P1001', "Can't reach database server at 127.0.0.1:5432")],
  ['below another error', new Error('It failed.', { cause: systemError('ECONNREFUSED', 'connect ECONNREFUSED') })],
])('tells a database that is away (%s) with 503 where nothing is answered', async (_how, error) => {
  thrown = error;
  const whole = await post(app, { query: '{ failsWhole }' });
  expect([whole.status, onlyCode(whole.json())]).toEqual([503, 'DATABASE_UNAVAILABLE']);
  expect(whole.body).not.toMatch(/5432|connect /i);
  const part = await post(app, { query: '{ fails works }' });
  expect([part.status, onlyCode(part.json())]).toEqual([200, 'DATABASE_UNAVAILABLE']);
  expect(logged.map(({ level }) => level)).toEqual([40, 40]);
});

it('tells a failure of a whole read the same way as that of a field', async () => {
  await app.close();
  ({ app, logged } = await startServerOf(schema, {
    reads: {
      readOperation: () => Promise.reject(systemError('ECONNREFUSED', 'connect ECONNREFUSED 127.0.0.1:5432')),
      readerFor: () => noReader,
    },
  }));
  const response = await post(app, { query: '{ works }' });
  expect(response.status).toBe(503);
  expect(response.json()).toEqual({
    data: null,
    errors: [
      {
        message: 'The database cannot be reached at the moment. The same request may work again soon.',
        locations: [{ line: 1, column: 3 }],
        path: ['works'],
        extensions: { code: 'DATABASE_UNAVAILABLE' },
      },
    ],
  });
});

it('masks a failure of a whole read that nobody foresaw', async () => {
  await app.close();
  ({ app, logged } = await startServerOf(schema, {
    reads: {
      readOperation: () => Promise.reject(new TypeError('secret')),
      readerFor: () => noReader,
    },
  }));
  const response = await post(app, { query: '{ works }' });
  expect(response.json()).toEqual({
    data: null,
    errors: [
      {
        message: expect.stringMatching(/^Something went wrong here; it is logged as [0-9a-f-]{36}\.$/),
        locations: [{ line: 1, column: 3 }],
        path: ['works'],
        extensions: { code: 'INTERNAL_SERVER_ERROR', id: logged[0]!.id },
      },
    ],
  });
  expect(logged).toHaveLength(1);
});

function onlyCode({ errors }: Answer): unknown {
  expect(errors).toHaveLength(1);
  return errors![0]!.extensions?.code;
}
