import type { ApolloServerOptions, BaseContext } from '@apollo/server';
import { TwoGenerationCache } from '../../lib/twoGenerationCache';
import { LIMITS } from './limits';

type QueryCache = NonNullable<
  Exclude<ApolloServerOptions<BaseContext>['persistedQueries'], false | undefined>['cache']
>;

/** Bytes that the texts of persisted queries may take together. A character takes two. */
const CACHE_BYTES = 4 * 1024 * 1024;
const BYTES_PER_CHARACTER = 2;

/** Keeps the texts that clients send by their hash from the second time on. Apollo Server's own cache counts characters. */
export function createPersistedQueries(): QueryCache {
  const queries = new TwoGenerationCache<string>({
    maxBytes: CACHE_BYTES,
    maxEntryBytes: BYTES_PER_CHARACTER * LIMITS.characters,
    bytesOf: (text, key) => BYTES_PER_CHARACTER * (text.length + key.length),
  });
  return {
    get: (key) => Promise.resolve(queries.get(key)),
    set: (key, text) => {
      queries.set(key, text);
      return Promise.resolve();
    },
    delete: (key) => Promise.resolve(queries.delete(key)),
  };
}
