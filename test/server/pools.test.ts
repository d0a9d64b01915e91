import { once } from 'node:events';
import { createServer as createHttpServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApiToken } from '../../src/access/apiTokens';
import { lockIdentities } from '../../src/store/locks';
import { inLongTransaction } from '../../src/store/transaction';
import { WebhookDelivery } from '../../src/live/webhookDelivery';
import { addWebhook } from '../../src/live/webhooks';
import { createParty } from '../support/factories';
import { type GraphqlServer, memoryLogger, post, startGraphqlServer } from './graphqlServer';
import { eventually, subscribe } from './subscriber';

let server: GraphqlServer;

beforeAll(async () => {
  server = await startGraphqlServer({}, { poolSize: 1 });
});
afterAll(() => server.close());

/** A transaction as an import's, of which one goes on at a time. */
const importing = <Result>(work: () => Promise<Result>): Promise<Result> =>
  inLongTransaction(server.database, {}, async (sql) => {
    await lockIdentities(sql);
    return work();
  });
const imported = () => importing(() => Promise.resolve('done'));

it('tokens, live changes, webhooks and imports go on while reads hold every connection of theirs', async () => {
  const { database, app, feed } = server;
  const { secret } = await createApiToken(database, { name: 'Desk', role: 'EDITOR', expiresAt: null });
  const told: string[] = [];
  const receiver = createHttpServer((request, response) => {
    request.on('data', (piece: Buffer) => told.push(piece.toString())).on('end', () => response.writeHead(204).end());
  }).listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  const { port } = receiver.address() as AddressInfo;
  await addWebhook(database, { url: `http://127.0.0.1:${port}/`, types: [], role: 'READER' });
  const delivery = new WebhookDelivery(database, memoryLogger().log, { lookMs: 10 });
  const reader = await database.pool.connect();
  try {
    const query = 'subscription { changes { id } }';
    const subscriber = subscribe(app, 'events', { query, authorization: `Bearer ${secret}` });
    await eventually(() => feed.size === 1);
    delivery.start();
    const { id } = await createParty(database);
    expect((await subscriber.until(1)).map((change) => change.id)).toEqual([id]);
    await eventually(() => told.length === 1);
    expect(await imported()).toBe('done');
    subscriber.stop();
  } finally {
    reader.release();
    await delivery.stop();
    receiver.close();
  }
});

it('reads, writes and live changes go on while imports wait for one another', async () => {
  const { database, app, feed } = server;
  let end!: () => void;
  const ended = new Promise<void>((resolve) => (end = resolve));
  let hasBegun = false;
  const first = importing(() => {
    hasBegun = true;
    return ended;
  });
  await eventually(() => hasBegun);
  const waiting = Array.from({ length: 10 }, imported);
  const subscriber = subscribe(app, 'events');
  await eventually(() => feed.size === 1);
  await createParty(database);
  await subscriber.until(1);
  const answer = await post(app, { query: '{ parties { totalCount } }' });
  expect(answer.json()).toMatchObject({ data: { parties: { totalCount: 2 } } });
  subscriber.stop();
  end();
  await first;
  expect(await Promise.all(waiting)).toEqual(Array(10).fill('done'));
});

it('mutations go on while reads hold every connection of theirs', async () => {
  const { database, app } = server;
  const { secret } = await createApiToken(database, { name: 'Writers', role: 'EDITOR', expiresAt: null });
  const reader = await database.pool.connect();
  try {
    const query = 'mutation { createParty(input: { slug: "new", kind: GROUP, name: "New" }) { party { slug } } }';
    const answer = await post(app, { query }, { authorization: `Bearer ${secret}` });
    expect(answer.json()).toEqual({ data: { createParty: { party: { slug: 'new' } } } });
  } finally {
    reader.release();
  }
});

it('stores nothing of a dossier whose client leaves while it is stored, and takes the next one', async () => {
  const { database, app } = server;
  const { secret } = await createApiToken(database, { name: 'Importer', role: 'EDITOR', expiresAt: null });
  const authorization = `Bearer ${secret}`;
  const asked = (key: string): object => ({
    query: 'mutation ($input: ImportDossierInput!) { importDossier(input: $input) { parties { created } } }',
    variables: { input: { dossier: `format: dossier/1\nparties: [{ key: ${key}, kind: GROUP, name: Guild }]` } },
  });
  let end!: () => void;
  const ended = new Promise<void>((resolve) => (end = resolve));
  const first = importing(() => ended);
  try {
    const { port } = app.server.address() as AddressInfo;
    const headers = { 'content-type': 'application/json', authorization };
    const outgoing = request({ port, host: '127.0.0.1', method: 'POST', path: '/graphql', headers });
    outgoing.on('error', () => undefined);
    outgoing.end(JSON.stringify(asked('left')));
    await eventually(async () => (await waitingForLocks()) === 1);
    outgoing.destroy();
    // It doesn't wait for what it has asked for: the other import still holds the lock.
    await eventually(async () => (await waitingForLocks()) === 0);
  } finally {
    end();
    await first;
  }
  const answer = await post(app, asked('next'), { authorization });
  expect(answer.json()).toEqual({ data: { importDossier: { parties: { created: 1 } } } });
  const slugs = await database.prisma.party.findMany({ select: { slug: true }, where: { name: 'Guild' } });
  expect(slugs).toEqual([{ slug: 'next' }]);
});

async function waitingForLocks(): Promise<number> {
  const { rows } = await server.database.pool.query<{ count: number }>(
    `SELECT count(*)::int FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
  );
  return rows[0]?.count ?? 0;
}
