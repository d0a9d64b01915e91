import {
  type Attack,
  anything,
  type Delivery,
  either,
  ended,
  type Expected,
  type Limits,
  MEGABYTE,
  refused,
  refusedWith,
} from '../support/attack';
import { times } from '../support/requests';

const QUERY = '{"query":"{ __typename }"}';

/** A request as bytes, over a connection that is closed after the answer. */
const raw = (head: string, body = ''): Delivery => ({
  by: 'bytes',
  steps: [{ write: `${head.trim().replaceAll('\n', '\r\n')}\r\n\r\n${body}` }],
});

/** The head of a POST with these lines more. */
const head = (host: string, ...lines: string[]): string =>
  ['POST /graphql HTTP/1.1', `host: ${host}`, 'content-type: application/json', 'connection: close', ...lines].join(
    '\n',
  );

interface Raw {
  readonly name: string;
  readonly write: (host: string) => Delivery;
  readonly expected: Expected;
  readonly limits?: Partial<Limits>;
}

const lengths: Raw[] = [
  {
    name: 'a content-length that is less than the body: the rest is refused as no request',
    write: (host) => raw(head(host, 'content-length: 10'), QUERY),
    expected: refused(),
  },
  {
    name: 'two different content-lengths are refused',
    write: (host) => raw(head(host, 'content-length: 26', 'content-length: 5'), QUERY),
    expected: refusedWith(400),
  },
  {
    name: 'content-length together with transfer-encoding is refused',
    write: (host) => raw(head(host, 'content-length: 4', 'transfer-encoding: chunked'), `1a\r\n${QUERY}\r\n0\r\n\r\n`),
    expected: refusedWith(400),
  },
  ...['-1', '1e3', '0x1a', '99999999999999999999', '26, 26', ' '].map((length) => ({
    name: `the content-length "${length}" is refused`,
    write: (host: string) => raw(head(host, `content-length: ${length}`), QUERY),
    expected: refusedWith(400, 413),
  })),
  {
    name: 'a chunk of a size that is no number is refused',
    write: (host) => raw(head(host, 'transfer-encoding: chunked'), `zz\r\n${QUERY}\r\n0\r\n\r\n`),
    expected: refusedWith(400),
  },
  {
    name: 'a chunk that claims an endless size is refused',
    write: (host) => raw(head(host, 'transfer-encoding: chunked'), `ffffffffffffffffff\r\n${QUERY}`),
    expected: refusedWith(400, 413),
  },
  {
    name: 'chunk extensions of a megabyte are refused',
    write: (host) =>
      raw(head(host, 'transfer-encoding: chunked'), `1a;${'x'.repeat(MEGABYTE)}\r\n${QUERY}\r\n0\r\n\r\n`),
    expected: refusedWith(400, 413),
  },
  {
    name: 'trailers of a megabyte are refused',
    write: (host) =>
      raw(head(host, 'transfer-encoding: chunked'), `1a\r\n${QUERY}\r\n0\r\nx: ${'y'.repeat(MEGABYTE)}\r\n\r\n`),
    expected: refusedWith(400, 413, 431),
  },
  {
    name: 'a body in 20,000 chunks of a byte is answered or refused in time',
    write: (host) =>
      raw(head(host, 'transfer-encoding: chunked'), `1a\r\n${QUERY}\r\n${'1\r\n \r\n'.repeat(20_000)}0\r\n\r\n`),
    expected: either(),
  },
  {
    name: 'an unknown transfer-encoding is refused',
    write: (host) => raw(head(host, 'transfer-encoding: gzip'), QUERY),
    expected: refusedWith(400, 415, 501),
  },
];

const heads: Raw[] = [
  {
    name: 'headers of 64 kB are refused',
    write: (host) => raw(head(host, `x-large: ${'x'.repeat(65_536)}`, 'content-length: 26'), QUERY),
    expected: refusedWith(431, 400),
  },
  {
    name: 'three thousand headers are refused or answered',
    write: (host) =>
      raw(
        head(
          host,
          times(3_000, (index) => `h${index}: 1`, '\n'),
          'content-length: 26',
        ),
        QUERY,
      ),
    expected: either(),
  },
  {
    name: 'a header without an end is refused',
    write: (host) => raw(`GET / HTTP/1.1\nhost: ${host}\nx: ${'y'.repeat(100_000)}`),
    expected: refusedWith(431, 400),
  },
  {
    name: 'two Host headers are refused',
    write: (host) => raw(head(host, `host: ${host}`, 'content-length: 26'), QUERY),
    expected: either(),
  },
  {
    name: 'no Host header is refused',
    write: () =>
      raw(`POST /graphql HTTP/1.1\ncontent-type: application/json\nconnection: close\ncontent-length: 26`, QUERY),
    expected: refusedWith(400, 421),
  },
  ...['content-type: application/json', 'authorization: Bearer a', 'accept: text/event-stream'].map((line) => ({
    name: `the header "${line}" five hundred times is refused or answered`,
    write: (host: string) => raw(head(host, ...Array<string>(250).fill(line), 'content-length: 26'), QUERY),
    expected: either(),
  })),
  {
    name: 'Expect: 100-continue is answered',
    write: (host) => raw(head(host, 'expect: 100-continue', 'content-length: 26'), QUERY),
    expected: either(),
  },
  {
    name: 'an unknown expectation is refused',
    write: (host) => raw(head(host, 'expect: a-miracle', 'content-length: 26'), QUERY),
    expected: refusedWith(400, 417),
  },
  {
    name: 'five hundred pipelined requests are answered or cut',
    write: (host) => ({
      by: 'bytes',
      steps: [
        {
          write: `GET /graphql?query=%7B__typename%7D HTTP/1.1\r\nhost: ${host}\r\napollo-require-preflight: 1\r\n\r\n`,
          times: 500,
        },
      ],
    }),
    expected: anything,
    limits: { answerBytes: 200_000 },
  },
  {
    name: 'an offer of h2c is answered as if it had not been made',
    write: (host) =>
      raw(
        head(
          host,
          'connection: Upgrade, HTTP2-Settings',
          'upgrade: h2c',
          'http2-settings: AAMAAABkAAQAAP__',
          'content-length: 26',
        ),
        QUERY,
      ),
    expected: either(),
  },
  {
    name: 'the preface of HTTP/2 is refused',
    write: () => raw('PRI * HTTP/2.0\n\nSM'),
    expected: refusedWith(400, 505),
  },
  {
    name: 'a TLS handshake is refused',
    write: () => ({ by: 'bytes', steps: [{ write: Buffer.from('16030100a5010000a10303', 'hex') }] }),
    expected: ended(),
  },
  {
    name: 'a megabyte of noise is refused',
    write: () => ({ by: 'bytes', steps: [{ write: Buffer.alloc(MEGABYTE, 0xfe) }] }),
    expected: ended(),
  },
  {
    name: 'nothing but line ends is cut or ignored',
    write: () => ({ by: 'bytes', steps: [{ write: '\r\n'.repeat(200_000) }] }),
    expected: anything,
  },
  {
    name: 'a line feed inside a header does not make another header',
    write: (host) => raw(head(host, 'x: a\rhost: evil.example', 'content-length: 26'), QUERY),
    expected: either(),
  },
];

const METHODS = ['HEAD', 'OPTIONS', 'PUT', 'DELETE', 'PATCH', 'TRACE', 'PROPFIND', 'CONNECT', 'QUERY', 'get'];
const methods: Raw[] = METHODS.map((method) => ({
  name: `the method ${method} is refused or answered without a fault`,
  write: (host) => raw(`${method} /graphql HTTP/1.1\nhost: ${host}\nconnection: close`),
  // OPTIONS is answered with 204, and CONNECT is not understood at all.
  expected: anything,
}));

export const transport: readonly Attack[] = [
  ...[...lengths, ...heads, ...methods].map(({ write, ...attack }) => ({
    ...attack,
    deliver: ({ host }: { host: string }) => write(host),
  })),
];
