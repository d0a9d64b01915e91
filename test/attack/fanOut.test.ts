import { Client } from 'pg';
import { createApiToken } from '../../src/access/apiTokens';
import { createAuthenticator } from '../../src/access/authenticator';
import { TextQuery } from '../../src/read/textQuery';
import { createParty } from '../support/factories';
import { createServerOver, type GraphqlServer, memoryLogger, startGraphqlServer } from '../server/graphqlServer';
import { eventually, subscribe, type Subscriber } from '../server/subscriber';

let server: GraphqlServer;
beforeEach(async () => {
  server = await startGraphqlServer({ feedOptions: { pollMs: 100 } });
});
afterEach(() => server.close());

/** Counts the statements that are sent from now on and are of a kind. */
function countStatements(isMeant: (query: { readonly name?: string }) => boolean): () => number {
  const statements = jest.spyOn(Client.prototype, 'query');
  return () => statements.mock.calls.filter(([query]) => isMeant(query as { readonly name?: string })).length;
}
afterEach(() => jest.restoreAllMocks());

/** Subscribes so many times, and waits until the server has all. */
async function followAll(count: number, asked: Parameters<typeof subscribe>[2]): Promise<Subscriber[]> {
  const before = server.feed.size;
  const all = Array.from({ length: count }, () => subscribe(server.app, 'WebSocket', asked));
  await eventually(() => server.feed.size === before + count);
  return all;
}

it('a change is read once for each selection and role, however many subscribe', async () => {
  const { secret } = await createApiToken(server.database, { name: 'Desk', role: 'EDITOR', expiresAt: null });
  const same = 'subscription { changes { cursor id node { ... on Party { name } } } }';
  const renamed = 'subscription Other { changes { cursor id node { ... on Party { name } } } }';
  const other = 'subscription { changes { cursor id node { ... on Party { id } } } }';
  const all = [
    ...(await followAll(20, { query: same })),
    ...(await followAll(5, { query: renamed })),
    ...(await followAll(5, { query: other })),
    ...(await followAll(5, { query: same, authorization: `Bearer ${secret}` })),
  ];
  const [reads, checks] = [
    countStatements((query) => query instanceof TextQuery),
    countStatements(({ name }) => name === 'allegata_find_api_token'),
  ];
  const parties = [];
  for (let count = 1; count <= 10; count += 1) {
    parties.push(await createParty(server.database));
    await Promise.all(all.map((subscriber) => subscriber.until(count)));
  }
  expect([reads(), checks()]).toEqual([30, 10]);
  const ids = parties.map(({ id }) => id);
  for (const subscriber of all) expect(subscriber.changes().map(({ id }) => id)).toEqual(ids);
  for (const subscriber of all) subscriber.stop();
});

it('nobody gets a node that a later change has hidden', async () => {
  const { id } = await createParty(server.database);
  const [first] = await followAll(1, {});
  await server.database.prisma.party.update({ where: { id }, data: { name: 'Seen' } });
  const [change] = await first!.until(1);
  expect(change!.node).not.toBeNull();
  await server.database.prisma.party.update({ where: { id }, data: { state: 'DRAFT' } });
  await first!.until(2);
  await createParty(server.database);
  const seen = await first!.until(3);
  expect(seen.slice(0, 2).map(({ kind }) => kind)).toEqual(['UPDATED', 'DELETED']);
  first!.stop();
});

it('a change is told once, also where more come than may wait while it is admitted', async () => {
  const { secret } = await createApiToken(server.database, { name: 'Desk', role: 'EDITOR', expiresAt: null });
  const { log } = memoryLogger();
  const usual = await createAuthenticator(server.database, { oidc: undefined, preparedStatements: true }, log);
  let hold: Promise<void> | undefined;
  const { app, feed } = await createServerOver(server.database, {
    authenticate: async (authorization) => {
      await hold;
      return usual(authorization);
    },
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  const query = 'subscription { changes { cursor id } }';
  const subscriber = subscribe(app, 'WebSocket', { query, authorization: `Bearer ${secret}` });
  await eventually(() => feed.size === 1);
  let letGo!: () => void;
  hold = new Promise((resolve) => (letGo = resolve));
  await createParty(server.database);
  await eventually(() => feed.position > 0);
  const { id } = await createParty(server.database);
  // As every writer does, it says before that it takes numbers, so that the feed waits for them.
  await server.database.pool.query(
    `INSERT INTO change SELECT nextval('change_seq'), 'PARTY', $1, 'UPDATED', true, true, now()
       FROM mark_change_numbers(), generate_series(1, 1500)`,
    [id],
  );
  const newest = await server.database.pool.query<{ seq: number }>('SELECT max(seq)::float8 AS seq FROM change');
  await eventually(() => feed.position === newest.rows[0]!.seq);
  letGo();
  hold = undefined;
  const changes = await subscriber.until(1_502);
  expect(new Set(changes.map(({ cursor }) => cursor)).size).toBe(1_502);
  expect(changes).toHaveLength(1_502);
  subscriber.stop();
  await app.close();
}, 30_000);
