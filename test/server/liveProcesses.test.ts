import { setTimeout as sleep } from 'node:timers/promises';
import { createApiToken } from '../../src/access/apiTokens';
import { addWebhook } from '../../src/live/webhooks';
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

it('loses and repeats nothing when its connections to the database are ended', async () => {
  const server = await startGraphqlServer();
  const subscriber = subscribe(server.app, 'WebSocket');
  await eventually(() => server.feed.size === 1);
  const written: string[] = [];
  for (let turn = 0; turn < 5; turn += 1) {
    written.push((await createParty(server.database)).id);
    // The feed may not have asked yet: until its connection shows up there is nothing to end.
    await eventually(async () => {
      const { rowCount } = await server.database.pool.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE '%change_horizon%' AND pid <> pg_backend_pid()`,
      );
      return rowCount! > 0;
    });
    written.push((await createParty(server.database)).id);
  }
  await subscriber.until(written.length);
  expect(ids(subscriber.changes())).toEqual(written);
  subscriber.stop();
  await server.close();
});

describe('a transaction that has taken its number and not ended', () => {
  const early = `INSERT INTO party (id, slug, kind, name, state) VALUES (gen_random_uuid(), 'early', 'GROUP', 'Early', 'PUBLISHED')`;

  it.each(['COMMIT', 'ROLLBACK'])(
    'holds back what comes after it, and no writer, until its %s: no subscriber misses it',
    async (end) => {
      const server = await startGraphqlServer();
      const subscriber = subscribe(server.app, 'events');
      await eventually(() => server.feed.size === 1);
      const client = await server.database.pool.connect();
      await client.query(`BEGIN; ${early}; SET CONSTRAINTS ALL IMMEDIATE`);
      const { id } = await createParty(server.database);
      await sleep(300);
      expect(subscriber.told).toEqual([]);
      await client.query(end);
      const told = await subscriber.until(end === 'COMMIT' ? 2 : 1);
      client.release();
      expect(told).toHaveLength(end === 'COMMIT' ? 2 : 1);
      expect(ids(told).at(-1)).toBe(id);
      subscriber.stop();
      await server.close();
    },
  );

  it('is told by its place, also to a webhook and a subscriber that come meanwhile', async () => {
    const server = await startGraphqlServer();
    const client = await server.database.pool.connect();
    await client.query(`BEGIN; ${early}; SET CONSTRAINTS ALL IMMEDIATE`);
    const { id } = await createParty(server.database);
    const { webhook } = await addWebhook(server.database, { url: 'http://127.0.0.1:9/', types: [], role: 'READER' });
    const subscriber = subscribe(server.app, 'events');
    await eventually(() => server.feed.size === 1);
    await client.query('COMMIT');
    client.release();
    expect(ids(await subscriber.until(2)).at(-1)).toBe(id);
    const { rows } = await server.database.pool.query(
      `SELECT seq FROM change WHERE seq > (SELECT delivered_seq FROM webhook WHERE id = $1)`,
      [webhook.id],
    );
    expect(rows).toHaveLength(2);
    subscriber.stop();
    await server.close();
  });
});

it('a transaction that has only begun to write holds nothing back', async () => {
  const server = await startGraphqlServer();
  const subscriber = subscribe(server.app, 'events');
  await eventually(() => server.feed.size === 1);
  const client = await server.database.pool.connect();
  await client.query(
    `BEGIN; INSERT INTO party (id, slug, kind, name, state) VALUES (gen_random_uuid(), 'slow', 'GROUP', 'Slow', 'PUBLISHED')`,
  );
  const { id } = await createParty(server.database);
  expect(ids(await subscriber.until(1))).toEqual([id]);
  await client.query('COMMIT');
  client.release();
  await subscriber.until(2);
  subscriber.stop();
  await server.close();
});

it('tells what many writers write at once in the order of its numbers, each once', async () => {
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
