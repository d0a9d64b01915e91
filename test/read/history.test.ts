import { parse } from 'graphql';
import { countStatements, ReadHarness } from '../oracle/readHarness';
import { createAllegation, createAssertion, createFinding, createParty, createStatement } from '../support/factories';

const ids: Record<string, string> = {};
let harness: ReadHarness;

beforeAll(async () => {
  harness = await ReadHarness.create(async (database) => {
    const party = await createParty(database, { slug: 'harbour-office', name: 'Harbour Office' });
    const statement = await createStatement(database, { slug: 'letter' });
    const allegation = await createAllegation(database, { slug: 'closed' });
    const assertion = await createAssertion(database, { allegation, statement, speaker: party });
    const finding = await createFinding(database, { allegation, body: party });
    const draft = await createParty(database, { slug: 'a-draft', state: 'DRAFT' });
    const gone = await createParty(database, { slug: 'gone', name: 'Gone' });
    Object.assign(ids, {
      Party: party.id,
      Statement: statement.id,
      Allegation: allegation.id,
      Assertion: assertion.id,
      Finding: finding.id,
      draft: draft.id,
      gone: gone.id,
    });
    const change = (sql: string): Promise<unknown> => database.pool.query(sql, [party.id]);
    await change(`UPDATE party SET name = 'Port Office', version = 2 WHERE id = $1`);
    await change(`INSERT INTO party_name VALUES ($1, 0, 'Harbour Office', 'FORMER')`);
    await change(`UPDATE party SET name = 'Port Authority', description = 'It moved.', version = 3 WHERE id = $1`);
    await database.pool.query('DELETE FROM party WHERE id = $1', [gone.id]);
  });
});

afterAll(() => harness.database.drop());

/** The answer to an editor: the same from the text and from the objects, and the text by one statement. */
async function read(query: string, variables: Record<string, unknown> = {}): Promise<Record<string, unknown>> {
  const document = parse(query);
  const { result, statements } = await countStatements(harness.database, () =>
    harness.text(document, variables, 'EDITOR'),
  );
  const objects = await harness.objects(document, variables, 'EDITOR');
  expect(objects.errors).toBeUndefined();
  expect(JSON.parse(JSON.stringify(objects.data))).toEqual(result);
  expect(statements).toBe(1);
  return result as Record<string, unknown>;
}

const names = [{ name: 'Harbour Office', kind: 'FORMER', language: null, usedBy: null }];
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

test('a history is the newest first, and says what changed and nothing else', async () => {
  const { party } = await read(`{ party(slug: "harbour-office") { history {
    totalCount
    nodes { version kind before after }
  } } }`);
  expect(party).toEqual({
    history: {
      totalCount: 4,
      nodes: [
        {
          version: 3,
          kind: 'UPDATED',
          before: { name: 'Port Office', description: null },
          after: { name: 'Port Authority', description: 'It moved.' },
        },
        { version: 2, kind: 'UPDATED', before: { names: [] }, after: { names } },
        { version: 2, kind: 'UPDATED', before: { name: 'Harbour Office' }, after: { name: 'Port Office' } },
        { version: 1, kind: 'CREATED', before: null, after: created },
      ],
    },
  });
});

test('a history is paged forwards by its cursors, each revision once', async () => {
  const seen: unknown[] = [];
  let after: string | null = null;
  for (let page = 0; page < 4; page += 1) {
    const query = `query ($id: ID!, $after: String) { history(id: $id, first: 1, after: $after) {
      edges { cursor node { id __typename } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } totalCount
    } }`;
    const { history } = (await read(query, { id: ids.Party, after })) as {
      history: {
        edges: { cursor: string; node: { id: string } }[];
        pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; endCursor: string };
        totalCount: number;
      };
    };
    expect(history.totalCount).toBe(4);
    expect(history.pageInfo).toMatchObject({ hasNextPage: page < 3, hasPreviousPage: page > 0 });
    expect(history.pageInfo.endCursor).toBe(history.edges[0]?.cursor);
    seen.push(...history.edges.map(({ node }) => node.id));
    after = history.pageInfo.endCursor;
  }
  expect(new Set(seen).size).toBe(4);
});

test('every type of content has a history, and so has what was deleted', async () => {
  const types = ['Party', 'Statement', 'Allegation', 'Assertion', 'Finding'];
  const fragments = types.map((type) => `... on ${type} { history(first: 1) { nodes { actor at after } } }`).join(' ');
  const { nodes } = await read(`query ($ids: [ID!]!) { nodes(ids: $ids) { __typename ${fragments} } }`, {
    ids: types.map((type) => ids[type]),
  });
  const revision = { actor: expect.stringMatching(/^database:./), after: expect.any(Object), at: expect.any(String) };
  expect(nodes).toEqual(types.map((type) => ({ __typename: type, history: { nodes: [revision] } })));
  const { gone, nobody } = await read(
    `query ($gone: ID!) {
      gone: history(id: $gone) { nodes { kind before after } }
      nobody: history(id: "01930f5e-6c3a-7b52-9d1c-0a1b2c3d4e5f") { totalCount nodes { id } }
    }`,
    { gone: ids.gone },
  );
  expect(gone).toMatchObject({
    nodes: [
      { kind: 'DELETED', before: { name: 'Gone', names: [] }, after: null },
      { kind: 'CREATED', before: null, after: { name: 'Gone' } },
    ],
  });
  expect(nobody).toEqual({ totalCount: 0, nodes: [] });
});

test.each([
  ['party(slug: "harbour-office") { name HISTORY }', ['party', 'h']],
  ['party(slug: "a-draft") { HISTORY }', ['party', 'h']],
  ['party(slug: "nobody") { HISTORY }', ['party', 'h']],
  ['parties { edges { node { names { usedBy { HISTORY } } } } }', ['parties', 'edges', 'node', 'names', 'usedBy', 'h']],
  ['statement(slug: "letter") { HISTORY }', ['statement', 'h']],
  ['allegation(slug: "closed") { findings { HISTORY } }', ['allegation', 'findings', 'h']],
  ['assertions { nodes { HISTORY } }', ['assertions', 'nodes', 'h']],
  ['search(query: "office") { nodes { ... on Party { HISTORY } } }', ['search', 'nodes', 'h']],
  ['node(id: "01930f5e-6c3a-7b52-9d1c-0a1b2c3d4e5f") { ... on Finding { HISTORY } }', ['node', 'h']],
])('a reader is refused at the place of the history, whatever there is: %s', async (query, path) => {
  const document = parse(`{ ${query.replace('HISTORY', 'h: history(first: 1) { totalCount }')} }`);
  expect(await harness.text(document, {}, 'READER')).toBeUndefined();
  const { errors } = await harness.objects(document, {}, 'READER');
  expect(errors).toHaveLength(1);
  expect(errors![0]!.toJSON()).toMatchObject({ path, extensions: { code: 'FORBIDDEN' } });
});

test.each(['Party', 'draft', 'gone', 'nobody'])(
  'the history of an id is refused to a reader in the same words: %s',
  async (which) => {
    const id = ids[which] ?? '01930f5e-6c3a-7b52-9d1c-0a1b2c3d4e5f';
    const document = parse(`{ history(id: "${id}") { totalCount } }`);
    const { result, statements } = await countStatements(harness.database, () =>
      harness.objects(document, {}, 'READER'),
    );
    expect(statements).toBe(0);
    expect(result.errors?.map((error) => error.message)).toEqual(['Query.history needs a token with the role EDITOR.']);
  },
);

test.each([
  ['history(id: "x") { totalCount }', 'id must be an id'],
  [`history(id: "01930f5e-6c3a-7b52-9d1c-0a1b2c3d4e5f", first: -1) { totalCount }`, 'first must be from 0 to 100'],
  [`history(id: "01930f5e-6c3a-7b52-9d1c-0a1b2c3d4e5f", after: "x") { nodes { id } }`, 'after is not a cursor'],
  ...[`["Revision-seq-id","1","${'0'.repeat(8)}-0000-0000-0000-000000000000"]`, '["Revision-seq-id",1e300,"x"]'].map(
    (cursor): [string, string] => [
      `history(id: "01930f5e-6c3a-7b52-9d1c-0a1b2c3d4e5f", after: "${Buffer.from(cursor).toString('base64url')}") { nodes { id } }`,
      'after is not a cursor',
    ],
  ),
])('bad arguments are named: %s', async (query, message) => {
  const { errors } = await harness.objects(parse(`{ ${query} }`), {}, 'EDITOR');
  expect(errors?.[0]?.message).toContain(message);
  expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
});
