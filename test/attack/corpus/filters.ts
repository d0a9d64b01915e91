import { type Attack, either, refused } from '../support/attack';
import { listOf, nested, post, times } from '../support/requests';

const COST = ['COST_LIMIT_EXCEEDED', 'BAD_USER_INPUT'];
const PARTIES = 'query ($w: PartyWhereInput) { parties(where: $w) { totalCount } }';

const where = (name: string, w: () => unknown, expected = refused(...COST)): Attack => ({
  name,
  deliver: () => post(PARTIES, { variables: { w: w() } }),
  expected,
});

const logic: Attack[] = [
  ...(['AND', 'OR', 'NOT'] as const).flatMap((operator) => [
    where(`${operator} of 20,000 conditions is refused`, () => ({
      [operator]: listOf(20_000, (index) => ({ name: { equals: `n${index}` } })),
    })),
    where(
      `${operator} of 20,000 empty filters is refused or answered`,
      () => ({ [operator]: listOf(20_000, () => ({})) }),
      either(...COST),
    ),
    where(`${operator} nested 200 deep is refused`, () =>
      nested<unknown>(200, { name: { equals: 'x' } }, (inner) => ({ [operator]: [inner] })),
    ),
    where(`${operator} that doubles 14 times is refused`, () =>
      nested<unknown>(14, { name: { equals: 'x' } }, (inner) => ({ [operator]: [inner, inner] })),
    ),
  ]),
  where('NOT around not around NOT is refused when it goes on', () => ({
    name: nested<unknown>(300, { equals: 'x' }, (inner) => ({ not: inner })),
  })),
  where(
    'a mixture of AND, OR and NOT 30 deep is refused or answered',
    () => nested<unknown>(10, { name: { equals: 'x' } }, (inner) => ({ AND: [{ OR: [{ NOT: [inner] }] }] })),
    either(...COST),
  ),
];

/** How deep lists of lists are asked for. */
const RELATED = [4, 12, 60];

const related: Attack[] = RELATED.flatMap((depth) =>
  (['some', 'every', 'none'] as const).map((quantifier) =>
    where(
      `${quantifier} nested ${depth} deep is refused, or answered in time`,
      () =>
        nested<unknown>(depth, { slug: { equals: 'x' } }, (inner) => ({
          statements: { [quantifier]: { issuer: inner } },
        })),
      either(...COST),
    ),
  ),
);

const wide: Attack[] = [
  where(
    'some of a hundred kinds at once is refused or answered in time',
    () => ({
      OR: listOf(100, (index) => ({
        allegations: { some: { assertions: { some: { statement: { title: { contains: `t${index}` } } } } } },
      })),
    }),
    either(...COST),
  ),
  where(
    'every of everything about everything is refused or answered in time',
    () => ({
      statements: {
        every: {
          assertions: { every: { allegation: { assertions: { every: { speaker: { name: { contains: 'a' } } } } } } },
        },
      },
    }),
    either(...COST),
  ),
  {
    name: 'accuser of accused of accuser is refused or answered in time',
    deliver: () =>
      post('query ($w: AllegationWhereInput) { allegations(where: $w) { totalCount } }', {
        variables: {
          w: nested<unknown>(6, { slug: { equals: 'x' } }, (inner) => ({
            accuser: { allegations: { some: { accused: { allegations: { none: inner } } } } },
          })),
        },
      }),
    expected: either(...COST),
  },
  {
    name: 'slug: {in} repeated in 300 filters of one operation is refused or answered in time',
    deliver: () =>
      post(
        `{ ${times(300, (index) => `a${index}: parties(where: { slug: { in: ["a${index}", "b"] } }) { nodes { name } }`)} }`,
      ),
    expected: either(...COST),
  },
  {
    name: 'a filter of 2,000 conditions in a literal is refused',
    deliver: () =>
      post(
        `{ parties(where: { OR: [${times(2_000, (index) => `{ slug: { equals: "${index}" } }`)}] }) { totalCount } }`,
      ),
    expected: refused(...COST, 'GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED'),
  },
  {
    name: 'a standing in every condition of 500 is refused or answered in time',
    deliver: () =>
      post('query ($w: AllegationWhereInput) { allegations(where: $w) { totalCount } }', {
        variables: { w: { OR: listOf(500, () => ({ standing: { in: ['CONTESTED', 'RULED'] } })) } },
      }),
    expected: either(...COST),
  },
  {
    name: 'an order by the same key a thousand times is refused',
    deliver: () =>
      post('query ($o: [PartyOrderByInput!]) { parties(orderBy: $o) { totalCount } }', {
        variables: { o: listOf(1_000, () => ({ allegationCount: 'DESC' })) },
      }),
    expected: refused(...COST),
  },
  {
    name: 'an order of items with several keys is refused',
    deliver: () => post('{ parties(orderBy: [{ name: ASC, createdAt: DESC }]) { totalCount } }'),
    expected: refused('BAD_USER_INPUT'),
  },
];

const texts: Readonly<Record<string, string>> = {
  '100,000 percent signs': '%'.repeat(100_000),
  '100,000 underscores': '_'.repeat(100_000),
  '100,000 backslashes': '\\'.repeat(100_000),
  'percent signs and underscores in turn': '%_'.repeat(50_000),
  'a% a thousand times': 'a%'.repeat(1_000),
  'an expression that explodes, (a+)+$': '(a+)+$'.repeat(1_000),
  'an expression that explodes, (.*a){20}': '(.*a){20}',
  'nested brackets': `${'('.repeat(5_000)}${')'.repeat(5_000)}`,
  'U+0000': 'a\u0000b',
  'a lone high surrogate': 'a\ud800b',
  'lone low surrogates': '\udc00'.repeat(5_000),
  'text that runs from right to left and back': '\u202e\u2066\u202b'.repeat(5_000),
  'a thousand combining marks': `a${'\u0301'.repeat(1_000)}`,
  'ligatures that unfold, U+FDFA': '\ufdfa'.repeat(50_000),
  'the end of an SQL string': `'; DROP TABLE party; --`,
  'dollar quoting': '$$; SELECT pg_sleep(10); $$',
};

const patterns: Attack[] = Object.entries(texts).flatMap(([what, text]) =>
  (['contains', 'startsWith', 'equals'] as const).map((operator) =>
    where(
      `${operator} with ${what} is refused, or finds nothing in time`,
      () => ({ name: { [operator]: text, insensitive: true } }),
      either(...COST),
    ),
  ),
);

export const filters: readonly Attack[] = [...logic, ...related, ...wide, ...patterns];
