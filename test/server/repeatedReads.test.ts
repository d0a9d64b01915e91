import type { OutgoingHttpHeaders } from 'node:http';
import { createAllegation, createParty, createStatement } from '../support/factories';
import { type GraphqlServer, post, type Response, startGraphqlServer } from './graphqlServer';

// A request whose text has been answered before does not go through Apollo Server again. With `extensions` it always does.

let server: GraphqlServer;

beforeEach(async () => {
  server = await startGraphqlServer();
  await createParty(server.database, { slug: 'harbour-office', name: 'Harbour office' });
  await createParty(server.database, { slug: 'ferry-union', name: 'Ferry union' });
});
afterEach(() => server.close());

type Request = Parameters<typeof post>[1] & { extensions?: unknown };

const seen = ({ status, headers: { date: _date, ...headers }, body }: Response): unknown => ({ status, headers, body });

/** Asks by Apollo Server, by the short way, and gives both answers. */
async function bothWays(
  first: Request,
  request: Request = first,
  headers: OutgoingHttpHeaders = {},
): Promise<{ short: unknown; apollo: unknown }> {
  // Once to be known.
  await post(server.app, first, headers);
  const short = seen(await post(server.app, request, headers));
  const around: Request = { ...request, extensions: {} };
  return { short, apollo: seen(await post(server.app, around, headers)) };
}

const BY_SLUG = 'query ($slug: String) { party(slug: $slug) { slug name } }';

it.each([
  ['nothing said', undefined],
  ['anything', '*/*'],
  ['JSON', 'application/json'],
  ['the media type of GraphQL', 'application/graphql-response+json'],
  ['what Apollo Client says', 'application/graphql-response+json,application/json;q=0.9'],
  ['what cannot be served', 'text/csv'],
])('answers what was asked before with the same status, headers and bytes: %s', async (_title, accept) => {
  const headers = accept === undefined ? {} : { accept };
  const request = { query: BY_SLUG, variables: { slug: 'ferry-union' } };
  const { short, apollo } = await bothWays({ ...request, variables: { slug: 'harbour-office' } }, request, headers);
  expect(short).toEqual(apollo);
});

it.each<[string, unknown]>([
  ['a wrong type', { slug: 5 }],
  ['a list', ['harbour-office']],
  ['text', '{"slug":"harbour-office"}'],
  ['nothing of what the field needs', {}],
  ['null', null],
  ['a bad value', { slug: 'No Slug' }],
  ['what nests too deeply', { slug: Array.from({ length: 300 }).reduce((inner) => [inner], 'x') }],
])(
  'reports bad variables of an operation that was answered before as Apollo Server does: %s',
  async (_title, variables) => {
    const good = { query: BY_SLUG, variables: { slug: 'ferry-union' } };
    const { short, apollo } = await bothWays(good, { query: BY_SLUG, variables });
    expect(short).toEqual(apollo);
  },
);

it('tells the operations of one document apart', async () => {
  const query = 'query A { party(slug: "ferry-union") { slug } } query B { party(slug: "harbour-office") { slug } }';
  for (const operationName of ['A', 'B', 'A', 'B', 'C', undefined]) {
    const { short, apollo } = await bothWays({ query, operationName });
    expect(short).toEqual(apollo);
  }
});

it('refuses what costs too much with other variables', async () => {
  const nested = 'nodes { allegations(first: $n) { nodes { assertions(first: $n) { nodes { id } } } } }';
  const query = `query ($n: Int) { parties(first: $n) { ${nested} } }`;
  const { short, apollo } = await bothWays({ query, variables: { n: 2 } }, { query, variables: { n: 100 } });
  expect(short).toEqual(apollo);
  expect(short).toMatchObject({ body: expect.stringContaining('COST_LIMIT_EXCEEDED') as string });
});

it('answers with what the store holds now', async () => {
  const request = { query: '{ parties { totalCount } }' };
  await post(server.app, request);
  await createParty(server.database, { slug: 'night-watch' });
  expect((await post(server.app, request)).json()).toEqual({ data: { parties: { totalCount: 3 } } });
});

it('refuses a token that is not valid, whatever was answered before', async () => {
  const request = { query: BY_SLUG, variables: { slug: 'ferry-union' } };
  const { short, apollo } = await bothWays(request, request, {});
  expect(short).toEqual(apollo);
  const refused = await post(server.app, request, { authorization: 'Bearer allegata_nonsense' });
  expect(refused.status).toBe(401);
});

it('sends one statement for a request that was answered before, and one for a request that fails', async () => {
  const party = await createParty(server.database);
  await createAllegation(server.database, { parties: [{ party, role: 'ACCUSED' }] });
  const request = { query: '{ allegations { nodes { slug accused { slug } } } }' };
  await post(server.app, request);
  const query = jest.spyOn(server.database.pool, 'connect');
  await post(server.app, request);
  expect(query).toHaveBeenCalledTimes(1);
  query.mockImplementationOnce(() => {
    throw new Error('The pool is out of order.');
  });
  const failed = await post(server.app, request);
  expect(query).toHaveBeenCalledTimes(2);
  expect(failed.json().errors![0]!.extensions!.code).toBe('INTERNAL_SERVER_ERROR');
});

it('answers with the same bytes, however long they are and in whatever script', async () => {
  const scripts = 'Fähre Überfahrt – Паром «Заря» – عبّارة – 渡し船 – 🛳️ \\ " ';
  await createStatement(server.database, { title: 'Паром', body: scripts.repeat(5000) });
  const request = { query: '{ statements { nodes { title body } } }' };
  const { short, apollo } = await bothWays(request);
  expect(short).toEqual(apollo);
  const { body } = await post(server.app, request);
  expect(JSON.parse(body)).toMatchObject({
    data: { statements: { nodes: [{ title: 'Паром', body: scripts.repeat(5000) }] } },
  });
});

it('makes what it answers while the server stops the last answer of its connection', async () => {
  const request = { query: BY_SLUG, variables: { slug: 'harbour-office' } };
  await post(server.app, request);
  const holder = await server.database.pool.connect();
  await holder.query('BEGIN; LOCK TABLE party IN ACCESS EXCLUSIVE MODE');
  const underWay = post(server.app, request, { connection: 'keep-alive' });
  let asked = 0;
  while (asked === 0) {
    const { rows } = await server.database.pool.query<{ asked: number }>(
      `SELECT count(*)::int AS asked FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    asked = rows[0]!.asked;
  }
  const closed = server.app.close();
  await holder.query('ROLLBACK');
  holder.release();
  expect(await underWay).toMatchObject({ status: 200, headers: { connection: 'close' } });
  await closed;
});
