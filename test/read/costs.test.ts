import { getOperationAST, parse } from 'graphql';
import { readEnvironment } from '../../src/lib/environment';
import { ErrorCode, RequestError } from '../../src/lib/errors';
import { ReadService } from '../../src/read/reader';
import { connectDatabase } from '../../src/database/database';
import { schema } from '../server/graphqlServer';

/** Costs are worked out without a store. */
const reads = new ReadService(schema, connectDatabase('postgresql://nobody/nothing'), {
  ...readEnvironment({}),
  costLimit: Number.MAX_SAFE_INTEGER,
});

function costOf(query: string, variables: Record<string, unknown> = {}): number {
  const document = parse(query);
  const operation = getOperationAST(document);
  const statement = operation && reads.statementOf(document, operation, variables, 'READER');
  if (!statement) throw new Error(`The query is not made of compiled reads, or has a fault: ${query}`);
  return statement.cost;
}

const PAGE = '{ allegations(first: 20) { nodes { id } } }';
const WHERE = 'where: { summary: { contains: "harbour" } }';

/** The cursor of some allegation in the default order. */
const CURSOR = Buffer.from(
  JSON.stringify(['Allegation-occurredOn-id', '2014-07-13', '0193a000-0000-7000-8000-000000000007']),
).toString('base64url');

/** What each costs beside the same query without it. */
it.each([
  ['a row', PAGE, '{ allegations(first: 21) { nodes { id } } }', 1],
  ['a value of a row', PAGE, '{ allegations(first: 20) { nodes { id slug } } }', 2],
  ['a total', PAGE, '{ allegations(first: 20) { nodes { id } totalCount } }', 100],
  ['a filter', PAGE, `{ allegations(first: 20, ${WHERE}) { nodes { id } } }`, 500],
  ['a facet', PAGE, '{ allegations(first: 20) { nodes { id } facets(by: YEAR) { value } } }', 1_000],
  [
    'a cursor that is checked',
    '{ allegations(first: 20) { pageInfo { hasPreviousPage } } }',
    `{ allegations(first: 20, after: "${CURSOR}") { pageInfo { hasPreviousPage } } }`,
    100,
  ],
  ['a standing', PAGE, '{ allegations(first: 20) { nodes { id standing } } }', 100],
  ['a body', '{ statements(first: 20) { nodes { id } } }', '{ statements(first: 20) { nodes { id body } } }', 200],
  ['a search', '{ __typename }', '{ search(query: "harbour", first: 1) { totalCount } }', 3_000],
  ['a timeline', '{ __typename }', '{ timeline(first: 1) { totalCount } }', 400],
  ['a network', '{ __typename }', '{ accusationNetwork { accusations { answered } } }', 3_000],
  [
    'an order by relevance',
    '{ statements(first: 20, where: { search: "x" }) { nodes { id } } }',
    '{ statements(first: 20, where: { search: "x" }, orderBy: [{ relevance: DESC }]) { nodes { id } } }',
    1_000,
  ],
  [
    'a total inside a hundred objects',
    '{ parties(first: 100) { nodes { allegations(first: 1) { nodes { id } } } } }',
    '{ parties(first: 100) { nodes { allegations(first: 1) { nodes { id } totalCount } } } }',
    1_000,
  ],
])('%s has its price', (_what, without, withIt, least) => {
  const price = costOf(withIt) - costOf(without);
  expect(price).toBeGreaterThanOrEqual(least);
  expect(price).toBeLessThan(3 * least + 50);
});

it.each([
  ['root fields', 'parties(first: 1) { totalCount }'],
  ['searches', 'search(query: "the", first: 1) { totalCount }'],
  ['facets', 'statements { facets(by: KIND) { count } }'],
  ['timelines', 'timeline { totalCount }'],
  ['networks', 'accusationNetwork { parties { made } }'],
])('aliases of %s cost as often as they are asked for', (_what, field) => {
  const one = costOf(`{ ${field} }`);
  const many = costOf(`{ ${Array.from({ length: 50 }, (_, index) => `a${index}: ${field}`).join(' ')} }`);
  expect(many).toBeGreaterThanOrEqual(49 * one);
});

it('a condition costs for each row that it is examined for, and one inside a relation for each row of that', () => {
  const filtered = (where: string): number => costOf(`{ allegations(first: 1, where: ${where}) { nodes { id } } }`);
  const inner = '{ stance: { equals: DENIES } }';
  const shallow = filtered(`{ assertions: { some: ${inner} } }`);
  const deep = filtered(`{ assertions: { some: { allegation: { assertions: { some: ${inner} } } } } }`);
  expect(deep).toBeGreaterThan(4 * shallow);
});

it('variables and literals cost the same', () => {
  const where = { OR: [{ summary: { contains: 'a' } }, { place: { equals: 'b' } }] };
  const given = costOf('query ($where: AllegationWhereInput) { allegations(where: $where) { totalCount } }', { where });
  const literal = '{ OR: [{ summary: { contains: "a" } }, { place: { equals: "b" } }] }';
  expect(given).toBe(costOf(`{ allegations(where: ${literal}) { totalCount } }`));
});

function refusalOf(query: string, variables: Record<string, unknown> = {}): RequestError {
  const document = parse(query);
  const operation = getOperationAST(document);
  try {
    if (operation) reads.statementOf(document, operation, variables, 'READER');
  } catch (error) {
    if (error instanceof RequestError) return error;
    throw error;
  }
  throw new Error('It was not refused.');
}

it.each([
  ['OR', (count: number) => ({ OR: Array.from({ length: count }, () => ({ slug: { equals: 'a' } })) })],
  ['NOT', (count: number) => ({ NOT: Array.from({ length: count }, () => ({ kind: { equals: 'PERSON' } })) })],
  ['AND of empty conditions', (count: number) => ({ AND: Array.from({ length: count }, () => ({})) })],
])('refuses more conditions than an operation may have (%s), with both numbers', (_what, where) => {
  const query = 'query ($where: PartyWhereInput) { parties(where: $where) { totalCount } }';
  const refusal = refusalOf(query, { where: where(20_000) });
  expect(refusal.code).toBe(ErrorCode.COST_LIMIT_EXCEEDED);
  expect(refusal.extensions).toMatchObject({ cost: 501, limit: 500, of: 'conditions' });
});

it('refuses an operation whose statement would be too long', () => {
  const fields = Array.from({ length: 4_000 }, (_, index) => `a${index}: party(slug: "x") { description }`);
  expect(refusalOf(`{ ${fields.join(' ')} }`).extensions).toMatchObject({
    of: expect.stringMatching(/statement|values/) as string,
  });
});
