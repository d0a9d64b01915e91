import { type Attack, either } from '../support/attack';
import { post, times } from '../support/requests';

/** Words to search for, hostile in one way each. */
const SEARCHES: Readonly<Record<string, string>> = {
  'a thousand characters of one word': 'a'.repeat(1_000),
  'five hundred words': times(500, () => 'a').slice(0, 1_000),
  'five hundred different short words': times(250, (index) => index.toString(36)).slice(0, 1_000),
  'common words only': 'the of and to in is '.repeat(40).slice(0, 1_000),
  'OR between all words': 'bridge OR '.repeat(99).slice(0, 1_000),
  'nothing but OR': 'OR '.repeat(333),
  'nothing but the word or': 'or '.repeat(333),
  'minus signs only': '-'.repeat(1_000),
  'minus before every word': '-bridge '.repeat(124),
  'minus before single letters': '-a '.repeat(333),
  'quotes only': '"'.repeat(1_000),
  'an odd number of quotes': '"'.repeat(999),
  'empty phrases': '"" '.repeat(333),
  'phrases that are denied': '-"a b" '.repeat(140).slice(0, 1_000),
  'a phrase of 500 words': `"${'a '.repeat(498)}"`,
  'operators of tsquery': '&|!():*<->'.repeat(100),
  'weights and prefixes': 'bridge:*A & harbour:*B '.repeat(40).slice(0, 1_000),
  'backslashes and apostrophes': `\\'`.repeat(500),
  'percent signs': '%'.repeat(1_000),
  'an expression that explodes': '(a+)+$ '.repeat(140).slice(0, 1_000),
  'U+0000': 'bridge\u0000harbour',
  'a lone surrogate': 'bridge \ud800',
  'characters beyond the BMP': '😀'.repeat(500),
  'nothing but spaces': ' '.repeat(1_000),
  'nothing but invisible characters': '\u200b\u2060\ufeff'.repeat(300),
  'text from right to left': '\u202egdirb '.repeat(100),
  'combining marks': `b${'\u0301'.repeat(999)}`,
  'ligatures that unfold': '\ufdfa'.repeat(1_000),
  addresses: 'http://a.b/c?d=e '.repeat(58),
  markup: '<mark><script>alert(1)</script>'.repeat(30),
  'digits and signs': '-1.5e10 '.repeat(124),
  'hyphens inside words': `${'a-'.repeat(499)}b`,
  'dots inside words': `${'a.'.repeat(499)}b`,
  'slashes inside words': '/a'.repeat(500),
  emails: 'a@b.c '.repeat(166),
  'three letters that are everywhere': 'ing '.repeat(250),
};

const whereSearched: readonly ((text: string) => { query: string; variables: unknown })[] = [
  (text) => ({
    query: 'query ($q: String!) { search(query: $q, first: 100) { totalCount edges { score snippet } } }',
    variables: { q: text },
  }),
  (text) => ({
    query: `query ($q: String!) { statements(where: { search: $q }, orderBy: [{ relevance: DESC }]) { totalCount nodes { title } }
      allegations(where: { search: $q }, orderBy: [{ relevance: ASC }]) { totalCount nodes { summary } } }`,
    variables: { q: text },
  }),
];

const hostile: Attack[] = Object.entries(SEARCHES).flatMap(([what, text]) =>
  whereSearched.map((write, index) => ({
    name: `${index === 0 ? 'a search' : 'filters that search'} for ${what}: in time, or refused`,
    deliver: () => {
      const { query, variables } = write(text);
      return post(query, { variables });
    },
    expected: either('BAD_USER_INPUT', 'COST_LIMIT_EXCEEDED'),
  })),
);

const tooLong: Attack[] = [1_001, 100_000, 1_500_000].map((length) => ({
  name: `a search of ${length} characters is refused`,
  deliver: () =>
    post('query ($q: String!) { search(query: $q) { totalCount } }', { variables: { q: 'a '.repeat(length / 2 + 1) } }),
  expected: { ending: 'refused', codes: ['BAD_USER_INPUT', 'COST_LIMIT_EXCEEDED'] },
}));

export const searches: readonly Attack[] = [...hostile, ...tooLong];
