import { type Attack, answered, anything, refused, refusedWith } from '../support/attack';
import { bareSocket, JSON_TYPE, post } from '../support/requests';

/** Names to which a page of the web can rebind this machine. */
const REBOUND = [
  'evil.example',
  'evil.example:4000',
  'localhost.evil.example',
  '127.0.0.1.evil.example',
  'localhost.',
  'evil.example.',
  'xn--lcalhost-x4a',
  '127.0.0.1.nip.io',
  'localhost@evil.example',
  '[::1].evil.example',
  'a'.repeat(5_000),
].filter((host) => host !== 'localhost.');

const OWN = [
  'localhost',
  'localhost:1234',
  'LOCALHOST',
  'app.localhost',
  '127.0.0.1',
  '127.0.0.1:80',
  '192.0.2.7',
  '[::1]:4000',
  '[2001:db8::1]',
];

const hosts: Attack[] = [
  ...REBOUND.flatMap((host) => [
    {
      name: `the Host ${host.slice(0, 30)}, which may be rebound, is misdirected`,
      deliver: () => post('{ __typename }', { headers: { host } }),
      expected: refusedWith(421, 400),
    },
    {
      name: `a WebSocket to the Host ${host.slice(0, 30)} is misdirected, also from its own origin`,
      deliver: () => bareSocket([], { headers: { host, origin: `http://${host}` } }),
      expected: refusedWith(421, 400, 403),
    },
  ]),
  ...OWN.map((host) => ({
    name: `the Host ${host}, which cannot be rebound, is answered`,
    deliver: () => post('{ __typename }', { headers: { host } }),
    expected: answered,
  })),
  ...['/', '/health', '/metrics', '/nothing'].map((path) => ({
    name: `${path} is misdirected for a Host that may be rebound`,
    deliver: () => ({ by: 'http' as const, method: 'GET', path, headers: { host: 'evil.example' } }),
    expected: refusedWith(421),
  })),
  ...['', ' ', 'a b', 'a/b', ':', 'localhost:port', '[::1', '%00', 'a,b'].map((host) => ({
    name: `the malformed Host ${JSON.stringify(host)} is refused`,
    deliver: () => ({
      by: 'bytes' as const,
      steps: [{ write: `GET /health HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\n\r\n` }],
    }),
    expected: refusedWith(400, 421),
  })),
  {
    name: 'X-Forwarded-Host does not stand in for Host',
    deliver: () => post('{ __typename }', { headers: { host: 'evil.example', 'x-forwarded-host': 'localhost' } }),
    expected: refusedWith(421),
  },
];

/** Origins of pages that may not read. */
const ORIGINS = [
  'https://evil.example',
  'null',
  'http://localhost.evil.example',
  'http://localhost@evil.example',
  'file://',
  'http://127.0.0.1.evil.example',
  'x'.repeat(5_000),
];

const origins: Attack[] = [
  ...ORIGINS.map((origin) => ({
    name: `a WebSocket from the origin ${origin.slice(0, 30)} is refused`,
    deliver: () => bareSocket([], { headers: { origin } }),
    expected: refused(),
  })),
  ...ORIGINS.map((origin) => ({
    name: `a request from the origin ${origin.slice(0, 30)} is refused or answered without a fault`,
    deliver: () => post('{ __typename }', { headers: { ...JSON_TYPE, origin } }),
    expected: anything,
  })),
];

export const hostsAndOrigins: readonly Attack[] = [...hosts, ...origins];
