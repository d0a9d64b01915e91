import fc from 'fast-check';
import { Client } from 'pg';
import { createAllegation, createAssertion, createFinding, createParty, createStatement } from '../support/factories';
import { createTestDatabase, type TestDatabase } from '../support/testDatabase';

let database: TestDatabase;

beforeEach(async () => {
  database = await createTestDatabase();
});

afterEach(() => database.drop());

/** Rows whose kept columns differ from what their own state and their parents' say: there are never any. */
async function findWrongRows(): Promise<unknown[]> {
  const { rows } = await database.pool.query<{ kind: string; id: string }>(
    `SELECT 'assertion' AS kind, x.id FROM assertion x
       JOIN allegation a ON a.id = x.allegation_id JOIN statement s ON s.id = x.statement_id JOIN party p ON p.id = x.speaker_id
     WHERE x.visible <> ('PUBLISHED' = ALL (ARRAY[x.state, a.state, s.state, p.state]::text[]))
       OR x.statement_issued IS DISTINCT FROM s.issued_earliest
     UNION ALL
     SELECT 'finding', f.id FROM finding f
       JOIN allegation a ON a.id = f.allegation_id JOIN party p ON p.id = f.body_id LEFT JOIN statement s ON s.id = f.statement_id
     WHERE f.visible <> ('PUBLISHED' = ALL (ARRAY[f.state, a.state, p.state, coalesce(s.state, 'PUBLISHED')]::text[]))`,
  );
  return rows;
}

async function visibleCount(): Promise<number> {
  const { rows } = await database.pool.query<{ count: number }>(
    `SELECT ((SELECT count(*) FROM assertion WHERE visible) + (SELECT count(*) FROM finding WHERE visible))::int AS count`,
  );
  return rows[0]?.count ?? -1;
}

/** A world of a few of everything, connected in all ways. */
async function createWorld(): Promise<void> {
  const parties = [await createParty(database), await createParty(database)];
  const statements = [await createStatement(database, { issuedOn: '2014-07-13' }), await createStatement(database)];
  const allegations = [await createAllegation(database), await createAllegation(database)];
  for (const allegation of allegations) {
    for (const statement of statements) {
      for (const speaker of parties) {
        await createAssertion(database, { allegation, statement, speaker });
        await createFinding(database, { allegation, statement, body: speaker });
      }
    }
    await createFinding(database, { allegation, body: parties[0] ?? (await createParty(database)) });
  }
}

const nth = (table: string, n: number): string =>
  `(SELECT id FROM ${table} ORDER BY id OFFSET ${String(n)} % (SELECT count(*) FROM ${table}) LIMIT 1)`;
const states = fc.constantFrom('DRAFT', 'PUBLISHED', 'ARCHIVED');
const number = fc.nat(20);

/** Every way in which a row below, or above, can change; the unique keys may refuse some, which changes nothing. */
const change = fc.oneof(
  fc
    .tuple(fc.constantFrom('party', 'statement', 'allegation', 'assertion', 'finding'), number, states)
    .map(([table, n, state]) => `UPDATE ${table} SET state = '${state}' WHERE id = ${nth(table, n)}`),
  fc
    .tuple(fc.constantFrom('party', 'statement', 'allegation', 'assertion', 'finding'), states)
    .map(([table, state]) => `UPDATE ${table} SET state = '${state}'`),
  fc
    .tuple(number, fc.constantFrom("'2013-01-01'", "'2015-05-05'", 'NULL'))
    .map(
      ([n, day]) =>
        `UPDATE statement SET issued_on = '2013/2015', issued_latest = NULL, issued_earliest = ${day} WHERE id = ${nth('statement', n)}`,
    ),
  fc
    .tuple(fc.constantFrom('allegation', 'statement', 'speaker'), number, number)
    .map(
      ([parent, n, m]) =>
        `UPDATE assertion SET ${parent}_id = ${nth(parent === 'speaker' ? 'party' : parent, n)} WHERE id = ${nth('assertion', m)}`,
    ),
  fc
    .tuple(fc.constantFrom('allegation', 'statement', 'body'), number, number)
    .map(
      ([parent, n, m]) =>
        `UPDATE finding SET ${parent}_id = ${nth(parent === 'body' ? 'party' : parent, n)} WHERE id = ${nth('finding', m)}`,
    ),
  number.map((n) => `UPDATE finding SET statement_id = NULL WHERE id = ${nth('finding', n)}`),
  fc
    .tuple(fc.constantFrom('assertion', 'finding'), fc.boolean())
    .map(([table, visible]) => `UPDATE ${table} SET visible = ${String(visible)}`),
  fc.constant(`UPDATE assertion SET statement_issued = '1999-09-09'`),
  fc.tuple(number, number, number, states).map(
    ([a, s, p, state]) =>
      `INSERT INTO assertion (id, allegation_id, statement_id, speaker_id, stance, state, visible)
         VALUES (gen_random_uuid(), ${nth('allegation', a)}, ${nth('statement', s)}, ${nth('party', p)}, 'REPEATS', '${state}', true)`,
  ),
  fc.tuple(number, states).map(([n, state]) =>
    `INSERT INTO statement (id, slug, kind, title, body, state)
         SELECT id, slug, kind, title, body, '${state}' FROM statement WHERE id = ${nth('statement', n)}
         ON CONFLICT (slug) DO UPDATE SET state = EXCLUDED.state`.replace('SELECT id,', 'SELECT gen_random_uuid(),'),
  ),
);

test('who may see what is right after any sequence of changes', async () => {
  await createWorld();
  expect(await visibleCount()).toBe(18);
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 8 }), async (changes) => {
      for (const sql of changes) {
        await database.pool.query(sql).catch((error: unknown) => {
          expect(error).toMatchObject({ code: '23505' });
        });
        expect(await findWrongRows()).toEqual([]);
      }
    }),
    { numRuns: 60 },
  );
});

test('a draft anywhere above hides, and only the last to be published shows', async () => {
  const speaker = await createParty(database, { state: 'DRAFT' });
  const statement = await createStatement(database, { state: 'DRAFT' });
  const allegation = await createAllegation(database, { state: 'DRAFT' });
  await createAssertion(database, { allegation, statement, speaker });
  await createFinding(database, { allegation, statement, body: speaker });
  const seen: number[] = [];
  for (const table of ['party', 'statement', 'allegation']) {
    await database.pool.query(`UPDATE ${table} SET state = 'PUBLISHED'`);
    seen.push(await visibleCount());
  }
  expect(seen).toEqual([0, 0, 2]);
});

test('a change that is none to a reader touches no row below', async () => {
  await createWorld();
  await database.pool.query(`UPDATE party SET state = 'DRAFT'`);
  const versions = (): Promise<unknown> =>
    database.pool
      .query<object>(`SELECT array_agg(xmin::text ORDER BY id) AS rows FROM assertion`)
      .then(({ rows }) => rows);
  const before = await versions();
  await database.pool.query(`UPDATE party SET state = 'ARCHIVED', name = 'Renamed'`);
  expect(await versions()).toEqual(before);
  await database.pool.query(`UPDATE party SET state = 'PUBLISHED'`);
  expect(await versions()).not.toEqual(before);
});

test('a row keeps its time and version when its visibility changes', async () => {
  await createWorld();
  const read = (): Promise<unknown> =>
    database.pool.query<object>('SELECT id, updated_at, version FROM assertion ORDER BY id').then(({ rows }) => rows);
  const before = await read();
  await database.pool.query(`UPDATE statement SET state = 'DRAFT'`);
  expect(await read()).toEqual(before);
});

describe('at the same moment', () => {
  let one: Client;
  let other: Client;

  beforeEach(async () => {
    one = new Client(database.url);
    other = new Client(database.url);
    await Promise.all([one.connect(), other.connect()]);
  });

  afterEach(() => Promise.all([one.end(), other.end()]));

  const insertAssertion = `INSERT INTO assertion (id, allegation_id, statement_id, speaker_id, stance, state)
    SELECT gen_random_uuid(), a.id, s.id, p.id, 'ALLEGES', 'PUBLISHED' FROM allegation a, statement s, party p`;

  async function createParents(state: 'DRAFT' | 'PUBLISHED'): Promise<void> {
    await createParty(database, { state: 'PUBLISHED' });
    await createStatement(database, { state });
    await createAllegation(database, { state });
  }

  async function isWaiting(): Promise<boolean> {
    const { rows } = await database.pool.query(
      `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    return rows.length > 0;
  }

  /** Lets the first go on only once the second is held up by it. */
  async function commitOnceBlocked(first: Client): Promise<void> {
    for (let attempt = 0; !(await isWaiting()); attempt++) {
      if (attempt > 500) {
        throw new Error('Nothing waits for the first transaction.');
      }
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    await first.query('COMMIT');
  }

  test.each(['statement', 'allegation', 'party'])(
    'a new assertion and a change of its %s, whichever comes first',
    async (table) => {
      await createParents('PUBLISHED');
      const hide = `UPDATE ${table} SET state = 'DRAFT'`;
      await one.query('BEGIN');
      await one.query(insertAssertion);
      const hidden = other.query(hide);
      await commitOnceBlocked(one);
      await hidden;
      expect(await findWrongRows()).toEqual([]);
      expect(await visibleCount()).toBe(0);

      await one.query('DELETE FROM assertion');
      await one.query('BEGIN');
      await one.query(`UPDATE ${table} SET state = 'PUBLISHED'`);
      const inserted = other.query(insertAssertion);
      await commitOnceBlocked(one);
      await inserted;
      expect(await findWrongRows()).toEqual([]);
      expect(await visibleCount()).toBe(1);
    },
  );

  test('two parents that are published by two', async () => {
    await createParents('DRAFT');
    await one.query(insertAssertion);
    await one.query('BEGIN');
    await one.query(`UPDATE statement SET state = 'PUBLISHED'`);
    const published = other.query(`UPDATE allegation SET state = 'PUBLISHED'`);
    await commitOnceBlocked(one);
    await published;
    expect(await findWrongRows()).toEqual([]);
    expect(await visibleCount()).toBe(1);
  });

  test('an assertion that is published while its statement is', async () => {
    await createParents('DRAFT');
    await one.query(`UPDATE allegation SET state = 'PUBLISHED'`);
    await one.query(insertAssertion.replace("'PUBLISHED'", "'DRAFT'"));
    await one.query('BEGIN');
    await one.query(`UPDATE statement SET state = 'PUBLISHED'`);
    const published = other.query(`UPDATE assertion SET state = 'PUBLISHED'`);
    await commitOnceBlocked(one);
    await published;
    expect(await findWrongRows()).toEqual([]);
    expect(await visibleCount()).toBe(1);
  });

  test('an assertion that moves to a statement which is being hidden', async () => {
    await createParents('PUBLISHED');
    await one.query(insertAssertion);
    const target = await createStatement(database);
    await one.query('BEGIN');
    await one.query(`UPDATE assertion SET statement_id = '${target.id}'`);
    const hidden = other.query(`UPDATE statement SET state = 'DRAFT' WHERE id = '${target.id}'`);
    await commitOnceBlocked(one);
    await hidden;
    expect(await findWrongRows()).toEqual([]);
    expect(await visibleCount()).toBe(0);
  });

  test('many that change the states of parents with rows in common do not block each other', async () => {
    await createWorld();
    const flip = async (client: Client, table: string): Promise<void> => {
      for (let round = 0; round < 30; round++) {
        await client.query(`UPDATE ${table} SET state = '${round % 2 === 0 ? 'DRAFT' : 'PUBLISHED'}'`);
      }
    };
    await Promise.all([flip(one, 'statement'), flip(other, 'allegation')]);
    expect(await findWrongRows()).toEqual([]);
    expect(await visibleCount()).toBe(18);
  });

  test('a state that changes in a transaction which cannot see the others is refused', async () => {
    await createParents('PUBLISHED');
    await one.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
    await expect(one.query(`UPDATE statement SET state = 'DRAFT'`)).rejects.toThrow('READ COMMITTED');
    await one.query('ROLLBACK');
  });
});
