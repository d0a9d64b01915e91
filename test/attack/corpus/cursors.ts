import { type Attack, either, refused } from '../support/attack';
import { get, listOf, post } from '../support/requests';

const base64 = (text: string): string => Buffer.from(text).toString('base64url');

/** Days that no calendar or no column knows; as values that a cursor may carry, and as arguments. */
const DAYS = [
  '0000-01-01',
  '2024-02-30',
  '2024-13-01',
  '-0001-01-01',
  '12024-01-01',
  '99999-12-31',
  'infinity',
  '-infinity',
  'today',
  'now',
  'epoch',
  '2024-01-01T00:00:00-23:59',
  '2024-01-01 BC',
  '',
  ' ',
  '0'.repeat(100_000),
];

const forged: Attack[] = [
  ...DAYS.map((day) => base64(JSON.stringify([day, '01890000-0000-7000-8000-00000000dead']))),
  ...DAYS.slice(0, 8).map((day) => base64(JSON.stringify({ v: [day], id: 'x' }))),
  base64('['.repeat(100_000)),
  base64(`${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`),
  base64(JSON.stringify(listOf(100_000, (index) => index))),
  base64('{"__proto__":{"x":1}}'),
  base64('\u0000'),
  base64('null'),
  base64('1e999'),
  'A'.repeat(1_000_000),
  '='.repeat(1_000),
  '%%%',
  '🙂'.repeat(1_000),
  '\u0000',
  "' OR 1=1 --",
].map((cursor, index) => ({
  name: `the forged cursor ${index} (${JSON.stringify(cursor.slice(0, 16))}) is refused`,
  deliver: () =>
    post('query ($c: String) { statements(after: $c) { totalCount nodes { id } } }', { variables: { c: cursor } }),
  expected: refused('BAD_USER_INPUT', 'COST_LIMIT_EXCEEDED'),
}));

/** Lists to which a cursor of `parties` does not belong. */
const OTHERS = ['statements', 'allegations', 'assertions', 'timeline', 'parties(orderBy: [{ name: DESC }], where: {})'];

const strange: Attack[] = [
  ...OTHERS.map((list) => ({
    name: `a cursor of parties is refused in ${list}`,
    deliver: ({ partyCursor }: { partyCursor: string }) => {
      const cursor = `after: ${JSON.stringify(partyCursor)}`;
      const asked = list.includes('(') ? list.replace(')', `, ${cursor})`) : `${list}(${cursor})`;
      return post(`{ ${asked} { totalCount edges { cursor } } }`);
    },
    // What is asked for is another list or another order.
    expected: refused('BAD_USER_INPUT'),
  })),
  {
    name: 'a real cursor with every byte changed in turn is refused or a cursor',
    deliver: ({ partyCursor }) => {
      const broken = listOf(
        Math.min(partyCursor.length, 30),
        (at) => `${partyCursor.slice(0, at)}!${partyCursor.slice(at + 1)}`,
      );
      return post(
        `{ ${broken.map((cursor, index) => `a${index}: parties(after: ${JSON.stringify(cursor)}, first: 1) { nodes { id } }`).join(' ')} }`,
      );
    },
    expected: refused('BAD_USER_INPUT', 'COST_LIMIT_EXCEEDED'),
  },
  {
    name: 'after and before that leave nothing between them find nothing',
    deliver: ({ partyCursor }) =>
      post('query ($c: String) { parties(after: $c, before: $c) { nodes { id } pageInfo { hasNextPage } } }', {
        variables: { c: partyCursor },
      }),
    expected: either('BAD_USER_INPUT'),
  },
];

const days: Attack[] = DAYS.map((day) => ({
  name: `the day ${JSON.stringify(day.slice(0, 30))} is refused as an argument`,
  deliver: () => post('query ($d: Date) { timeline(from: $d) { totalCount } }', { variables: { d: day } }),
  expected: refused('BAD_USER_INPUT'),
}));

const KEYS = [
  '',
  'x'.repeat(1_000_000),
  '\u0000',
  '01890000-0000-7000-8000-00000000dea',
  '{01890000-0000-7000-8000-00000000dead}',
  '%',
  'urn:uuid:01890000-0000-7000-8000-00000000dead',
];

const keys: Attack[] = KEYS.flatMap((key) => [
  {
    name: `the id ${JSON.stringify(key.slice(0, 24))} is refused or of nothing`,
    deliver: () => post('query ($i: ID!) { node(id: $i) { id } }', { variables: { i: key } }),
    expected: either('BAD_USER_INPUT'),
  },
  {
    name: `the slug ${JSON.stringify(key.slice(0, 24))} is refused or of nothing`,
    deliver: () => post('query ($s: String) { party(slug: $s) { id } }', { variables: { s: key } }),
    expected: either('BAD_USER_INPUT'),
  },
]);

const byGet: Attack[] = [
  {
    name: 'a query string of 60 kB is answered or refused in few words',
    deliver: () => get({ query: `{ party(slug: "${'x'.repeat(60_000)}") { id } }` }),
    expected: either(),
  },
  {
    name: 'variables of 10 kB in the query string are treated as in a body',
    deliver: () =>
      get({
        query: 'query ($w: PartyWhereInput) { parties(where: $w) { totalCount } }',
        variables: JSON.stringify({ w: Object.fromEntries(listOf(800, (index) => [`k${index}`, 1])) }),
      }),
    expected: refused('BAD_USER_INPUT', 'COST_LIMIT_EXCEEDED'),
  },
  ...['{', '[]', '5', '"x"', '{"__proto__":{"w":1}}', '['.repeat(5_000)].map((variables) => ({
    name: `the variables ${variables.slice(0, 12)} in the query string are refused or empty`,
    deliver: () => get({ query: '{ __typename }', variables }),
    expected: either('BAD_REQUEST', 'BAD_USER_INPUT'),
  })),
];

export const cursors: readonly Attack[] = [...forged, ...strange, ...days, ...keys, ...byGet];
