import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { Client } from 'pg';
import { createAllegation, createAssertion, createParty, createStatement } from '../support/factories';
import { createTestDatabase, type TestDatabase } from '../support/testDatabase';

let database: TestDatabase;

beforeEach(async () => {
  database = await createTestDatabase();
});

afterEach(() => database.drop());

/** Counts that differ from what there is, or that are missing or too many: there are never any. */
async function findWrongCounts(): Promise<unknown[]> {
  const { rows } = await database.pool.query<object>(
    `SELECT to_jsonb(k) AS kept, to_jsonb(c) AS counted FROM party_count k FULL JOIN (
        SELECT p.id, p.state = 'PUBLISHED' AS visible, count(DISTINCT a.id) AS allegations,
               count(DISTINCT a.id) FILTER (WHERE a.state = 'PUBLISHED') AS visible_allegations,
               count(DISTINCT s.id) AS statements, count(DISTINCT s.id) FILTER (WHERE s.state = 'PUBLISHED') AS visible_statements
          FROM party p
          LEFT JOIN (allegation_party ap JOIN allegation a ON a.id = ap.allegation_id) ON ap.party_id = p.id
          LEFT JOIN (attribution t JOIN statement s ON s.id = t.statement_id) ON t.party_id = p.id
         GROUP BY p.id) c ON c.id = k.id
      WHERE to_jsonb(k) IS DISTINCT FROM to_jsonb(c)
     UNION ALL
     SELECT to_jsonb(k), to_jsonb(c) FROM allegation_count k FULL JOIN (
        SELECT a.id, a.state = 'PUBLISHED' AS visible, count(x.id) AS assertions,
               count(x.id) FILTER (WHERE x.visible) AS visible_assertions
          FROM allegation a LEFT JOIN assertion x ON x.allegation_id = a.id GROUP BY a.id) c ON c.id = k.id
      WHERE to_jsonb(k) IS DISTINCT FROM to_jsonb(c)`,
  );
  return rows;
}

/** All counts of one party, as text. */
async function countsOf(party: { id: string }): Promise<string | undefined> {
  const { rows } = await database.pool.query<{ counts: string }>(
    `SELECT format('%s of %s allegations, %s of %s statements', visible_allegations, allegations, visible_statements, statements) AS counts
       FROM party_count WHERE id = $1`,
    [party.id],
  );
  return rows[0]?.counts;
}

async function createWorld(): Promise<void> {
  const [one, other] = [await createParty(database), await createParty(database, { state: 'DRAFT' })];
  const statements = [
    await createStatement(database, { attributions: [{ party: one, role: 'ISSUER' }] }),
    await createStatement(database, { state: 'DRAFT', attributions: [{ party: other, role: 'AUTHOR' }] }),
  ];
  const twice = { party: one, role: 'SUBJECT' as const };
  const allegations = [
    await createAllegation(database, { parties: [{ party: one, role: 'ACCUSED' }, twice] }),
    await createAllegation(database, { state: 'DRAFT', parties: [{ party: other, role: 'ACCUSED' }, twice] }),
  ];
  for (const allegation of allegations) {
    for (const statement of statements) {
      for (const speaker of [one, other]) await createAssertion(database, { allegation, statement, speaker });
    }
  }
}

const nth = (table: string, n: number): string =>
  `(SELECT id FROM ${table} ORDER BY id OFFSET ${String(n)} % greatest((SELECT count(*) FROM ${table}), 1) LIMIT 1)`;
const states = fc.constantFrom('DRAFT', 'PUBLISHED', 'ARCHIVED');
const number = fc.nat(9);
const nodes = fc.constantFrom('party', 'statement', 'allegation', 'assertion');
const lists = fc.constantFrom(
  { list: 'attribution', node: 'statement', roles: ['ISSUER', 'AUTHOR'] },
  { list: 'allegation_party', node: 'allegation', roles: ['ACCUSED', 'SUBJECT'] },
);

/** Whatever changes what is counted; what a key or a reference refuses changes nothing. */
const change = fc.oneof(
  fc.tuple(nodes, number, states).map(([t, n, s]) => `UPDATE ${t} SET state = '${s}' WHERE id = ${nth(t, n)}`),
  fc.tuple(nodes, states).map(([table, state]) => `UPDATE ${table} SET state = '${state}'`),
  fc.tuple(nodes, number).map(([table, n]) => `DELETE FROM ${table} WHERE id = ${nth(table, n)}`),
  fc.tuple(lists, number, number, fc.nat(1), fc.integer({ min: 0, max: 50 })).map(
    ([{ list, node, roles }, n, p, role, position]) =>
      `INSERT INTO ${list} (${node}_id, position, party_id, role)
           VALUES (${nth(node, n)}, ${String(position)}, ${nth('party', p)}, '${roles[role] ?? ''}')`,
  ),
  fc
    .tuple(lists, number)
    .map(([{ list, node }, n]) => `DELETE FROM ${list} WHERE position = 0 AND ${node}_id = ${nth(node, n)}`),
  fc
    .tuple(lists, number, number)
    .map(
      ([{ list, node }, n, p]) =>
        `UPDATE ${list} SET party_id = ${nth('party', p)} WHERE position = 0 AND ${node}_id = ${nth(node, n)}`,
    ),
  fc
    .tuple(number, number)
    .map(([n, a]) => `UPDATE assertion SET allegation_id = ${nth('allegation', a)} WHERE id = ${nth('assertion', n)}`),
  states.map(
    (state) => `INSERT INTO party (id, slug, kind, name, state)
      SELECT gen_random_uuid(), 'party-' || gen_random_uuid(), 'GROUP', 'New', '${state}'`,
  ),
  fc.tuple(number, number, number, states).map(
    ([a, s, p, state]) => `INSERT INTO assertion (id, allegation_id, statement_id, speaker_id, stance, state)
        VALUES (gen_random_uuid(), ${nth('allegation', a)}, ${nth('statement', s)}, ${nth('party', p)}, 'REPEATS', '${state}')`,
  ),
  fc.constant('TRUNCATE attribution'),
  fc.constant('SET CONSTRAINTS ALL IMMEDIATE'),
);

/** Refused by a key, by a reference that is needed, or by one that would lead nowhere. */
const REFUSALS = /^(23505|23503|23001|23502)$/;

async function inTransaction(client: Client, changes: readonly string[], end: string): Promise<void> {
  await client.query('BEGIN');
  for (const sql of changes) {
    await client.query('SAVEPOINT before');
    await client.query(sql).catch(async (error: unknown) => {
      expect((error as { code?: string }).code).toMatch(REFUSALS);
      await client.query('ROLLBACK TO before');
    });
  }
  await client.query(end);
}

test('the counts are right after any transactions, kept or taken back', async () => {
  const client = new Client(database.url);
  await client.connect();
  await createWorld();
  await fc.assert(
    fc.asyncProperty(
      fc.array(change, { minLength: 1, maxLength: 6 }),
      fc.constantFrom('COMMIT', 'COMMIT', 'ROLLBACK'),
      async (changes, end) => {
        await inTransaction(client, changes, end);
        expect(await findWrongCounts()).toEqual([]);
      },
    ),
    // A world goes on from one run to the next, so that a shorter example would be of another world.
    { numRuns: 150, endOnFailure: true },
  );
  await client.end();
}, 120_000);

test('a party counts once for what names it in several roles, and for a reader without drafts', async () => {
  const party = await createParty(database);
  const roles = ['ACCUSED', 'SUBJECT'] as const;
  const parties = roles.map((role) => ({ party, role }));
  await createAllegation(database, { parties });
  await createAllegation(database, { parties, state: 'DRAFT' });
  await createStatement(database, { attributions: [{ party, role: 'ISSUER' }] });
  expect(await countsOf(party)).toBe('1 of 2 allegations, 1 of 1 statements');
});

test('a party that is taken off an allegation while somebody publishes it is not counted', async () => {
  const party = await createParty(database);
  await createAllegation(database, { state: 'DRAFT', parties: [{ party, role: 'ACCUSED' }] });
  const client = new Client(database.url);
  await client.connect();
  await client.query('BEGIN');
  await client.query('DELETE FROM allegation_party');
  await database.pool.query(`UPDATE allegation SET state = 'PUBLISHED'`);
  await client.query('COMMIT');
  await client.end();
  expect(await countsOf(party)).toBe('0 of 0 allegations, 0 of 0 statements');
});

test('the counts are right after many have written at once', async () => {
  await createWorld();
  const changes = fc.sample(fc.array(change, { minLength: 1, maxLength: 3 }), 120);
  const write = async (own: readonly string[][]): Promise<void> => {
    const client = new Client(database.url);
    await client.connect();
    for (const each of own) {
      // Of writers that block each other, one takes its work back.
      await client.query(['BEGIN', ...each, 'COMMIT'].join(';')).catch(() => client.query('ROLLBACK'));
    }
    await client.end();
  };
  const writers = [0, 1, 2, 3, 4, 5].map((writer) => changes.filter((_, index) => index % 6 === writer));
  await Promise.all(writers.map(write));
  expect(await findWrongCounts()).toEqual([]);
}, 120_000);

test('what was there before the counts is counted by the migration', async () => {
  await createWorld();
  const migration = readFileSync(join('prisma', 'migrations', '20261124090000_kept_counts', 'migration.sql'), 'utf8');
  const fills = migration.match(/^INSERT INTO "\w+_count"[^;]+;/gm) ?? [];
  expect(fills).toHaveLength(2);
  await database.pool.query(['TRUNCATE party_count, allegation_count', ...fills].join(';\n'));
  expect(await findWrongCounts()).toEqual([]);
});
