import { gzipSync } from 'node:zlib';
import { type Attack, either, MEGABYTE, refused, refusedWith } from '../support/attack';
import { JSON_TYPE, post, postBody, times } from '../support/requests';

const QUERY = '{"query":"{ __typename }"}';

/** Bodies of JSON that no client library writes. */
const JSONS: Readonly<Record<string, () => string | Buffer>> = {
  'invalid UTF-8': () =>
    Buffer.concat([Buffer.from('{"query":"{ a'), Buffer.of(0xff, 0xfe, 0xc0, 0x80), Buffer.from('"}')]),
  'UTF-8 of surrogates': () =>
    Buffer.concat([Buffer.from('{"query":"{ a'), Buffer.of(0xed, 0xa0, 0x80), Buffer.from('"}')]),
  'UTF-16': () => Buffer.from(`\ufeff${QUERY}`, 'utf16le'),
  '100,000 nested brackets': () => '['.repeat(100_000),
  '100,000 nested brackets that are closed': () =>
    `{"query":"{ __typename }","variables":{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}}`,
  'a million brackets': () => '[{"a":'.repeat(170_000),
  '__proto__ as a key': () => '{"__proto__":{"query":"{ __typename }"}}',
  '__proto__ as a key of variables': () => '{"query":"{ __typename }","variables":{"__proto__":{"a":1}}}',
  'constructor.prototype as a key': () => '{"query":"{ __typenam }","variables":{"constructor":{"prototype":{"a":1}}}}',
  'a batch of 10,000': () => `[${times(10_000, () => QUERY, ',')}]`,
  'an empty batch': () => '[]',
  'a number of a million digits': () => `{"query":${'1'.repeat(1_000_000)}}`,
  'a string that is cut off': () => `{"query":"${'x'.repeat(100_000)}`,
  nothing: () => '',
  'spaces only': () => ' '.repeat(100_000),
  null: () => 'null',
  NaN: () => '{"query":NaN}',
  'a comment': () => '/* */ {"query":"{ __typenam }"}',
};
const jsons: Attack[] = Object.entries(JSONS).map(([name, write]) => ({
  name: `a body that is or has ${name} is refused`,
  deliver: () => postBody(write()),
  expected: refused(),
}));

const harmless: Attack[] = [
  { name: 'a byte order mark before JSON', body: `\ufeff${QUERY}` },
  {
    name: 'keys that come twice',
    body: `{"query":"{ x }",${`"query":"{ __typename }",`.repeat(2_000)}"variables":{}}`,
  },
  {
    name: 'a hundred thousand keys beside the query',
    body: `{"query":"{ __typename }",${times(100_000, (index) => `"k${index}":1`, ',')}}`,
  },
  { name: 'extensions of a megabyte', body: `{"query":"{ __typename }","extensions":{"x":"${'x'.repeat(MEGABYTE)}"}}` },
].map(({ name, body }) => ({
  name: `${name}: answered or refused in time`,
  deliver: () => postBody(body),
  expected: either(),
}));

const packed: Attack[] = ['gzip', 'deflate', 'br', 'gzip, gzip', 'identity', 'x'.repeat(5_000)].map((encoding) => ({
  name: `a bomb in the content-encoding ${encoding.slice(0, 20)} is not unpacked`,
  deliver: () => postBody(gzipSync(Buffer.alloc(100 * MEGABYTE)), { 'content-encoding': encoding }),
  expected: refused(),
}));

const types: Attack[] = [
  'multipart/form-data; boundary=x',
  'application/x-www-form-urlencoded',
  'text/plain',
  'application/graphql',
  'application/json; charset=utf-16',
  `application/json; ${'a=b;'.repeat(2_000)}`,
  `${'application/'.repeat(500)}json`,
  ',;=/',
].map((type) => ({
  name: `the content-type ${type.slice(0, 36)} is refused or read as JSON`,
  deliver: () => postBody(QUERY, { 'content-type': type }),
  expected: either(),
}));

const tooLarge: Attack[] = [3, 20].map((megabytes) => ({
  name: `a body of ${megabytes} MB is refused while it is sent`,
  deliver: () => postBody(Buffer.alloc(megabytes * MEGABYTE, 0x20)),
  expected: refusedWith(413),
}));

const accepted: Attack[] = [
  '*/*;q=0',
  'x'.repeat(10_000),
  'text/html',
  ','.repeat(5_000),
  'application/json;q=1e999',
].map((accept) => ({
  name: `the Accept header ${accept.slice(0, 24)} is refused or ignored`,
  deliver: () => post('{ __typename }', { headers: { ...JSON_TYPE, accept } }),
  expected: either(),
}));

export const bodies: readonly Attack[] = [...jsons, ...harmless, ...packed, ...types, ...tooLarge, ...accepted];
