import { buildClientSchema, getIntrospectionQuery, type IntrospectionQuery, printSchema } from 'graphql';
import { createAllegation, createParty } from '../support/factories';
import { ask, type GraphqlServer, onlyError, post, schema, send, startGraphqlServer } from './graphqlServer';

let server: GraphqlServer;

beforeEach(async () => {
  server = await startGraphqlServer();
});
afterEach(() => server.close());

it('refuses an operation that costs too much as a whole, with both numbers, before it runs', async () => {
  const nested =
    'allegations(first: 100) { nodes { assertions(first: 100) { nodes { allegation { assertions(first: 100) { nodes { id } } } } } } }';
  const answer = await ask(server.app, `{ ${nested} }`);
  expect(onlyError(answer).code).toBe('COST_LIMIT_EXCEEDED');
  expect(answer.errors![0]!.extensions).toMatchObject({ cost: 1_123_201, limit: 100_000 });
  // A request error: nothing of it ran, so there is no data (GraphQL, section 7.1.2).
  expect(answer).not.toHaveProperty('data');
});

it('refuses a bad argument with its code, in the place of the field, and answers the rest', async () => {
  const answer = await ask(server.app, '{ party(slug: "nobody") { id } other: party { id } }');
  expect(onlyError(answer).code).toBe('BAD_USER_INPUT');
  expect(answer.errors![0]!.path).toEqual(['other']);
  expect(answer.data).toEqual({ party: null, other: null });
});

it('sends the text of the database as it is, with the keys in the order of the query', async () => {
  const party = await createParty(server.database, {
    slug: 'vessen-harbour-office',
    name: 'Harbour “Office” \\ 港 \u{1F6A2}',
  });
  await createAllegation(server.database, { slug: 'bridge-closed', parties: [{ party, role: 'ACCUSED' }] });
  const query =
    '{ z: allegations { nodes { accused { name } } totalCount } a: party(slug: "vessen-harbour-office") { slug } }';
  const response = await post(server.app, { query });
  expect(response.headers['content-type']).toBe('application/json; charset=utf-8');
  expect(JSON.stringify(response.json())).toBe(
    JSON.stringify({
      data: {
        z: { nodes: [{ accused: [{ name: party.name }] }], totalCount: 1 },
        a: { slug: 'vessen-harbour-office' },
      },
    }),
  );
});

it('answers the same by text and by objects', async () => {
  const party = await createParty(server.database, { slug: 'vessen-harbour-office' });
  await createAllegation(server.database, { parties: [{ party, role: 'ACCUSED' }] });
  const fields = 'parties { nodes { slug allegations { nodes { summary accused { name } } } } }';
  const text = await ask(server.app, `{ ${fields} }`);
  // A field of introspection is not compiled, so that the executor answers the whole.
  const objects = await ask(server.app, `{ ${fields} __schema { queryType { name } } }`);
  expect(text.data!.parties).toEqual({
    nodes: [expect.objectContaining({ slug: 'vessen-harbour-office' })],
  });
  expect(objects.errors).toBeUndefined();
  expect(objects.data).toEqual({ ...text.data, __schema: { queryType: { name: 'Query' } } });
});

it('answers by GET as by POST', async () => {
  await createParty(server.database, { slug: 'vessen-harbour-office' });
  const query = 'query Q($slug: String!) { party(slug: $slug) { slug } }';
  const search = new URLSearchParams({
    query: `query Other { __typename } ${query}`,
    operationName: 'Q',
    variables: JSON.stringify({ slug: 'vessen-harbour-office' }),
  });
  const response = await send(server.app, {
    path: `/graphql?${search.toString()}`,
    headers: { 'apollo-require-preflight': '1', accept: 'application/graphql-response+json' },
  });
  expect(response.headers['content-type']).toBe('application/graphql-response+json; charset=utf-8');
  expect(response.json()).toEqual({ data: { party: { slug: 'vessen-harbour-office' } } });
});

it('answers introspection with the schema whole', async () => {
  const { data, errors } = await ask(
    server.app,
    getIntrospectionQuery({ specifiedByUrl: true, schemaDescription: true }),
  );
  expect(errors).toBeUndefined();
  const described = buildClientSchema(data as unknown as IntrospectionQuery);
  expect(printSchema(described)).toBe(printSchema(schema));
});

it('is healthy, and says so without being cached', async () => {
  const response = await send(server.app, { path: '/health' });
  expect([response.status, response.body]).toEqual([200, '{"status":"ok"}']);
  expect(response.headers['cache-control']).toBe('no-store');
});
