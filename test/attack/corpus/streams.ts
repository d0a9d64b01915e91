import { type Attack, anything, either, MEGABYTE, refused } from '../support/attack';
import { listOf, post, stream, times } from '../support/requests';

const TYPED = 'subscription ($t: [ChangedType!]) { changes(types: $t) { id } }';
const CHANGES = 'subscription { changes { id type kind node { id } } }';
const COUNTED = ['BAD_USER_INPUT', 'COST_LIMIT_EXCEEDED'];

const documents: Readonly<Record<string, () => string>> = {
  'fragments that double 28 times': () =>
    `subscription { ...f0 } ${times(28, (index) => `fragment f${index} on Subscription { ...f${index + 1} ...f${index + 1} }`)} fragment f28 on Subscription { changes { id } }`,
  'fragments in a circle': () =>
    'subscription { ...a } fragment a on Subscription { ...b } fragment b on Subscription { ...a }',
  '1,500 aliases': () => `subscription { changes { ${times(1_500, (index) => `a${index}: id`)} } }`,
  'two root fields': () => 'subscription { a: changes { id } b: changes { id } }',
  'unknown fields by the thousand': () => `subscription { changes { ${times(2_000, (index) => `x${index}`)} } }`,
  'nodes nested 200 deep': () =>
    `subscription { changes { node { ... on Party { statements { nodes { ${'issuers { statements { nodes { '.repeat(200)}id${' } } }'.repeat(200)} } } } } } }`,
  'pages of a hundred, nested five times, for each change': () =>
    'subscription { changes { node { ... on Party { statements(first: 100) { nodes { assertions(first: 100) { nodes { allegation { assertions(first: 100) { nodes { statement { assertions(first: 100) { nodes { id } } } } } } } } } } } } } }',
  'a dash of everything': () => `subscription { changes(types: [${times(5_000, () => 'PARTY')}]) { id } }`,
};

export const streams: readonly Attack[] = [
  ...[1_000, 60_000, 150_000].map((count) => ({
    name: `${count} wrong values in changes(types:) are refused in few words over a stream of events`,
    deliver: () => stream(TYPED, { variables: { t: listOf(count, (index) => `PARTI${index % 10}`) } }),
    expected: refused(...COUNTED),
  })),
  {
    name: 'unknown keys for changes(types:) are refused in few words over a stream of events',
    deliver: () => stream(TYPED, { variables: { t: listOf(10_000, (index) => ({ [`k${index}`]: index })) } }),
    expected: refused(...COUNTED),
  },
  ...Object.entries(documents).map(([what, write]) => ({
    name: `a stream of events of ${what} is refused or stays cheap`,
    deliver: () => stream(write()),
    expected: either(),
  })),
  ...[
    'x',
    'A'.repeat(500_000),
    '0',
    '-1',
    '99999999999999999999',
    '\u0000',
    Buffer.from('["infinity"]').toString('base64url'),
  ].map((after) => ({
    name: `a stream of events after ${JSON.stringify(after.slice(0, 16))} is refused`,
    deliver: () => stream('subscription ($a: String) { changes(after: $a) { id } }', { variables: { a: after } }),
    expected: refused('BAD_USER_INPUT', 'CURSOR_EXPIRED', 'COST_LIMIT_EXCEEDED'),
  })),
  ...['x', '\u0000', 'x'.repeat(500_000)].map((id) => ({
    name: `a stream of events of the id ${JSON.stringify(id.slice(0, 16))} is refused`,
    deliver: () => stream('subscription ($i: ID) { changes(id: $i) { id } }', { variables: { i: id } }),
    expected: refused(...COUNTED),
  })),
  {
    name: 'a query by a stream of events is answered or refused',
    deliver: () => stream('{ __typename }'),
    expected: either(),
  },
  {
    name: 'a subscription without a stream of events is refused',
    deliver: () => post(CHANGES),
    expected: refused(),
  },
  {
    name: '200 streams that nobody reads are held cheaply, or refused',
    deliver: () => ({ ...stream(CHANGES, { reads: false, listens: 500 }), connections: 200 }),
    expected: either('RATE_LIMITED', 'OVERLOADED'),
    limits: { milliseconds: 4_000, answerBytes: 4 * MEGABYTE },
  },
  {
    name: 'streams that are opened and left a hundred times leave nothing behind',
    deliver: () => ({ ...stream(CHANGES, { listens: 0 }), connections: 100 }),
    expected: anything,
    limits: { milliseconds: 3_000 },
  },
  ...['text/event-stream;q=0', 'text/event-stream, '.repeat(300), `text/event-stream; x=${'y'.repeat(5_000)}`].map(
    (accept) => ({
      name: `a stream of events accepted as ${accept.slice(0, 40)} is opened or refused`,
      deliver: () => stream(CHANGES, { headers: { accept } }),
      expected: either(),
    }),
  ),
  {
    name: 'a Last-Event-ID of 10 kB is refused or ignored',
    deliver: () => stream(CHANGES, { headers: { 'last-event-id': 'x'.repeat(10_000) } }),
    expected: either(),
  },
];
