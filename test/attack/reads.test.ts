import { PlanCache } from '../../src/read/planCache';
import { planOf } from '../../src/read/plan';
import { sql, raw } from '../../src/read/sql';
import { createParty, createStatement } from '../support/factories';
import {
  type Answer,
  ask,
  type GraphqlServer,
  onlyError,
  post,
  send,
  startGraphqlServer,
} from '../server/graphqlServer';

let server: GraphqlServer;

beforeEach(async () => {
  server = await startGraphqlServer({ limits: { answerLimitBytes: 100_000 } }, { poolSize: 1 });
});
afterEach(() => server.close());

/** What the one error of an answer says of itself. */
const refusalIn = (answer: Answer): unknown => {
  onlyError(answer);
  return answer.errors![0]!.extensions;
};

const cursorOf = (...values: unknown[]): string => Buffer.from(JSON.stringify(values)).toString('base64url');
const ID = '0193a000-0000-7000-8000-000000000007';

describe('a forged cursor is refused by name', () => {
  it.each([
    '0000-01-01',
    '2024-02-30',
    '2023-02-29',
    '10000-01-01',
    '-0044-03-15',
    '2024-13-01',
    '1e5',
    'now',
    'today',
  ])('with the day %s', async (day) => {
    const after = cursorOf('Allegation-occurredOn-id', day, ID);
    const answer = await ask(server.app, 'query ($after: String) { allegations(after: $after) { nodes { id } } }', {
      after,
    });
    expect(refusalIn(answer)).toMatchObject({ code: 'BAD_USER_INPUT', field: 'after' });
  });

  it.each([
    '2024-02-30T10:00:00+00:00',
    '0000-01-01T00:00:00+00:00',
    '2024-01-01T00:00:00-23:59',
    '2024-01-01T00:00:00+15:59',
    '2024-01-01T24:00:00+00:00',
    '2024-01-01T23:59:60+00:00',
    '2024-01-01T00:00:00.1234567890123+00:00',
    '2024-01-01T00:00:00Z',
    'infinity',
  ])('with the instant %s', async (instant) => {
    const after = cursorOf('Party-createdAt-id', instant, ID);
    const query = 'query ($after: String) { parties(orderBy: [{ createdAt: DESC }], after: $after) { nodes { id } } }';
    expect(refusalIn(await ask(server.app, query, { after }))).toMatchObject({
      code: 'BAD_USER_INPUT',
      field: 'after',
    });
  });

  it.each([1e300, 2 ** 31, -(2 ** 53), 1.5, null, [], {}, '7'])('with the number %j', async (number) => {
    const after = cursorOf('Party-allegationCount-id', number, ID);
    const query =
      'query ($after: String) { parties(orderBy: [{ allegationCount: DESC }], after: $after) { nodes { id } } }';
    expect(refusalIn(await ask(server.app, query, { after }))).toMatchObject({
      code: 'BAD_USER_INPUT',
      field: 'after',
    });
  });
});

it('a cursor that the server gave is taken back, in every order', async () => {
  for (const name of ['Aldis', 'Brea', 'Corin']) await createParty(server.database, { name });
  for (const key of ['name', 'createdAt', 'updatedAt', 'allegationCount', 'statementCount']) {
    const query = (after: string): string =>
      `{ parties(first: 1, orderBy: [{ ${key}: ASC }]${after}) { nodes { name } pageInfo { endCursor } } }`;
    const first = await ask(server.app, query(''));
    const { pageInfo, nodes } = first.data!.parties as { pageInfo: { endCursor: string }; nodes: unknown[] };
    const second = await ask(server.app, query(`, after: "${pageInfo.endCursor}"`));
    expect(second.errors).toBeUndefined();
    expect(second.data!.parties).not.toMatchObject({ nodes });
  }
});

it.each(['__proto__', 'constructor', 'toString', 'valueOf', 'hasOwnProperty'])(
  'a variable may be named %s, and its filter counts',
  async (name) => {
    await createParty(server.database, { slug: 'harbour-office' });
    await createParty(server.database, { slug: 'ferry-union' });
    const query = `query ($${name}: PartyWhereInput) { parties(where: $${name}) { totalCount } }`;
    const variables = `{"${name}":{"slug":{"equals":"ferry-union"}}}`;
    const path = `/graphql?query=${encodeURIComponent(query)}&variables=${encodeURIComponent(variables)}`;
    const response = await send(server.app, { path, headers: { 'apollo-require-preflight': '1' } });
    expect(response.json()).toEqual({ data: { parties: { totalCount: 1 } } });
    const without = `/graphql?query=${encodeURIComponent(query)}`;
    const all = await send(server.app, { path: without, headers: { 'apollo-require-preflight': '1' } });
    expect(all.json()).toEqual({ data: { parties: { totalCount: 2 } } });
  },
);

it('refuses more conditions than an operation may have, and keeps nothing of them', async () => {
  const query = 'query ($where: PartyWhereInput) { parties(where: $where) { totalCount } }';
  const where = { OR: Array.from({ length: 5_000 }, (_, index) => ({ slug: { equals: `party-${index}` } })) };
  const answer = await post(server.app, { query, variables: { where } });
  expect(answer.json().errors).toMatchObject([
    { extensions: { code: 'COST_LIMIT_EXCEEDED', cost: 501, limit: 500, of: 'conditions' } },
  ]);
});

it('refuses an answer that is too long, by both deliveries, and goes on', async () => {
  await createStatement(server.database, { slug: 'long', body: 'Hafen '.repeat(20_000) });
  const field = 'statement(slug: "long") { body }';
  for (const query of [`{ ${field} }`, `{ ${field} __schema { queryType { name } } }`]) {
    const answer = await ask(server.app, query);
    expect(refusalIn(answer)).toMatchObject({ code: 'COST_LIMIT_EXCEEDED', limit: 100_000, of: 'answerBytes' });
  }
  expect(await ask(server.app, '{ statement(slug: "long") { slug } }')).toEqual({
    data: { statement: { slug: 'long' } },
  });
});

/** Names of what the one connection of the pool has prepared. */
async function prepared(): Promise<string[]> {
  const { rows } = await server.database.pool.query<{ name: string }>('SELECT name FROM pg_prepared_statements');
  return rows.map(({ name }) => name);
}

it('prepares what is asked for again, and nothing that is asked for once or is long', async () => {
  const again = '{ parties { totalCount } }';
  for (let time = 0; time < 3; time += 1) await ask(server.app, again);
  expect(await prepared()).toHaveLength(1);
  for (let index = 0; index < 20; index += 1) await ask(server.app, `{ once${index}: parties { totalCount } }`);
  expect(await prepared()).toHaveLength(1);
  const long = Array.from({ length: 90 }, (_, index) => `a${index}: parties(first: 1) { nodes { id } }`).join(' ');
  for (let time = 0; time < 3; time += 1) expect((await ask(server.app, `{ ${long} }`)).errors).toBeUndefined();
  expect(await prepared()).toHaveLength(1);
});

it('closes a connection that has prepared as much as one may', async () => {
  const backend = async (): Promise<unknown> =>
    (await server.database.pool.query('SELECT pg_backend_pid() AS pid')).rows[0];
  const before = await backend();
  for (let index = 0; index < 60; index += 1) {
    const fields = Array.from({ length: 20 }, (_, field) => `a${index}_${field}: parties(first: 1) { nodes { id } }`);
    for (let time = 0; time < 2; time += 1) await ask(server.app, `{ ${fields.join(' ')} }`);
  }
  expect(await backend()).not.toEqual(before);
});

it('refuses relations inside relations that would multiply what is looked at', async () => {
  const some = (depth: number): string =>
    depth === 0 ? '{}' : `{ allegations: { some: { assertions: { some: { speaker: ${some(depth - 1)} } } } } }`;
  const answer = await ask(server.app, `{ parties(where: ${some(12)}) { totalCount } }`);
  expect(refusalIn(answer)).toMatchObject({ code: 'COST_LIMIT_EXCEEDED', limit: 100_000, of: 'work' });
});

describe('the cache of plans', () => {
  const plan = (length: number): ReturnType<typeof planOf> =>
    planOf(sql`select ${raw(`'${'x'.repeat(length)}'`)}`, {
      cost: 1,
      checks: [],
      followsChanges: true,
      answerLimitBytes: 1,
    });

  it('is bounded in bytes, whatever is asked for', () => {
    const cache = new PlanCache();
    for (let index = 0; index < 3_000; index += 1) cache.plan([{}], `key ${index}`, () => plan(100_000));
    expect(cache.statistics().planBytes).toBeLessThanOrEqual(32 * 1024 * 1024);
  });

  it('keeps what is asked for again while thousands ask for something once', () => {
    const cache = new PlanCache();
    const node = {};
    const compile = jest.fn(() => plan(1_000));
    cache.plan([node], 'again', compile);
    cache.plan([node], 'again', compile);
    for (let index = 0; index < 50_000; index += 1) cache.plan([{}], `once ${index}`, () => plan(1_000));
    cache.plan([node], 'again', compile);
    expect(compile).toHaveBeenCalledTimes(1);
  });

  it('does not keep a huge plan', () => {
    const cache = new PlanCache();
    cache.plan([{}], '', () => plan(400_000));
    expect(cache.statistics()).toMatchObject({ plans: 0, planBytes: 0 });
  });
});

it('compiles what it refuses once, and not again for the same question', async () => {
  const query = '{ parties(first: 1000) { nodes { id } } }';
  const misses = async (): Promise<number> => {
    const { body } = await send(server.app, { path: '/metrics' });
    return Number(/^allegata_read_plan_misses_total (\d+)$/m.exec(body)?.[1]);
  };
  await ask(server.app, query);
  const first = await misses();
  await ask(server.app, query);
  expect(await misses()).toBe(first);
  expect(first).toBe(1);
});
