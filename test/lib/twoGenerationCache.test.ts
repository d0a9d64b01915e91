import * as fc from 'fast-check';
import { TwoGenerationCache } from '../../src/lib/twoGenerationCache';

/** A cache of texts, each as large as it is long. */
const cacheOf = (maxBytes: number, maxEntryBytes: number): TwoGenerationCache<string> =>
  new TwoGenerationCache({ maxBytes, maxEntryBytes, bytesOf: (value) => value.length });

it('refuses sizes by which its largest entry could never be kept', () => {
  expect(() => cacheOf(100, 26)).toThrow(/at most a quarter/);
});

it('does not keep an entry that is too large, nor the one that was there before it', () => {
  const cache = cacheOf(100, 10);
  cache.set('a', 'x'.repeat(10));
  cache.set('a', 'x'.repeat(11));
  cache.set('b', 'x'.repeat(1_000));
  expect([cache.get('a'), cache.get('b'), cache.size, cache.bytes]).toEqual([undefined, undefined, 0, 0]);
});

it('keeps what is asked for again, whatever number of others is kept and never asked for', () => {
  const cache = cacheOf(400, 10);
  for (let index = 0; index < 20; index++) cache.set(`used ${String(index)}`, 'x'.repeat(10));
  const used = Array.from({ length: 10 }, (_, index) => `used ${String(index + 10)}`);
  for (const key of used) expect(cache.get(key)).toBeDefined();
  for (let index = 0; index < 10_000; index++) cache.set(`once ${String(index)}`, 'y'.repeat(10));
  expect(used.filter((key) => cache.get(key) === undefined)).toEqual([]);
});

it('lets the least recently used go first among those that were asked for, through another probation', () => {
  const cache = cacheOf(40, 10);
  for (const key of ['a', 'b', 'c', 'd']) {
    cache.set(key, key.repeat(10));
    cache.get(key);
  }
  // Three fit among the proven; the first of the four is on probation again, and leaves for the next new one.
  expect([cache.size, cache.bytes]).toEqual([4, 40]);
  cache.set('new', 'n'.repeat(10));
  expect(['a', 'b', 'c', 'd', 'new'].map((key) => cache.get(key)?.[0])).toEqual([undefined, 'b', 'c', 'd', 'n']);
});

it('replaces and deletes in both generations', () => {
  const cache = cacheOf(400, 10);
  cache.set('proven', 'one');
  cache.get('proven');
  cache.set('proven', 'two');
  cache.set('new', 'one');
  cache.set('new', 'three');
  expect([cache.get('proven'), cache.get('new'), cache.size, cache.bytes]).toEqual(['two', 'three', 2, 8]);
  expect(['proven', 'new', 'new'].map((key) => cache.delete(key))).toEqual([true, true, false]);
  expect([cache.size, cache.bytes]).toEqual([0, 0]);
});

it('never holds more bytes than it may, and never gives another value than the last that was set', () => {
  const key = fc.constantFrom('a', 'b', 'c', 'd', 'e', '__proto__', 'constructor');
  const step = fc.oneof(
    fc.record({ key, length: fc.integer({ min: 0, max: 12 }) }),
    fc.record({ key, length: fc.constant(null) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const cache = cacheOf(40, 10);
      const last = new Map<string, string>();
      steps.forEach(({ key: name, length }, index) => {
        if (length === null) {
          const value = cache.get(name);
          if (value !== undefined) expect(value).toBe(last.get(name));
        } else {
          last.set(name, String(index).padEnd(length, ' '));
          cache.set(name, last.get(name)!);
        }
        expect(cache.bytes).toBeLessThanOrEqual(40);
      });
    }),
  );
});
