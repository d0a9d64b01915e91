import { ApolloClient, CombinedGraphQLErrors, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { cacheExchange, Client, fetchExchange } from '@urql/core';
import { EventSource } from 'eventsource';
import { createApiToken } from '../../src/access/apiTokens';
import { createParty } from '../support/factories';
import { type GraphqlServer, portOf, startGraphqlServer, withResolvers } from './graphqlServer';

// The clients of the field, each as its own documentation sets it up: with its defaults.

let server: GraphqlServer;
const url = (): string => `http://127.0.0.1:${String(portOf(server.app))}/graphql`;

beforeAll(async () => {
  server = await startGraphqlServer();
  for (let number = 0; number < 30; number++) {
    await createParty(server.database, { slug: `party-${String(number)}`, name: `Party ${String(number)}` });
  }
});
afterAll(() => server.close());

/** A fetch that notes what was sent and answered. */
function noted(): { fetch: typeof fetch; sent: { method: string; headers: Headers; response: Response }[] } {
  const sent: { method: string; headers: Headers; response: Response }[] = [];
  return {
    sent,
    fetch: async (input, init) => {
      const response = await fetch(input, init);
      sent.push({ method: init?.method ?? 'GET', headers: new Headers(init?.headers), response });
      return response;
    },
  };
}

const PARTY = 'query ($slug: String!) { party(slug: $slug) { slug name } }';

describe('Apollo Client 4', () => {
  const clientWith = (headers: Record<string, string> = {}): ApolloClient =>
    new ApolloClient({
      link: new HttpLink({ uri: url(), headers }),
      cache: new InMemoryCache(),
      clientAwareness: { name: 'desk', version: '1.0' },
    });
  const codeOf = async (asked: Promise<unknown>): Promise<unknown> => {
    const error = await asked.then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(CombinedGraphQLErrors.is(error)).toBe(true);
    return (error as CombinedGraphQLErrors).errors[0]!.extensions!.code;
  };

  it('reads', async () => {
    const { data } = await clientWith().query({ query: gql(PARTY), variables: { slug: 'party-7' } });
    expect(data).toMatchObject({ party: { slug: 'party-7', name: 'Party 7' } });
  });

  it.each([
    ['UNAUTHENTICATED', 'a token that is not valid', PARTY, { slug: 'party-7' }, { authorization: 'Bearer none' }],
    ['UNAUTHENTICATED', 'a history, without a token', '{ party(slug: "party-7") { history { totalCount } } }', {}, {}],
    ['BAD_USER_INPUT', 'a wrong argument', '{ parties(first: 101) { totalCount } }', {}, {}],
    ['GRAPHQL_VALIDATION_FAILED', 'a wrong document', '{ nope }', {}, {}],
  ])('finds the code %s of %s', async (code, _what, query, variables, headers) => {
    expect(await codeOf(clientWith(headers).query({ query: gql(query), variables }))).toBe(code);
  });
});

describe('@urql/core 6', () => {
  it('reads by GET, as it does by default', async () => {
    const { fetch: fetching, sent } = noted();
    const client = new Client({ url: url(), exchanges: [cacheExchange, fetchExchange], fetch: fetching });
    for (const slug of ['party-7', 'party-8']) {
      const { data, error } = await client.query(PARTY, { slug }).toPromise();
      expect([error, data]).toMatchObject([undefined, { party: { slug } }]);
    }
    expect(sent.map(({ method }) => method)).toEqual(['GET', 'GET']);
  });

  it('is refused a mutation with the code', async () => {
    const client = new Client({ url: url(), exchanges: [cacheExchange, fetchExchange] });
    const mutation = 'mutation { deleteNode(input: { id: "x", version: 1 }) { deletedId } }';
    const { error } = await client.mutation(mutation, {}).toPromise();
    expect(error?.graphQLErrors.map(({ extensions }) => extensions.code)).toEqual(['UNAUTHENTICATED']);
  });
});

describe('EventSource', () => {
  const address = (query: string, variables = {}): string =>
    `${url()}?${new URLSearchParams({ query, variables: JSON.stringify(variables) }).toString()}`;

  it('subscribes by GET', async () => {
    const query =
      'subscription ($types: [ChangedType!]) { changes(types: $types) { type node { ... on Party { slug } } } }';
    const source = new EventSource(address(query, { types: ['PARTY'] }));
    const opened = withResolvers<undefined>();
    const told = withResolvers<unknown>();
    source.addEventListener('open', () => {
      opened.resolve(undefined);
    });
    source.addEventListener('next', ({ data }: MessageEvent<string>) => {
      told.resolve(JSON.parse(data));
    });
    await opened.promise;
    await createParty(server.database, { slug: 'newcomer' });
    expect(await told.promise).toEqual({ data: { changes: { type: 'PARTY', node: { slug: 'newcomer' } } } });
    source.close();
  });

  it.each([
    ['a mutation', 'mutation { deleteNode(input: { id: "x", version: 1 }) { deletedId } }', 'BAD_USER_INPUT'],
    ['what is no operation', '{', 'GRAPHQL_PARSE_FAILED'],
  ])('is told why %s is refused, and that this is the end', async (_what, query, code) => {
    const source = new EventSource(address(query));
    const told: unknown[] = [];
    const ended = withResolvers<undefined>();
    source.addEventListener('next', ({ data }: MessageEvent<string>) => told.push(JSON.parse(data)));
    source.addEventListener('complete', () => {
      source.close();
      ended.resolve(undefined);
    });
    await ended.promise;
    expect(told).toMatchObject([{ errors: [{ extensions: { code } }] }]);
  });
});

it('a browser’s fetch, which takes any encoding, gets its answers compressed and reads them', async () => {
  const { secret } = await createApiToken(server.database, { name: 'Desk', role: 'EDITOR', expiresAt: null });
  const response = await fetch(url(), {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${secret}` },
    body: JSON.stringify({ query: '{ parties(first: 100) { nodes { id slug name createdAt updatedAt kind } } }' }),
  });
  expect(response.headers.get('content-encoding')).toMatch(/^(br|gzip)$/);
  expect(await response.json()).toMatchObject({ data: { parties: { nodes: expect.any(Array) } } });
});
