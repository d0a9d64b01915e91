import { DatabaseError } from 'pg';
import { createAllegation, createAssertion, createFinding, createParty, createStatement } from '../support/factories';
import { createTestDatabase, type TestDatabase } from '../support/testDatabase';

let database: TestDatabase;

// One small world in which all is well; each test tries to make one thing of it nonsense, and is refused.
beforeAll(async () => {
  database = await createTestDatabase();
  const speaker = await createParty(database, { slug: 'speaker' });
  const accused = await createParty(database, { slug: 'accused' });
  const cited = await createStatement(database, { slug: 'cited' });
  const statement = await createStatement(database, {
    slug: 'statement',
    issuedOn: '2014-07',
    attributions: [{ party: speaker, role: 'ISSUER' }],
  });
  const first = await createAllegation(database, { slug: 'first' });
  const allegation = await createAllegation(database, {
    slug: 'allegation',
    occurredOn: '2014',
    parties: [{ party: accused, role: 'ACCUSED' }],
    counters: [first],
  });
  const said = { allegation, statement, speaker };
  await createAssertion(database, { ...said, anchor: [4, 10], saidOn: '2014-07-13', via: [accused] });
  await createAssertion(database, { ...said, stance: 'DENIES' });
  await createAssertion(database, { ...said, allegation: first, stance: 'CONDEMNS' });
  await createFinding(database, { allegation, body: accused, statement, anchor: [4, 10], ruledOn: '2015' });
  await createFinding(database, { allegation, body: speaker });
  await database.prisma.partyName.create({
    data: { partyId: speaker.id, position: 0, name: 'The Speaker', kind: 'ALIAS' },
  });
  await database.prisma.partyIdentifier.create({
    data: { partyId: speaker.id, position: 0, scheme: 'register', value: '7' },
  });
  const day = new Date('2010-01-01T00:00:00Z');
  await database.prisma.partyRelationship.create({
    data: {
      ...{ subjectId: speaker.id, position: 0, kind: 'MEMBER_OF', objectId: accused.id, assertedInId: cited.id },
      ...{ validFrom: '2010-01-01', validFromEarliest: day, validFromLatest: day },
      ...{ validTo: '2010-01-01', validToEarliest: day, validToLatest: day },
    },
  });
  await database.prisma.source.create({ data: { statementId: statement.id, position: 0, title: 'Archive' } });
  await database.prisma.citation.create({ data: { statementId: statement.id, position: 0, citedId: cited.id } });
});

afterAll(() => database.drop());

/** The constraint, index or column that refuses a statement. */
async function refusalOf(sql: string): Promise<string> {
  try {
    const { rowCount } = await database.pool.query(sql);
    return `nothing, ${String(rowCount)} rows changed`;
  } catch (error) {
    if (!(error instanceof DatabaseError)) {
      throw error;
    }
    return error.constraint ?? error.column ?? error.message;
  }
}

const nonsense: [rule: string, sql: string, refusedBy: string][] = [];

for (const table of ['party', 'statement', 'allegation']) {
  const set = `UPDATE ${table} SET`;
  for (const slug of ['', 'Upper', 'a--b', '-a', 'a-', 'a b', 'a_b', 'é', 'a\n', 'a'.repeat(121)]) {
    nonsense.push([
      `${table}: the slug ${JSON.stringify(slug).slice(0, 20)}`,
      `${set} slug = '${slug}'`,
      `${table}_slug_form`,
    ]);
  }
  nonsense.push([`${table}: one slug twice`, `${set} slug = 'same'`, `${table}_slug_key`]);
}
for (const table of ['party', 'statement', 'allegation', 'assertion', 'finding']) {
  nonsense.push([`${table}: version 0`, `UPDATE ${table} SET version = 0`, `${table}_version_positive`]);
}
for (const table of ['cursor_key', 'tombstone_key']) {
  nonsense.push([`${table}: a second one`, `UPDATE ${table} SET is_only = false`, `${table}_is_only`]);
}
for (const [table, column, constraint, limit] of [
  ['party', 'name', 'party_name_said', 600],
  ['party_name', 'name', 'party_name_name_said', 600],
  ['statement', 'title', 'statement_title_said', 600],
  ['allegation', 'summary', 'allegation_summary_said', 600],
  ['party_identifier', 'scheme', 'party_identifier_scheme_said', 100],
  ['party_identifier', 'value', 'party_identifier_value_said', 500],
] as const) {
  const set = `UPDATE ${table} SET ${column} =`;
  nonsense.push(
    [`${table}: no ${column}`, `${set} ''`, constraint],
    [`${table}: a blank ${column}`, `${set} E' \\t\\n'`, constraint],
    [`${table}: a ${column} longer than ${String(limit)}`, `${set} repeat('字', ${String(limit + 1)})`, constraint],
  );
}
const token = (name: string, hash: string): string =>
  `INSERT INTO api_token (id, name, role, hash) VALUES (gen_random_uuid(), ${name}, 'EDITOR', ${hash})`;
nonsense.push(
  ['api_token: a blank name', token(`' '`, `sha256('a')`), 'api_token_name_check'],
  ['api_token: a name longer than 100', token(`repeat('a', 101)`, `sha256('a')`), 'api_token_name_check'],
  ["api_token: a hash that isn't a SHA-256 digest", token(`'a'`, `'\\x00'`), 'api_token_hash_check'],
);
nonsense.push(['statement: a blank body', `UPDATE statement SET body = ' '`, 'statement_body_said']);
for (const table of [
  'party_name',
  'party_identifier',
  'party_relationship',
  'attribution',
  'source',
  'citation',
  'allegation_party',
  'allegation_counter',
  'assertion_via',
]) {
  nonsense.push(
    [`${table}: a position below 0`, `UPDATE ${table} SET position = -1`, `${table}_position_natural`],
    [`${table}: one position twice`, `INSERT INTO ${table} SELECT * FROM ${table}`, `${table}_pkey`],
  );
}
for (const [table, edtf, stem] of [
  ['party_relationship', 'valid_from', 'valid_from'],
  ['party_relationship', 'valid_to', 'valid_to'],
  ['statement', 'issued_on', 'issued'],
  ['allegation', 'occurred_on', 'occurred'],
  ['assertion', 'said_on', 'said'],
  ['finding', 'ruled_on', 'ruled'],
] as const) {
  const set = `UPDATE ${table} SET ${edtf} = NULL, ${stem}_earliest =`;
  const set2 = `UPDATE ${table} SET ${edtf} = '2014'`;
  nonsense.push(
    [
      `${table}: an earliest day without ${edtf}`,
      `${set} '2014-01-01', ${stem}_latest = NULL`,
      `${table}_${edtf}_bounds_need_edtf`,
    ],
    [
      `${table}: a latest day without ${edtf}`,
      `${set} NULL, ${stem}_latest = '2014-01-01'`,
      `${table}_${edtf}_bounds_need_edtf`,
    ],
    [
      `${table}: ${edtf} begins after its end`,
      `${set2}, ${stem}_earliest = '2014-02-01', ${stem}_latest = '2014-01-31'`,
      `${table}_${edtf}_bounds_ordered`,
    ],
  );
}
for (const table of ['assertion', 'finding']) {
  const at = `UPDATE ${table} SET`;
  const where = 'WHERE anchor_start IS NOT NULL';
  for (const column of ['start', 'end', 'exact', 'prefix', 'suffix']) {
    nonsense.push([
      `${table}: an anchor without its ${column}`,
      `${at} anchor_${column} = NULL ${where}`,
      `${table}_anchor_whole`,
    ]);
  }
  nonsense.push(
    [
      `${table}: an anchor that starts before the body`,
      `${at} anchor_start = -1, anchor_end = 5 ${where}`,
      `${table}_anchor_ordered`,
    ],
    [`${table}: an anchor that ends before its start`, `${at} anchor_end = 3 ${where}`, `${table}_anchor_length`],
    [`${table}: an anchor of nothing`, `${at} anchor_end = 4, anchor_exact = '' ${where}`, `${table}_anchor_ordered`],
    [`${table}: an anchor longer than its words`, `${at} anchor_end = 11 ${where}`, `${table}_anchor_length`],
    [
      `${table}: 33 characters before the words`,
      `${at} anchor_prefix = repeat('𝄞', 33) ${where}`,
      `${table}_anchor_context`,
    ],
    [
      `${table}: 33 characters after the words`,
      `${at} anchor_suffix = repeat('𝄞', 33) ${where}`,
      `${table}_anchor_context`,
    ],
  );
}
nonsense.push(
  [
    'a relationship of a party with itself',
    'UPDATE party_relationship SET object_id = subject_id',
    'party_relationship_not_to_itself',
  ],
  [
    'a party that is not the same as itself',
    'INSERT INTO party_distinction (lesser_id, greater_id) SELECT id, id FROM party LIMIT 1',
    'party_distinction_ids_ordered',
  ],
  [
    'a distinction that nobody took back',
    `INSERT INTO party_distinction (lesser_id, greater_id, lifted_at) SELECT min(id::text)::uuid, max(id::text)::uuid, now() FROM party`,
    'party_distinction_lifted_whole',
  ],
  ['a statement that cites itself', 'UPDATE citation SET cited_id = statement_id', 'citation_not_of_itself'],
  [
    'an allegation that counters itself',
    'UPDATE allegation_counter SET countered_id = allegation_id',
    'allegation_counter_not_of_itself',
  ],
  [
    'an assertion that answers itself',
    'UPDATE assertion SET in_response_to_id = id',
    'assertion_not_in_response_to_itself',
  ],
  [
    'an assertion that answers one of another allegation',
    `UPDATE assertion a SET in_response_to_id = b.id FROM assertion b WHERE b.allegation_id <> a.allegation_id`,
    'assertion_in_response_to_id_allegation_id_fkey',
  ],
  [
    "a finding's anchor without a statement",
    'UPDATE finding SET statement_id = NULL WHERE anchor_start IS NOT NULL',
    'finding_anchor_in_statement',
  ],
  ...['00', 'G'.repeat(64), 'A'.repeat(64), 'a'.repeat(65)].map((sha256): [string, string, string] => [
    `the SHA-256 ${sha256.slice(0, 4)} of ${String(sha256.length)} characters`,
    `UPDATE source SET sha256 = '${sha256}'`,
    'source_sha256_form',
  ]),
  [
    'one assertion twice, without an anchor',
    `UPDATE assertion SET stance = 'DENIES', anchor_start = NULL, anchor_end = NULL, anchor_exact = NULL, anchor_prefix = NULL, anchor_suffix = NULL WHERE stance = 'ALLEGES'`,
    'assertion_identity_key',
  ],
  [
    'one finding twice, without a statement',
    `UPDATE finding SET statement_id = NULL, anchor_start = NULL, anchor_end = NULL, anchor_exact = NULL, anchor_prefix = NULL, anchor_suffix = NULL, body_id = (SELECT id FROM party WHERE slug = 'speaker')`,
    'finding_identity_key',
  ],
  ...[
    ['party_identifier', 'party_identifier_party_id_scheme_value_key'],
    ['attribution', 'attribution_statement_id_party_id_role_key'],
    ['citation', 'citation_statement_id_cited_id_key'],
    ['allegation_party', 'allegation_party_allegation_id_party_id_role_key'],
    ['allegation_counter', 'allegation_counter_allegation_id_countered_id_key'],
  ].map(([table = '', key = '']): [string, string, string] => [
    `${table}: the same at two positions`,
    `INSERT INTO ${table} SELECT r.* FROM ${table} t, LATERAL jsonb_populate_record(NULL::${table}, to_jsonb(t) || '{"position": 1}') r`,
    key,
  ]),
  [
    'a party that someone is said to be',
    `DELETE FROM party WHERE slug = 'accused'`,
    'party_relationship_object_id_fkey',
  ],
  [
    'a revision without content that deletes nothing',
    `UPDATE revision SET kind = 'DELETED'`,
    'revision_snapshot_unless_deleted',
  ],
  ['a statement that says something', `DELETE FROM statement WHERE slug = 'statement'`, 'assertion_statement_id_fkey'],
);

test.each(nonsense)('the store refuses %s', async (_rule, sql, refusedBy) => {
  expect(await refusalOf(sql)).toBe(refusedBy);
});

test('no check constraint is untested', async () => {
  const { rows } = await database.pool.query<{ name: string }>(
    `SELECT conname AS name FROM pg_constraint WHERE contype = 'c' AND connamespace = 'public'::regnamespace`,
  );
  const tested = new Set(nonsense.map(([, , refusedBy]) => refusedBy));
  expect(rows.map(({ name }) => name).filter((name) => !tested.has(name))).toEqual([]);
  expect(rows.length).toBeGreaterThan(40);
});

test('every foreign key has an index that begins with its columns and holds all rows', async () => {
  const { rows } = await database.pool.query(
    `SELECT c.conname FROM pg_constraint c
     WHERE c.contype = 'f' AND c.connamespace = 'public'::regnamespace AND NOT EXISTS (
       SELECT FROM pg_index i
       WHERE i.indrelid = c.conrelid AND i.indpred IS NULL
         AND (i.indkey::int2[])[0:cardinality(c.conkey) - 1] = c.conkey)`,
  );
  expect(rows).toEqual([]);
});

test('names are put in the order of people, on every server', async () => {
  const { rows } = await database.pool.query<{ name: string }>(
    `INSERT INTO party_name SELECT id, n, said, 'ALIAS'
     FROM party, unnest(ARRAY['Zebra', 'Émile', 'apple', 'Eve', 'eve', 'Zeit', '文']) WITH ORDINALITY AS names (said, n)
     WHERE slug = 'accused' RETURNING name`,
  );
  expect(rows).toHaveLength(7);
  const sorted = await database.pool.query<{ name: string }>(
    `SELECT n.name FROM party_name n JOIN party p ON p.id = n.party_id WHERE p.slug = 'accused' ORDER BY n.name`,
  );
  expect(sorted.rows.map(({ name }) => name)).toEqual(['apple', 'Émile', 'eve', 'Eve', 'Zebra', 'Zeit', '文']);
});

test('the longest names, in the widest script, fit into the indexes', async () => {
  const widest = '𝄞'.repeat(600);
  const party = await createParty(database, { slug: 'a'.repeat(120), name: widest });
  await createStatement(database, { title: widest });
  await createAllegation(database, { summary: widest });
  await database.prisma.partyIdentifier.create({
    data: { partyId: party.id, position: 0, scheme: '𝄞'.repeat(100), value: '𝄞'.repeat(500) },
  });
});
