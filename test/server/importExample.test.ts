import { importExample } from '../../src/server/importExample';
import { createParty } from '../support/factories';
import { createTestDatabase, type TestDatabase } from '../support/testDatabase';
import { memoryLogger } from './graphqlServer';

const limits = { dossierLimitBytes: 1024 * 1024 };
const { log } = memoryLogger();
let database: TestDatabase;

beforeEach(async () => {
  database = await createTestDatabase({ poolSize: 1 });
});
afterEach(() => database.drop());

it('leaves a store alone that holds anything, drafts included', async () => {
  await createParty(database, { state: 'DRAFT' });
  expect(await importExample(database, limits, log)).toBe(false);
  expect(await database.prisma.allegation.count()).toBe(0);
});

it('fills an empty store, with a pool of one connection', async () => {
  expect(await importExample(database, limits, log)).toBe(true);
  expect(await database.prisma.assertion.count({ where: { visible: true } })).toBeGreaterThan(20);
  expect(await importExample(database, limits, log)).toBe(false);
});

it('imports once, of several processes that start at once', async () => {
  const done = await Promise.all([1, 2, 3].map(() => importExample(database, limits, log)));
  expect(done.filter(Boolean)).toHaveLength(1);
  const versions = await database.prisma.party.aggregate({ _max: { version: true } });
  expect(versions._max.version).toBe(1);
});

it('stores nothing where the example is over the size limit, and says so', async () => {
  await expect(importExample(database, { dossierLimitBytes: 1000 }, log)).rejects.toThrow(/1,000|bytes/);
  expect(await database.prisma.party.count()).toBe(0);
});
