import { readFileSync } from 'node:fs';
import { getOperationAST, parse } from 'graphql';
import { readEnvironment } from '../../src/lib/environment';
import { ReadService } from '../../src/read/reader';
import { buildAllegataSchema } from '../../src/schema/buildSchema';
import { createAllegation, createParty, createStatement } from '../support/factories';
import { createTestDatabase, type TestDatabase } from '../support/testDatabase';

const schema = buildAllegataSchema();
let database: TestDatabase;

beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.drop());

async function read<Data>(query: string, variables: Record<string, unknown>): Promise<Data> {
  const reads = new ReadService(schema, database, {
    ...readEnvironment({}),
    costLimit: 100_000,
    preparedStatements: true,
  });
  const document = parse(query);
  const operation = getOperationAST(document);
  const text =
    operation && (await reads.readOperation(document, operation, variables, { role: 'READER', client: 'test' }));
  if (text === null) throw new Error('The search was refused.');
  return JSON.parse(text ?? 'null') as Data;
}

interface Found {
  score: number;
  snippet: string | null;
  node: { slug: string };
}

async function search(query: string, types?: string[]): Promise<Found[]> {
  const fragments = ['Party', 'Statement', 'Allegation'].map((type) => `... on ${type} { slug }`).join(' ');
  const operation = `query ($query: String!, $types: [SearchType!]) {
    search(query: $query, types: $types) { edges { score snippet node { ${fragments} } } totalCount } }`;
  const { search: found } = await read<{ search: { edges: Found[]; totalCount: number } }>(operation, { query, types });
  expect(found.totalCount).toBe(found.edges.length);
  return found.edges;
}

const slugs = (found: readonly Found[]): string[] => found.map(({ node }) => node.slug);

it('finds a party by any of its names, however misspelt', async () => {
  const party = await createParty(database, { slug: 'orrin-thessaly', name: 'Orrin Thessaly' });
  await database.prisma.partyName.create({
    data: { partyId: party.id, position: 0, name: 'Ορρίν Θεσσαλός', kind: 'NATIVE' },
  });
  for (const typed of ['Orin Thesaly', 'thessally', 'ΘΕΣΣΑΛΌΣ', 'Θεσαλος']) {
    expect([typed, slugs(await search(typed))]).toEqual([typed, ['orrin-thessaly']]);
  }
  expect(await search('Vessen')).toEqual([]);
});

it('does not find a party by a name that only a hidden party uses', async () => {
  const draft = await createParty(database, { state: 'DRAFT', name: 'Quorl Syndicate' });
  const party = await createParty(database, { name: 'Harbour Board' });
  await database.prisma.partyName.create({
    data: { partyId: party.id, position: 0, name: 'Mudlarks', kind: 'EPITHET', usedById: draft.id },
  });
  expect(await search('Mudlarks')).toEqual([]);
  expect(await search('Quorl')).toEqual([]);
});

it('finds a word in its other forms in the language of the statement, and not by a stem of another language', async () => {
  await createStatement(database, { slug: 'english', body: 'Samples were swapped at night.', language: 'en' });
  await createStatement(database, { slug: 'german', body: 'Die Häfen wurden geschlossen.', language: 'de-AT' });
  await createStatement(database, { slug: 'unknown', body: 'Swapping of samples', language: null });
  expect(slugs(await search('swapping', ['STATEMENT'])).sort()).toEqual(['english', 'unknown']);
  expect(slugs(await search('swapped', ['STATEMENT']))).toEqual(['english']);
  expect(slugs(await search('hafen', ['STATEMENT']))).toEqual(['german']);
});

it('has a stemmer for the languages that docs/search.md names, and for no other', async () => {
  const page = readFileSync('docs/search.md', 'utf8');
  const [, listed = ''] = /Snowball.*?: (.*?)\. In any other/.exec(page) ?? [];
  const named = [...listed.matchAll(/`(\w+)`/g)].map(([, tag]) => tag);
  const { rows } = await database.pool.query<{ tag: string }>(
    `SELECT tag FROM (SELECT chr(a) || chr(b) AS tag FROM generate_series(97, 122) a, generate_series(97, 122) b) tags
     WHERE search_configuration(tag) <> 'allegata'::regconfig`,
  );
  expect(named.sort()).toEqual(rows.map(({ tag }) => tag).sort());
});

it('keeps out with a minus every form of a word, for every type', async () => {
  await createStatement(database, { slug: 'kept', body: 'Samples were taken.', language: 'en' });
  await createStatement(database, { slug: 'out', body: 'Samples were swapped.', language: 'en' });
  await createAllegation(database, { slug: 'sample-out', summary: 'Samples were swapped.' });
  await createParty(database, { slug: 'sample-swapping', name: 'Samples Swapping' });
  expect(slugs(await search('samples -swapping'))).toEqual(['kept']);
});

it('finds words in a row only where they are, and not across the seam of two fields', async () => {
  await createAllegation(database, { slug: 'warehouse', summary: 'A fire was set.', place: 'Warehouse Nine' });
  await createStatement(database, {
    slug: 'title',
    title: 'Fire',
    body: 'Brigade was late. Nine days',
    language: 'en',
  });
  expect(slugs(await search('"warehouse nine"'))).toEqual(['warehouse']);
  for (const phrase of ['"nine warehouse"', '"fire brigade"', '"days brigade"', '"days fire"']) {
    expect([phrase, slugs(await search(phrase))]).toEqual([phrase, []]);
  }
});

it('takes OR in capitals for either word, and or for a word', async () => {
  await createStatement(database, { slug: 'tugs', body: 'Tugs stood by.', language: 'en' });
  await createStatement(database, { slug: 'cranes', body: 'Cranes stood still.', language: 'en' });
  expect(slugs(await search('tugs OR cranes', ['STATEMENT'])).sort()).toEqual(['cranes', 'tugs']);
  expect(slugs(await search('tugs or cranes', ['STATEMENT']))).toEqual([]);
  expect(slugs(await search('tugs or stood', ['STATEMENT']))).toEqual(['tugs']);
});

it('finds a sentence by its words, whatever dashes, signs and hyphens it has', async () => {
  const body = 'Tugs or cranes - 3 of them, at 4 degrees - stood by a small island (in port).';
  await createStatement(database, { slug: 'sentence', body, language: 'en' });
  for (const typed of [body, 'cranes – stood -4', '--port', 'cranes(-port)', 'small-island', 'a small-island']) {
    expect([typed, slugs(await search(typed, ['STATEMENT']))]).toEqual([typed, ['sentence']]);
  }
  for (const typed of ['island-small', 'cranes -port', 'cranes -small-island']) {
    expect([typed, slugs(await search(typed, ['STATEMENT']))]).toEqual([typed, []]);
  }
});

it('scores what is sought, whatever must not occur beside it', async () => {
  await createStatement(database, { slug: 'once', body: `Crane. ${'Water and wind. '.repeat(30)}`, language: 'en' });
  await createStatement(database, { slug: 'title', title: 'The crane', body: 'Crane by crane.', language: 'en' });
  await createParty(database, { slug: 'party', name: 'Crane' });
  await createAllegation(database, { slug: 'allegation', summary: 'A crane fell on a barge.' });
  const alone = await search('crane');
  expect(slugs(alone)[0]).toBe('party');
  for (const typed of ['crane -tugs', 'crane -"tugs crane"', '-small-island crane']) {
    const besides = await search(typed);
    expect(besides.map(({ score, node }) => [node.slug, score])).toEqual(
      alone.map(({ score, node }) => [node.slug, score]),
    );
  }
  const { statements } = await read<{ statements: { nodes: { slug: string }[] } }>(
    '{ statements(where: { search: "crane -tugs" }, orderBy: [{ relevance: DESC }]) { nodes { slug } } }',
    {},
  );
  expect(statements.nodes.map(({ slug }) => slug)).toEqual(['title', 'once']);
});

it('puts what fits equally well in the same order in a search and in a list by relevance', async () => {
  for (let count = 0; count < 12; count += 1) {
    await createStatement(database, { body: 'Crane by crane.', language: 'en' });
    await createAllegation(database, { summary: `A crane fell ${'again '.repeat(count % 3)}.` });
  }
  const listed = await read<Record<string, { nodes: { slug: string }[] }>>(
    `{ statements(where: { search: "crane" }, orderBy: [{ relevance: DESC }]) { nodes { slug } }
       allegations(where: { search: "crane" }, orderBy: [{ relevance: DESC }]) { nodes { slug } } }`,
    {},
  );
  for (const [list, type] of [
    ['statements', 'STATEMENT'],
    ['allegations', 'ALLEGATION'],
  ] as const) {
    expect(slugs(await search('crane', [type]))).toEqual(listed[list]?.nodes.map(({ slug }) => slug));
  }
});

it('puts an allegation that is only spelt alike behind everything that has the words', async () => {
  await createStatement(database, {
    slug: 'long',
    body: `Quayside. ${'Water and wind. '.repeat(500)}`,
    language: 'en',
  });
  await createAllegation(database, { slug: 'words', summary: 'Somebody burned the quayside down in the night.' });
  expect(slugs(await search('quayside')).at(-1)).toBe('long');
  await createAllegation(database, { slug: 'misspelt', summary: 'Quaysideq' });
  expect(slugs(await search('quayside')).at(-1)).toBe('misspelt');
});

it('marks what it found in a snippet that is safe in a page', async () => {
  const body = 'They wrote <script>alert("x")</script> & more on the crâne of pier 4.';
  await createStatement(database, { slug: 'unsafe', body, language: 'en' });
  const [found] = await search('crane', ['STATEMENT']);
  expect(found?.snippet).toContain('<mark>crâne</mark>');
  expect(found?.snippet?.replaceAll(/<\/?mark>/g, '')).not.toMatch(/[<>"]|&(?!(amp|lt|gt|quot|#39);)/);
});

it('does not mark the words of a phrase that must not occur', async () => {
  await createStatement(database, { slug: 'cranes', body: 'Cranes stood still while tugs left.', language: 'en' });
  const [found] = await search('tugs -"tugs crane"', ['STATEMENT']);
  expect(found?.snippet).toBe('Cranes stood still while <mark>tugs</mark> left');
});

it('finds stop words where there are no others', async () => {
  await createStatement(database, { slug: 'being', body: 'To be or not', language: 'en' });
  await createStatement(database, { slug: 'other', body: 'Cranes', language: 'en' });
  expect(slugs(await search('not to be', ['STATEMENT']))).toEqual(['being']);
});

it('stores and searches the beginning of a text that is too long to be indexed whole', async () => {
  const words = Array.from({ length: 160_000 }, (_, index) => `ω${index.toString(36)}${(index * 7919).toString(36)}`);
  await createStatement(database, { slug: 'long', body: words.join(' '), language: 'el' });
  expect(slugs(await search(words[5] ?? '', ['STATEMENT']))).toEqual(['long']);
});

it('orders a list by relevance to its own search', async () => {
  await createStatement(database, { slug: 'once', body: `Crane. ${'Water and wind. '.repeat(30)}`, language: 'en' });
  await createStatement(database, { slug: 'title', title: 'The crane', body: 'Crane by crane.', language: 'en' });
  const query = (way: string): string => `query ($search: String!) {
    statements(where: { search: $search }, orderBy: [{ relevance: ${way} }]) { nodes { slug } } }`;
  for (const [way, order] of [
    ['DESC', ['title', 'once']],
    ['ASC', ['once', 'title']],
  ] as const) {
    const { statements } = await read<{ statements: { nodes: { slug: string }[] } }>(query(way), { search: 'cranes' });
    expect(statements.nodes.map(({ slug }) => slug)).toEqual(order);
  }
});

it.each(['', '   ', 'x'.repeat(1_001), 'a\u0000b', '\ud800'])('refuses the search %j', async (typed) => {
  await expect(search(typed)).rejects.toThrow('refused');
});

it.each(['!!!', '"', '-', '- -', '(((', "'; drop table party; --", '\\', '%', ':*', '<->', 'a & | !', '🙂'])(
  'answers the odd search %j',
  async (typed) => {
    await createParty(database, {});
    expect(Array.isArray(await search(typed))).toBe(true);
  },
);
