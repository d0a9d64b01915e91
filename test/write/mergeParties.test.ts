import { createParty, createStatement } from '../support/factories';
import { post } from '../server/graphqlServer';
import { contents, startWriteServer, type WriteServer } from './writeHarness';

let server: WriteServer;
beforeEach(async () => {
  server = await startWriteServer();
});
afterEach(() => server.close());

const party = async (slug: string, name = slug): Promise<string> =>
  (await createParty(server.database, { slug, name })).id;
const read = async (query: string): Promise<Record<string, unknown>> => (await server.as('EDITOR', query)).data!;

it('moves every reference, names become aliases, duplicates go, and old slugs and ids lead there, also after a second merge', async () => {
  const [into, from, other, last] = [
    await party('into', 'Port'),
    await party('from', 'Harbour'),
    await party('other'),
    await party('last'),
  ];
  await server.write('updateParty', {
    id: from,
    version: 1,
    names: [
      { name: 'HO', kind: 'ACRONYM' },
      { name: 'Port', kind: 'FORMER' },
      { name: 'Closers', kind: 'EPITHET', usedBy: other },
    ],
    identifiers: [
      { scheme: 'x', value: '1' },
      { scheme: 'x', value: '2' },
    ],
    relationships: [
      { kind: 'PART_OF', object: other },
      { kind: 'AFFILIATED_WITH', object: into },
    ],
  });
  await server.write('updateParty', {
    id: into,
    version: 1,
    names: [{ name: 'HO', kind: 'ACRONYM' }],
    identifiers: [{ scheme: 'x', value: '1' }],
    relationships: [{ kind: 'PART_OF', object: other }],
  });
  await server.write('updateParty', {
    id: other,
    version: 1,
    names: [{ name: 'Them', kind: 'EPITHET', usedBy: from }],
    relationships: [
      { kind: 'MEMBER_OF', object: from },
      { kind: 'MEMBER_OF', object: into },
    ],
  });
  const both = [into, from].map((id) => ({ party: id, role: 'ISSUER' }));
  const { statement } = await server.write('createStatement', {
    slug: 's',
    kind: 'POST',
    title: 'T',
    body: 'It fell. It stood.',
    attributions: [...both, { party: from, role: 'AUTHOR' }],
    sources: [{ publisher: from }],
  });
  const { allegation } = await server.write('createAllegation', {
    slug: 'a',
    summary: 'S',
    parties: [
      { party: from, role: 'ACCUSED' },
      { party: into, role: 'ACCUSED' },
    ],
  });
  const said = { allegation: allegation!.id, statement: statement!.id, stance: 'ALLEGES' };
  const first = (await server.write('createAssertion', { ...said, speaker: into, via: [from] })).assertion!.id;
  const same = (await server.write('createAssertion', { ...said, speaker: from, via: [into] })).assertion!.id;
  const answer = (
    await server.write('createAssertion', {
      ...said,
      stance: 'DENIES',
      speaker: other,
      via: [from, into],
      inResponseTo: same,
    })
  ).assertion!.id;
  const quote = { exact: 'It fell' };
  const more = (await server.write('createAssertion', { ...said, speaker: from, quote })).assertion!.id;
  await server.write('createFinding', { allegation: allegation!.id, body: from, verdict: 'MIXED' });

  const merged = await server.write(
    'mergeParties',
    { into, from: [from] },
    'party { id version slug names { name kind usedBy { slug } } identifiers { value } relationships { kind object { slug } } inverseRelationships { kind subject { slug } } }',
  );
  expect(merged.party).toEqual({
    id: into,
    version: 3,
    slug: 'into',
    names: [
      { name: 'HO', kind: 'ACRONYM', usedBy: null },
      { name: 'Harbour', kind: 'ALIAS', usedBy: null },
      { name: 'Port', kind: 'FORMER', usedBy: null },
      { name: 'Closers', kind: 'EPITHET', usedBy: { slug: 'other' } },
    ],
    identifiers: [{ value: '1' }, { value: '2' }],
    relationships: [{ kind: 'PART_OF', object: { slug: 'other' } }],
    inverseRelationships: [{ kind: 'MEMBER_OF', subject: { slug: 'other' } }],
  });
  expect(
    await read(`{ party(slug: "other") { version names { usedBy { slug } } }
      statement(slug: "s") { version attributions { role party { slug } } sources { publisher { slug } } }
      allegation(slug: "a") { parties { role party { slug } } findings { body { slug } }
        assertions { nodes { id speaker { slug } via { slug } inResponseTo { id } } } } }`),
  ).toEqual({
    party: { version: 3, names: [{ usedBy: { slug: 'into' } }] },
    statement: {
      version: 2,
      attributions: [
        { role: 'ISSUER', party: { slug: 'into' } },
        { role: 'AUTHOR', party: { slug: 'into' } },
      ],
      sources: [{ publisher: { slug: 'into' } }],
    },
    allegation: {
      parties: [{ role: 'ACCUSED', party: { slug: 'into' } }],
      findings: [{ body: { slug: 'into' } }],
      assertions: {
        nodes: expect.arrayContaining([
          { id: first, speaker: { slug: 'into' }, via: [{ slug: 'into' }], inResponseTo: null },
          { id: answer, speaker: { slug: 'other' }, via: [{ slug: 'into' }], inResponseTo: { id: first } },
          { id: more, speaker: { slug: 'into' }, via: [], inResponseTo: null },
        ]),
      },
    },
  });

  await server.write('updateParty', { id: other, version: 3, relationships: [] });
  await server.write('mergeParties', { into: last, from: [into] });
  expect(
    await read(`{ a: party(slug: "from") { id } b: party(id: "${from}") { id } c: party(slug: "into") { id } d: node(id: "${into}") { id }
      nodes(ids: ["${from}", "${last}"]) { id } e: parties { totalCount } }`),
  ).toEqual({
    a: { id: last },
    b: { id: last },
    c: { id: last },
    d: { id: last },
    nodes: [{ id: last }, { id: last }],
    e: { totalCount: 2 },
  });
  // What is written with an old id means the party that it leads to, and an old slug is not free.
  const renamed = await server.write('updateParty', { id: from, version: 2, name: 'Last' });
  expect(renamed.party).toMatchObject({ id: last, version: 3 });
  expect(await server.refused('createParty', { slug: 'from', kind: 'BODY', name: 'X' })).toMatchObject({
    code: 'CONFLICT',
    field: 'input.slug',
  });
  const dossier = 'format: dossier/1\nparties:\n  - { key: from, kind: BODY, name: X }\n';
  const imported = await server.refused('importDossier', { dossier });
  expect(imported.extensions.faults).toEqual([
    expect.objectContaining({
      line: 3,
      path: 'parties[0].key',
      message: expect.stringContaining("merged into 'last'"),
    }),
  ]);
  const doubled = [from, last].map((id) => ({ party: id, role: 'ACCUSED' }));
  expect(await server.refused('createAllegation', { slug: 'b', summary: 'S', parties: doubled })).toMatchObject({
    field: 'input.parties[1]',
  });
});

it('leaves what named the remaining party twice before as it is, except where a merged party is named too', async () => {
  const [into, from, member, relay] = [
    await party('into'),
    await party('from'),
    await party('member'),
    await party('relay'),
  ];
  const twice = [
    { kind: 'MEMBER_OF', object: into },
    { kind: 'MEMBER_OF', object: into },
  ];
  await server.write('updateParty', { id: member, version: 1, relationships: twice });
  await server.write('updateParty', {
    id: relay,
    version: 1,
    relationships: [...twice, { kind: 'MEMBER_OF', object: from }, { kind: 'OWNED_BY', object: member }],
  });
  const written = { slug: 's', kind: 'POST', title: 'T', body: 'It fell.', attributions: [] };
  const { statement } = await server.write('createStatement', written);
  const { allegation } = await server.write('createAllegation', { slug: 'a', summary: 'S', parties: [] });
  const said = { allegation: allegation!.id, statement: statement!.id, stance: 'ALLEGES' };
  await server.write('createAssertion', { ...said, speaker: member, via: [into, relay, into] });
  await server.write('createAssertion', { ...said, speaker: relay, via: [into, member, into, from] });
  await server.write('mergeParties', { into, from: [from] });
  expect(
    await read(`{ member: party(slug: "member") { version relationships { kind object { slug } } }
      relay: party(slug: "relay") { version relationships { kind object { slug } } }
      allegation(slug: "a") { assertions(orderBy: [{ createdAt: ASC }]) { nodes { version via { slug } } } } }`),
  ).toEqual({
    member: {
      version: 2,
      relationships: [
        { kind: 'MEMBER_OF', object: { slug: 'into' } },
        { kind: 'MEMBER_OF', object: { slug: 'into' } },
      ],
    },
    relay: {
      version: 3,
      relationships: [
        { kind: 'MEMBER_OF', object: { slug: 'into' } },
        { kind: 'OWNED_BY', object: { slug: 'member' } },
      ],
    },
    allegation: {
      assertions: {
        nodes: [
          { version: 1, via: [{ slug: 'into' }, { slug: 'relay' }, { slug: 'into' }] },
          { version: 2, via: [{ slug: 'into' }, { slug: 'member' }] },
        ],
      },
    },
  });
});

it('refuses to make findings one that differ, and parties parts of each other', async () => {
  const [into, from, middle] = [await party('into'), await party('from'), await party('middle')];
  const { allegation } = await server.write('createAllegation', { slug: 'a', summary: 'S', parties: [] });
  const finding = { allegation: allegation!.id, verdict: 'UPHELD' };
  const kept = (await server.write('createFinding', { ...finding, body: into })).finding!.id;
  const other = await server.write('createFinding', { ...finding, body: from, verdict: 'REJECTED' });
  let before = await contents(server);
  expect(await server.refused('mergeParties', { into, from: [from] })).toMatchObject({
    code: 'CONFLICT',
    extensions: { pairs: [[kept, other.finding!.id]] },
  });
  expect(await contents(server)).toBe(before);
  await server.write('updateFinding', { id: other.finding!.id, version: 1, verdict: 'UPHELD' });
  await server.write('updateParty', { id: from, version: 1, relationships: [{ kind: 'PART_OF', object: middle }] });
  await server.write('updateParty', { id: middle, version: 1, relationships: [{ kind: 'PART_OF', object: into }] });
  before = await contents(server);
  expect(await server.refused('mergeParties', { into, from: [from] })).toMatchObject({
    code: 'CONFLICT',
    field: 'input.from',
  });
  expect(await contents(server)).toBe(before);
  await server.write('updateParty', { id: middle, version: 2, relationships: [] });
  await server.write('mergeParties', { into, from: [from] });
  expect(await read('{ allegation(slug: "a") { findings { id } } }')).toEqual({
    allegation: { findings: [{ id: kept }] },
  });
});

it('refuses to lose who relayed an assertion, and what it answers', async () => {
  const [into, from, relay] = [await party('into'), await party('from'), await party('relay')];
  const { allegation } = await server.write('createAllegation', { slug: 'a', summary: 'S', parties: [] });
  const { statement } = await server.write('createStatement', {
    slug: 's',
    kind: 'POST',
    title: 'T',
    body: 'It fell.',
    attributions: [],
  });
  const said = { allegation: allegation!.id, statement: statement!.id };
  const answered: string[] = [];
  for (const speaker of [into, from]) {
    answered.push((await server.write('createAssertion', { ...said, speaker, stance: 'ALLEGES' })).assertion!.id);
  }
  const kept = await server.write('createAssertion', {
    ...said,
    speaker: into,
    stance: 'DENIES',
    inResponseTo: answered[0],
  });
  const other = await server.write('createAssertion', { ...said, speaker: from, stance: 'DENIES', via: [relay] });
  const { id } = other.assertion!;
  const refusal = { code: 'CONFLICT', field: 'input.from', extensions: { pairs: [[kept.assertion!.id, id]] } };
  const before = await contents(server);
  expect(await server.refused('mergeParties', { into, from: [from] })).toMatchObject(refusal);
  expect(await contents(server)).toBe(before);
  await server.write('updateAssertion', { id, version: 1, via: [] });
  expect(await server.refused('mergeParties', { into, from: [from] })).toMatchObject(refusal);
  // What they answer is two assertions now, and one once merged.
  await server.write('updateAssertion', { id, version: 2, inResponseTo: answered[1] });
  await server.write('mergeParties', { into, from: [from] });
  expect(await read('{ allegation(slug: "a") { assertions { nodes { id inResponseTo { id } } } } }')).toEqual({
    allegation: {
      assertions: {
        nodes: expect.arrayContaining([{ id: kept.assertion!.id, inResponseTo: { id: answered[0] } }]),
      },
    },
  });
});

it('follows the ids of merged parties in filters and in timelines', async () => {
  const [into, from, other] = [await party('into'), await party('from'), await party('other')];
  const statement = await createStatement(server.database, { issuedOn: '2014-07-13' });
  const parties = [{ party: from, role: 'ACCUSED' }];
  const { allegation } = await server.write('createAllegation', {
    slug: 'a',
    summary: 'S',
    parties,
    state: 'PUBLISHED',
  });
  const said = { allegation: allegation!.id, statement: statement.id, stance: 'ALLEGES' };
  await server.write('createAssertion', { ...said, speaker: from });
  await server.write('createAssertion', { ...said, speaker: other, via: [from] });
  await server.write('createFinding', { allegation: allegation!.id, body: from, verdict: 'MIXED', ruledOn: '2015' });
  await server.write('updateStatement', {
    id: statement.id,
    version: 1,
    attributions: [{ party: from, role: 'ISSUER' }],
  });
  const read = async (id: string): Promise<unknown> =>
    (
      await post(server.app, {
        query: `query ($id: ID!) {
          equal: parties(where: { id: { equals: $id } }) { nodes { slug } }
          among: parties(where: { id: { in: [$id, "${other}"] } }) { nodes { slug } }
          others: parties(where: { id: { notIn: [$id] } }) { nodes { slug } }
          issued: statements(where: { issuer: { id: { equals: $id } } }) { totalCount }
          accused: allegations(where: { accused: { id: { in: [$id] } } }) { totalCount }
          ruled: allegations(where: { findings: { some: { body: { id: { equals: $id } } } } }) { totalCount }
          said: assertions(where: { OR: [{ speaker: { id: { equals: $id } } }, { via: { id: { equals: $id } } }] }) { totalCount }
          accusationNetwork(where: { accuser: { id: { equals: $id } } }) { accusations { allegations } }
          timeline(party: $id) { totalCount nodes { __typename } }
        }`,
        variables: { id },
      })
    ).json();
  const before = await read(from);
  expect(before).toMatchObject({
    data: {
      equal: { nodes: [{ slug: 'from' }] },
      issued: { totalCount: 1 },
      accused: { totalCount: 1 },
      ruled: { totalCount: 1 },
      said: { totalCount: 2 },
      timeline: { nodes: [{ __typename: 'Statement' }, { __typename: 'Finding' }] },
    },
  });
  await server.write('mergeParties', { into, from: [from] });
  const after = await read(into);
  expect(after).toMatchObject({
    data: {
      equal: { nodes: [{ slug: 'into' }] },
      among: { nodes: [{ slug: 'into' }, { slug: 'other' }] },
      others: { nodes: [{ slug: 'other' }] },
      said: { totalCount: 2 },
      timeline: { totalCount: 2 },
    },
  });
  expect(await read(from)).toEqual(after);
});

it('shows a merged party to nobody who may not see the one that it leads to', async () => {
  const [into, from] = [await party('into'), await party('from')];
  const statement = await createStatement(server.database, { issuedOn: '2014' });
  await server.write('updateStatement', {
    id: statement.id,
    version: 1,
    attributions: [{ party: from, role: 'ISSUER' }],
  });
  await server.write('setPublicationState', { ids: [into], state: 'DRAFT' });
  await server.write('mergeParties', { into, from: [from], changeVisibility: true });
  const query = `{ a: party(slug: "from") { id } b: party(id: "${from}") { id } c: node(id: "${from}") { id }
    d: parties(where: { id: { equals: "${from}" } }) { totalCount } e: timeline(party: "${from}") { totalCount }
    f: statements(where: { issuer: { id: { in: ["${from}"] } } }) { totalCount } }`;
  const nothing = { totalCount: 0 };
  expect((await post(server.app, { query })).json()).toEqual({
    data: { a: null, b: null, c: null, d: nothing, e: nothing, f: nothing },
  });
});

describe('a merge of a published party and one that is not', () => {
  const asReader = async (slug: string): Promise<unknown> =>
    (await post(server.app, { query: `{ party(slug: "${slug}") { slug names { name } } }` })).json().data!.party;

  test.each(['DRAFT', 'ARCHIVED'] as const)('shows readers nothing of what was %s without consent', async (state) => {
    const [into, from] = [await party('into'), await party('secret', 'Secret')];
    await server.write('updateParty', {
      id: from,
      version: 1,
      names: [{ name: 'Cover', kind: 'ALIAS' }],
      identifiers: [{ scheme: 'x', value: '1' }],
      relationships: [{ kind: 'PART_OF', object: into }],
    });
    await server.write('setPublicationState', { ids: [from], state });
    const before = await contents(server);
    const refusal = await server.refused('mergeParties', { into, from: [from] });
    expect(refusal).toMatchObject({
      code: 'CONFLICT',
      field: 'input.from',
      message: expect.stringContaining(`would make public: "Secret" (secret, ${state})`),
    });
    expect(refusal.extensions.becomesPublic).toEqual({
      parties: [
        {
          ...{ id: from, slug: 'secret', state, name: 'Secret', names: ['Cover'], mergedSlugs: [] },
          identifiers: [{ scheme: 'x', value: '1' }],
        },
      ],
      references: { relationships: 1 },
    });
    expect(await contents(server)).toBe(before);
    expect(await asReader('secret')).toBeNull();
    await server.write('mergeParties', { into, from: [from], changeVisibility: true });
    expect(await asReader('secret')).toEqual({ slug: 'into', names: [{ name: 'Secret' }, { name: 'Cover' }] });
  });

  it('hides nothing from readers without consent', async () => {
    const [into, from] = [await party('into'), await party('open', 'Open')];
    await server.write('setPublicationState', { ids: [into], state: 'DRAFT' });
    const before = await contents(server);
    const refusal = await server.refused('mergeParties', { into, from: [from], changeVisibility: false });
    expect(refusal).toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('hidden from readers: "Open"'),
    });
    expect(refusal.extensions.becomesHidden).toMatchObject({ parties: [{ slug: 'open' }], references: {} });
    expect(await contents(server)).toBe(before);
    await server.write('mergeParties', { into, from: [from], changeVisibility: true });
    expect(await asReader('open')).toBeNull();
  });

  it('needs no consent where both are drafts', async () => {
    const [into, from] = [await party('into'), await party('from')];
    await server.write('setPublicationState', { ids: [into, from], state: 'DRAFT' });
    await server.write('mergeParties', { into, from: [from] });
    expect(await asReader('from')).toBeNull();
  });
});
