import { connect, createServer, type AddressInfo, type Server } from 'node:net';
import { openStore } from '../../src/database/openStore';
import { assertUsable, connectToServer } from '../../src/database/serverConnection';
import { findFreePort } from '../../src/database/postgresCluster';
import { readEnvironment } from '../../src/lib/environment';
import { createDatabase } from '../support/testDatabase';
import { testServerUrl } from '../support/testServer';

const unused = (message: string): void => {
  throw new Error(`Nothing should have been logged, not: ${message}`);
};

function at(url: string, change: Partial<Pick<URL, 'port' | 'password' | 'pathname'>>): string {
  return Object.assign(new URL(url), change).href;
}

describe('what waiting does not mend is told at once, without the password', () => {
  test('a wrong password', async () => {
    const url = at(testServerUrl('postgres'), { password: 'guessed' });
    const failure = connectToServer(url, unused);
    await expect(failure).rejects.toThrow(/refused the connection: password authentication failed.*DATABASE_URL/);
    await expect(failure).rejects.not.toThrow(/guessed/);
  });

  test('no password', async () => {
    const url = at(testServerUrl('postgres'), { password: '' });
    await expect(connectToServer(url, unused)).rejects.toThrow(/refused the connection: .*password.*DATABASE_URL/);
  });

  test('a database that is not there', async () => {
    const url = at(testServerUrl('postgres'), { pathname: '/nowhere' });
    await expect(connectToServer(url, unused)).rejects.toThrow(/"nowhere" does not exist.*Create that database/);
  });

  test('a database that is not in UTF-8', async () => {
    const { url, drop } = await createDatabase("template0 ENCODING 'SQL_ASCII' LOCALE_PROVIDER libc LOCALE 'C'");
    const client = await connectToServer(url, unused);
    await expect(assertUsable(client, url)).rejects.toThrow(/is in SQL_ASCII; Allegata needs UTF8/);
    await client.end();
    await drop();
  });
});

test('a server that stays away is given up with what to do', async () => {
  const logged: string[] = [];
  const url = at(testServerUrl('postgres'), { port: String(await findFreePort()) });
  const failure = connectToServer(url, (message) => logged.push(message), 1_600);
  await expect(failure).rejects.toThrow(/did not answer for 1.6 s .*Start it, or correct DATABASE_URL/);
  expect(logged.map((message) => /again in (.*) s\.$/.exec(message)?.[1])).toEqual(['0.5', '1']);
});

test('a server that comes up late is waited for, migrated and used', async () => {
  const { url, drop } = await createDatabase();
  const port = await findFreePort();
  const logged: string[] = [];
  const environment = readEnvironment({ DATABASE_URL: at(url, { port: String(port) }) });
  const opening = openStore(environment, 'server', (message) => logged.push(message));
  await new Promise((resolve) => setTimeout(resolve, 800));
  const proxy = await forward(port, Number(new URL(url).port));
  const store = await opening;
  expect(await store.prisma.party.count()).toBe(0);
  expect(logged[0]).toMatch(/does not answer .*trying again in 0.5 s/);
  expect(logged.at(-1)).toMatch(/^Migrated the database: \d+_store/);
  await store.close();
  await close(proxy);
  await drop();
});

test('connections that the server ends are replaced', async () => {
  const { url, drop } = await createDatabase();
  const lost: string[] = [];
  const store = await openStore(readEnvironment({ DATABASE_URL: url }), 'server', (message) => lost.push(message));
  await store.pool.query('SELECT 1');
  await store.prisma.party.count();
  const client = await connectToServer(testServerUrl('postgres'), unused);
  await client.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [
    new URL(url).pathname.slice(1),
  ]);
  await client.end();
  for (let waited = 0; lost.filter((message) => message.includes('broke')).length < 2 && waited < 500; waited++) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  expect((await store.pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  expect(await store.prisma.party.count()).toBe(0);
  await store.close();
  await drop();
});

test('a read has a time limit, a write has none', async () => {
  const { url, drop } = await createDatabase();
  const environment = readEnvironment({ DATABASE_URL: url, ALLEGATA_STATEMENT_TIMEOUT_MS: '200' });
  const store = await openStore(environment, 'server', () => undefined);
  await expect(store.pool.query('SELECT pg_sleep(2)')).rejects.toMatchObject({ code: '57014' });
  await store.prisma.$executeRaw`SELECT pg_sleep(0.5)`;
  await store.close();
  await drop();
});

test('sessions are in UTC and ISO style, beside what the address asks for', async () => {
  const { url, drop } = await createDatabase();
  const address = `${url}?options=${encodeURIComponent('-c TimeZone=Asia/Tokyo -c DateStyle=German -c work_mem=5MB')}`;
  const store = await openStore(readEnvironment({ DATABASE_URL: address }), 'server', () => undefined);
  const expected = [{ zone: 'UTC', style: 'ISO, MDY', memory: '5MB' }];
  const asked = `SELECT current_setting('TimeZone') AS zone, current_setting('DateStyle') AS style, current_setting('work_mem') AS memory`;
  expect((await store.pool.query(asked)).rows).toEqual(expected);
  expect(await store.prisma.$queryRawUnsafe(asked)).toEqual(expected);
  await store.close();
  await drop();
});

async function forward(from: number, to: number): Promise<Server> {
  const server = createServer((incoming) => {
    const outgoing = connect(to, '127.0.0.1');
    incoming.pipe(outgoing).pipe(incoming);
    incoming.on('error', () => outgoing.destroy());
    outgoing.on('error', () => incoming.destroy());
  });
  await new Promise<void>((resolve) => server.listen(from, '127.0.0.1', resolve));
  expect((server.address() as AddressInfo).port).toBe(from);
  return server;
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
  });
}
