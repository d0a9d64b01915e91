import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebhookDelivery } from '../../src/live/webhookDelivery';
import { WebhookQueue } from '../../src/live/webhookQueue';
import { addWebhook, listWebhooks, removeWebhook, retryWebhook } from '../../src/live/webhooks';
import { createParty, createStatement } from '../support/factories';
import { createTestDatabase, type TestDatabase } from '../support/testDatabase';
import { memoryLogger } from './graphqlServer';
import { eventually } from './subscriber';

interface Message {
  headers: IncomingMessage['headers'];
  body: string;
  data: { kind: string; type: string; id: string; cursor: string };
  type: string;
}

/** A receiver that answers as the test likes. */
class Receiver {
  readonly messages: Message[] = [];
  answer: (response: ServerResponse, message: Message) => void = (response) => response.writeHead(204).end();
  private readonly server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      const message = { ...(JSON.parse(body) as Pick<Message, 'data' | 'type'>), headers: request.headers, body };
      this.messages.push(message);
      this.answer(response, message);
    });
  });

  async open(): Promise<void> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
  }

  get url(): string {
    return `http://127.0.0.1:${String((this.server.address() as AddressInfo).port)}/hook`;
  }

  ids(): string[] {
    return this.messages.map(({ data }) => data.id);
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}

let database: TestDatabase;
let receiver: Receiver;
const running: WebhookDelivery[] = [];
const receivers: Receiver[] = [];

async function receive(): Promise<Receiver> {
  const opened = new Receiver();
  receivers.push(opened);
  await opened.open();
  return opened;
}

beforeEach(async () => {
  database = await createTestDatabase();
  receiver = await receive();
});
afterEach(async () => {
  for (const each of receivers.splice(0)) each.close();
  await Promise.all(running.splice(0).map((delivery) => delivery.stop()));
  await database.drop();
});

/** Begins to deliver, as a server does. */
function deliver(pausesMs: readonly number[] = [30]): WebhookDelivery {
  const delivery = new WebhookDelivery(database, memoryLogger().log, { lookMs: 10, pausesMs });
  delivery.start();
  running.push(delivery);
  return delivery;
}

const add = (
  url = receiver.url,
  { types = [], role = 'READER' }: Partial<Pick<Parameters<typeof addWebhook>[1], 'types' | 'role'>> = {},
) => addWebhook(database, { url, types, role });

it('signs each message by Standard Webhooks', async () => {
  const { secret, webhook } = await add();
  deliver();
  const { id } = await createParty(database);
  await eventually(() => receiver.messages.length === 1);
  const [{ headers, body, data, type }] = receiver.messages as [Message];
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  const signed = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`;
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  expect(headers['webhook-signature']).toBe(`v1,${createHmac('sha256', key).update(signed).digest('base64')}`);
  expect(Math.abs(Number(headers['webhook-timestamp']) - Date.now() / 1000)).toBeLessThan(60);
  expect(headers['webhook-id']).toBe(`${webhook.id}.${data.cursor}`);
  expect(type).toBe('party.created');
  expect(data).toMatchObject({ kind: 'CREATED', type: 'PARTY', id });
});

it('tells a reader of nothing that is not published, and an editor of all', async () => {
  const desk = await receive();
  await add();
  await add(desk.url, { role: 'EDITOR' });
  const draft = await createParty(database, { state: 'DRAFT' });
  const seen = await createParty(database);
  await database.prisma.party.update({ where: { id: seen.id }, data: { state: 'DRAFT' } });
  deliver();
  await eventually(() => desk.messages.length === 3 && receiver.messages.length === 2);
  expect(desk.messages.map(({ data }) => [data.kind, data.id])).toEqual([
    ['CREATED', draft.id],
    ['CREATED', seen.id],
    ['UPDATED', seen.id],
  ]);
  expect(receiver.messages.map(({ data }) => [data.kind, data.id])).toEqual([
    ['CREATED', seen.id],
    ['DELETED', seen.id],
  ]);
});

it('tells of the types that are wanted alone, and of nothing that was before', async () => {
  await createStatement(database);
  await add(receiver.url, { types: ['STATEMENT'] });
  deliver();
  await createParty(database);
  const { id } = await createStatement(database);
  await eventually(() => receiver.messages.length === 1);
  expect(receiver.ids()).toEqual([id]);
});

it.each<[string, (response: ServerResponse) => void]>([
  ['an error', (response) => response.writeHead(500).end()],
  ['a redirect, which is not followed', (response) => response.writeHead(302, { location: receiver.url }).end()],
  ['an end of the connection', (response) => response.destroy()],
])('sends again what was met with %s, and nothing after it before', async (_title, refuse) => {
  let refusals = 3;
  receiver.answer = (response) => (refusals-- > 0 ? refuse(response) : response.writeHead(200).end('thanks'));
  await add();
  const parties = [await createParty(database), await createParty(database), await createParty(database)];
  deliver();
  await eventually(() => receiver.messages.length === 6);
  const [first, second, third] = parties.map(({ id }) => id);
  expect(receiver.ids()).toEqual([first, first, first, first, second, third]);
  expect(new Set(receiver.messages.slice(0, 4).map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  await eventually(async () => (await listWebhooks(database))[0]?.failingSince === null);
});

it('lets no receiver that is dead or silent hold up another', async () => {
  const silent = await receive();
  silent.answer = () => undefined;
  await add(silent.url);
  const dead = await receive();
  await add(dead.url);
  dead.close();
  await add();
  const { id } = await createParty(database);
  deliver([60_000]);
  await eventually(() => receiver.messages.length === 1);
  expect(receiver.ids()).toEqual([id]);
  await eventually(async () =>
    (await listWebhooks(database)).some(({ lastError }) => lastError?.includes('ECONNREFUSED')),
  );
});

it('gives a receiver up that is gone, shows it, and tells it all that it missed once it is tried again', async () => {
  receiver.answer = (response) => response.writeHead(410).end();
  const { webhook } = await add();
  deliver();
  const missed = await createParty(database);
  await eventually(async () => (await listWebhooks(database))[0]?.disabledAt !== null);
  expect((await listWebhooks(database))[0]).toMatchObject({ failures: 1, lastError: 'It answered with status 410.' });
  const later = await createParty(database);
  receiver.answer = (response) => response.writeHead(204).end();
  await retryWebhook(database, webhook.id);
  await eventually(() => receiver.messages.length === 3);
  expect(receiver.ids()).toEqual([missed.id, missed.id, later.id]);
});

it('gives a receiver up that has failed for five days', async () => {
  receiver.answer = (response) => response.writeHead(503).end();
  await add();
  await database.pool.query(`UPDATE webhook SET failing_since = now() - interval '5 days 1 hour', failures = 20`);
  await createParty(database);
  deliver();
  await eventually(async () => (await listWebhooks(database))[0]?.disabledAt !== null);
  expect(receiver.messages).toHaveLength(1);
});

it('sends each change once from several processes', async () => {
  await add();
  for (let process = 0; process < 3; process += 1) deliver();
  const written: string[] = [];
  for (let turn = 0; turn < 30; turn += 1) written.push((await createParty(database)).id);
  await eventually(() => receiver.messages.length >= 30);
  expect(receiver.ids()).toEqual(written);
});

it('goes on where a process was killed, once its claim is over', async () => {
  await add();
  await database.pool.query(`UPDATE webhook SET claimed_until = 'infinity'`);
  const other = await receive();
  await add(other.url);
  const { id } = await createParty(database);
  deliver();
  await eventually(() => other.messages.length === 1);
  expect(receiver.messages).toEqual([]);
  await database.pool.query(`UPDATE webhook SET claimed_until = now() - interval '1 second'`);
  await eventually(() => receiver.messages.length === 1);
  expect(receiver.ids()).toEqual([id]);
});

it('lets a process that was slow, and whose claim another has taken since, note nothing any more', async () => {
  const { webhook } = await add();
  const queue = new WebhookQueue(database.internal);
  for (let turn = 0; turn < 3; turn += 1) await createParty(database);
  const slow = await queue.claim();
  await database.pool.query(`UPDATE webhook SET claimed_until = now() - interval '1 second'`);
  const next = await queue.claim();
  expect(await queue.delivered(next!, 3)).toBe(true);
  expect(await queue.delivered(slow!, 1)).toBe(false);
  expect(await queue.failed(slow!, 'It did not answer.', 0, true)).toBe(false);
  await queue.release(slow!);
  const { rows } = await database.pool.query<object>(
    'SELECT id, delivered_seq::int AS seq, failures, claimed_until > now() AS "isClaimed", disabled_at FROM webhook',
  );
  expect(rows).toEqual([{ id: webhook.id, seq: 3, failures: 0, isClaimed: true, disabled_at: null }]);
});

it('leaves to others what it has taken when it is stopped', async () => {
  receiver.answer = () => undefined;
  await add();
  await createParty(database);
  const first = deliver();
  await eventually(() => receiver.messages.length === 1);
  await first.stop();
  receiver.answer = (response) => response.writeHead(204).end();
  deliver();
  await eventually(() => receiver.messages.length === 2);
  expect(new Set(receiver.ids()).size).toBe(1);
});

it.each([
  ['no URL', 'somewhere'],
  ['another protocol', 'ftp://example.org/hook'],
  ['a password', 'https://me:secret@example.org/hook'],
  ['a fragment', 'https://example.org/hook#here'],
  ['too long a URL', `https://example.org/${'a'.repeat(2000)}`],
])('refuses an address that is %s', async (_title, url) => {
  await expect(add(url)).rejects.toMatchObject({ code: 'BAD_USER_INPUT', message: /must be an http or https URL/ });
  expect(await listWebhooks(database)).toEqual([]);
});

it('does not know a webhook that was removed', async () => {
  const { webhook } = await add();
  await removeWebhook(database, webhook.id);
  for (const call of [removeWebhook, retryWebhook]) {
    for (const id of [webhook.id, 'nonsense'])
      await expect(call(database, id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  }
});
