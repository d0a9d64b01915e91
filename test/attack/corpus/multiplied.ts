import { type Attack, either, refused } from '../support/attack';
import { listOf, post, times } from '../support/requests';

// A document with too many tokens is not parsed to its end.
const COST = ['COST_LIMIT_EXCEEDED', 'BAD_USER_INPUT', 'RATE_LIMITED', 'GRAPHQL_PARSE_FAILED'];

/** Fields that are dear, each under an alias of its number. */
const DEAR: Readonly<Record<string, (index: number) => string>> = {
  searches: (index) => `a${index}: search(query: "bridge ${index}", first: 100) { totalCount nodes { __typename } }`,
  'counts of all': (index) =>
    `a${index}: assertions(where: { saidOn: { from: "1990-01-0${1 + (index % 9)}" } }) { totalCount }`,
  facets: (index) =>
    `a${index}: allegations(where: { slug: { notIn: ["s${index}"] } }) { facets(by: ACCUSED, first: 100) { value count } }`,
  timelines: (index) => `a${index}: timeline(first: 100, from: "1990-01-01") { totalCount edges { cursor } }`,
  networks: (index) =>
    `a${index}: accusationNetwork(where: { slug: { notIn: ["s${index}"] } }) { accusations { allegations answered } }`,
  'searches in filters': (index) => `a${index}: statements(where: { search: "harbour ${index}" }) { totalCount }`,
  'patterns in filters': (index) =>
    `a${index}: parties(where: { name: { contains: "a${index}", insensitive: true } }) { totalCount }`,
  'orders by relevance': (index) =>
    `a${index}: allegations(where: { search: "bridge" }, orderBy: [{ relevance: DESC }], first: ${1 + (index % 100)}) { nodes { id } }`,
  'lists of nodes': (index) => `a${index}: nodes(ids: []) { id __typename }`,
};

const aliases: Attack[] = Object.entries(DEAR).map(([what, write]) => ({
  name: `450 ${what} under aliases in one operation are refused, or answered in time`,
  deliver: () => post(`{ ${times(450, write)} }`),
  expected: either(...COST),
}));

const inOneSelection: Attack[] = [
  {
    name: '1,700 aliases in one selection are refused',
    deliver: () => post(`{ parties(first: 5) { nodes { ${times(1_700, (index) => `a${index}: name`)} } } }`),
    expected: refused(...COST),
  },
  {
    name: '1,700 aliases of one root field are refused',
    deliver: () => post(`{ ${times(1_700, (index) => `a${index}: __typename`)} }`),
    expected: either(...COST),
  },
  {
    name: '300 aliases of a list in each node of a page are refused',
    deliver: () =>
      post(
        `{ parties(first: 100) { nodes { ${times(300, (index) => `a${index}: statements(first: 100) { totalCount }`)} } } }`,
      ),
    expected: refused(...COST),
  },
  {
    name: 'pages of a hundred, five lists deep, are refused',
    deliver: () =>
      post(
        `{ parties(first: 100) { nodes { statements(first: 100) { nodes { assertions(first: 100) { nodes { allegation { assertions(first: 100) { nodes { speaker { name } } } } } } } } } } }`,
      ),
    expected: refused(...COST),
  },
  {
    name: 'lists without pages, nested, are refused or answered in time',
    deliver: () =>
      post(
        `{ parties(first: 20) { nodes { inverseRelationships { subject { inverseRelationships { subject { relationships { object { name } } } } } } } } }`,
      ),
    expected: either(...COST),
    limits: { answerBytes: 1_000_000 },
  },
  {
    name: 'answers to answers to answers are refused or answered in time',
    deliver: () =>
      post(
        `{ assertions(first: 20) { nodes { responses { responses { responses { responses { responses { id } } } } } } } }`,
      ),
    expected: either(...COST),
    limits: { answerBytes: 1_000_000 },
  },
  {
    name: 'facets of each list of each node are refused or answered in time',
    deliver: () =>
      post(
        `{ parties(first: 100) { nodes { ${times(20, (index) => `a${index}: allegations { facets(by: ACCUSER, first: ${index + 1}) { value party { name } } }`)} } } }`,
      ),
    expected: either(...COST),
    limits: { answerBytes: 1_000_000 },
  },
  {
    name: 'bodies of all statements under many aliases are refused',
    deliver: () => post(`{ statements(first: 100) { nodes { ${times(400, (index) => `b${index}: body`)} } } }`),
    expected: refused(...COST),
  },
];

const manyValues: Attack[] = [
  {
    name: '70,000 values to bind in one list are refused or answered',
    deliver: () =>
      post('query ($s: [String!]) { parties(where: { slug: { in: $s } }) { totalCount } }', {
        variables: { s: listOf(70_000, (index) => `s${index}`) },
      }),
    expected: either(...COST),
  },
  {
    name: '70,000 values to bind in many lists are refused',
    deliver: () =>
      post('query ($w: PartyWhereInput) { parties(where: $w) { totalCount } }', {
        variables: { w: { OR: listOf(700, () => ({ slug: { in: listOf(100, (index) => `s${index}`) } })) } },
      }),
    expected: refused(...COST),
  },
  {
    name: '70,000 ids of nodes are refused',
    deliver: ({ partyId }) =>
      post('query ($i: [ID!]!) { nodes(ids: $i) { id } }', { variables: { i: listOf(50_000, () => partyId) } }),
    expected: refused(...COST),
  },
  {
    name: '20,000 texts that cannot be ids are refused in few words',
    deliver: () =>
      post('query ($i: [ID!]!) { nodes(ids: $i) { id } }', {
        variables: { i: listOf(20_000, (index) => `x${index}`) },
      }),
    expected: refused(...COST),
  },
  {
    name: 'the same long list through 200 places is refused, or answered in time',
    deliver: () =>
      post(
        `query ($s: [String!]) { ${times(200, (index) => `a${index}: parties(where: { slug: { in: $s } }) { totalCount }`)} }`,
        { variables: { s: listOf(2_000, (index) => `s${index}`) } },
      ),
    expected: either(...COST),
  },
  {
    name: 'the same filter through 400 places is refused',
    deliver: () =>
      post(`query ($w: PartyWhereInput) { ${times(400, (index) => `a${index}: parties(where: $w) { totalCount }`)} }`, {
        variables: { w: { OR: listOf(100, (index) => ({ name: { contains: `n${index}` } })) } },
      }),
    expected: refused(...COST),
  },
];

export const multiplied: readonly Attack[] = [...aliases, ...inOneSelection, ...manyValues];
