import { parse } from 'graphql';
import { generatedFailures, generatedSeeds } from '../oracle/generatedFailures';
import { OracleInputs } from '../oracle/inputGenerator';
import { generateOperation, type GeneratedOperation } from '../oracle/operationGenerator';
import { OracleExecutor, publishedSchema } from '../oracle/oracleExecutor';
import { foundBy, plainWords, searchHolds, textsOfStatement } from '../oracle/oracleSearch';
import { OracleView, type OracleRole } from '../oracle/oracleView';
import { Random } from '../oracle/random';
import { ReadHarness } from '../oracle/readHarness';
import { inventedSearch, misspellingsOf, searchVocabulary, seedSearchWorld } from '../oracle/searchWorld';
import { EDITORS_FIELDS } from '../support/editorsFields';

// What PostgreSQL makes of words is its own affair; what a search finds can be held to account where the words are such as
// no language changes. In which order it finds them is left to it, as long as every page keeps to the same one.

const worldSizes = { parties: 16, statements: 18, allegations: 18, assertions: 60, findings: 6, published: 0.8 };
const roles = ['READER', 'EDITOR'] as const;

let harness: ReadHarness;
beforeAll(async () => {
  harness = await ReadHarness.create((database) => seedSearchWorld(database, 7, worldSizes));
});
afterAll(() => harness.database.drop());

interface Item {
  cursor: string;
  score: number;
  snippet: string | null;
  node: { id: string; __typename: string };
}
interface Page {
  totalCount: number;
  edges: Item[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null };
}

const pageFields = 'totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor }';
const nodeFields = `__typename ... on Node { id } ... on Party { slug names { name usedBy { id } } allegations { totalCount } }
  ... on Statement { slug language issuers { id } } ... on Allegation { slug standing accused { id } accusers { id } }`;
const searchText = `query ($query: String!, $types: [SearchType!], $first: Int, $after: String) {
  list: search(query: $query, types: $types, first: $first, after: $after) {
    ${pageFields} edges { cursor score snippet node { ${nodeFields} } } } }`;

/** A page, on whose form the text and the objects agree. */
async function pageOf(text: string, variables: Record<string, unknown>, role: OracleRole): Promise<Page> {
  const document = parse(text);
  const answer = (await harness.text(document, variables, role)) as { list: Page };
  const { data } = await harness.objects(document, variables, role);
  expect(JSON.parse(JSON.stringify(data))).toEqual(answer);
  return answer.list;
}

/** The ids that a walk from one end to the other meets, in the order of the list. */
async function walk(text: string, given: Record<string, unknown>, role: OracleRole): Promise<string[]> {
  const backwards = given.last != null;
  const met: string[] = [];
  for (let variables = given; ;) {
    const { edges, pageInfo } = await pageOf(text, variables, role);
    const ids = edges.map(({ node }) => node.id);
    met.splice(backwards ? 0 : met.length, 0, ...ids);
    expect(backwards ? pageInfo.hasNextPage : pageInfo.hasPreviousPage).toBe(variables !== given);
    if (!(backwards ? pageInfo.hasPreviousPage : pageInfo.hasNextPage)) return met;
    const cursor = backwards ? { before: pageInfo.startCursor } : { after: pageInfo.endCursor };
    variables = { ...given, ...cursor };
  }
}

const idsOf = (rows: readonly { id: string }[]): string[] => rows.map(({ id }) => id);
const inAnyOrder = (ids: readonly string[]): string[] => [...ids].sort();

it('is made of words that no language changes or leaves out, nor makes of a misspelt one', async () => {
  const misspelt = searchVocabulary.flatMap(misspellingsOf);
  const { rows } = await harness.database.pool.query(
    `SELECT c.cfgname, typed FROM pg_ts_config c, unnest($1::text[] || $2::text[]) typed,
       LATERAL (SELECT tsvector_to_array(to_tsvector(c.oid::regconfig, typed)) AS words) made
     WHERE c.cfgname LIKE 'allegata%' AND (typed = ANY ($1) AND words <> ARRAY[typed] OR typed = ANY ($2) AND words && $1)`,
    [searchVocabulary, misspelt],
  );
  expect(rows).toEqual([]);
});

describe.each(roles)('a search by a %s', (role) => {
  it('finds all that has the words or is spelt alike, and nothing else, each once on whatever pages', async () => {
    const view = new OracleView(harness.store, role);
    for (const seed of generatedSeeds(80)) {
      const random = new Random(seed);
      const query = inventedSearch(random);
      const some = random.sample(['STATEMENT', 'ALLEGATION', 'PARTY'], random.between(0, 3));
      const types = random.chance(0.4) ? null : some;
      const expected = inAnyOrder(idsOf(foundBy(view, query, types)));
      const whole = await pageOf(searchText, { query, types, first: 100 }, role);
      const found = idsOf(whole.edges.map(({ node }) => node));
      const asked = { seed, query, types };
      expect({ ...asked, found: inAnyOrder(found) }).toEqual({ ...asked, found: expected });
      expect({ ...asked, count: whole.totalCount }).toEqual({ ...asked, count: expected.length });
      const first = random.between(1, 7) + Math.floor(found.length / 8);
      expect({ ...asked, met: await walk(searchText, { query, types, first }, role) }).toEqual({
        ...asked,
        met: found,
      });
    }
  }, 600_000);

  it('shows each as it is, with a score that falls and a snippet of what may be seen', async () => {
    const view = new OracleView(harness.store, role);
    const oracle = new OracleExecutor(publishedSchema(), harness.store);
    for (const seed of generatedSeeds(40)) {
      const query = inventedSearch(new Random(seed));
      const { edges } = await pageOf(searchText, { query, first: 100 }, role);
      const nodes = edges.map(({ node }) => node);
      const document = parse(
        `query ($ids: [ID!]!) { nodes(ids: $ids) { ${nodeFields.replace('... on Node { id }', 'id')} } }`,
      );
      const { data } = oracle.execute({ document, variables: { ids: idsOf(nodes) }, role });
      expect({ seed, query, nodes }).toEqual({ seed, query, nodes: JSON.parse(JSON.stringify(data?.nodes)) });
      const scores = edges.map(({ score }) => score);
      expect({ seed, query, scores }).toEqual({ seed, query, scores: [...scores].sort((one, other) => other - one) });
      expect(scores.filter((score) => score < 0 || score > 1)).toEqual([]);
      // A search such as `one or -"two three"` marks what must not be in a row too, where it stands by itself.
      const typed = plainWords(query);
      for (const { snippet, node } of edges) {
        const marked = [...(snippet ?? '').matchAll(/<mark>(.*?)<\/mark>/g)].map(([, word = '']) => word);
        const strange = marked.flatMap(plainWords).filter((word) => !typed.includes(word));
        expect({ seed, query, strange }).toEqual({ seed, query, strange: [] });
        const party = view.party(node.id);
        if (!party) continue;
        const names = [party.name, ...view.namesOf(party).map(({ name }) => name)];
        expect(names).toContain(snippet?.replaceAll(/<\/?mark>/g, ''));
      }
    }
  }, 600_000);

  it('orders a list by relevance the same way on every page, from either end, and backwards for ASC', async () => {
    const view = new OracleView(harness.store, role);
    for (const seed of generatedSeeds(30)) {
      const random = new Random(seed);
      const search = inventedSearch(random);
      const text = (
        way: string,
      ): string => `query ($search: String!, $first: Int, $after: String, $last: Int, $before: String) {
        list: statements(where: { search: $search }, orderBy: [{ relevance: ${way} }],
          first: $first, after: $after, last: $last, before: $before) { ${pageFields} edges { cursor node { id } } } }`;
      const expected = view.statements.filter((row) => searchHolds(textsOfStatement(row), search));
      const whole = await pageOf(text('DESC'), { search, first: 100 }, role);
      const found = idsOf(whole.edges.map(({ node }) => node));
      expect({ seed, search, found: inAnyOrder(found) }).toEqual({ seed, search, found: inAnyOrder(idsOf(expected)) });
      expect(whole.totalCount).toBe(expected.length);
      const size = random.between(1, 5);
      for (const page of [{ first: size }, { last: size }]) {
        const [down, up] = [
          await walk(text('DESC'), { search, ...page }, role),
          await walk(text('ASC'), { search, ...page }, role),
        ];
        expect({ seed, search, page, down, up }).toEqual({ seed, search, page, down: found, up: [...found].reverse() });
      }
    }
  }, 600_000);
});

for (const role of roles) {
  it(`where a filter has a search, text, objects and the oracle agree for a ${role}, in one SQL statement`, async () => {
    const inputs = new OracleInputs(harness.store, inventedSearch);
    const roots = ['parties', 'statements', 'allegations', 'assertions', 'accusationNetwork'];
    const omit = (parent: string, field: string): boolean =>
      EDITORS_FIELDS.includes(field) || (parent === 'Query' && !roots.includes(field));
    const operationOf = (seed: number): GeneratedOperation =>
      generateOperation(new Random(seed), {
        schema: harness.schema,
        inputs,
        depth: 2 + (seed % 2),
        filters: true,
        omit,
      });
    expect(await generatedFailures(harness, generatedSeeds(80), operationOf, role)).toBe('');
  }, 600_000);
}
