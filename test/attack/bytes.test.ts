import { parse } from 'graphql';
import { documentBytes } from '../../src/server/limits/documentBytes';
import { createPersistedQueries } from '../../src/server/limits/persistedQueries';

const fields = (count: number): string => `{ ${'leaf '.repeat(count)} }`;

it('counts a document by its tokens, which take far more than its characters', () => {
  const bytes = documentBytes(parse(fields(1_000)));
  expect(bytes).toBeGreaterThan(300_000);
  expect(bytes).toBeLessThan(600_000);
});

it('counts the comments of a document, which are kept as tokens', () => {
  expect(documentBytes(parse(`{ leaf } ${'#\n'.repeat(1_000)}`))).toBeGreaterThan(100_000);
});

it('keeps no more texts of persisted queries than four megabytes', async () => {
  const queries = createPersistedQueries();
  const text = 'x'.repeat(100_000);
  for (let index = 0; index < 100; index++) {
    await queries.set(String(index), text);
    // Asked for again, so that all of them would be kept if there were room.
    await queries.get(String(index));
  }
  const kept = [];
  for (let index = 0; index < 100; index++) if ((await queries.get(String(index))) !== undefined) kept.push(index);
  expect(kept.length).toBeLessThanOrEqual(20);
  expect(kept.length).toBeGreaterThan(10);
  expect(kept).toContain(99);
});
