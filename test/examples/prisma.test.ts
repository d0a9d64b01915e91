import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { createParty } from '../support/factories';
import { createTestDatabase, type TestDatabase } from '../support/testDatabase';

const run = promisify(execFile);

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.drop());

const addFormerNames = (...pairs: string[]): Promise<{ stdout: string; stderr: string }> =>
  run(process.execPath, ['-r', './scripts/loadTypescript.cjs', 'examples/prisma/addFormerNames.ts', ...pairs], {
    env: { PATH: process.env.PATH, DATABASE_URL: database.url },
  });

test('a script with Prisma Client changes a list in one transaction, and history names its actor', async () => {
  const { id } = await createParty(database, { slug: 'ferry-masters', name: 'The ferry masters' });
  expect(await addFormerNames('ferry-masters=Rowers of Vessen')).toEqual({
    stdout: 'Added 1 of 1 names.\n',
    stderr: '',
  });
  const party = await database.prisma.party.findUniqueOrThrow({ where: { id }, include: { names: true } });
  expect(party.version).toBe(2);
  expect(party.names).toMatchObject([{ position: 0, name: 'Rowers of Vessen', kind: 'FORMER' }]);
  const revisions = await database.prisma.revision.findMany({ where: { nodeId: id }, orderBy: { seq: 'desc' } });
  expect(revisions).toHaveLength(2);
  expect(revisions[0]).toMatchObject({
    kind: 'UPDATED',
    version: 2,
    actor: 'script:add-former-names',
    actorId: 'script:add-former-names',
  });
  const [change] = await database.prisma.change.findMany({ where: { nodeId: id }, orderBy: { seq: 'desc' }, take: 1 });
  expect(change).toMatchObject({ kind: 'UPDATED', visibleBefore: true, visibleAfter: true });
});

test('where one of its changes fails, a script with Prisma Client stores none of them', async () => {
  await createParty(database, { slug: 'ferry-masters' });
  await expect(addFormerNames('ferry-masters=Rowers of Vessen', 'nobody=Somebody')).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining('No record was found'),
  });
  expect(await database.prisma.partyName.count()).toBe(0);
});
