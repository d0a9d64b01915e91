import { type Attack, answered, anything, either, refused, refusedWith, type World } from '../support/attack';
import { post, times } from '../support/requests';

const base64 = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const jwt = (head: unknown, body: unknown, signature = ''): string => `${base64(head)}.${base64(body)}.${signature}`;

/** Values of the header Authorization that are no token. */
const WRONG: Readonly<Record<string, string>> = {
  'a word': 'x',
  'Bearer and nothing': 'Bearer',
  'Bearer and spaces': `Bearer ${' '.repeat(1_000)}x`,
  'a token of 10 kB': `Bearer ${'x'.repeat(10_000)}`,
  'ten thousand dots': `Bearer ${'.'.repeat(10_000)}`,
  'a token of two parts': 'Bearer a.b',
  'a token of five parts': 'Bearer a.b.c.d.e',
  'a JWT that is signed by nobody': `Bearer ${jwt({ alg: 'none' }, { sub: 'admin', role: 'ADMIN' })}`,
  'a JWT that is signed by None': `Bearer ${jwt({ alg: 'nOnE' }, { sub: 'admin' })}`,
  'a JWT whose key is at an address of its own': `Bearer ${jwt({ alg: 'RS256', jku: 'http://127.0.0.1:1/', kid: '../../etc/passwd' }, { sub: 'a' }, 'AAAA')}`,
  'a JWT that brings its own key': `Bearer ${jwt({ alg: 'ES256', jwk: { kty: 'EC', crv: 'P-256', x: 'A', y: 'A' } }, { sub: 'a' }, 'AAAA')}`,
  'a JWT that is compressed': `Bearer ${jwt({ alg: 'dir', enc: 'A256GCM', zip: 'DEF' }, {}, 'AAAA')}`,
  'a JWT with critical headers': `Bearer ${jwt({ alg: 'RS256', crit: Array(200).fill('x') }, {}, 'AAAA')}`,
  'a JWT of nested lists': `Bearer ${Buffer.from('['.repeat(5_000)).toString('base64url')}.e30.x`,
  'a JWT of no JSON': 'Bearer eA.eA.eA',
  'a scheme of its own': 'Basic YWRtaW46YWRtaW4=',
  'a comma between two tokens': 'Bearer a, Bearer b',
  'a thousand commas': `Bearer ${','.repeat(1_000)}`,
  'an API token that nobody has': `Bearer alg_${'A'.repeat(43)}`,
  quotes: 'Bearer "x"',
  'the end of an SQL string': `Bearer ' OR 1=1 --`,
};

const editing =
  (world: World, key: string): Attack['deliver'] =>
  () =>
    post('mutation ($i: CreatePartyInput!) { createParty(input: $i) { party { id } } }', {
      variables: { i: { slug: `key-${Math.random().toString(36).slice(2)}`, kind: 'PERSON', name: 'Key' } },
      authorization: world.editor,
      headers: { 'idempotency-key': key },
    });

/** Keys that a client may send to write something once. */
const IDEMPOTENCY_KEYS: Readonly<Record<string, string>> = {
  'of 10 kB': 'k'.repeat(10_000),
  'of spaces': '   ',
  'of quotes': `'";--`,
  'of __proto__': '__proto__',
  'of a comma': 'a, b',
};

export const tokens: readonly Attack[] = [
  ...Object.entries(WRONG).map(([what, authorization]) => ({
    name: `${what} for a token is UNAUTHENTICATED`,
    deliver: () => post('{ __typename }', { authorization }),
    expected: refused('UNAUTHENTICATED', 'RATE_LIMITED'),
  })),
  {
    name: 'a right token in another case of Bearer is answered or refused',
    deliver: ({ editor }) => post('{ __typename }', { authorization: editor.replace('Bearer', 'bEARER') }),
    expected: either('UNAUTHENTICATED'),
  },
  {
    name: 'a right token is answered',
    deliver: ({ editor }) => post('{ __typename }', { authorization: editor }),
    expected: answered,
  },
  {
    name: 'a header Authorization of 60 kB is refused',
    deliver: () => post('{ __typename }', { authorization: `Bearer ${'x'.repeat(60_000)}` }),
    expected: refusedWith(401, 431, 400),
  },
  {
    name: 'a mutation without a token is refused for whoever asks',
    deliver: () => post('mutation { deleteNode(input: { id: "x", version: 1 }) { deletedId } }'),
    expected: refused('UNAUTHENTICATED', 'FORBIDDEN', 'BAD_USER_INPUT'),
  },
  {
    name: '450 mutations without a token are refused in few words',
    deliver: () =>
      post(
        `mutation { ${times(450, (index) => `a${index}: deleteNode(input: { id: "${index}", version: 1 }) { deletedId }`)} }`,
      ),
    expected: refused('UNAUTHENTICATED', 'FORBIDDEN', 'BAD_USER_INPUT', 'COST_LIMIT_EXCEEDED'),
  },
  {
    name: '450 histories without a token are refused in few words',
    deliver: ({ partyId }) =>
      post(
        `{ ${times(450, (index) => `a${index}: history(id: "${partyId}", first: ${1 + (index % 100)}) { totalCount }`)} }`,
      ),
    expected: refused('FORBIDDEN', 'UNAUTHENTICATED', 'COST_LIMIT_EXCEEDED'),
  },
  ...Object.entries(IDEMPOTENCY_KEYS).map(([what, key]) => ({
    name: `an Idempotency-Key ${what} is taken or refused`,
    deliver: (world: World) => editing(world, key)(world),
    expected: either('BAD_USER_INPUT', 'CONFLICT'),
  })),
  {
    name: 'an Idempotency-Key in a query is ignored or refused',
    deliver: () => post('{ __typename }', { headers: { 'idempotency-key': 'x'.repeat(5_000) } }),
    expected: anything,
  },
];
