import { type Attack, anything, MEGABYTE } from '../support/attack';

const ACCEPTS = [
  'text/html',
  '*/*',
  'text/html;q=0, */*;q=0.1',
  'text/html,'.repeat(800),
  'TEXT/HTML; q=1e400',
  `text/${'h'.repeat(10_000)}`,
];

const PATHS = [
  '/graphql/',
  '/graphql/../../etc/passwd',
  '/graphql/%2e%2e/%2e%2e/etc/passwd',
  '/GRAPHQL',
  '//graphql',
  '/graphql%00',
  '/graphql?%',
  '/%',
  '/%ff',
  `/${'a'.repeat(14_000)}`,
  `/${'a/'.repeat(7_000)}`,
  `/graphql?${'a=b&'.repeat(3_500)}`,
  `/graphql?${'query[]=x&'.repeat(1_000)}`,
  '/graphql?query=%7B',
  '/graphql?__proto__[query]=x',
  '/graphql;jsessionid=1',
  '/health/',
  '/health?x=y',
  '/metrics?x=y',
  '/robots.txt',
  '/favicon.ico',
  '/.env',
  '/node_modules/graphql/package.json',
];

/** The page of the IDE weighs what its program weighs. */
const limits = { answerBytes: 12 * MEGABYTE };

export const ide: readonly Attack[] = [
  ...ACCEPTS.map((accept) => ({
    name: `the IDE for a browser that accepts ${accept.slice(0, 30)} is sent or refused`,
    deliver: () => ({ by: 'http' as const, method: 'GET', path: '/graphql', headers: { accept } }),
    expected: anything,
    limits,
  })),
  ...PATHS.map((path) => ({
    name: `the path ${path.slice(0, 40)} is answered or refused without a fault`,
    deliver: () => ({ by: 'http' as const, method: 'GET', path, headers: { accept: 'text/html' } }),
    expected: anything,
    limits,
  })),
  ...['bytes=0-', 'bytes=0-1,'.repeat(1_000), 'bytes=-1', 'x'].map((range) => ({
    name: `the range ${range.slice(0, 20)} of the IDE costs no more than the page`,
    deliver: () => ({ by: 'http' as const, method: 'GET', path: '/graphql', headers: { accept: 'text/html', range } }),
    expected: anything,
    limits,
  })),
];
