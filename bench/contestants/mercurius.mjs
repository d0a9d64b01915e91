import { fileURLToPath } from 'node:url';
import { canonical } from '../queries.mjs';
import { documents, prepareByCursor, walks } from './allegata.mjs';

/** Mercurius with batched loaders over pg; its schema is a part of ours, so that it takes the same operations. */
export const mercurius = {
  name: 'mercurius',
  label: 'mercurius',
  start: ({ url }) => ({
    args: [fileURLToPath(new URL('../peers/mercurius.mjs', import.meta.url))],
    env: { DATABASE_URL: url },
    ready: /^ready (\S+)$/m,
  }),
  body: (query, variables) => JSON.stringify({ query: documents[query], variables }),
  prepare: (query, variants, ask) => prepareByCursor(query, variants, ask, walks),
  canonical,
};
