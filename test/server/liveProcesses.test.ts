import { setTimeout as sleep } from 'node:timers/promises';
import { createApiToken } from '../../src/access/apiTokens';
import { createParty } from '../support/factories';
import { createTestDatabase, type TestDatabase } from '../support/testDatabase';
import { startGraphqlServer } from './graphqlServer';
import { addressOf, type Program, startProgram } from './program';
import { eventually, subscribe, subscribeAt, type Subscriber, type ToldChange } from './subscriber';

const ids = (changes: readonly ToldChange[]): string[] => changes.map(({ id }) => id);

describe('two servers on one database', () => {
  let database: TestDatabase;
  const programs: Program[] = [];

  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(async () => {
    for (const { child } of programs) child.kill('SIGKILL');
    await Promise.all(programs.map(({ ended }) => ended));
    await database.drop();
  });

  function serve(): Promise<string> {
    const program = startProgram(['serve'], { DATABASE_URL: database.url, PORT: '0' });
    programs.push(program);
    return addressOf(program);
  }

  async function createThrough(url: string, slug: string, authorization: string): Promise<string> {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization },
      body: JSON.stringify({
        query: `mutation ($slug: String!) {
          createParty(input: { slug: $slug, kind: PERSON, name: "Somebody", state: PUBLISHED }) { party { id } } }`,
        variables: { slug },
      }),
    });
    const answer = (await response.json()) as { data: { createParty: { party: { id: string } } } };
    return answer.data.createParty.party.id;
  }

  /** Whether a subscription has begun shows in the first change that it tells. */
  async function begun(subscriber: Subscriber): Promise<void> {
    while (subscriber.changes().length === 0) {
      await createParty(database);
      await sleep(50);
    }
  }

  it('tell their subscribers what is written through the other, in order and once', async () => {
    const urls = await Promise.all([serve(), serve()]);
    const { secret } = await createApiToken(database, { name: 'Desk', role: 'EDITOR', expiresAt: null });
    const subscribers = [subscribeAt(urls[0], 'WebSocket'), subscribeAt(urls[1], 'events')];
    for (const subscriber of subscribers) await begun(subscriber);
    const written: string[] = [];
    for (let turn = 0; turn < 20; turn += 1) {
      written.push(await createThrough(urls[turn % 2]!, `written-${String(turn)}`, `Bearer ${secret}`));
    }
    for (const subscriber of subscribers) {
      await eventually(() => ids(subscriber.changes()).includes(written.at(-1)!));
      expect(ids(subscriber.changes()).filter((id) => written.includes(id))).toEqual(written);
      subscriber.stop();
    }
  });
});

it('loses and repeats nothing when its connection to the database is ended', async () => {
  const server = await startGraphqlServer({ feedOptions: { pollMs: 60_000 } });
  const subscriber = subscribe(server.app, 'WebSocket');
  await eventually(() => server.feed.size === 1);
  const written: string[] = [];
  for (let turn = 0; turn < 10; turn += 1) {
    written.push((await createParty(server.database)).id);
    const { rowCount } = await server.database.pool.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query ILIKE 'LISTEN%'`,
    );
    if (turn === 0) expect(rowCount).toBe(1);
    written.push((await createParty(server.database)).id);
  }
  await subscriber.until(written.length);
  expect(ids(subscriber.changes())).toEqual(written);
  subscriber.stop();
  await server.close();
});

it('tells what many writers write at once in the order in which it was committed, each once', async () => {
  const server = await startGraphqlServer();
  const subscriber = subscribe(server.app, 'events');
  await eventually(() => server.feed.size === 1);
  const writers = Array.from({ length: 8 }, async () => {
    for (let turn = 0; turn < 100; turn += 1) await createParty(server.database);
  });
  await Promise.all(writers);
  await subscriber.until(800);
  const { rows } = await server.database.pool.query<{ id: string }>('SELECT node_id AS id FROM change ORDER BY seq');
  expect(ids(subscriber.changes())).toEqual(rows.map(({ id }) => id));
  subscriber.stop();
  await server.close();
});
