import { importDossier } from '../../src/dossier/importDossier';
import { type TestDatabase, createTestDatabase } from '../support/testDatabase';
import { FERRY, countRows, exported, faultsOf } from './dossierHarness';

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.drop());

const counts = (created: number, updated: number, unchanged: number, removed = 0): object => ({
  created,
  updated,
  unchanged,
  removed,
});
const imported = (text: string, options = {}): ReturnType<typeof importDossier> =>
  importDossier(database, { text }, options);

/** The rows of a query, without the columns that differ from run to run. */
async function rows(sql: string): Promise<object[]> {
  return (await database.pool.query<object>(sql)).rows;
}

test('a dossier is stored whole, and the same one changes nothing', async () => {
  expect(await imported(FERRY)).toEqual({
    parties: counts(4, 0, 0),
    statements: counts(2, 0, 0),
    allegations: counts(2, 0, 0),
    assertions: counts(4, 0, 0),
    findings: counts(1, 0, 0),
  });
  const before = await rows(
    'SELECT id, version, updated_at FROM party UNION SELECT id, version, updated_at FROM assertion ORDER BY id',
  );
  expect(await imported(FERRY)).toEqual({
    parties: counts(0, 0, 4),
    statements: counts(0, 0, 2),
    allegations: counts(0, 0, 2),
    assertions: counts(0, 0, 4),
    findings: counts(0, 0, 1),
  });
  expect(
    await rows(
      'SELECT id, version, updated_at FROM party UNION SELECT id, version, updated_at FROM assertion ORDER BY id',
    ),
  ).toEqual(before);
});

test('what is stored is what the dossier says', async () => {
  await imported(FERRY);
  expect(await rows("SELECT kind, name, description, state FROM party WHERE slug = 'port-of-lorn'")).toEqual([
    {
      kind: 'ORGANIZATION',
      name: 'Port of Lorn',
      description: 'The invented port.\nIt has two piers.',
      state: 'PUBLISHED',
    },
  ]);
  expect(
    await rows(
      `SELECT n.position, n.name, n.kind, n.language, u.slug AS used_by FROM party_name n LEFT JOIN party u ON u.id = n.used_by_id ORDER BY n.position`,
    ),
  ).toEqual([
    { position: 0, name: 'PoL', kind: 'ACRONYM', language: null, used_by: null },
    { position: 1, name: 'Порт Лорн', kind: 'NATIVE', language: 'ru', used_by: null },
    { position: 2, name: 'the toll-takers', kind: 'EPITHET', language: null, used_by: 'ferry-union' },
  ]);
  expect(await rows('SELECT scheme, value FROM party_identifier')).toEqual([{ scheme: 'register', value: '0012' }]);
  expect(
    await rows(
      `SELECT kind, valid_from, valid_from_earliest::text AS a, valid_from_latest::text AS b, valid_to, valid_to_latest::text AS c FROM party_relationship`,
    ),
  ).toEqual([
    { kind: 'PART_OF', valid_from: '1999', a: '1999-01-01', b: '1999-12-31', valid_to: '2004~', c: '2004-12-31' },
  ]);
  expect(
    await rows(
      `SELECT occurred_on, occurred_earliest, occurred_latest::text AS latest, state FROM allegation ORDER BY slug DESC`,
    ),
  ).toEqual([
    { occurred_on: null, occurred_earliest: null, latest: null, state: 'DRAFT' },
    { occurred_on: '../2013', occurred_earliest: null, latest: '2013-12-31', state: 'PUBLISHED' },
  ]);
});

test('offsets count code points, with 32 of context on each side', async () => {
  const body = `${'🚢'.repeat(40)}We never blocked it.${'é'.repeat(40)}`;
  await imported(
    JSON.stringify({
      format: 'dossier/1',
      parties: [{ key: 'a', kind: 'GROUP', name: 'A' }],
      statements: [{ key: 's', kind: 'POST', title: 'S', body, attributions: [] }],
      allegations: [
        {
          key: 'x',
          summary: 'X',
          parties: [],
          assertions: [{ statement: 's', speaker: 'a', stance: 'DENIES', quote: { exact: 'never' } }],
        },
      ],
    }),
  );
  expect(
    await rows('SELECT anchor_start, anchor_end, anchor_exact, anchor_prefix, anchor_suffix FROM assertion'),
  ).toEqual([
    {
      anchor_start: 43,
      anchor_end: 48,
      anchor_exact: 'never',
      anchor_prefix: `${'🚢'.repeat(29)}We `,
      anchor_suffix: ` blocked it.${'é'.repeat(20)}`,
    },
  ]);
});

test('bodies and quotations meet in one form: NFC, LF, without a mark at the start', async () => {
  await imported(
    JSON.stringify({
      format: 'dossier/1',
      parties: [{ key: 'a', kind: 'GROUP', name: 'Cafe\u0301' }],
      statements: [
        { key: 's', kind: 'POST', title: 'S', body: '\uFEFFA cafe\u0301\r\nof two\rlines', attributions: [] },
      ],
      allegations: [
        {
          key: 'x',
          summary: 'X',
          parties: [],
          assertions: [{ statement: 's', speaker: 'a', stance: 'DENIES', quote: { exact: 'café\nof two\nlines' } }],
        },
      ],
    }),
  );
  expect(await rows('SELECT p.name, s.body, a.anchor_start FROM party p, statement s, assertion a')).toEqual([
    { name: 'Café', body: 'A café\nof two\nlines', anchor_start: 2 },
  ]);
});

test('an entry updates what is stored under its key, and what it leaves out stays', async () => {
  await imported(FERRY);
  const report = await imported(`format: dossier/1
parties: [ { key: port-of-lorn, kind: STATE, name: Port of Lorn, names: [] }, { key: dockers, kind: GROUP, name: Dockers } ]
statements: [ { key: port-answer, kind: SPEECH, title: Answer, attributions: [ { party: port-of-lorn, role: SPEAKER } ] } ]
allegations:
  - { key: pier-sold, summary: The Port of Lorn sold the pier., parties: [] }
`);
  expect(report).toMatchObject({
    parties: counts(0, 1, 1),
    statements: counts(0, 0, 1),
    allegations: counts(0, 1, 0),
    assertions: counts(0, 0, 0),
  });
  expect(
    await rows(
      "SELECT kind, description, version, (SELECT count(*)::int FROM party_name) AS names FROM party p WHERE slug = 'port-of-lorn'",
    ),
  ).toEqual([{ kind: 'STATE', description: 'The invented port.\nIt has two piers.', version: 2, names: 0 }]);
  expect(
    await rows(
      "SELECT version, place, (SELECT count(*)::int FROM assertion WHERE allegation_id = a.id) AS said FROM allegation a WHERE slug = 'pier-sold'",
    ),
  ).toEqual([{ version: 2, place: 'Lorn', said: 2 }]);
});

test('an assertion that is no longer listed stays, and goes where the dossier prunes', async () => {
  await imported(FERRY);
  const less = `format: dossier/1
allegations:
  - key: pier-sold
    summary: The Port of Lorn sold the pier.
    parties: [ { party: port-of-lorn, role: ACCUSED } ]
    assertions: [ { statement: port-answer, speaker: port-of-lorn, stance: DENIES, quote: { exact: Nobody sold a pier } } ]
`;
  expect(await imported(less)).toMatchObject({
    allegations: counts(0, 0, 1),
    assertions: counts(0, 0, 1),
    findings: counts(0, 0, 0),
  });
  expect(await rows('SELECT count(*)::int AS count FROM assertion')).toEqual([{ count: 4 }]);
  expect(await imported(less.replace('dossier/1', 'dossier/1\nprune: true'))).toMatchObject({
    allegations: counts(0, 1, 0),
    assertions: counts(0, 1, 0, 1),
    findings: counts(0, 0, 0, 1),
  });
  expect(
    await rows(
      "SELECT a.in_response_to_id, a.version FROM assertion a JOIN allegation x ON x.id = a.allegation_id WHERE x.slug = 'pier-sold'",
    ),
  ).toEqual([{ in_response_to_id: null, version: 2 }]);
  // What the dossier doesn't list at all is none of its business.
  expect(
    await rows(
      'SELECT (SELECT count(*)::int FROM assertion) AS assertions, (SELECT count(*)::int FROM party) AS parties',
    ),
  ).toEqual([{ assertions: 3, parties: 4 }]);
});

test('keys may name what is stored, and quotations are looked for in stored bodies', async () => {
  await imported(FERRY);
  const more = (exact: string): string => `format: dossier/1
allegations:
  - key: pier-blocked
    summary: The Ferry Union blocked the pier.
    parties: [ { party: ferry-union, role: ACCUSED } ]
    counters: [ pier-sold ]
    assertions: [ { statement: ferry-letter, speaker: ferry-union, stance: DENIES, quote: { exact: ${exact} } } ]
`;
  expect(await faultsOf(database, { text: more('We never sank the pier') })).toEqual([
    'dossier:7:100 allegations[0].assertions[0].quote.exact: is not found in the body of ferry-letter: after “We never” the text goes on “blocked the pier 🚢. ⏎ ”',
  ]);
  expect(await imported(more('We never blocked the pier'))).toMatchObject({
    allegations: counts(1, 0, 0),
    assertions: counts(1, 0, 0),
  });
});

describe('a changed body', () => {
  const newBody = (body: string): string => `format: dossier/1
statements: [ { key: ferry-letter, kind: LETTER, title: An open letter, body: ${JSON.stringify(body)}, attributions: [ { party: ferry-union, role: ISSUER } ] } ]
`;

  test('takes the stored quotations along to their new places', async () => {
    await imported(FERRY);
    const report = await imported(
      newBody('😀 Dear all. The port sold our pier. It lied. The court said so, and it lied again.\n'),
    );
    expect(report).toMatchObject({
      statements: counts(0, 1, 0),
      assertions: counts(0, 3, 0),
      findings: counts(0, 1, 0),
    });
    expect(
      await rows(
        `SELECT a.anchor_start, a.anchor_prefix, a.version FROM assertion a JOIN statement s ON s.id = a.statement_id WHERE s.slug = 'ferry-letter' ORDER BY 1`,
      ),
    ).toEqual(
      [
        { anchor_start: 12, anchor_prefix: '😀 Dear all. ', version: 2 },
        {
          anchor_start: 36,
          anchor_prefix: ' all. The port sold our pier. '.padStart(32, '. Dear').slice(-32),
          version: 2,
        },
        { anchor_start: 68, anchor_prefix: expect.stringMatching(/and $/), version: 2 },
      ].map((row, index) => (index === 1 ? { ...row, anchor_prefix: expect.stringMatching(/^.{32}$/u) } : row)),
    );
  });

  test('takes quotations of one kind along that change places', async () => {
    const entries = (body: string, quotes: string[]): string =>
      JSON.stringify({
        format: 'dossier/1',
        parties: [{ key: 'port', kind: 'GROUP', name: 'Port' }],
        statements: [
          { key: 'note', kind: 'POST', title: 'T', body, attributions: [{ party: 'port', role: 'ISSUER' }] },
        ],
        allegations: [
          {
            key: 'toll',
            summary: 'S',
            parties: [{ party: 'port', role: 'ACCUSED' }],
            assertions: quotes.map((exact) => ({
              statement: 'note',
              speaker: 'port',
              stance: 'ALLEGES',
              quote: { exact },
            })),
          },
        ],
      });
    await imported(entries('no!! yes! end', ['no!!', 'yes!']));
    expect((await imported(entries('yes! no!! end', []))).assertions).toEqual(counts(0, 2, 0));
    expect(await rows('SELECT anchor_exact, anchor_start, version FROM assertion ORDER BY anchor_start')).toEqual([
      { anchor_exact: 'yes!', anchor_start: 0, version: 2 },
      { anchor_exact: 'no!!', anchor_start: 5, version: 2 },
    ]);
  });

  test('is refused where a stored quotation is no longer in it', async () => {
    await imported(FERRY);
    const before = await exported(database);
    expect(
      await faultsOf(database, { text: newBody('The port sold our pier. The court said so, and it lied again.') }),
    ).toEqual([
      'dossier:2:79 statements[0].body: leaves quoted words without a place: “It lied” of an assertion on port-lied (its words are ' +
        'no longer found). Keep those words, or first change or delete what quotes them; in a dossier, list all that is said on ' +
        'the allegation and write prune: true',
    ]);
    expect(await exported(database)).toBe(before);
  });

  test('moves no quotation to words that stood there before, whether or not one of its kind quotes those', async () => {
    const body = 'It fell in May. Nobody saw it. It fell again.';
    const quote = (suffix: string) =>
      `{ statement: note, speaker: p, stance: ALLEGES, quote: { exact: It fell, suffix: "${suffix}" } }`;
    const dossier = (text: string, ...quotes: string[]): string => `format: dossier/1
parties: [ { key: p, kind: GROUP, name: P } ]
statements: [ { key: note, kind: POST, title: T, body: "${text}", attributions: [] } ]
allegations: [ { key: a, summary: S, parties: [], assertions: [ ${quotes.join(', ')} ] } ]
`;
    for (const quotes of [[quote(' in')], [quote(' in'), quote(' again')]]) {
      await imported(dossier(body, ...quotes));
      const before = await exported(database);
      const edited = dossier('Nobody saw it. It fell again.').replace(', assertions: [  ]', '');
      expect(await faultsOf(database, { text: edited })).toEqual([
        expect.stringContaining(
          'statements[0].body: leaves quoted words without a place: “It fell” of an assertion on a (its words are found only where',
        ),
      ]);
      expect(await exported(database)).toBe(before);
    }
  });

  test('goes with a quotation whose words are corrected', async () => {
    await imported(FERRY);
    const corrected = FERRY.replaceAll('The port sold our pier', 'The port has sold our pier');
    expect(await imported(corrected)).toMatchObject({ assertions: counts(0, 3, 1) });
    expect(await imported(corrected)).toMatchObject({ assertions: counts(0, 0, 4) });
  });

  test('goes with a quotation that is corrected in the same place', async () => {
    await imported(FERRY);
    const corrected = FERRY.replaceAll('The port sold our pier', 'The port sald our pier');
    // Of the other three, only the one right after it has another context.
    expect(await imported(corrected)).toMatchObject({ statements: counts(0, 1, 1), assertions: counts(0, 2, 2) });
    expect(await imported(corrected)).toMatchObject({ statements: counts(0, 0, 2), assertions: counts(0, 0, 4) });
    expect(await rows('SELECT anchor_exact, version FROM assertion WHERE anchor_start = 0 ORDER BY 1')).toEqual([
      { anchor_exact: 'Nobody sold a pier', version: 1 },
      { anchor_exact: 'The port sald our pier', version: 2 },
    ]);
  });

  test('goes with a quotation in another place where the dossier prunes', async () => {
    await imported(FERRY);
    const corrected = FERRY.replaceAll('The port sold our pier', 'Somebody gave the quay away');
    expect(await faultsOf(database, { text: corrected })).toEqual([
      expect.stringContaining('“The port sold our pier” of an assertion on pier-sold (its words are no longer found)'),
    ]);
    const pruning = corrected.replace('dossier/1', 'dossier/1\nprune: true');
    expect(await imported(pruning)).toMatchObject({
      statements: counts(0, 1, 1),
      assertions: counts(1, 3, 0, 1),
      findings: counts(0, 1, 0),
    });
    expect(await imported(pruning)).toMatchObject({ statements: counts(0, 0, 2), assertions: counts(0, 0, 4) });
  });
});

test('entries take the state of the import unless they carry one', async () => {
  await imported(FERRY, { state: 'DRAFT' });
  expect(await rows('SELECT DISTINCT state FROM party')).toEqual([{ state: 'DRAFT' }]);
  await imported(FERRY);
  expect(await rows('SELECT slug, state FROM allegation ORDER BY slug')).toEqual(
    [
      { slug: 'pier-sold', state: 'PUBLISHED' },
      { slug: 'port-lied', state: 'DRAFT' },
    ].sort((a, b) => (a.slug < b.slug ? -1 : 1)),
  );
});

test('a dry run finds and counts everything, and stores nothing', async () => {
  expect(await imported(FERRY, { dryRun: true })).toMatchObject({
    parties: counts(4, 0, 0),
    assertions: counts(4, 0, 0),
  });
  expect(await countRows(database)).toBe(0);
  const fault = await faultsOf(database, { text: FERRY.replace('kind: LETTER', 'kind: LETTRE') }, { dryRun: true });
  expect(fault).toEqual([expect.stringContaining("statements[0].kind: is 'LETTRE': write LETTER")]);
});

test('answers may not go in a circle with those that are stored', async () => {
  await imported(FERRY);
  const back = `format: dossier/1
allegations:
  - key: pier-sold
    summary: The Port of Lorn sold the pier.
    parties: [ { party: port-of-lorn, role: ACCUSED } ]
    assertions:
      - { statement: ferry-letter, speaker: ferry-union, stance: ALLEGES, inResponseTo: no, quote: { exact: The port sold our pier } }
      - { statement: port-answer, speaker: port-of-lorn, stance: DENIES, ref: no, quote: { exact: Nobody sold a pier } }
`;
  expect(await faultsOf(database, { text: back })).toEqual([
    'dossier:7:89 allegations[0].assertions[0].inResponseTo: goes in a circle: an assertion does not answer itself by way of others',
  ]);
  await imported(back.replace('dossier/1', 'dossier/1\nprune: true'));
  expect(await rows('SELECT stance FROM assertion WHERE in_response_to_id IS NOT NULL')).toEqual([
    { stance: 'ALLEGES' },
  ]);
});

test('a party may not become a part of itself by way of what is stored', async () => {
  await imported(FERRY);
  const text = `format: dossier/1\nparties: [ { key: dockers, kind: GROUP, name: Dockers, relationships: [ { kind: PART_OF, party: ferry-union } ] } ]\n`;
  expect(await faultsOf(database, { text })).toEqual([
    'dossier:2:97 parties[0].relationships[0].party: makes a party a part of itself: dockers is a part of ferry-union is a part of dockers',
  ]);
});

test('imports of the same dossier at once do not disturb each other', async () => {
  const reports = await Promise.all([1, 2, 3].map(() => imported(FERRY)));
  expect(reports.map(({ parties }) => parties.created).sort()).toEqual([0, 0, 4]);
});

test('an import that meets a change made meanwhile is refused and stores nothing', async () => {
  await imported(FERRY);
  const other = await database.pool.connect();
  await other.query("BEGIN; UPDATE party SET name = 'Other', version = version + 1 WHERE slug = 'dockers'");
  const importing = imported(
    FERRY.replace('name: Dockers }', 'name: The Dockers }').replace('An open letter', 'A letter'),
  );
  importing.catch(() => undefined);
  await waitForLock();
  await other.query('COMMIT');
  other.release();
  await expect(importing).rejects.toMatchObject({
    code: 'CONFLICT',
    message: expect.stringContaining('Try it again'),
  });
  expect(await rows("SELECT title FROM statement WHERE slug = 'ferry-letter'")).toEqual([{ title: 'An open letter' }]);
});

test('an import that is stopped, even where it waits, stores nothing', async () => {
  const other = await database.pool.connect();
  await other.query('BEGIN; LOCK TABLE party IN ACCESS EXCLUSIVE MODE');
  const abort = new AbortController();
  const importing = imported(FERRY, { signal: abort.signal });
  importing.catch(() => undefined);
  await waitForLock();
  abort.abort(new Error('stopped'));
  await expect(importing).rejects.toThrow('stopped');
  await other.query('ROLLBACK');
  other.release();
  expect(await countRows(database)).toBe(0);
});

test('an import that is stopped while it waits for a connection ends at once, and no connection is lost', async () => {
  const taken = await Promise.all([1, 2, 3, 4].map(() => database.dossiers.connect()));
  const abort = new AbortController();
  const importing = imported(FERRY, { signal: abort.signal });
  importing.catch(() => undefined);
  while (database.dossiers.waitingCount === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  abort.abort(new Error('stopped'));
  await expect(importing).rejects.toThrow('stopped');
  for (const client of taken) client.release();
  while (database.dossiers.idleCount < 4) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(await imported(FERRY)).toMatchObject({ parties: { created: 4 } });
});

async function waitForLock(): Promise<void> {
  for (;;) {
    const waiting = await rows(
      "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
    );
    if (waiting.length > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
