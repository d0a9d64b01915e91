import { createParty } from '../support/factories';
import { ask } from '../server/graphqlServer';
import { contents, documentOf, startWriteServer, type WriteServer } from './writeHarness';

let server: WriteServer;
beforeAll(async () => {
  server = await startWriteServer();
});
afterAll(() => server.close());

let count = 0;
const slug = (stem: string): string => `${stem}-${String((count += 1))}`;
const BODY = 'The bridge was closed on purpose, said the ferry union. The harbour office denies it.';

async function party(): Promise<string> {
  return (await createParty(server.database, { slug: slug('party') })).id;
}

async function world(): Promise<{ party: string; statement: string; allegation: string }> {
  const one = await party();
  const statement = await server.write('createStatement', {
    slug: slug('statement'),
    kind: 'COMMUNIQUE',
    title: 'On the bridge',
    body: BODY,
    attributions: [{ party: one, role: 'ISSUER' }],
    state: 'PUBLISHED',
  });
  const allegation = await server.write('createAllegation', {
    slug: slug('allegation'),
    summary: 'The harbour office closed the bridge on purpose',
    parties: [{ party: one, role: 'ACCUSED' }],
    state: 'PUBLISHED',
  });
  return { party: one, statement: statement.statement!.id, allegation: allegation.allegation!.id };
}

it('records a party with all that belongs to it, and answers with any nested field', async () => {
  const [other, { statement }] = [await party(), await world()];
  const key = slug('harbour-office');
  const answer = await server.as(
    'EDITOR',
    `mutation ($input: CreatePartyInput!) { made: createParty(input: $input) { __typename it: party {
      slug kind name description state version names { name kind language usedBy { id } } identifiers { scheme value }
      relationships { kind object { id name } title validFrom { edtf earliest latest } validTo { edtf } assertedIn { id } }
      one: allegations(first: 1) { totalCount } none: allegations(where: { slug: { equals: "x" } }) { totalCount } } } }`,
    {
      input: {
        slug: key,
        kind: 'BODY',
        name: '  Cafe\u0301 <b>Harbour</b> میناء  ',
        description: 'Runs the harbour.\r\nSince 1900.',
        names: [
          { name: 'HO', kind: 'ACRONYM', language: 'EN-gb' },
          { name: 'The closers', kind: 'EPITHET', usedBy: other },
        ],
        identifiers: [{ scheme: 'wikidata', value: 'Q42' }],
        relationships: [
          {
            kind: 'PART_OF',
            object: other,
            title: 'a department',
            validFrom: '2004~',
            validTo: '2014-07',
            assertedIn: statement,
          },
        ],
      },
    },
  );
  expect(answer.errors).toBeUndefined();
  expect(answer.data!.made).toMatchObject({
    __typename: 'PartyPayload',
    it: {
      slug: key,
      name: 'Café <b>Harbour</b> میناء',
      description: 'Runs the harbour.\nSince 1900.',
      state: 'DRAFT',
      version: 1,
      names: [
        { name: 'HO', kind: 'ACRONYM', language: 'en-GB', usedBy: null },
        { name: 'The closers', kind: 'EPITHET', language: null, usedBy: { id: other } },
      ],
      identifiers: [{ scheme: 'wikidata', value: 'Q42' }],
      relationships: [
        {
          kind: 'PART_OF',
          object: { id: other },
          title: 'a department',
          validFrom: { edtf: '2004~', earliest: '2004-01-01', latest: '2004-12-31' },
          validTo: { edtf: '2014-07' },
          assertedIn: { id: statement },
        },
      ],
      one: { totalCount: 0 },
      none: { totalCount: 0 },
    },
  });
  expect((await ask(server.app, `{ party(slug: "${key}") { id } }`)).data).toEqual({ party: null });
});

it('records statement, allegation, assertion and finding, published once all they stand on is', async () => {
  const { party: speaker, statement, allegation } = await world();
  const first = await server.write(
    'createAssertion',
    {
      allegation,
      statement,
      speaker,
      stance: 'ALLEGES',
      mode: 'DIRECT',
      saidOn: '2014-07-13',
      via: [speaker],
      quote: { exact: 'The bridge was closed on purpose' },
    },
    'assertion { id version state via { id } anchor { exact prefix suffix start end } saidOn { edtf } }',
  );
  expect(first.assertion).toMatchObject({
    state: 'PUBLISHED',
    via: [{ id: speaker }],
    saidOn: { edtf: '2014-07-13' },
    anchor: { start: 0, end: 32, prefix: '', suffix: ', said the ferry union. The harb' },
  });
  const answer = await server.write(
    'createAssertion',
    { allegation, statement, speaker, stance: 'DENIES', inResponseTo: first.assertion!.id },
    'assertion { id version inResponseTo { id } }',
  );
  expect(answer.assertion).toMatchObject({ inResponseTo: { id: first.assertion!.id } });
  await server.write(
    'createFinding',
    {
      allegation,
      body: speaker,
      verdict: 'UNRATED',
      statement,
      quote: { exact: 'denies it' },
      url: 'https://example.org/ruling',
    },
    'finding { id version anchor { exact } }',
  );
  const seen = await ask(
    server.app,
    `{ allegation(id: "${allegation}") { standing assertions { totalCount } findings { verdict url } } }`,
  );
  expect(seen.data!.allegation).toEqual({
    standing: 'RULED',
    assertions: { totalCount: 2 },
    findings: [{ verdict: 'UNRATED', url: 'https://example.org/ruling' }],
  });
});

it('changes what is named, clears what is null, replaces lists and leaves the rest', async () => {
  const made = await server.write('createParty', {
    slug: slug('party'),
    kind: 'PERSON',
    name: 'Ada',
    description: 'A witness.',
    names: [{ name: 'A.', kind: 'ALIAS' }],
    identifiers: [{ scheme: 'x', value: '1' }],
  });
  const changed = await server.write(
    'updateParty',
    { id: made.party!.id, version: 1, description: null, names: [] },
    'party { version kind name description names { name } identifiers { value } }',
  );
  expect(changed.party).toEqual({
    version: 2,
    kind: 'PERSON',
    name: 'Ada',
    description: null,
    names: [],
    identifiers: [{ value: '1' }],
  });
});

it('writes nothing and keeps the version where nothing differs', async () => {
  const { statement, allegation, party: speaker } = await world();
  const quote = { exact: 'said the ferry union' };
  const assertion = await server.write('createAssertion', { allegation, statement, speaker, stance: 'ALLEGES', quote });
  const finding = await server.write('createFinding', { allegation, body: speaker, verdict: 'MIXED', ruledOn: '2015' });
  const before = await contents(server);
  const same: [string, object][] = [
    [
      'updateStatement',
      { id: statement, version: 1, body: BODY, title: 'On the bridge ', subtitle: null, sources: [] },
    ],
    ['updateAllegation', { id: allegation, version: 1, parties: [{ party: speaker, role: 'ACCUSED' }], counters: [] }],
    ['updateAssertion', { id: assertion.assertion!.id, version: 1, quote, via: [], saidOn: null, speaker }],
    ['updateFinding', { id: finding.finding!.id, version: 1, verdict: 'MIXED', ruledOn: '2015' }],
  ];
  for (const [mutation, input] of same) {
    expect(Object.values(await server.write(mutation, input))[0]!.version).toBe(1);
  }
  expect(await contents(server)).toBe(before);
});

it('sets states of any type at once, and only those that differ get a version', async () => {
  const { party: one, statement, allegation } = await world();
  const answer = await server.write(
    'setPublicationState',
    { ids: [allegation, one, statement], state: 'ARCHIVED' },
    'nodes { __typename id ... on Allegation { state version } ... on Party { state version } }',
  );
  expect(answer.nodes).toEqual([
    { __typename: 'Allegation', id: allegation, state: 'ARCHIVED', version: 2 },
    { __typename: 'Party', id: one, state: 'ARCHIVED', version: 2 },
    { __typename: 'Statement', id: statement },
  ]);
  await server.write('setPublicationState', { ids: [one, allegation], state: 'ARCHIVED' });
  const again = await server.as('EDITOR', `{ party(id: "${one}") { version } }`);
  expect(again.data).toEqual({ party: { version: 2 } });
  expect((await ask(server.app, `{ allegation(id: "${allegation}") { id } }`)).data).toEqual({ allegation: null });
});

it('deletes what nothing refers to, and names what refers to the rest', async () => {
  const { party: one, statement, allegation } = await world();
  const said = await server.write('createAssertion', { allegation, statement, speaker: one, stance: 'ALLEGES' });
  expect(await server.refused('deleteNode', { id: one, version: 1 })).toMatchObject({
    code: 'CONFLICT',
    field: 'input.id',
    extensions: { references: { attributions: 1, allegations: 1, assertions: 1 } },
  });
  expect(await server.refused('deleteNode', { id: statement, version: 1 })).toMatchObject({ code: 'CONFLICT' });
  expect(await server.refused('deleteNode', { id: said.assertion!.id, version: 7 })).toMatchObject({
    code: 'CONFLICT',
    extensions: { currentVersion: 1 },
  });
  const editor = await server.as(
    'EDITOR',
    `mutation { deleteNode(input: { id: "${one}", version: 1 }) { deletedId } }`,
  );
  expect(editor.errors![0]!.extensions!.code).toBe('FORBIDDEN');
  for (const id of [said.assertion!.id, allegation, statement, one]) {
    const answer = await server.as(
      'ADMIN',
      `mutation { gone: deleteNode(input: { id: "${id}", version: 1 }) { was: deletedId } }`,
    );
    expect(answer).toEqual({ data: { gone: { was: id } } });
  }
  expect(await server.refused('deleteNode', { id: one, version: 1 })).toMatchObject({
    code: 'NOT_FOUND',
    field: 'input.id',
  });
});

it('imports a dossier, tells every fault of a bad one, and takes a dry run back', async () => {
  const key = slug('imported');
  const dossier = `format: dossier/1\nparties:\n  - { key: ${key}, kind: BODY, name: Harbour office }\n`;
  const before = await contents(server);
  const dry = await server.write(
    'importDossier',
    { dossier, dryRun: true },
    'p: parties { created c: unchanged removed }',
  );
  expect(dry).toEqual({ p: { created: 1, c: 0, removed: 0 } });
  expect(await contents(server)).toBe(before);
  const bad = `${dossier}  - { key: Bad Key, kind: NONE, name: x }\n`;
  const refused = await server.refused('importDossier', { dossier: bad });
  expect(refused).toMatchObject({ code: 'BAD_USER_INPUT', field: 'input.dossier' });
  expect(refused.extensions.faults).toEqual([
    expect.objectContaining({ line: 4, path: 'parties[1].key' }),
    expect.objectContaining({ line: 4, path: 'parties[1].kind' }),
  ]);
  expect(await contents(server)).toBe(before);
  await server.write('importDossier', { dossier, state: 'DRAFT' });
  expect((await server.as('EDITOR', `{ party(slug: "${key}") { state } }`)).data).toEqual({
    party: { state: 'DRAFT' },
  });
});

it('runs several in their order, up to the first that fails', async () => {
  const [one, two] = [slug('party'), slug('party')];
  const make = (key: string): string =>
    `createParty(input: { slug: "${key}", kind: GROUP, name: "G" }) { party { id } }`;
  const answer = await server.as('EDITOR', `mutation { a: ${make(one)} b: ${make(one)} c: ${make(two)} }`);
  expect(answer.data).toBeNull();
  expect(answer.errors).toEqual([
    expect.objectContaining({ path: ['b'], extensions: { code: 'CONFLICT', field: 'input.slug' } }),
  ]);
  const found = await server.as('EDITOR', `{ a: party(slug: "${one}") { slug } c: party(slug: "${two}") { slug } }`);
  expect(found.data).toEqual({ a: { slug: one }, c: null });
});

it.each([
  ['a page that is too long', 'statements(first: 1000) { totalCount }', 'BAD_USER_INPUT'],
  [
    'more than an operation may cost',
    'statements(first: 100) { nodes { assertions(first: 100) { nodes { allegation { assertions(first: 100) { nodes { id } } } } } } }',
    'COST_LIMIT_EXCEEDED',
  ],
])('writes nothing where the payload asks for %s', async (_what, selection, code) => {
  const before = await contents(server);
  const input = { slug: slug('party'), kind: 'GROUP', name: 'G' };
  const answer = await server.as('EDITOR', documentOf('createParty', `party { ${selection} }`), { input });
  expect(answer.errors!.map(({ extensions }) => extensions!.code)).toEqual([code]);
  expect(await contents(server)).toBe(before);
});

it('reads the same fragment in each place where it is merged with other fields', async () => {
  const [one, two] = [slug('party'), slug('party')];
  const input = (key: string): string => `(input: { slug: "${key}", kind: GROUP, name: "G" })`;
  const answer = await server.as(
    'EDITOR',
    `mutation { a: createParty${input(one)} { ...F } b: createParty${input(two)} { ...F party { name } } }
     fragment F on PartyPayload { party { slug } }`,
  );
  expect(answer).toEqual({ data: { a: { party: { slug: one } }, b: { party: { slug: two, name: 'G' } } } });
});
