import fc from 'fast-check';
import { Client } from 'pg';
import { createAllegation, createAssertion, createFinding, createParty, createStatement } from '../support/factories';
import { createTestDatabase, type TestDatabase } from '../support/testDatabase';

let database: TestDatabase;

beforeEach(async () => {
  database = await createTestDatabase();
});

afterEach(() => database.drop());

interface ChangeRow {
  seq: string;
  kind: string;
  type: string;
  id: string;
  before: boolean;
  after: boolean;
}

interface RevisionRow {
  seq: string;
  kind: string;
  type: string;
  id: string;
  version: number;
  actor: string;
  snapshot: Record<string, unknown> | null;
}

async function changes(since = '0'): Promise<ChangeRow[]> {
  const { rows } = await database.pool.query<ChangeRow>(
    `SELECT seq, kind, node_type AS type, node_id AS id, visible_before AS before, visible_after AS after
       FROM change WHERE seq > $1 ORDER BY seq`,
    [since],
  );
  return rows;
}

async function revisions(since = '0'): Promise<RevisionRow[]> {
  const { rows } = await database.pool.query<RevisionRow>(
    `SELECT seq, kind, node_type AS type, node_id AS id, version, actor, snapshot FROM revision WHERE seq > $1 ORDER BY seq`,
    [since],
  );
  return rows;
}

async function lastSeq(): Promise<string> {
  const { rows } = await database.pool.query<{ seq: string }>(`SELECT coalesce(max(seq), 0)::text AS seq FROM change`);
  return rows[0]!.seq;
}

/** What the work leaves: changes as "kind type before>after", revisions as "kind type". */
async function left(work: () => Promise<unknown>): Promise<{ changes: string[]; revisions: string[] }> {
  const since = await lastSeq();
  await work();
  return {
    changes: (await changes(since)).map(
      ({ kind, type, before, after }) => `${kind} ${type} ${before ? 'seen' : 'unseen'}>${after ? 'seen' : 'unseen'}`,
    ),
    revisions: (await revisions(since)).map(({ kind, type }) => `${kind} ${type}`),
  };
}

const nothing = { changes: [], revisions: [] };

async function inTransaction(...commands: string[]): Promise<void> {
  const client = new Client(database.url);
  await client.connect();
  try {
    await client.query('BEGIN');
    for (const command of commands) await client.query(command);
    await client.query('COMMIT');
  } finally {
    await client.end();
  }
}

/** Nodes whose last revision is not what they are, or is missing; and revisions and lock rows that should not be there. */
async function findWrongHistory(): Promise<unknown[]> {
  const types = ['party', 'statement', 'allegation', 'assertion', 'finding'];
  const nodes = types.map((type) => `SELECT '${type.toUpperCase()}'::changed_type AS type, * FROM ${type}_snapshot`);
  const { rows } = await database.pool.query<object>(
    `WITH node AS (${nodes.join(' UNION ALL ')}),
          latest AS (SELECT DISTINCT ON (node_id) * FROM revision ORDER BY node_id, seq DESC)
     SELECT coalesce(n.id, l.node_id) AS id, n.snapshot AS node, l.snapshot AS revision
       FROM node n FULL JOIN latest l ON l.node_id = n.id AND l.node_type = n.type
      WHERE n.snapshot IS DISTINCT FROM l.snapshot
     UNION ALL SELECT node_id, NULL, NULL FROM touched
     UNION ALL SELECT NULL, to_jsonb(t), NULL FROM touching t
     UNION ALL
     SELECT id, snapshot, previous FROM (
       SELECT *, lag(snapshot) OVER (PARTITION BY node_id ORDER BY seq) AS previous, lag(kind) OVER (PARTITION BY node_id ORDER BY seq) AS kind_before FROM revision
     ) r WHERE snapshot IS NOT DISTINCT FROM previous OR (kind = 'CREATED') <> (coalesce(kind_before, 'DELETED') = 'DELETED')`,
  );
  return rows;
}

async function createWorld() {
  const [speaker, other] = [await createParty(database), await createParty(database)];
  const statement = await createStatement(database, { attributions: [{ party: speaker, role: 'ISSUER' }] });
  const allegation = await createAllegation(database, { parties: [{ party: other, role: 'ACCUSED' }] });
  const assertion = await createAssertion(database, {
    allegation,
    statement,
    speaker,
    via: [other],
    anchor: [0, 10],
    saidOn: '2014-07',
  });
  const finding = await createFinding(database, { allegation, body: other, statement, anchor: [4, 10] });
  return { speaker, other, statement, allegation, assertion, finding };
}

test('what is created is told once, with its lists, by whoever the transaction names', async () => {
  const party = await createParty(database, { slug: 'harbour-office', name: 'Harbour Office' });
  await inTransaction(
    `SET LOCAL allegata.actor = 'anna'`,
    `INSERT INTO party_name (party_id, position, name, kind) VALUES ('${party.id}', 0, 'HO', 'ACRONYM')`,
    `INSERT INTO party_identifier (party_id, position, scheme, value) VALUES ('${party.id}', 0, 'register', '7')`,
    `UPDATE party SET version = version + 1, description = 'It keeps the bridge.' WHERE id = '${party.id}'`,
  );
  const user = decodeURIComponent(new URL(database.url).username);
  const created = {
    slug: 'harbour-office',
    kind: 'PERSON',
    name: 'Harbour Office',
    description: null,
    state: 'PUBLISHED',
    names: [],
    identifiers: [],
    relationships: [],
  };
  expect(await revisions()).toMatchObject([
    { kind: 'CREATED', type: 'PARTY', id: party.id, version: 1, actor: `database:${user}`, snapshot: created },
    {
      kind: 'UPDATED',
      version: 2,
      actor: 'anna',
      snapshot: {
        ...created,
        description: 'It keeps the bridge.',
        names: [{ name: 'HO', kind: 'ACRONYM', language: null, usedBy: null }],
        identifiers: [{ scheme: 'register', value: '7' }],
      },
    },
  ]);
  expect(await changes()).toMatchObject([
    { kind: 'CREATED', before: false, after: true },
    { kind: 'UPDATED', before: true, after: true },
  ]);
});

test('every type has its fields by their names in the inputs', async () => {
  const { speaker, other, statement, allegation, assertion, finding } = await createWorld();
  const snapshots = new Map((await revisions()).map(({ id, snapshot }) => [id, snapshot]));
  expect(snapshots.get(statement.id)).toEqual({
    slug: statement.slug,
    kind: 'COMMUNIQUE',
    title: statement.title,
    subtitle: null,
    body: statement.body,
    language: null,
    issuedOn: null,
    state: 'PUBLISHED',
    attributions: [{ party: speaker.id, role: 'ISSUER' }],
    sources: [],
    cites: [],
  });
  expect(snapshots.get(allegation.id)).toEqual({
    slug: allegation.slug,
    summary: allegation.summary,
    occurredOn: null,
    place: null,
    state: 'PUBLISHED',
    parties: [{ party: other.id, role: 'ACCUSED' }],
    counters: [],
  });
  expect(snapshots.get(assertion.id)).toEqual({
    allegation: allegation.id,
    statement: statement.id,
    speaker: speaker.id,
    via: [other.id],
    stance: 'ALLEGES',
    mode: null,
    saidOn: '2014-07',
    anchor: { exact: 'The bridge', prefix: '', suffix: ' was closed on purpose. The harb', start: 0, end: 10 },
    inResponseTo: null,
    state: 'PUBLISHED',
  });
  expect(snapshots.get(finding.id)).toEqual({
    allegation: allegation.id,
    body: other.id,
    verdict: 'UNPROVEN',
    ratingText: null,
    jurisdiction: null,
    ruledOn: null,
    statement: statement.id,
    anchor: { exact: 'bridge', prefix: 'The ', suffix: ' was closed on purpose. The harb', start: 4, end: 10 },
    url: null,
    state: 'PUBLISHED',
  });
});

test('what changes nothing leaves nothing', async () => {
  const { speaker, statement, assertion } = await createWorld();
  const unchanged = [
    `UPDATE party SET name = name, version = version + 1, updated_at = now()`,
    `UPDATE assertion SET visible = visible`,
    `DELETE FROM party WHERE slug = 'nobody'`,
  ];
  for (const command of unchanged) expect(await left(() => database.pool.query(command))).toEqual(nothing);
  const thereAndBack = [
    `UPDATE statement SET state = 'DRAFT', title = 'Another' WHERE id = '${statement.id}'`,
    `UPDATE statement SET state = 'PUBLISHED', title = '${statement.title}' WHERE id = '${statement.id}'`,
    `DELETE FROM assertion_via WHERE assertion_id = '${assertion.id}'`,
    `INSERT INTO assertion_via SELECT '${assertion.id}', 0, id FROM party WHERE id <> '${speaker.id}'`,
    `INSERT INTO party (id, slug, kind, name, state) VALUES (gen_random_uuid(), 'brief', 'GROUP', 'Brief', 'PUBLISHED')`,
    `INSERT INTO party_name SELECT id, 0, 'B', 'ALIAS' FROM party WHERE slug = 'brief'`,
    `DELETE FROM party WHERE slug = 'brief'`,
  ];
  expect(await left(() => inTransaction(...thereAndBack))).toEqual(nothing);
  expect(await left(() => inTransaction(`SAVEPOINT one`, `UPDATE party SET name = 'Gone'`, `ROLLBACK TO one`))).toEqual(
    nothing,
  );
  expect(await left(() => inTransaction(`UPDATE party SET name = 'Gone'`, `ROLLBACK`, `BEGIN`))).toEqual(nothing);
  expect(await findWrongHistory()).toEqual([]);
});

test('what a change hides or shows has a change without a revision', async () => {
  const { statement } = await createWorld();
  expect(
    await left(() => database.pool.query(`UPDATE statement SET state = 'DRAFT' WHERE id = $1`, [statement.id])),
  ).toEqual({
    changes: ['UPDATED STATEMENT seen>unseen', 'UPDATED ASSERTION seen>unseen', 'UPDATED FINDING seen>unseen'],
    revisions: ['UPDATED STATEMENT'],
  });
  expect(await left(() => database.pool.query(`UPDATE statement SET title = 'Hidden'`))).toEqual({
    changes: ['UPDATED STATEMENT unseen>unseen'],
    revisions: ['UPDATED STATEMENT'],
  });
  expect(await findWrongHistory()).toEqual([]);
});

test('one command that changes a node and its list knows what a reader saw before', async () => {
  const party = await createParty(database);
  const command = `WITH changed AS (UPDATE party SET state = 'DRAFT' RETURNING id)
    INSERT INTO party_name (party_id, position, name, kind) VALUES ('${party.id}', 0, 'Other', 'ALIAS')`;
  expect((await left(() => database.pool.query(command))).changes).toEqual(['UPDATED PARTY seen>unseen']);
});

test('what is deleted is told once, with all its lists, and begins anew under the same id', async () => {
  const { assertion, finding, speaker } = await createWorld();
  await database.pool.query(`INSERT INTO party_name VALUES ($1, 0, 'Name', 'ALIAS')`, [speaker.id]);
  expect(await left(() => database.pool.query('DELETE FROM assertion'))).toEqual({
    changes: ['DELETED ASSERTION seen>unseen'],
    revisions: ['DELETED ASSERTION'],
  });
  await database.pool.query('DELETE FROM finding');
  await database.pool.query('DELETE FROM statement');
  expect(await left(() => database.pool.query('DELETE FROM party WHERE id = $1', [speaker.id]))).toEqual({
    changes: ['DELETED PARTY seen>unseen'],
    revisions: ['DELETED PARTY'],
  });
  expect((await revisions()).filter(({ kind }) => kind === 'DELETED')).toMatchObject([
    { id: assertion.id, snapshot: null },
    { id: finding.id, snapshot: null },
    { type: 'STATEMENT', snapshot: null },
    { id: speaker.id, snapshot: null },
  ]);
  expect(await left(() => createParty(database, { id: speaker.id, state: 'DRAFT' }))).toEqual({
    changes: ['CREATED PARTY unseen>unseen'],
    revisions: ['CREATED PARTY'],
  });
  expect(await findWrongHistory()).toEqual([]);
});

test('a row that gets another id is one deleted and one created; a list row that moves changes both owners', async () => {
  const [one, two] = [await createParty(database), await createParty(database)];
  await database.pool.query(`INSERT INTO party_name VALUES ($1, 0, 'Name', 'ALIAS')`, [one.id]);
  expect(await left(() => database.pool.query('UPDATE party_name SET party_id = $1', [two.id]))).toEqual({
    changes: ['UPDATED PARTY seen>seen', 'UPDATED PARTY seen>seen'],
    revisions: ['UPDATED PARTY', 'UPDATED PARTY'],
  });
  const renumbered = await left(() =>
    database.pool.query(`UPDATE party SET id = gen_random_uuid() WHERE id = $1`, [two.id]),
  );
  expect(renumbered.changes.sort()).toEqual(['CREATED PARTY unseen>seen', 'DELETED PARTY seen>unseen']);
  expect(await findWrongHistory()).toEqual([]);
});

test('TRUNCATE deletes every node that it empties', async () => {
  await createWorld();
  const { changes: told } = await left(() =>
    database.pool.query('TRUNCATE party, statement, allegation, assertion, finding CASCADE'),
  );
  expect(told).toHaveLength(6);
  expect(told.every((change) => change.startsWith('DELETED'))).toBe(true);
  await createParty(database);
  await database.pool.query(`INSERT INTO party_name SELECT id, 0, 'Name', 'ALIAS' FROM party`);
  expect((await left(() => database.pool.query('TRUNCATE party_name'))).revisions).toEqual(['UPDATED PARTY']);
  expect(await findWrongHistory()).toEqual([]);
});

test('a trigger that changes content at commit, after history was written, has its change told too', async () => {
  const party = await createParty(database, { description: 'as it was' });
  await database.pool.query(`
    CREATE FUNCTION late() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF NEW.description = 'changed' THEN UPDATE party SET description = 'changed late' WHERE id = NEW.id; END IF;
      RETURN NULL;
    END $$;
    CREATE CONSTRAINT TRIGGER late AFTER UPDATE ON party DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION late()`);
  await database.pool.query(`UPDATE party SET description = 'changed' WHERE id = $1`, [party.id]);
  const told = (await revisions()).map(({ snapshot }) => snapshot?.description);
  expect(told.at(-1)).toBe('changed late');
  expect(new Set(told).size).toBe(told.length);
  expect(await findWrongHistory()).toEqual([]);
});

test('constraints that are made immediate write history at each command, and lose none', async () => {
  const party = await createParty(database);
  await inTransaction(
    'SET CONSTRAINTS ALL IMMEDIATE',
    `UPDATE party SET name = 'One' WHERE id = '${party.id}'`,
    `UPDATE party SET name = 'Two' WHERE id = '${party.id}'`,
  );
  expect((await revisions()).map(({ snapshot }) => snapshot?.name).slice(1)).toEqual(['One', 'Two']);
  expect(await findWrongHistory()).toEqual([]);
});

test.each(['REPEATABLE READ', 'SERIALIZABLE'])(
  'content changes in no %s transaction: it could not see what others changed meanwhile',
  async (level) => {
    const client = new Client(database.url);
    await client.connect();
    try {
      await client.query(`BEGIN ISOLATION LEVEL ${level}`);
      await client.query(
        `INSERT INTO party (id, slug, kind, name, state) VALUES (gen_random_uuid(), 's', 'GROUP', 'S', 'DRAFT')`,
      );
      await expect(client.query('COMMIT')).rejects.toThrow(`this one is ${level}`);
    } finally {
      await client.end();
    }
    expect(await revisions()).toEqual([]);
  },
);

/** The number up to which nothing can be committed any more. */
async function horizon(): Promise<string> {
  const { rows } = await database.pool.query<{ seq: string }>('SELECT change_horizon() AS seq');
  return rows[0]!.seq;
}

test('who has read up to the horizon misses nothing below it, whoever writes meanwhile', async () => {
  const party = await createParty(database);
  const seen = new Set<bigint>();
  let busy = true;
  let read = 0n;
  const missed: string[] = [];
  const watch = async (): Promise<void> => {
    while (busy) {
      const upTo = BigInt(await horizon());
      for (const { seq } of await changes()) {
        if (BigInt(seq) > upTo || seen.has(BigInt(seq))) continue;
        if (BigInt(seq) <= read) missed.push(seq);
        seen.add(BigInt(seq));
      }
      if (upTo > read) read = upTo;
    }
  };
  const write = async (writer: number): Promise<void> => {
    for (let n = 0; n < 15; n += 1) {
      const name = `('${party.id}', ${String(writer * 100 + n)}, 'Name ${String(writer)} ${String(n)}', 'ALIAS')`;
      await inTransaction(
        `INSERT INTO party_name (party_id, position, name, kind) VALUES ${name}`,
        n % 3 === 0 ? 'SELECT pg_sleep(0.003)' : 'SELECT 1',
        `INSERT INTO party (id, slug, kind, name, state) VALUES (gen_random_uuid(), 'p-${String(writer)}-${String(n)}', 'GROUP', 'P', 'DRAFT')`,
      );
    }
  };
  const watching = watch();
  await Promise.all([0, 1, 2, 3].map(write));
  busy = false;
  await watching;
  expect(missed).toEqual([]);
  expect((await changes()).filter(({ kind }) => kind === 'UPDATED')).toHaveLength(60);
  const names = (await revisions())
    .filter(({ id }) => id === party.id)
    .map(({ snapshot }) => (snapshot?.names as unknown[]).length);
  expect(names).toEqual(Array.from({ length: 61 }, (_, index) => index));
  expect(await findWrongHistory()).toEqual([]);
});

test('a commit waits for nobody who writes about other nodes, and for who writes about the same', async () => {
  const [one, other] = [await createParty(database), await createParty(database)];
  const client = new Client(database.url);
  await client.connect();
  try {
    await client.query('BEGIN');
    await client.query(`INSERT INTO party_name VALUES ($1, 0, 'First', 'ALIAS')`, [one.id]);
    await client.query('SET CONSTRAINTS ALL IMMEDIATE');
    await database.pool.query(`INSERT INTO party_name VALUES ($1, 0, 'Name', 'ALIAS')`, [other.id]);
    const second = database.pool.query(`INSERT INTO party_name VALUES ($1, 1, 'Second', 'ALIAS')`, [one.id]);
    const ended = jest.fn();
    void second.then(ended);
    await database.pool.query('SELECT pg_sleep(0.2)');
    expect(ended).not.toHaveBeenCalled();
    await client.query('COMMIT');
    await second;
  } finally {
    await client.end();
  }
  const names = (await revisions())
    .filter(({ id, version }) => id === one.id && version === 1)
    .map(({ snapshot }) => (snapshot?.names as { name: string }[]).map(({ name }) => name));
  expect(names).toEqual([[], ['First'], ['First', 'Second']]);
  expect(await findWrongHistory()).toEqual([]);
});

test('the changes of a node are in the order of its versions, whichever transaction began to write first', async () => {
  const party = await createParty(database);
  const client = new Client(database.url);
  await client.connect();
  try {
    // Its transaction has an id before the other begins, and comes to the node after it.
    await client.query(`BEGIN; INSERT INTO party_name SELECT id, 0, 'Elsewhere', 'ALIAS' FROM party WHERE false`);
    await client.query('SELECT pg_current_xact_id()');
    await database.pool.query(`UPDATE party SET version = 2, name = 'Second' WHERE id = $1`, [party.id]);
    await client.query(`UPDATE party SET version = 3, name = 'Third' WHERE id = $1`, [party.id]);
    await client.query('COMMIT');
  } finally {
    await client.end();
  }
  expect((await revisions()).map(({ version }) => version)).toEqual([1, 2, 3]);
});

test('the horizon is right where the numbers pass 32 bits', async () => {
  for (const last of [2_147_483_645n, 4_294_967_293n, 9_007_199_254_740_000n]) {
    await database.pool.query(`SELECT setval('change_seq', $1)`, [last]);
    const client = new Client(database.url);
    await client.connect();
    await client.query('BEGIN');
    await client.query(
      `INSERT INTO party (id, slug, kind, name, state) VALUES (gen_random_uuid(), 'held-${String(last)}', 'GROUP', 'P', 'DRAFT')`,
    );
    await client.query('SET CONSTRAINTS ALL IMMEDIATE');
    for (let n = 0; n < 5; n += 1) await createParty(database);
    expect(await horizon()).toBe(String(last));
    await client.query('COMMIT');
    await client.end();
    expect(await horizon()).toBe(String(last + 6n));
  }
});

test('a commit notifies nobody: the queue of notifications is a lock of the whole server', async () => {
  const client = new Client(database.url);
  await client.connect();
  const heard: unknown[] = [];
  client.on('notification', (notification) => heard.push(notification));
  try {
    await client.query('LISTEN allegata_changes');
    await createWorld();
    await client.query('SELECT 1');
    expect(heard).toEqual([]);
  } finally {
    await client.end();
  }
});

const nth = (table: string, n: number): string =>
  `(SELECT id FROM ${table} ORDER BY id OFFSET ${String(n)} % greatest((SELECT count(*) FROM ${table}), 1) LIMIT 1)`;
const number = fc.nat(20);
const node = fc.constantFrom('party', 'statement', 'allegation', 'assertion', 'finding');
const state = fc.constantFrom('DRAFT', 'PUBLISHED', 'ARCHIVED');

/** Commands of all kinds; what the store's rules refuse changes nothing. */
const command = fc.oneof(
  fc.tuple(node, number, state).map(([t, n, s]) => `UPDATE ${t} SET state = '${s}' WHERE id = ${nth(t, n)}`),
  fc.tuple(node, state).map(([t, s]) => `UPDATE ${t} SET state = '${s}'`),
  fc.tuple(node, number).map(([t, n]) => `DELETE FROM ${t} WHERE id = ${nth(t, n)}`),
  fc
    .tuple(number, number)
    .map(([n, m]) => `UPDATE party SET description = 'd${String(m)}' WHERE id = ${nth('party', n)}`),
  fc
    .tuple(number, number)
    .map(([n, p]) => `INSERT INTO party_name VALUES (${nth('party', n)}, ${String(p)}, 'Name', 'ALIAS', NULL, NULL)`),
  fc.constant(`DELETE FROM party_name`),
  fc.constant(`DELETE FROM assertion_via`),
  fc.constant(`UPDATE attribution SET role = 'AUTHOR'`),
  number.map((n) => `INSERT INTO citation VALUES (${nth('statement', n)}, 0, ${nth('statement', n + 1)})`),
  number.map(
    (n) =>
      `INSERT INTO party (id, slug, kind, name, state) VALUES (gen_random_uuid(), 'made-${String(n)}', 'GROUP', 'Made', 'DRAFT')`,
  ),
  fc.constant('SAVEPOINT one'),
  fc.constant('ROLLBACK TO one'),
);

test('after any transactions the last revision of each node is what it is', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(command, { minLength: 1, maxLength: 5 }), { maxLength: 6 }), async (commits) => {
      await database.pool.query('TRUNCATE party, statement, allegation, assertion, finding CASCADE');
      await createWorld();
      await createWorld();
      for (const commands of commits) await inTransaction(...commands).catch(() => undefined);
      expect(await findWrongHistory()).toEqual([]);
    }),
    { numRuns: 30 },
  );
});
