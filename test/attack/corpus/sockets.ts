import { type Attack, anything, either, ended, KILOBYTE, MEGABYTE } from '../support/attack';
import { frame, message, Opcode } from '../support/frames';
import { bareSocket, listOf, socket, subscribe, times } from '../support/requests';

const CHANGES = 'subscription { changes { id } }';
const TYPED = 'subscription ($t: [ChangedType!]) { changes(types: $t) { id } }';

/** Bad request, invalid message, too large, not understood, policy, unauthorized, too many of either. */
const INVALID = [1002, 1003, 1006, 1007, 1008, 1009, 4400];

const frames: Attack[] = [
  ...[1.9 * MEGABYTE, 126, 65_536].map((length) => ({
    name: `a ping of ${length} bytes breaks the protocol`,
    deliver: () => socket([{ write: frame(Opcode.PING, 'x'.repeat(length)) }]),
    expected: ended(...INVALID),
  })),
  {
    name: 'pings of 1.9 MB that claim to be whole messages are not echoed to who does not read',
    deliver: () => socket([{ write: frame(Opcode.PING, 'x'.repeat(1.9 * MEGABYTE)), times: 50 }], { reads: false }),
    expected: anything,
  },
  {
    name: 'pings by the ten thousand to who does not read are not kept',
    deliver: () => socket([{ write: frame(Opcode.PING, 'x'.repeat(125)), times: 40_000 }], { reads: false }),
    expected: anything,
    limits: { memoryBytes: 100 * MEGABYTE, milliseconds: 4_000 },
  },
  {
    name: 'pings of the protocol by the ten thousand to who does not read are not kept',
    deliver: () =>
      socket([{ write: message({ type: 'ping', payload: { x: 'x'.repeat(1_000) } }), times: 20_000 }], {
        reads: false,
      }),
    expected: anything,
    limits: { memoryBytes: 100 * MEGABYTE, milliseconds: 4_000 },
  },
  {
    name: 'a message of 1 MB ends the socket',
    deliver: () => socket([{ write: subscribe('1', `{ a } #${'x'.repeat(MEGABYTE)}`) }]),
    expected: ended(...INVALID, 4413),
  },
  {
    name: 'a message of 3 MB ends the socket',
    deliver: () => socket([{ write: subscribe('1', 'x'.repeat(3 * MEGABYTE)) }]),
    expected: ended(...INVALID, 4413),
  },
  {
    name: 'a message of endless fragments ends the socket',
    deliver: () =>
      socket([
        { write: frame(Opcode.TEXT, 'x', { fin: false }) },
        { write: frame(Opcode.CONTINUATION, 'x'.repeat(64 * KILOBYTE), { fin: false }), times: 100 },
      ]),
    expected: ended(...INVALID, 4413),
  },
  {
    name: 'a message of 200,000 empty fragments ends the socket or costs nothing',
    deliver: () =>
      socket([
        { write: frame(Opcode.TEXT, '', { fin: false }) },
        { write: frame(Opcode.CONTINUATION, '', { fin: false }), times: 200_000 },
      ]),
    expected: anything,
    limits: { milliseconds: 5_000 },
  },
  {
    name: 'a frame that claims 2^62 bytes ends the socket',
    deliver: () => socket([{ write: frame(Opcode.TEXT, 'x', { claims: 2n ** 62n }) }]),
    expected: ended(...INVALID),
  },
  {
    name: 'a frame that claims 2^40 bytes ends the socket before they come',
    deliver: () => socket([{ write: frame(Opcode.BINARY, 'x', { claims: 2n ** 40n }) }]),
    expected: ended(...INVALID),
  },
  ...[
    { what: 'that is not masked', bytes: frame(Opcode.TEXT, '{"type":"ping"}', { masked: false }) },
    { what: 'with reserved bits', bytes: frame(Opcode.TEXT, '{"type":"ping"}', { reserved: 7 }) },
    { what: 'of compressed text', bytes: frame(Opcode.TEXT, Buffer.alloc(100), { reserved: 4 }) },
    { what: 'of an unknown kind', bytes: frame(11, 'x') },
    { what: 'that continues nothing', bytes: frame(Opcode.CONTINUATION, 'x') },
    { what: 'of a fragmented ping', bytes: frame(Opcode.PING, 'x', { fin: false }) },
    { what: 'of invalid UTF-8', bytes: frame(Opcode.TEXT, Buffer.of(0xff, 0xfe, 0xc0, 0x80)) },
    { what: 'with the close code 999', bytes: frame(Opcode.CLOSE, Buffer.of(0x03, 0xe7)) },
    { what: 'with half a close code', bytes: frame(Opcode.CLOSE, Buffer.of(3)) },
  ].map(({ what, bytes }) => ({
    name: `a frame ${what} ends the socket`,
    deliver: () => socket([{ write: bytes }]),
    expected: ended(...INVALID),
  })),
  {
    name: 'binary messages end the socket or are read as text',
    deliver: () => socket([{ write: frame(Opcode.BINARY, Buffer.alloc(100_000, 0xff)) }]),
    expected: ended(...INVALID),
  },
  {
    name: 'HTTP over an open WebSocket ends it',
    deliver: () => socket([{ write: 'GET / HTTP/1.1\r\nhost: a\r\n\r\n' }]),
    expected: ended(...INVALID),
  },
];

const TEXTS: Readonly<Record<string, string>> = {
  'no JSON': 'x',
  'an empty message': '',
  null: 'null',
  'a list': '[]',
  'no type': '{}',
  'a type of its own': '{"type":"exploit"}',
  'a type that only servers send': '{"type":"next","id":"1","payload":{}}',
  'a type that is an object': '{"type":{"toString":1}}',
  '__proto__ as a type': '{"type":"__proto__"}',
  'a subscription without an id': '{"type":"subscribe","payload":{"query":"{ a }"}}',
  'a subscription without a payload': '{"type":"subscribe","id":"1"}',
  'a subscription with a number for an id': '{"type":"subscribe","id":1,"payload":{"query":"{ a }"}}',
  'a subscription whose query is an object': '{"type":"subscribe","id":"1","payload":{"query":{}}}',
  'brackets 50,000 deep': '['.repeat(50_000),
};

const messages: Attack[] = [
  ...Object.entries(TEXTS).map(([what, text]) => ({
    name: `a message that is or has ${what} ends the socket`,
    deliver: () => socket([{ write: frame(Opcode.TEXT, text) }]),
    expected: ended(...INVALID),
  })),
  {
    name: 'a thousand connection_inits end the socket',
    deliver: () => bareSocket([{ write: message({ type: 'connection_init' }), times: 1_000 }]),
    expected: ended(4429, 1008, 1006),
  },
  {
    name: 'a thousand connection_inits with a token that must be looked up end the socket',
    deliver: ({ editor }) =>
      bareSocket([{ write: message({ type: 'connection_init', payload: { authorization: editor } }), times: 1_000 }]),
    expected: ended(4429, 1008, 1006),
  },
  {
    name: 'subscribing before connection_init ends the socket',
    deliver: () => bareSocket([{ write: subscribe('1', CHANGES), times: 1_000 }]),
    expected: ended(4401, 1008, 1006, 4429),
  },
  {
    name: 'a thousand subscriptions over one socket are refused beyond twenty',
    deliver: () => socket(listOf(1_000, (index) => ({ write: subscribe(String(index), CHANGES) }))),
    expected: either('BAD_USER_INPUT', 'RATE_LIMITED', 'COST_LIMIT_EXCEEDED'),
    // Messages are handled at a limited speed.
    limits: { answerBytes: 400 * KILOBYTE, milliseconds: 12_000 },
  },
  {
    name: 'a thousand subscriptions of the same id end the socket',
    deliver: () => socket([{ write: subscribe('1', CHANGES), times: 1_000 }]),
    expected: ended(4409, 4429, 1008, 1006),
  },
  {
    name: 'subscribing and completing by the thousand stays cheap',
    deliver: () =>
      socket(
        listOf(1_000, (index) => ({
          write: Buffer.concat([subscribe(String(index), CHANGES), message({ type: 'complete', id: String(index) })]),
        })),
      ),
    expected: anything,
    limits: { milliseconds: 3_000, answerBytes: 400 * KILOBYTE },
  },
  {
    name: 'completing what was never begun by the ten thousand is ignored',
    deliver: () => socket([{ write: message({ type: 'complete', id: 'x' }), times: 10_000 }]),
    expected: anything,
    limits: { milliseconds: 2_000 },
  },
  {
    name: 'an id of a subscription of 100 kB is refused or costs no more than itself',
    deliver: () => socket([{ write: subscribe('x'.repeat(100_000), '{ a }') }]),
    expected: anything,
    limits: { answerBytes: 250 * KILOBYTE },
  },
  {
    name: 'connection_init with a megabyte ends the socket',
    deliver: () => bareSocket([{ write: message({ type: 'connection_init', payload: { x: 'x'.repeat(MEGABYTE) } }) }]),
    expected: ended(...INVALID, 4413),
  },
  ...[[], 5, { a: 1 }, 'Bearer x', `Bearer ${'x'.repeat(20_000)}`, null].map((authorization, index) => ({
    name: `connection_init with an authorization that is no token (${index}) ends the socket`,
    deliver: () => bareSocket([{ write: message({ type: 'connection_init', payload: { authorization } }) }]),
    expected: ended(4401, 4400, 4403, 1008, 1009),
  })),
];

const WRONG = [
  'BAD_USER_INPUT',
  'COST_LIMIT_EXCEEDED',
  'GRAPHQL_VALIDATION_FAILED',
  'GRAPHQL_PARSE_FAILED',
  'BAD_REQUEST',
];

const subscriptions: Attack[] = [
  {
    name: '20,000 wrong values in changes(types:) are refused in few words over a WebSocket',
    deliver: () => socket([{ write: subscribe('1', TYPED, { t: listOf(20_000, () => 'PARTI') }) }]),
    expected: { ending: 'refused', codes: WRONG },
  },
  {
    name: '60,000 wrong values in changes(types:) are refused or end the WebSocket',
    deliver: () => socket([{ write: subscribe('1', TYPED, { t: listOf(60_000, (index) => `P${index}`) }) }]),
    expected: anything,
  },
  {
    name: 'the type PARTY 20,000 times is refused or taken once',
    deliver: () => socket([{ write: subscribe('1', TYPED, { t: listOf(20_000, () => 'PARTY') }) }]),
    expected: either(...WRONG),
  },
  ...[
    '{ ...a } fragment a on Query { ...a }',
    `subscription { ...f0 } ${times(28, (index) => `fragment f${index} on Subscription { ...f${index + 1} ...f${index + 1} }`)} fragment f28 on Subscription { changes { id } }`,
    'subscription { a: changes { id } b: changes { id } }',
    'subscription { __typename }',
    `subscription { changes { ${times(1_500, (index) => `a${index}: id`)} } }`,
    `subscription { changes { node { ${times(1_000, (index) => `unknown${index}`)} } } }`,
    `subscription { changes { ${'id '.repeat(9_000)} } }`,
    'mutation { deleteNode(input: { id: "x", version: 1 }) { deletedId } }',
    'subscription { changes(after: "AAAA") { id } }',
    'subscription { changes(id: "not-an-id") { id } }',
    '{'.repeat(100_000),
  ].map((query) => ({
    name: `subscribing to ${query.slice(0, 40)} is refused or stays cheap over a WebSocket`,
    deliver: () => socket([{ write: subscribe('1', query) }]),
    expected: either(),
  })),
];

const HEADERS: readonly Readonly<Record<string, string>>[] = [
  { 'sec-websocket-protocol': 'graphql-ws' },
  { 'sec-websocket-protocol': 'x'.repeat(10_000) },
  { 'sec-websocket-protocol': times(2_000, (index) => `p${index}`, ',') },
  { 'sec-websocket-version': '7' },
  { 'sec-websocket-key': 'short' },
  { 'sec-websocket-extensions': times(1_000, () => 'permessage-deflate; client_max_window_bits', ', ') },
  { 'sec-websocket-extensions': '"' },
  { upgrade: 'websocket, h2c' },
  { authorization: `Bearer ${'.'.repeat(10_000)}` },
];

const openings: Attack[] = HEADERS.map((headers) => ({
  name: `opening a WebSocket with ${JSON.stringify(headers).slice(0, 60)} is refused, or ends`,
  deliver: () => bareSocket([{ write: message({ type: 'connection_init' }) }], { headers }),
  expected: anything,
}));

export const sockets: readonly Attack[] = [...frames, ...openings];
export const socketMessages: readonly Attack[] = [...messages, ...subscriptions];
