import type { ApolloServerOptions, BaseContext } from '@apollo/server';
import type { DocumentNode } from 'graphql';
import { LRUCache } from 'lru-cache';

/** Characters of source text that the parsed and validated documents may have together. One takes about 100 bytes. */
const SOURCE_CHARACTERS = 1024 * 1024;

/**
 * Keeps parsed and validated documents, the least recently used going first. Apollo Server's own store measures each
 * document by writing its whole syntax tree as JSON; here the length of its source stands for it.
 */
export function createDocumentStore(): NonNullable<ApolloServerOptions<BaseContext>['documentStore']> {
  const documents = new LRUCache<string, DocumentNode>({
    maxSize: SOURCE_CHARACTERS,
    sizeCalculation: (document) => 1 + (document.loc?.source.body.length ?? 0),
  });
  return {
    get: (key) => Promise.resolve(documents.get(key)),
    set: (key, document) => {
      documents.set(key, document);
      return Promise.resolve();
    },
    delete: (key) => Promise.resolve(documents.delete(key)),
  };
}
