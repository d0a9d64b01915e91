import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
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
