import { createParty, createStatement } from '../support/factories';
import { ask, type GraphqlServer, onlyError, post, startGraphqlServer } from '../server/graphqlServer';

let server: GraphqlServer;

beforeAll(async () => {
  server = await startGraphqlServer();
  for (const slug of ['ferry-union', 'harbour-office']) await createParty(server.database, { slug });
  await createStatement(server.database, { slug: 'letter' });
});
afterAll(() => server.close());

const PAGE =
  'totalCount nodes { slug } edges { cursor } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }';

it.each(['first', 'last'])('gives counts without rows for %s: 0', async (side) => {
  const { data } = await ask(
    server.app,
    `{ parties(${side}: 0) { ${PAGE} } none: parties(${side}: 0) { nodes { slug } } }`,
  );
  const pageInfo = {
    hasNextPage: side === 'first',
    hasPreviousPage: side === 'last',
    startCursor: null,
    endCursor: null,
  };
  expect(data).toEqual({ parties: { totalCount: 2, nodes: [], edges: [], pageInfo }, none: { nodes: [] } });
});

it('gives facets without rows', async () => {
  const query = '{ parties(first: 0) { totalCount facets(by: KIND) { count } } }';
  const { data, errors } = await ask(server.app, query);
  expect([errors, data]).toMatchObject([undefined, { parties: { totalCount: 2 } }]);
});

it.each([
  ['a cursor that is none', 'parties(after: "zzz") { totalCount }', 'after'],
  ['a cursor of another list', 'statements(before: "CURSOR") { totalCount }', 'before'],
  ['a cursor, where nothing is read', 'parties(after: "zzz") { __typename }', 'after'],
  ['a cursor within a page', 'parties(after: "zzz") { nodes { slug } }', 'after'],
  ['an id in a filter, where nothing is read', 'parties(where: { id: { in: ["x"] } }) { __typename }', 'where.id.in'],
  ['a size', 'parties(first: 101) { totalCount }', 'first'],
  ['a negative size', 'parties(last: -1) { totalCount }', 'last'],
])('refuses %s whatever is selected, with its place', async (_what, list, field) => {
  const { data } = await ask(server.app, '{ parties(first: 1) { pageInfo { endCursor } } }');
  const { endCursor } = (data!.parties as { pageInfo: { endCursor: string } }).pageInfo;
  const query = `{ ${list.replace('CURSOR', endCursor)} }`;
  // The second time it comes from the cache of plans.
  for (let round = 0; round < 2; round++) {
    const response = await post(server.app, { query });
    expect([response.status, onlyError(response.json()).code]).toEqual([400, 'BAD_USER_INPUT']);
    expect(response.json().errors).toMatchObject([
      { path: [list.slice(0, list.indexOf('('))], locations: [{ line: 1, column: 3 }], extensions: { field } },
    ]);
  }
});

it('refuses a wrong cursor of a variable whatever is selected, and takes a right one', async () => {
  const query = 'query ($after: String) { parties(after: $after) { totalCount } }';
  const { data } = await ask(server.app, '{ parties(first: 1) { pageInfo { endCursor } } }');
  const { endCursor } = (data!.parties as { pageInfo: { endCursor: string } }).pageInfo;
  for (const [after, status] of [
    ['zzz', 400],
    [endCursor, 200],
    [null, 200],
    ['', 400],
  ] as const) {
    expect((await post(server.app, { query, variables: { after } })).status).toBe(status);
  }
});
