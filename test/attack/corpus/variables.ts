import { type Attack, either, refused } from '../support/attack';
import { listOf, nested, post, times } from '../support/requests';

const COUNTED = ['BAD_USER_INPUT', 'COST_LIMIT_EXCEEDED'];
const PARTIES = 'query ($w: PartyWhereInput) { parties(where: $w) { totalCount } }';
const STATEMENTS = 'query ($w: StatementWhereInput) { statements(where: $w) { totalCount } }';

const keys = (count: number, stem = 'k'): Record<string, number> =>
  Object.fromEntries(listOf(count, (index) => [`${stem}${index}`, index]));

const unknownKeys: Attack[] = [
  ...[100, 3_000, 60_000].map((count) => ({
    name: `${count} unknown keys in an input object are refused in few words`,
    deliver: () => post(PARTIES, { variables: { w: keys(count) } }),
    expected: refused(...COUNTED),
  })),
  {
    name: 'unknown keys with long names are refused in few words',
    deliver: () => post(PARTIES, { variables: { w: keys(400, 'x'.repeat(4_000)) } }),
    expected: refused(...COUNTED),
  },
  {
    name: 'unknown keys that are nearly known ones are refused without long suggestions',
    deliver: () => post(PARTIES, { variables: { w: keys(3_000, 'allegation') } }),
    expected: refused(...COUNTED),
  },
  {
    name: 'unknown keys deep inside a filter are refused in few words',
    deliver: () => post(PARTIES, { variables: { w: nested<unknown>(8, keys(3_000), (inner) => ({ AND: [inner] })) } }),
    expected: refused(...COUNTED),
  },
  {
    name: 'unknown keys in each item of a long list are refused in few words',
    deliver: () => post(PARTIES, { variables: { w: { OR: listOf(2_000, () => keys(10)) } } }),
    expected: refused(...COUNTED),
  },
  {
    name: 'unknown keys in each of many variables are refused in few words',
    deliver: () => {
      const heads = times(60, (index) => `$w${index}: PartyWhereInput`, ', ');
      const fields = times(60, (index) => `f${index}: parties(where: $w${index}) { totalCount }`);
      const variables = Object.fromEntries(listOf(60, (index) => [`w${index}`, keys(500)]));
      return post(`query (${heads}) { ${fields} }`, { variables });
    },
    expected: refused(...COUNTED),
  },
  {
    name: 'a variable is refused in few words when one key is wrong among many right values',
    deliver: () =>
      post(PARTIES, { variables: { w: { wrong: 1, slug: { in: listOf(20_000, (index) => `slug-${index}`) } } } }),
    expected: refused(...COUNTED),
  },
  {
    name: 'variables that the operation does not declare cost nothing',
    deliver: () => post('{ __typename }', { variables: keys(100_000) }),
    expected: either(...COUNTED),
  },
];

const wrongValues: Attack[] = [
  ...[1_000, 60_000].map((count) => ({
    name: `a list of ${count} wrong enum values is refused in few words`,
    deliver: () => post(PARTIES, { variables: { w: { kind: { in: listOf(count, (index) => `PERSOM_${index}`) } } } }),
    expected: refused(...COUNTED),
  })),
  {
    name: 'a list of 50,000 nulls where none may be is refused in few words',
    deliver: () => post(PARTIES, { variables: { w: { slug: { in: listOf(50_000, () => null) } } } }),
    expected: refused(...COUNTED),
  },
  {
    name: 'a long list of objects where texts belong is refused in few words',
    deliver: () => post(PARTIES, { variables: { w: { slug: { in: listOf(20_000, (index) => ({ index })) } } } }),
    expected: refused(...COUNTED),
  },
  {
    name: 'a text of a megabyte where a number belongs is not repeated',
    deliver: () =>
      post('query ($n: Int) { parties(first: $n) { totalCount } }', { variables: { n: '9'.repeat(1_000_000) } }),
    expected: refused(...COUNTED),
  },
  {
    name: 'a text of a megabyte where an enum belongs is not repeated',
    deliver: () => post(PARTIES, { variables: { w: { kind: { equals: 'P'.repeat(1_000_000) } } } }),
    expected: refused(...COUNTED),
  },
  ...['1e999', '-1e999', '1e308', '9007199254740993', '-1', '1.5', '4294967296', '"NaN"', '"Infinity"'].map(
    (number) => ({
      name: `the number ${number} for a page's size is refused`,
      deliver: () => ({
        ...post(''),
        body: `{"query":"query ($n: Int) { parties(first: $n) { totalCount } }","variables":{"n":${number}}}`,
      }),
      expected: refused(...COUNTED, 'BAD_REQUEST'),
    }),
  ),
  ...[-1, 101, 2_147_483_647].map((first) => ({
    name: `a page of ${first} is refused`,
    deliver: () => post(`{ parties(first: ${first}) { totalCount } }`),
    expected: refused('BAD_USER_INPUT'),
  })),
];

const shapes: Attack[] = [
  {
    name: 'variables nested 20,000 levels deep are refused',
    deliver: () => ({
      ...post(''),
      body: `{"query":${JSON.stringify(PARTIES)},"variables":{"w":${'{"NOT":['.repeat(20_000)}{}${']}'.repeat(20_000)}}}`,
    }),
    expected: refused(...COUNTED, 'BAD_REQUEST'),
  },
  {
    name: 'a list nested 20,000 levels deep is refused',
    deliver: () => ({
      ...post(''),
      body: `{"query":${JSON.stringify(STATEMENTS)},"variables":{"w":{"OR":${'['.repeat(20_000)}${']'.repeat(20_000)}}}}`,
    }),
    expected: refused(...COUNTED, 'BAD_REQUEST'),
  },
  {
    name: 'a single value where a list belongs is taken as a list of one, also nested',
    deliver: () => post(PARTIES, { variables: { w: { OR: { AND: { NOT: { slug: { in: 'x' } } } } } } }),
    expected: either(...COUNTED),
  },
  ...['__proto__', 'constructor', 'toString', 'valueOf', 'hasOwnProperty', '__defineGetter__'].flatMap((name) => [
    {
      name: `a variable named ${name} is a variable as any other`,
      deliver: () => ({
        ...post(''),
        body: JSON.stringify({
          query: `query ($${name}: String!) { parties(where: { slug: { equals: $${name} } }) { totalCount } }`,
          variables: JSON.parse(`{"${name === '__proto__' ? 'other' : name}":"x"}`) as unknown,
        }),
      }),
      expected: either('BAD_USER_INPUT'),
    },
    {
      name: `a key named ${name} in an input object is unknown`,
      deliver: () => ({
        ...post(''),
        body: `{"query":${JSON.stringify(PARTIES)},"variables":{"w":{"${name}":{"slug":"x"}}}}`,
      }),
      expected: refused('BAD_USER_INPUT', 'BAD_REQUEST'),
    },
  ]),
  {
    name: 'a variable that is required and missing is named in few words, however long its name',
    deliver: () => {
      const name = 'v'.repeat(100_000);
      return post(`query ($${name}: String!) { search(query: $${name}) { totalCount } }`);
    },
    expected: refused(...COUNTED, 'GRAPHQL_VALIDATION_FAILED'),
  },
  {
    name: 'two thousand variables of the same name are refused in few words',
    deliver: () => post(`query (${'$v: String '.repeat(2_000)}) { search(query: $v) { totalCount } }`),
    expected: refused('GRAPHQL_VALIDATION_FAILED', 'GRAPHQL_PARSE_FAILED', ...COUNTED),
  },
];

export const variables: readonly Attack[] = [...unknownKeys, ...wrongValues, ...shapes];
