import { erase } from '../../src/write/erase';
import { onlyError, post } from '../server/graphqlServer';
import { createParty } from '../support/factories';
import { contents, documentOf, everything, startWriteServer, type WriteServer } from './writeHarness';

let server: WriteServer;
beforeEach(async () => {
  server = await startWriteServer();
});
afterEach(() => server.close());

const party = async (slug: string, name = slug): Promise<string> =>
  (await createParty(server.database, { slug, name })).id;
const create = async (type: string, input: object): Promise<string> =>
  (await server.write(`create${type}`, input))[type.toLowerCase()]!.id;
const update = (type: string, input: object): Promise<unknown> => server.write(`update${type}`, input);

interface Unmerged {
  parties: { slug: string }[];
  remaining: { type: string; id: string; field: string | null; reason: string }[];
}
async function unmerge(id: string, more: object = {}): Promise<Unmerged> {
  const selection = 'parties { slug } remaining { type id field reason }';
  return (await server.write('unmergeParties', { id, ...more }, selection)) as never;
}

const DATA = { state: 'PUBLISHED' };

/** Parties that are named in every place there is, two of them twice in the same. */
async function createWorld(): Promise<Record<'into' | 'from' | 'other' | 'statement' | 'allegation', string>> {
  const [into, from, other] = [await party('into', 'Port'), await party('from', 'Harbour'), await party('other')];
  const statement = await create('Statement', {
    ...{ slug: 's', kind: 'POST', title: 'T', body: 'It fell. It stood.', ...DATA },
    attributions: [into, from].map((id) => ({ party: id, role: 'ISSUER' })),
    sources: [
      { publisher: from, retrievedOn: '2020-02-29' },
      { url: 'https://example.org/', archiveUrl: 'https://example.org/a' },
    ],
  });
  await update('Party', {
    ...{ id: from, version: 1, description: 'D' },
    names: [
      { name: 'HO', kind: 'ACRONYM' },
      { name: 'Closers', kind: 'EPITHET', usedBy: other },
    ],
    identifiers: [{ scheme: 'x', value: '1' }],
    relationships: [
      { kind: 'PART_OF', object: other, validFrom: '2001', validTo: '2004~', assertedIn: statement },
      { kind: 'AFFILIATED_WITH', object: into },
    ],
  });
  await update('Party', {
    ...{ id: other, version: 1 },
    names: [{ name: 'Them', kind: 'EPITHET', usedBy: from }],
    relationships: [
      { kind: 'MEMBER_OF', object: from },
      { kind: 'MEMBER_OF', object: into },
    ],
  });
  await update('Party', {
    id: into,
    version: 1,
    relationships: [{ kind: 'OWNED_BY', object: from, assertedIn: statement }],
  });
  const parties = [from, into].map((id) => ({ party: id, role: 'ACCUSED' }));
  const allegation = await create('Allegation', { slug: 'a', summary: 'S', parties, ...DATA });
  const said = { allegation, statement, stance: 'ALLEGES', quote: { exact: 'It fell' } };
  const kept = await create('Assertion', { ...said, speaker: into, via: [other] });
  const same = await create('Assertion', { ...said, speaker: from, via: [other] });
  await create('Assertion', { ...said, stance: 'DENIES', speaker: other, via: [from, into], inResponseTo: same });
  await create('Assertion', { ...said, stance: 'REBUTS', speaker: from, inResponseTo: kept });
  for (const body of [into, from]) await create('Finding', { allegation, statement, body, verdict: 'MIXED' });
  return { into, from, other, statement, allegation };
}

async function createdAt(id: string): Promise<number> {
  const { data } = await server.as('EDITOR', `{ party(id: "${id}") { createdAt } }`);
  return Date.parse((data!.party as { createdAt: string }).createdAt);
}

it('gives a party its id, slug, content and references again, and what it had taken from others', async () => {
  const { into, from } = await createWorld();
  const before = await everything(server);
  const created = await createdAt(from);
  await server.write('mergeParties', { into, from: [from] });
  expect(await everything(server)).not.toEqual(before);
  expect(await unmerge(from)).toEqual({ parties: [{ slug: 'from' }], remaining: [] });
  expect(await everything(server)).toEqual(before);
  expect(Math.abs((await createdAt(from)) - created)).toBeLessThan(5_000);
  // And again.
  await server.write('mergeParties', { into: from, from: [into] });
  await unmerge(into);
  expect(await everything(server)).toEqual(before);
});

it('leaves revisions that say so, raises versions, and tells the feed', async () => {
  const { into, from } = await createWorld();
  await server.write('mergeParties', { into, from: [from] });
  const { rows: before } = await server.database.pool.query<{ seq: string }>(
    'SELECT max(seq)::text AS seq FROM change',
  );
  await unmerge(from);
  const { data } = await server.as(
    'EDITOR',
    `{ party(id: "${from}") { version history { nodes { version kind cause actor } } } into: party(id: "${into}") { version history(first: 2) { nodes { kind cause version } } } }`,
  );
  expect(data).toEqual({
    party: {
      version: 3,
      history: {
        nodes: [
          { version: 3, kind: 'CREATED', cause: 'UNMERGE', actor: 'the ADMIN' },
          { version: 2, kind: 'DELETED', cause: 'MERGE', actor: 'the ADMIN' },
          { version: 2, kind: 'UPDATED', cause: null, actor: 'the ADMIN' },
          expect.objectContaining({ version: 1, kind: 'CREATED', cause: null }),
        ],
      },
    },
    into: {
      version: 4,
      history: {
        nodes: [
          { kind: 'UPDATED', cause: 'UNMERGE', version: 4 },
          { kind: 'UPDATED', cause: 'MERGE', version: 3 },
        ],
      },
    },
  });
  const { rows } = await server.database.pool.query(
    `SELECT kind, visible_before, visible_after FROM change WHERE seq > $1 AND node_id = $2`,
    [before[0]!.seq, from],
  );
  expect(rows).toEqual([{ kind: 'CREATED', visible_before: false, visible_after: true }]);
});

it('leaves what was changed or deleted since where it is, and lists it', async () => {
  const { into, from, other, statement, allegation } = await createWorld();
  await server.write('mergeParties', { into, from: [from] });
  const attributions = [{ party: into, role: 'SPEAKER' }];
  await update('Statement', { id: statement, version: 2, attributions });
  await update('Party', {
    id: into,
    version: 3,
    names: [
      { name: 'Harbour', kind: 'FORMER' },
      { name: 'HO', kind: 'ACRONYM' },
      { name: 'Closers', kind: 'ALIAS' },
    ],
  });
  const { data } = await server.as(
    'EDITOR',
    `{ allegation(id: "${allegation}") { findings { id } } assertions(where: { stance: { equals: REBUTS } }) { nodes { id version } } }`,
  );
  const [rebuttal] = (data!.assertions as { nodes: { id: string; version: number }[] }).nodes;
  await server.write('deleteNode', rebuttal!);
  const { remaining } = await unmerge(from);
  expect(remaining).toEqual(
    expect.arrayContaining([
      { type: 'STATEMENT', id: statement, field: 'attributions', reason: 'CHANGED' },
      { type: 'PARTY', id: into, field: 'names', reason: 'CHANGED' },
      { type: 'ASSERTION', id: rebuttal!.id, field: null, reason: 'DELETED' },
    ]),
  );
  expect(remaining).toHaveLength(3);
  const answer = await server.as(
    'EDITOR',
    `{ statement(slug: "s") { attributions { role party { slug } } sources { publisher { slug } } }
      a: party(slug: "from") { name names { name } relationships { object { slug } } } b: party(slug: "into") { names { kind } }
      allegation(slug: "a") { parties { party { slug } } } other: party(id: "${other}") { names { usedBy { slug } } } }`,
  );
  expect(answer.data).toEqual({
    statement: {
      attributions: [{ role: 'SPEAKER', party: { slug: 'into' } }],
      sources: [{ publisher: { slug: 'from' } }, { publisher: null }],
    },
    a: {
      name: 'Harbour',
      names: [{ name: 'HO' }, { name: 'Closers' }],
      relationships: [{ object: { slug: 'other' } }, { object: { slug: 'into' } }],
    },
    b: { names: [{ kind: 'FORMER' }, { kind: 'ACRONYM' }, { kind: 'ALIAS' }] },
    allegation: { parties: [{ party: { slug: 'from' } }, { party: { slug: 'into' } }] },
    other: { names: [{ usedBy: { slug: 'from' } }] },
  });
});

it('leaves out what names an object that was deleted since, and says so', async () => {
  const [into, from, gone] = [await party('into'), await party('from'), await party('gone')];
  const relationships = [
    { kind: 'MEMBER_OF', object: gone },
    { kind: 'AFFILIATED_WITH', object: into },
  ];
  await update('Party', { id: from, version: 1, relationships });
  await server.write('mergeParties', { into, from: [from] });
  await update('Party', { id: into, version: 2, relationships: [] });
  await server.write('deleteNode', { id: gone, version: 1 });
  // What became of the other relationships shows no more: none is left, before the merge or after.
  expect((await unmerge(from)).remaining).toEqual([
    { type: 'PARTY', id: from, field: 'relationships', reason: 'NAMES_DELETED' },
  ]);
});

it('takes back a merge of several whole, and merges in the order of the last', async () => {
  const [a, b, c, d, e] = [await party('a'), await party('b'), await party('c'), await party('d'), await party('e')];
  const before = await everything(server);
  await server.write('mergeParties', { into: b, from: [a] });
  const first = await everything(server);
  await server.write('mergeParties', { into: d, from: [b, c] });
  const second = await everything(server);
  await server.write('mergeParties', { into: e, from: [d] });
  for (const id of [a, b, c]) {
    const refusal = await server.refused('unmergeParties', { id });
    expect(refusal).toMatchObject({ code: 'CONFLICT', field: 'input.id', message: expect.stringContaining('since') });
  }
  expect(await server.refused('unmergeParties', { id: c })).toMatchObject({ extensions: { mergedInto: d } });
  await unmerge(d);
  expect(await everything(server)).toEqual(second);
  // The slug and the id of what had been merged into one of them lead to that one again.
  expect(await unmerge(c)).toEqual({ parties: [{ slug: 'c' }, { slug: 'b' }], remaining: [] });
  expect(await everything(server)).toEqual(first);
  await unmerge(a);
  expect(await everything(server)).toEqual(before);
});

it('comes back in an operation with others, and its merge may have been made in one', async () => {
  const [into, from, other] = [await party('into'), await party('from'), await party('other')];
  const query = `mutation ($merge: MergePartiesInput!, $second: MergePartiesInput!, $names: UpdatePartyInput!) @atomic {
    before: updateParty(input: $names) { party { version } }
    a: mergeParties(input: $merge) { party { id } } b: mergeParties(input: $second) { party { id } } }`;
  const names = { id: into, version: 1, names: [{ name: 'Kept', kind: 'ALIAS' }] };
  const variables = { merge: { into, from: [from] }, second: { into, from: [other] }, names };
  expect((await server.as('ADMIN', query, variables)).errors).toBeUndefined();
  const both = `mutation ($a: UnmergePartiesInput!, $b: UnmergePartiesInput!) @atomic {
    x: unmergeParties(input: $a) { p: parties { names { name } } r: remaining { field } s: remaining { reason } } unmergeParties(input: $b) { parties { slug } } }`;
  expect(await server.as('ADMIN', both, { a: { id: other }, b: { id: from } })).toEqual({
    data: { x: { p: [{ names: [] }], r: [], s: [] }, unmergeParties: { parties: [{ slug: 'from' }] } },
  });
  const { data } = await server.as('EDITOR', `{ party(id: "${into}") { names { name } } }`);
  expect(data).toEqual({ party: { names: [{ name: 'Kept' }] } });
});

it('gives the same answer again for the same Idempotency-Key', async () => {
  const [into, from] = [await party('into'), await party('from')];
  await server.write('mergeParties', { into, from: [from] });
  await update('Party', { id: into, version: 2, names: [] });
  const headers = { 'idempotency-key': 'k' };
  const query = documentOf('unmergeParties', 'parties { version } remaining { id field reason }');
  const first = await server.as('ADMIN', query, { input: { id: from, changeVisibility: true } }, headers);
  expect(first.errors).toBeUndefined();
  expect(await server.as('ADMIN', query, { input: { id: from, changeVisibility: true } }, headers)).toEqual(first);
});

describe('is refused, and changes nothing,', () => {
  async function refusedWith(id: string, message: string, more: object = {}): Promise<Record<string, unknown>> {
    const before = await contents(server);
    const refusal = await server.refused('unmergeParties', { id, ...more });
    expect(refusal).toMatchObject({ code: 'CONFLICT', message: expect.stringContaining(message) });
    expect(await contents(server)).toBe(before);
    return refusal.extensions;
  }
  const merged = async (): Promise<Record<'into' | 'from', string>> => {
    const ids = { into: await party('into'), from: await party('from', 'From') };
    await server.write('mergeParties', { into: ids.into, from: [ids.from] });
    return ids;
  };

  it('for a party that is none of another', async () => {
    await refusedWith(await party('alone'), 'merged into no other');
  });

  it('where another party has the slug', async () => {
    const { from } = await merged();
    await server.database.pool.query(`UPDATE party SET slug = 'from' WHERE slug = 'into'`);
    await refusedWith(from, 'Another party has the slug "from" now');
  });

  it('where the history of the party is gone', async () => {
    const { from } = await merged();
    await server.database.pool.query('DELETE FROM revision WHERE node_id = $1', [from]);
    await refusedWith(from, 'history of the merged party');
  });

  it('where the merge is older than such histories', async () => {
    const { from } = await merged();
    await server.database.pool.query('UPDATE party_redirect SET merge_id = NULL, merged_into_id = NULL');
    await refusedWith(from, 'before histories said what a merge changed');
  });

  it('where the party was erased', async () => {
    const { from } = await merged();
    await erase(server.database, 'party', 'into', 'Request 7');
    await refusedWith(from, 'was erased (Request 7)');
  });

  it('where parties would be parts of each other by what was said since', async () => {
    const [into, from, x, y] = [await party('into'), await party('from'), await party('x'), await party('y')];
    await update('Party', { id: from, version: 1, relationships: [{ kind: 'PART_OF', object: x }] });
    await update('Party', { id: y, version: 1, relationships: [{ kind: 'PART_OF', object: from }] });
    await server.write('mergeParties', { into, from: [from] });
    await update('Party', { id: into, version: 2, relationships: [] });
    await update('Party', { id: x, version: 1, relationships: [{ kind: 'PART_OF', object: y }] });
    await refusedWith(from, 'cannot be again as things are');
  });

  it('without consent where readers would see more or less than now', async () => {
    const { into, from } = await merged();
    await server.write('setPublicationState', { ids: [into], state: 'DRAFT' });
    expect(await refusedWith(from, 'This would make public: from ("From")')).toMatchObject({
      field: 'input.changeVisibility',
      becomesPublic: { parties: [{ id: from, slug: 'from', names: ['From'] }] },
    });
    await server.write('setPublicationState', { ids: [into], state: 'PUBLISHED' });
    // A name that was taken off since is no name that readers see.
    await update('Party', { id: into, version: 4, names: [] });
    await refusedWith(from, 'This would make public: from ("From")');
    expect((await unmerge(from, { changeVisibility: true })).parties).toEqual([{ slug: 'from' }]);
  });

  it('without consent where the merge had made a draft public', async () => {
    const [into, from] = [await party('into'), await party('secret', 'Secret')];
    await server.write('setPublicationState', { ids: [from], state: 'DRAFT' });
    await server.write('mergeParties', { into, from: [from], changeVisibility: true });
    await refusedWith(from, 'This would hide from readers: secret ("Secret")');
    await unmerge(from, { changeVisibility: true });
    expect((await post(server.app, { query: '{ party(slug: "secret") { slug } }' })).json()).toEqual({
      data: { party: null },
    });
  });

  it('without consent where a double would be seen again and what stayed is seen no more', async () => {
    const { into, from } = await createWorld();
    await server.write('mergeParties', { into, from: [from] });
    const { data } = await server.as(
      'EDITOR',
      `{ assertions(where: { stance: { equals: ALLEGES } }) { nodes { id } } }`,
    );
    const [kept] = (data!.assertions as { nodes: { id: string }[] }).nodes;
    await server.write('setPublicationState', { ids: [kept!.id], state: 'DRAFT' });
    await refusedWith(from, 'would be public again, and those that stayed are not');
  });

  it('to editors and readers', async () => {
    const { from } = await merged();
    const query = documentOf('unmergeParties');
    const asked = { input: { id: from } };
    expect((await server.as('EDITOR', query, asked)).errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
    expect(onlyError((await post(server.app, { query, variables: asked })).json()).code).toBe('UNAUTHENTICATED');
  });
});

it('comes back with a distinction that was said before the merge', async () => {
  const [into, from, other] = [await party('into'), await party('from'), await party('other')];
  await server.write('markDistinct', { parties: [from, other] });
  await server.write('mergeParties', { into, from: [from] });
  await unmerge(from);
  expect(await server.refused('mergeParties', { into: other, from: [from] })).toMatchObject({ code: 'CONFLICT' });
  await server.write('mergeParties', { into: other, from: [into] });
});
