import { getOperationAST, parse } from 'graphql';
import type { QueryResult } from 'pg';
import { readEnvironment } from '../../src/lib/environment';
import { ReadService } from '../../src/read/reader';
import type { Role } from '../../src/read/readType';
import { buildAllegataSchema } from '../../src/schema/buildSchema';
import { fillLargeWorld } from '../support/largeWorld';
import { createTestDatabase, type TestDatabase } from '../support/testDatabase';

const LARGE_TABLES = new Set([
  'statement',
  'allegation',
  'assertion',
  'attribution',
  'allegation_party',
  'assertion_via',
  'allegation_count',
  'finding',
  'party',
  'party_count',
  'party_name',
]);
const PARTY = '0193a000-0000-7000-8000-000000000007';
const SOME = '0193b000-0000-7000-8000-000000000007';

interface PlanNode {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Name'?: string;
  'Plan Rows': number;
  Plans?: PlanNode[];
}

let database: TestDatabase;
let reads: ReadService;
const schema = buildAllegataSchema();

beforeAll(async () => {
  database = await createTestDatabase();
  await fillLargeWorld(database.pool);
  reads = new ReadService(schema, database, {
    ...readEnvironment({}),
    costLimit: 1_000_000,
    preparedStatements: false,
  });
}, 240_000);

afterAll(() => database.drop());

/** The plan by which PostgreSQL answers a query: the statement that the product sends is explained instead of run. */
async function explain(query: string, role: Role): Promise<PlanNode> {
  const document = parse(query);
  const operation = getOperationAST(document);
  if (!operation) throw new Error('The query has no operation.');
  const statement = reads.statementOf(document, operation, {}, role);
  if (!statement) throw new Error(`The query is not made of compiled reads, or has a fault: ${query}`);
  const client = await database.pool.connect();
  try {
    const { rows }: QueryResult<{ 'QUERY PLAN': [{ Plan: PlanNode }] }> = await client.query(
      `explain (format json) ${statement.text}`,
      statement.values,
    );
    const plan = rows[0]?.['QUERY PLAN'][0].Plan;
    if (!plan) throw new Error('PostgreSQL explained nothing.');
    return plan;
  } finally {
    client.release();
  }
}

/** Sequential scans of large tables anywhere in a plan. */
function scans(plan: PlanNode): string[] {
  const here =
    plan['Node Type'].endsWith('Seq Scan') && LARGE_TABLES.has(plan['Relation Name'] ?? '')
      ? [plan['Relation Name'] ?? '']
      : [];
  return [...here, ...(plan.Plans ?? []).flatMap(scans)];
}

const plural = (type: string): string => (type === 'party' ? 'parties' : `${type}s`);

const nodes = (field: string, args: string): string =>
  `{ ${field}(${args}) { nodes { id } pageInfo { hasNextPage endCursor } } }`;

const ORDERS = [
  ...['ASC', 'DESC'].flatMap((way) => [
    ...['issuedOn', 'title', 'createdAt', 'updatedAt'].map((key) =>
      nodes('statements', `orderBy: [{ ${key}: ${way} }]`),
    ),
    ...['occurredOn', 'summary', 'createdAt', 'updatedAt', 'assertionCount'].map((key) =>
      nodes('allegations', `orderBy: [{ ${key}: ${way} }]`),
    ),
    ...['saidOn', 'createdAt', 'updatedAt'].map((key) => nodes('assertions', `orderBy: [{ ${key}: ${way} }]`)),
    ...['name', 'createdAt', 'updatedAt', 'allegationCount', 'statementCount'].map((key) =>
      nodes('parties', `orderBy: [{ ${key}: ${way} }]`),
    ),
  ]),
  ...['statements', 'allegations', 'assertions', 'parties'].flatMap((list) => [
    nodes(list, 'first: 100'),
    nodes(list, 'last: 3'),
  ]),
];

const FILTERS = [
  nodes('parties', `where: { slug: { equals: "party-7" } }`),
  nodes('parties', `where: { id: { in: ["${PARTY}"] } }`),
  nodes('parties', `where: { name: { equals: "Party x" } }`),
  nodes('parties', `where: { name: { equals: "party x", insensitive: true } }`),
  nodes('parties', `where: { name: { in: ["Party x", "Alias y"] } }`),
  nodes('parties', `where: { name: { contains: "deadbeef" } }`),
  nodes('parties', `where: { name: { contains: "deadbeef", insensitive: true } }`),
  nodes('parties', `where: { name: { startsWith: "Alias 00ff" } }`),
  nodes('statements', `where: { issuer: { name: { contains: "deadbeef" } } }`),
  nodes('allegations', `where: { accused: { name: { contains: "deadbeef" } } }`),
  nodes('assertions', `where: { speaker: { name: { contains: "deadbeef" } } }`),
  nodes('statements', `where: { slug: { equals: "statement-7" } }`),
  nodes('statements', `where: { id: { equals: "${SOME}" } }`),
  nodes('statements', `where: { issuer: { slug: { equals: "party-4999" } } }`),
  nodes('statements', `where: { attributed: { role: ISSUER, party: { id: { equals: "${PARTY}" } } } }`),
  nodes('statements', `where: { issuer: { id: { in: ["${PARTY}"] } } }`),
  nodes('allegations', `where: { accused: { id: { equals: "${PARTY}" } } }`),
  nodes('allegations', `where: { accuser: { id: { equals: "${PARTY}" } } }`),
  nodes('assertions', `where: { speaker: { id: { equals: "${PARTY}" } } }`),
  nodes('assertions', `where: { via: { id: { in: ["${PARTY}"] } } }`),
  nodes('statements', `where: { search: "fade" }`),
  nodes('statements', `where: { title: { contains: "deadbeef" } }`),
  nodes('statements', `where: { title: { startsWith: "Title 00ff" } }`),
  nodes('statements', `where: { title: { equals: "title abc", insensitive: true } }`),
  nodes('statements', `where: { issuedOn: { from: "2011-03-01", to: "2011-03-02", certain: true } }`),
  nodes('statements', `where: { issuedOn: { from: "2011-03-01", to: "2011-03-02" } }`),
  nodes('statements', `where: { assertions: { some: { speaker: { slug: { equals: "party-4999" } } } } }`),
  nodes('statements', `where: { allegations: { some: { slug: { equals: "allegation-7" } } } }`),
  nodes('allegations', `where: { slug: { in: ["allegation-7", "allegation-8"] } }`),
  nodes('allegations', `where: { accused: { slug: { equals: "party-4999" } } }`),
  nodes('allegations', `where: { accuser: { slug: { equals: "party-4999" } } }`),
  nodes('allegations', `where: { summary: { contains: "deadbeef", insensitive: true } }`),
  nodes('allegations', `where: { search: "fade" }`),
  nodes('allegations', `where: { occurredOn: { from: "2011-03-01", to: "2011-03-02" } }`),
  nodes('allegations', `where: { findings: { some: { verdict: { equals: UNPROVEN } } } }`),
  nodes('allegations', `where: { findings: { some: { body: { slug: { equals: "party-7" } } } } }`),
  nodes('allegations', `where: { findings: { some: { ruledOn: { from: "2011-03-01", to: "2011-03-02" } } } }`),
  nodes('assertions', `where: { speaker: { slug: { equals: "party-4999" } } }`),
  nodes('assertions', `where: { via: { slug: { equals: "party-4990" } } }`),
  nodes('assertions', `where: { statement: { slug: { equals: "statement-7" } } }`),
  nodes('assertions', `where: { allegation: { slug: { equals: "allegation-7" } } }`),
  nodes('assertions', `where: { saidOn: { from: "2011-03-01", to: "2011-03-02" } }`),
  nodes('parties', `where: { createdAt: { from: "2100-01-01T00:00:00Z" } }`),
  nodes('parties', `where: { updatedAt: { from: "2100-01-01T00:00:00Z" } }`),
  nodes('statements', `where: { createdAt: { from: "2100-01-01T00:00:00Z" } }`),
  nodes('statements', `where: { updatedAt: { from: "2100-01-01T00:00:00Z" } }`),
  nodes('allegations', `where: { createdAt: { from: "2100-01-01T00:00:00Z" } }`),
  nodes('allegations', `where: { updatedAt: { from: "2100-01-01T00:00:00Z" } }`),
  nodes('assertions', `where: { createdAt: { from: "2100-01-01T00:00:00Z" } }`),
  nodes('assertions', `where: { updatedAt: { from: "2100-01-01T00:00:00Z" } }`),
  nodes('assertions', `where: { inResponseTo: { id: { equals: "${SOME}" } } }`),
];

const RELATIONS = [
  `{ party(slug: "party-7") { names { name usedBy { id } } identifiers { value } relationships { kind } inverseRelationships { kind } } }`,
  `{ party(slug: "party-7") { statements { nodes { id } } assertions { nodes { id } } allegations { nodes { id standing } } } }`,
  `{ statement(slug: "statement-7") { assertions { nodes { id via { id } } } allegations { nodes { id } } issuers { id } segments { text assertions { id } } citedBy { id } } }`,
  `{ allegation(slug: "allegation-7") { accused { id } accusers { id } assertions { nodes { id responses { id } } } findings { id } counteredBy { id } } }`,
  `{ node(id: "${PARTY}") { id } }`,
  `{ timeline { nodes { __typename } } }`,
  `{ timeline(party: "${PARTY}") { nodes { __typename } } }`,
  `{ timeline(from: "2011-03-01") { nodes { __typename } } }`,
  `{ search(query: "deadbeef") { nodes { __typename } totalCount } }`,
];

describe.each([
  ['order', ORDERS],
  ['filter', FILTERS],
  ['relation', RELATIONS],
])('an index serves every %s', (_name, queries) => {
  describe.each(['READER', 'EDITOR'] as const)('of a %s', (role) => {
    it.each(queries)('%s', async (query) => {
      expect(scans(await explain(query, role))).toEqual([]);
    });
  });
});

/** The indexes that a plan reads. */
function indexes(plan: PlanNode): string[] {
  return [...(plan['Index Name'] ? [plan['Index Name']] : []), ...(plan.Plans ?? []).flatMap(indexes)];
}

it.each(['party', 'statement', 'allegation'])(
  'a reader looks up the slug of a %s in an index that has no hidden rows',
  async (type) => {
    const asked = [`{ ${type}(slug: "${type}-7") { id } }`, nodes(plural(type), `where: { slug: { equals: "x" } }`)];
    for (const query of asked) {
      const read = indexes(await explain(query, 'READER'));
      expect(read).toContain(`${type}_published_slug`);
      expect(read).not.toContain(`${type}_slug_key`);
    }
  },
);

it.each(['READER', 'EDITOR'] as const)(
  'a %s finds parties by any of their names in the indexes of names',
  async (role) => {
    const conditions = ['contains: "deadbeef"', 'startsWith: "Alias 00ff"', 'equals: "party x", insensitive: true'];
    for (const condition of conditions) {
      const read = indexes(await explain(nodes('parties', `where: { name: { ${condition} } }`), role));
      expect(read).toEqual(expect.arrayContaining(['party_name_text_idx', 'party_name_name_text_idx']));
    }
  },
);

it('sees a sequential scan where there is one', async () => {
  const { rows } = await database.pool.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(
    'explain (format json) select count(*) from assertion where mode is null',
  );
  expect(rows.flatMap((row) => scans(row['QUERY PLAN'][0].Plan))).toEqual(['assertion']);
});
