import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { getOperationAST, parse } from 'graphql';
import { ANSWER_POOL_SIZE, connectDatabase, DOSSIER_POOL_SIZE, INTERNAL_POOL_SIZE } from '../../src/database/database';
import { readEnvironment } from '../../src/lib/environment';
import { ReadService } from '../../src/read/reader';
import { CONDITION_LIMIT, STATEMENT_LIMIT, VALUE_LIMIT } from '../../src/read/work';
import { DEPTH_LIMIT } from '../../src/server/limits/depthLimit';
import { LIMITS } from '../../src/server/limits/limits';
import { NESTING_LIMIT } from '../../src/server/limits/nesting';
import { MOST_UNITS, MOST_WAITING, PATIENCE_MS } from '../../src/dossier/threads/dossierQueue';
import { COMPUTE_MS, MEMORY_MIB, THREADS } from '../../src/dossier/threads/dossierThreads';
import { schema } from '../server/graphqlServer';

const page = readFileSync(join(__dirname, '..', '..', 'docs', 'limits.md'), 'utf8');
const environment = readEnvironment({});

/** The numbers that a row of the page gives, by a text in that row. */
function rowOf(text: string): string {
  const row = page.split('\n').find((line) => line.startsWith('|') && line.includes(text));
  if (row === undefined) throw new Error(`docs/limits.md has no row with ${text}.`);
  return row;
}

it.each([
  ...Object.entries(LIMITS)
    .filter(([of]) => of !== 'tokens')
    .map(([of, limit]): [string, number] => [`\`${of}\``, limit]),
  ['tokens of the document', LIMITS.tokens],
  ['levels of brackets', NESTING_LIMIT],
  ['levels of fields', DEPTH_LIMIT],
  ['`conditions`', CONDITION_LIMIT],
  ['`statement`', STATEMENT_LIMIT],
  ['`values`', VALUE_LIMIT],
  ['`work`', environment.costLimit],
  ['MiB of memory in which a dossier', MEMORY_MIB],
  ['seconds in which it is read', COMPUTE_MS / 1_000],
  ['threads for dossiers', THREADS],
  ['dossiers that wait', MOST_WAITING],
  ['UTF-16 units of these', MOST_UNITS],
  ['seconds that a dossier waits', PATIENCE_MS / 1_000],
  ['ALLEGATA_STATEMENT_TIMEOUT_MS', environment.statementTimeoutMs],
  ['ALLEGATA_POOL_SIZE', environment.poolSize],
  ['ALLEGATA_WRITE_POOL_SIZE', environment.writePoolSize],
  ['apart for what mutations answer', ANSWER_POOL_SIZE],
  ['apart for tokens', INTERNAL_POOL_SIZE],
  ['apart for dossiers', DOSSIER_POOL_SIZE],
  ['ALLEGATA_CLIENT_COST_PER_MINUTE', environment.clientCostPerMinute],
  ['`ALLEGATA_MAX_SOCKETS`', environment.maxSockets],
  ['ALLEGATA_MAX_SOCKETS_PER_CLIENT', environment.maxSocketsPerClient],
  ['`ALLEGATA_MAX_SUBSCRIPTIONS`', environment.maxSubscriptions],
  ['ALLEGATA_MAX_SUBSCRIPTIONS_PER_CLIENT', environment.maxSubscriptionsPerClient],
])('the page says the limit of %s as it is', (text, limit) => {
  expect(rowOf(text)).toContain(` ${limit.toLocaleString('en')} `);
});

it('the page says what its examples cost', () => {
  const reads = new ReadService(schema, connectDatabase('postgresql://nobody/nothing'), {
    ...environment,
    costLimit: Number.MAX_SAFE_INTEGER,
  });
  const costOf = (query: string): number => {
    const document = parse(query);
    return reads.statementOf(document, getOperationAST(document)!, {}, 'READER')!.cost;
  };
  const example = /`(\{ statements\(first: 20\).*?\})` costs (\d+)/.exec(page)!;
  expect(costOf(example[1]!)).toBe(Number(example[2]));
  const [, search, deep] = /ten best and a total ([\d,]+), and .*? ([\d,]+), which/.exec(page)!;
  expect(
    costOf('{ search(query: "harbour", first: 10) { edges { score snippet } totalCount } }').toLocaleString('en'),
  ).toBe(search);
  const nested =
    '{ parties(first: 100) { nodes { allegations(first: 100) { nodes { assertions { nodes { stance } } } } } } }';
  expect(costOf(nested).toLocaleString('en')).toBe(deep);
  expect(costOf(nested)).toBeGreaterThan(environment.costLimit);
});
