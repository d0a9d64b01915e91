import { type Attack, type Delivery, ended, MEGABYTE } from '../support/attack';
import { frame, message, Opcode } from '../support/frames';
import { bareSocket, listOf, socket, subscribe } from '../support/requests';

/** Milliseconds after which a server has ended a connection that does not get on. */
const PATIENCE = 45_000;

const limits = { milliseconds: PATIENCE, answerBytes: 4 * MEGABYTE };

/** Connections that write a little now and then, and never come to an end by themselves. */
const dripping = (first: string, drop: string, connections: number): Delivery => ({
  by: 'bytes',
  connections,
  listens: PATIENCE,
  steps: [{ write: first }, ...listOf(40, () => [{ wait: 1_000 }, { write: drop }]).flat()],
});

const head = (host: string): string => `POST /graphql HTTP/1.1\r\nhost: ${host}\r\ncontent-type: application/json\r\n`;

/** Attacks that hold connections for as long as the server lets them. They are made all at once. */
export const held: readonly Attack[] = [
  {
    name: '50 requests whose headers come a line a second are ended',
    deliver: ({ host }) => dripping(`GET / HTTP/1.1\r\nhost: ${host}\r\n`, 'x: y\r\n', 50),
    expected: ended(),
    limits,
  },
  {
    name: '50 requests whose bodies come a byte a second are ended',
    deliver: ({ host }) => dripping(`${head(host)}content-length: 1000\r\n\r\n{`, ' ', 50),
    expected: ended(),
    limits,
  },
  {
    name: '50 requests whose bodies come in chunks of a byte a second are ended',
    deliver: ({ host }) => dripping(`${head(host)}transfer-encoding: chunked\r\n\r\n1\r\n{\r\n`, '1\r\n \r\n', 50),
    expected: ended(),
    limits,
  },
  {
    name: 'a request that waits for leave to go on and then does not is ended',
    deliver: ({ host }) => ({
      by: 'bytes',
      steps: [{ write: `${head(host)}expect: 100-continue\r\ncontent-length: 100\r\n\r\n` }],
      listens: PATIENCE,
    }),
    expected: ended(),
    limits,
  },
  {
    name: '100 WebSockets that never say who they are are ended',
    deliver: () => ({ ...bareSocket([], { listens: PATIENCE }), connections: 100 }),
    expected: ended(4408, 1006, 1008),
    limits,
  },
  {
    name: '20 WebSockets that only ping are ended, or left alone where they read',
    deliver: () => ({
      ...bareSocket(listOf(30, () => [{ write: frame(Opcode.PING, 'x') }, { wait: 500 }]).flat(), { listens: 1_000 }),
      connections: 20,
    }),
    expected: ended(4408, 1006, 1008),
    limits,
  },
  {
    name: '20 subscribers that do not read are held cheaply while nothing changes',
    deliver: () => ({
      ...socket([{ write: subscribe('1', 'subscription { changes { id } }') }, { wait: 10_000 }], { reads: false }),
      connections: 20,
    }),
    expected: { ending: 'anything' },
    limits,
  },
  {
    name: 'a WebSocket that sends pings without end is ended, or answered without memory',
    deliver: () =>
      socket([{ write: Buffer.concat(listOf(200, () => message({ type: 'ping' }))), times: 500 }], { reads: false }),
    expected: { ending: 'anything' },
    limits,
  },
];
