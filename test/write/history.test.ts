import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { parse, validate } from 'graphql';
import { importDossier } from '../../src/dossier/importDossier';
import { commandActor } from '../../src/lib/actor';
import { FERRY } from '../dossier/dossierHarness';
import { post, schema } from '../server/graphqlServer';
import { contents, type Node, startWriteServer, type WriteServer } from './writeHarness';

let server: WriteServer;

beforeEach(async () => {
  server = await startWriteServer();
});

afterEach(() => server.close());

interface Revision {
  id: string;
  version: number;
  kind: string;
  actor: string;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
}

/** What the work leaves in the feed and in histories: "kind type by actor", and "-" for the actor of a change without a revision. */
async function left(work: () => Promise<unknown>): Promise<string[]> {
  const { pool } = server.database;
  const { rows: before } = await pool.query<{ seq: string }>('SELECT coalesce(max(seq), 0)::text AS seq FROM change');
  await work();
  const { rows } = await pool.query<{ told: string }>(
    `SELECT c.kind || ' ' || c.node_type || ' by ' || coalesce(r.actor, '-') AS told
       FROM change c LEFT JOIN revision r USING (seq) WHERE c.seq > $1 ORDER BY c.seq`,
    [before[0]!.seq],
  );
  return rows.map(({ told }) => told);
}

/** A history, the oldest first. */
async function historyOf(id: string): Promise<Revision[]> {
  const query = `query ($id: ID!) { history(id: $id, first: 100) { nodes { id version kind actor before after } } }`;
  const { data, errors } = await server.as('EDITOR', query, { id });
  expect(errors).toBeUndefined();
  return (data!.history as { nodes: Revision[] }).nodes.reverse();
}

const create = async (type: string, input: object): Promise<Node> =>
  (await server.write(`create${type}`, input))[type.toLowerCase()]!;
const update = async (type: string, input: object): Promise<Node> =>
  (await server.write(`update${type}`, input))[type.toLowerCase()]!;
const NODE =
  'node { __typename id ... on Party { version state } ... on Statement { version state } ... on Allegation { version state } ... on Assertion { version state } ... on Finding { version state } }';
const restore = async (id: string, version?: number): Promise<Node> =>
  (await server.write('restoreRevision', { id, version }, NODE)).node!;

const BODY = 'The port sold our pier. The court said so.';

async function createWorld() {
  const party = await create('Party', { slug: 'port', kind: 'ORGANIZATION', name: 'Port', state: 'PUBLISHED' });
  const union = await create('Party', { slug: 'union', kind: 'GROUP', name: 'Union', state: 'PUBLISHED' });
  const statement = await create('Statement', {
    ...{ slug: 'letter', kind: 'LETTER', title: 'A letter', body: BODY, issuedOn: '2014-07', state: 'PUBLISHED' },
    attributions: [{ party: union.id, role: 'ISSUER' }],
  });
  const allegation = await create('Allegation', {
    ...{ slug: 'sold', summary: 'The port sold the pier.', state: 'PUBLISHED' },
    parties: [{ party: party.id, role: 'ACCUSED' }],
  });
  const assertion = await create('Assertion', {
    ...{ allegation: allegation.id, statement: statement.id, speaker: union.id, stance: 'ALLEGES' },
    quote: { exact: 'sold our pier' },
  });
  const finding = await create('Finding', {
    ...{ allegation: allegation.id, statement: statement.id, body: party.id, verdict: 'UPHELD' },
    quote: { exact: 'The court said so' },
  });
  return { party, union, statement, allegation, assertion, finding };
}

test('every mutation leaves one revision of each node that it changed, by who asked for it', async () => {
  let world!: Awaited<ReturnType<typeof createWorld>>;
  expect(
    await left(async () => {
      world = await createWorld();
    }),
  ).toEqual(
    ['PARTY', 'PARTY', 'STATEMENT', 'ALLEGATION', 'ASSERTION', 'FINDING'].map((type) => `CREATED ${type} by the ADMIN`),
  );
  const { party, statement, allegation, assertion, finding } = world;
  const updates: [string, object, string[]][] = [
    ['updateParty', { id: party.id, version: 1, names: [{ name: 'P', kind: 'ACRONYM' }] }, ['UPDATED PARTY']],
    ['updateAllegation', { id: allegation.id, version: 1, place: 'Lorn' }, ['UPDATED ALLEGATION']],
    ['updateAssertion', { id: assertion.id, version: 1, via: [party.id] }, ['UPDATED ASSERTION']],
    ['updateFinding', { id: finding.id, version: 1, ratingText: 'said so' }, ['UPDATED FINDING']],
    [
      'updateStatement',
      { id: statement.id, version: 1, body: `Today: ${BODY}` },
      ['UPDATED STATEMENT', 'UPDATED ASSERTION', 'UPDATED FINDING'],
    ],
    ['updateStatement', { id: statement.id, version: 2, title: 'A letter', body: `Today: ${BODY}` }, []],
    ['setPublicationState', { ids: [allegation.id], state: 'PUBLISHED' }, []],
    ['deleteNode', { id: finding.id, version: 3 }, ['DELETED FINDING']],
  ];
  for (const [mutation, input, expected] of updates) {
    expect(await left(() => server.write(mutation, input))).toEqual(expected.map((change) => `${change} by the ADMIN`));
  }
  expect(await left(() => server.write('setPublicationState', { ids: [statement.id], state: 'DRAFT' }))).toEqual([
    'UPDATED STATEMENT by the ADMIN',
    'UPDATED ASSERTION by -',
  ]);
  expect((await historyOf(assertion.id)).map(({ kind, before, after }) => [kind, before, after])).toEqual([
    ['CREATED', null, expect.objectContaining({ speaker: world.union.id, stance: 'ALLEGES', state: 'PUBLISHED' })],
    ['UPDATED', { via: [] }, { via: [party.id] }],
    [
      'UPDATED',
      { anchor: expect.objectContaining({ start: 9, end: 22 }) },
      { anchor: expect.objectContaining({ start: 16, end: 29 }) },
    ],
  ]);
});

test('a merge is told of every party and of all that named one', async () => {
  const { party, union } = await createWorld();
  const told = await left(() => server.write('mergeParties', { into: union.id, from: [party.id] }));
  expect([...told].sort()).toEqual([
    'DELETED PARTY by the ADMIN',
    'UPDATED ALLEGATION by the ADMIN',
    'UPDATED FINDING by the ADMIN',
    'UPDATED PARTY by the ADMIN',
  ]);
  const [, merged] = await historyOf(union.id);
  expect(merged).toMatchObject({ before: { names: [] }, after: { names: [{ name: 'Port', kind: 'ALIAS' }] } });
});

const TYPES = ['PARTY', 'STATEMENT', 'ALLEGATION', 'ASSERTION', 'FINDING'];
test('an import is told of by its actor, again of nothing, and a dry run of nothing', async () => {
  const { database } = server;
  expect(await left(() => importDossier(database, { text: FERRY }, { dryRun: true }))).toEqual([]);
  const told = await left(() => importDossier(database, { text: FERRY }, { actor: commandActor('import') }));
  expect(told).toHaveLength(13);
  expect(new Set(told)).toEqual(new Set(TYPES.map((type) => `CREATED ${type} by command:import`)));
  expect(await left(() => importDossier(database, { text: FERRY }))).toEqual([]);
  const changed = FERRY.replace('name: Dockers', 'name: The Dockers').replace('verdict: UPHELD', 'verdict: MIXED');
  expect(await left(() => server.write('importDossier', { dossier: changed }))).toEqual([
    'UPDATED PARTY by the ADMIN',
    'UPDATED FINDING by the ADMIN',
  ]);
});

test('an operation that is one transaction leaves one revision of a node, and a refused one leaves none', async () => {
  const { party } = await createWorld();
  const operation = (second: object): Promise<unknown> =>
    server.as(
      'EDITOR',
      `mutation ($one: UpdatePartyInput!, $two: UpdatePartyInput!) @atomic {
        one: updateParty(input: $one) { party { id } } two: updateParty(input: $two) { party { version } }
      }`,
      { one: { id: party.id, version: 1, name: 'One' }, two: { id: party.id, ...second } },
    );
  expect(await left(() => operation({ version: 1, name: 'Two' }))).toEqual([]);
  expect(await left(() => operation({ version: 2, description: 'Two' }))).toEqual(['UPDATED PARTY by the EDITOR']);
  expect((await historyOf(party.id)).at(-1)).toMatchObject({
    version: 3,
    before: { name: 'Port', description: null },
    after: { name: 'One', description: 'Two' },
  });
});

test('a payload can ask for the history with what was just written', async () => {
  const { party } = await createWorld();
  const { party: answer } = await server.write(
    'updateParty',
    { id: party.id, version: 1, name: 'Harbour' },
    'party { history { totalCount nodes { after } } }',
  );
  expect(answer).toMatchObject({ history: { totalCount: 2, nodes: [{ after: { name: 'Harbour' } }, {}] } });
});

test('nobody but an editor is told a history, also where there is none', async () => {
  const draft = await create('Party', { slug: 'draft', kind: 'GROUP', name: 'Draft' });
  const answers = await Promise.all(
    [draft.id, '01930f5e-6c3a-7b52-9d1c-0a1b2c3d4e5f'].map((id) =>
      post(server.app, {
        query: `query ($id: ID!) { history(id: $id) { totalCount } node(id: $id) { ... on Party { history { totalCount } } } }`,
        variables: { id },
      }),
    ),
  );
  for (const answer of answers) {
    expect(answer.status).toBe(401);
    expect(answer.json().errors?.map(({ path, extensions }) => [path, extensions?.code])).toContainEqual([
      ['node', 'history'],
      'UNAUTHENTICATED',
    ]);
  }
  expect(answers[0]!.body).toBe(answers[1]!.body);
});

const edits: [string, string, object][] = [
  [
    'Party',
    'party',
    {
      name: 'Harbour',
      description: 'The port.',
      names: [{ name: 'H', kind: 'ACRONYM', language: 'en' }],
      identifiers: [{ scheme: 'register', value: '1' }],
    },
  ],
  [
    'Statement',
    'statement',
    {
      title: 'Another',
      body: 'Dear all. The port sold our pier. The court said so.',
      issuedOn: '2014-07-13/2014-08',
      attributions: [],
      sources: [{ title: 'Board', url: 'https://example.org/a', retrievedOn: '2020-01-02' }],
    },
  ],
  ['Allegation', 'allegation', { summary: 'It sold it.', occurredOn: '2013~', place: 'Lorn', parties: [] }],
  ['Assertion', 'assertion', { stance: 'REPEATS', mode: 'DIRECT', saidOn: '2014', quote: null }],
  ['Finding', 'finding', { verdict: 'MIXED', ratingText: 'in part', ruledOn: '2015', quote: { exact: 'said so' } }],
];

test.each(edits)('a %s is restored to what it was, which is a revision itself', async (type, key, change) => {
  const node = (await createWorld())[key as 'party'];
  const before = await contents(server);
  await update(type, { id: node.id, version: 1, ...change });
  const after = await contents(server);
  const [first, second] = await historyOf(node.id);
  expect(await restore(first!.id, 2)).toMatchObject({ __typename: type, id: node.id, version: 3 });
  const unversioned = (text: string): string => text.replaceAll(/,"?\d{4}-\d\d-\d\d [^,]*"?,"?[^,]*"?,\d+\b/g, '');
  expect(unversioned(await contents(server))).toBe(unversioned(before));
  const restored = (await historyOf(node.id)).at(-1)!;
  expect(restored).toMatchObject({ kind: 'UPDATED', actor: 'the ADMIN', before: second!.after, after: second!.before });
  expect(await left(() => restore(first!.id, 3))).toEqual([]);
  await restore(second!.id, 3);
  expect(unversioned(await contents(server))).toBe(unversioned(after));
});

test.each([...edits].reverse())('a %s that was deleted is made again, with its id, as a draft', async (type, key) => {
  const world = await createWorld();
  const order = ['finding', 'assertion', 'allegation', 'statement', 'party'] as const;
  const deleted = order.slice(0, order.indexOf(key as 'party') + 1);
  for (const each of deleted) await server.write('deleteNode', { id: world[each].id, version: 1 });
  const { id } = world[key as 'party'];
  const [created, deletion] = await historyOf(id);
  const refused = await server.refused('restoreRevision', { id: deletion!.id });
  expect(refused).toMatchObject({ code: 'BAD_USER_INPUT', field: 'input.id' });
  expect(await server.refused('restoreRevision', { id: created!.id, version: 1 })).toMatchObject({
    code: 'CONFLICT',
    field: 'input.version',
  });
  // Of two at once, one makes it.
  const mutation = `mutation ($id: ID!) { restoreRevision(input: { id: $id }) { node { id } } }`;
  const answers = await Promise.all([1, 2].map(() => server.as('EDITOR', mutation, { id: created!.id })));
  expect(answers.filter(({ errors }) => errors === undefined)).toHaveLength(1);
  const { data } = await server.as('EDITOR', `query ($id: ID!) { ${NODE.replace('node', 'node(id: $id)')} }`, { id });
  expect(data!.node).toMatchObject({ __typename: type, id, version: 2, state: 'DRAFT' });
  expect((await historyOf(id)).at(-1)).toMatchObject({
    kind: 'CREATED',
    before: null,
    after: { ...created!.after, state: 'DRAFT' },
  });
});

test('who sees an object is not restored: what was unpublished since stays so', async () => {
  const { party } = await createWorld();
  await server.write('setPublicationState', { ids: [party.id], state: 'ARCHIVED' });
  const [first] = await historyOf(party.id);
  expect(await left(() => restore(first!.id, 2))).toEqual([]);
  await update('Party', { id: party.id, version: 2, name: 'Other' });
  expect(await restore(first!.id, 3)).toMatchObject({ state: 'ARCHIVED' });
});

test.each([
  [{ id: 'x' }, 'BAD_USER_INPUT', 'input.id'],
  [{ id: '01930f5e-6c3a-7b52-9d1c-0a1b2c3d4e5f' }, 'NOT_FOUND', 'input.id'],
])('what names no revision is refused: %j', async (input, code, field) => {
  expect(await server.refused('restoreRevision', input)).toMatchObject({ code, field });
});

test('a deletion has the last version of the object, so that none is used again, also where nothing differed in between', async () => {
  const { id } = await create('Party', { slug: 'harbour', kind: 'BODY', name: 'Harbour' });
  const moved = `mutation ($there: UpdatePartyInput!, $back: UpdatePartyInput!) @atomic {
    there: updateParty(input: $there) { party { version } } back: updateParty(input: $back) { party { version } } }`;
  const thereAndBack = (version: number): Promise<unknown> =>
    server.as('EDITOR', moved, {
      there: { id, version, name: 'Elsewhere' },
      back: { id, version: version + 1, name: 'Harbour' },
    });
  expect(await thereAndBack(1)).not.toHaveProperty('errors');
  await server.write('deleteNode', { id, version: 3 });
  const [created, deletion] = await historyOf(id);
  expect(deletion).toMatchObject({ kind: 'DELETED', version: 3 });
  expect(await restore(created!.id)).toMatchObject({ version: 4 });

  const both = `mutation ($there: UpdatePartyInput!, $back: UpdatePartyInput!, $deletion: DeleteNodeInput!, $again: RestoreRevisionInput!) @atomic {
    there: updateParty(input: $there) { party { version } } back: updateParty(input: $back) { party { version } }
    deleteNode(input: $deletion) { deletedId } restoreRevision(input: $again) { node { ... on Party { version } } } }`;
  const answer = await server.as('ADMIN', both, {
    there: { id, version: 4, name: 'Elsewhere' },
    back: { id, version: 5, name: 'Harbour' },
    deletion: { id, version: 6 },
    again: { id: created!.id },
  });
  expect(answer.errors).toBeUndefined();
  expect(answer.data).toMatchObject({ restoreRevision: { node: { version: 7 } } });
});

test('what a merge took away has a version of its own when the merge is taken back', async () => {
  const [into, from] = [
    await create('Party', { slug: 'port', kind: 'BODY', name: 'Port' }),
    await create('Party', { slug: 'harbour', kind: 'BODY', name: 'Harbour' }),
  ];
  // Twice what is the same: the version rises, and no revision is made of it.
  await server.database.pool.query('UPDATE party SET version = 5 WHERE id = $1', [from.id]);
  await server.write('mergeParties', { into: into.id, from: [from.id] });
  const unmerged = await server.write('unmergeParties', { id: from.id });
  expect(unmerged.parties).toContainEqual({ id: from.id, version: 6 });
});

test('a stale version and a missing one are refused, and nothing is written', async () => {
  const { party } = await createWorld();
  await update('Party', { id: party.id, version: 1, name: 'Other' });
  const [first] = await historyOf(party.id);
  const before = await contents(server);
  expect(await server.refused('restoreRevision', { id: first!.id })).toMatchObject({
    code: 'BAD_USER_INPUT',
    field: 'input.version',
  });
  expect(await server.refused('restoreRevision', { id: first!.id, version: 1 })).toMatchObject({
    code: 'CONFLICT',
    field: 'input.version',
    extensions: { currentVersion: 2 },
  });
  expect(await contents(server)).toBe(before);
});

test('what a revision refers to must be there; its place in the revision is named', async () => {
  const { union, allegation } = await createWorld();
  const other = await create('Party', { slug: 'other', kind: 'GROUP', name: 'Other' });
  await update('Allegation', { id: allegation.id, version: 1, parties: [{ party: other.id, role: 'AFFECTED' }] });
  await update('Allegation', { id: allegation.id, version: 2, parties: [{ party: union.id, role: 'AFFECTED' }] });
  await server.write('deleteNode', { id: other.id, version: 1 });
  const [, second] = await historyOf(allegation.id);
  const refusal = await server.refused('restoreRevision', { id: second!.id, version: 3 });
  expect(refusal).toMatchObject({
    code: 'NOT_FOUND',
    field: 'input.id',
    extensions: { revisionField: 'parties[0].party' },
  });
  expect(refusal.message).toBe(
    `What the revision says cannot be restored: parties[0].party names nothing: no party has the id ${other.id}.`,
  );
});

test('a slug that another has taken since is a conflict', async () => {
  const { party } = await createWorld();
  await update('Party', { id: party.id, version: 1, slug: 'old-port' });
  await create('Party', { slug: 'port', kind: 'GROUP', name: 'Another' });
  const [first] = await historyOf(party.id);
  expect(await server.refused('restoreRevision', { id: first!.id, version: 2 })).toMatchObject({
    code: 'CONFLICT',
    field: 'input.id',
    extensions: { revisionField: 'slug' },
  });
});

test('a party that was merged into another is not made again, and its names lead to that one in what is', async () => {
  const { party, union, allegation } = await createWorld();
  const [first] = await historyOf(party.id);
  const [concerned] = await historyOf(allegation.id);
  await server.write('mergeParties', { into: union.id, from: [party.id] });
  expect(await server.refused('restoreRevision', { id: first!.id })).toMatchObject({
    code: 'CONFLICT',
    field: 'input.id',
    message: expect.stringContaining(union.id),
  });
  expect(await left(() => restore(concerned!.id, 2))).toEqual([]);
});

test('a quotation goes where its words are now, and is refused where they are not or are ambiguous', async () => {
  const { statement, assertion } = await createWorld();
  const [first] = await historyOf(assertion.id);
  await update('Assertion', { id: assertion.id, version: 1, quote: { exact: 'port' } });
  const bodyOf = (body: string, version: number): Promise<Node> =>
    update('Statement', { id: statement.id, version, body });
  await bodyOf('Friends! The port, we know, sold our pier. The court said so.', 1);
  await restore(first!.id, 3);
  expect((await historyOf(assertion.id)).at(-1)!.after).toMatchObject({
    anchor: { exact: 'sold our pier', start: 28 },
  });
  await update('Assertion', { id: assertion.id, version: 4, quote: { exact: 'port' } });
  await bodyOf('The port lost our pier. The court said so.', 2);
  expect(await server.refused('restoreRevision', { id: first!.id, version: 6 })).toMatchObject({
    code: 'BAD_USER_INPUT',
    field: 'input.id',
    extensions: { revisionField: 'quote.exact' },
  });
  await bodyOf('The port sold our pier? It sold our pier. The court said so.', 3);
  const ambiguous = await server.refused('restoreRevision', { id: first!.id, version: 6 });
  expect(ambiguous.message).toContain('is found 2 times');
});

test('a body is not restored where that would lose a quotation', async () => {
  const { statement, allegation, union } = await createWorld();
  await update('Statement', { id: statement.id, version: 1, body: `${BODY} It was dark.` });
  const assertion = await create('Assertion', {
    ...{ allegation: allegation.id, statement: statement.id, speaker: union.id, stance: 'REPEATS' },
    quote: { exact: 'It was dark' },
  });
  const [first] = await historyOf(statement.id);
  const refusal = await server.refused('restoreRevision', { id: first!.id, version: 2 });
  expect(refusal).toMatchObject({ code: 'BAD_USER_INPUT', field: 'input.id', extensions: { revisionField: 'body' } });
  expect(refusal.extensions.quotations).toMatchObject([{ id: assertion.id }]);
});

test('an assertion that was moved to another statement by hand is not moved back', async () => {
  const { assertion, allegation, finding, union } = await createWorld();
  const other = await create('Statement', { slug: 'b', kind: 'POST', title: 'B', body: 'B', attributions: [] });
  const { pool } = server.database;
  await pool.query('UPDATE assertion SET statement_id = $1, version = 2 WHERE id = $2', [other.id, assertion.id]);
  await pool.query('UPDATE finding SET body_id = $1, version = 2 WHERE id = $2', [union.id, finding.id]);
  for (const [node, field] of [
    [assertion, 'statement'],
    [finding, 'body'],
  ] as const) {
    const [first] = await historyOf(node.id);
    const refusal = await server.refused('restoreRevision', { id: first!.id, version: 2 });
    expect(refusal).toMatchObject({ code: 'BAD_USER_INPUT', field: 'input.id' });
    expect(refusal.message).toContain(`another ${field}`);
  }
  expect(allegation.version).toBe(1);
});

test('only an editor restores', async () => {
  const { party } = await createWorld();
  const [first] = await historyOf(party.id);
  const query = `mutation ($id: ID!) { restoreRevision(input: { id: $id, version: 1 }) { node { id } } }`;
  const answer = await post(server.app, { query, variables: { id: first!.id } });
  expect(answer.json().errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
});

test('the changes of a history, put together, are what the object is, and taken back, what it was', async () => {
  const { party, union } = await createWorld();
  const names = fc.constantFrom<object[]>(
    [],
    [{ name: 'A', kind: 'ALIAS' }],
    [{ name: 'B', kind: 'EPITHET', usedBy: union.id }],
  );
  const edit = fc.record(
    {
      name: fc.constantFrom('Port', 'Harbour', 'Порт'),
      description: fc.constantFrom(null, 'It has a pier.', 'It has two piers.'),
      kind: fc.constantFrom('GROUP', 'BODY'),
      names,
      identifiers: fc.constantFrom([], [{ scheme: 'register', value: '7' }]),
      relationships: fc.constantFrom([], [{ kind: 'MEMBER_OF', object: union.id, validFrom: '2010~' }]),
    },
    { requiredKeys: [] },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(edit, { maxLength: 4 }), async (changes) => {
      for (const change of changes) {
        const { data } = await server.as('EDITOR', `query ($id: ID!) { party(id: $id) { version } }`, { id: party.id });
        await update('Party', { id: party.id, version: (data!.party as Node).version, ...change });
      }
      const revisions = await historyOf(party.id);
      const { rows } = await server.database.pool.query<{ snapshot: object }>(
        'SELECT snapshot FROM party_snapshot WHERE id = $1',
        [party.id],
      );
      const forwards = revisions.reduce<object>((node, { after }) => ({ ...node, ...after }), {});
      expect(forwards).toEqual(rows[0]!.snapshot);
      const backwards = revisions
        .slice(1)
        .reduceRight<object>((node, { before }) => ({ ...node, ...before }), forwards);
      expect(backwards).toEqual(revisions[0]!.after);
      expect(revisions.length).toBeLessThan(100);
    }),
    { numRuns: 12 },
  );
});

test('the operations of docs/history.md are valid', () => {
  const text = readFileSync('docs/history.md', 'utf8');
  const operations = [...text.matchAll(/```graphql\n([^]*?)```/g)].map(([, operation]) => parse(operation!));
  expect(operations).toHaveLength(3);
  expect(operations.flatMap((operation) => validate(schema, operation))).toEqual([]);
});
