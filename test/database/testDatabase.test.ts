import { createTestDatabase } from '../support/testDatabase';

test('a test has a migrated store of its own, in UTC', async () => {
  const [one, other] = await Promise.all([createTestDatabase(), createTestDatabase()]);
  try {
    await one.prisma.party.create({
      data: { id: '01890a5d-ac96-774b-bcce-b302099a8057', slug: 'a', kind: 'PERSON', name: 'A', state: 'DRAFT' },
    });
    expect(await one.prisma.party.count()).toBe(1);
    expect(await other.prisma.party.count()).toBe(0);
    const { rows } = await one.pool.query('SHOW TimeZone');
    expect(rows).toEqual([{ TimeZone: 'UTC' }]);
  } finally {
    await Promise.all([one.drop(), other.drop()]);
  }
});
