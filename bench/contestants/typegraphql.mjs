import { fileURLToPath } from 'node:url';
import { canonical } from '../queries.mjs';
import { documents, prepareByCursor, walks } from './allegata.mjs';

/** type-graphql, Apollo Server and Prisma with a resolver a relation; its schema is a part of ours, so that it takes the same operations. */
export const typegraphql = {
  name: 'typegraphql',
  label: 'type-graphql + Apollo + Prisma',
  start: ({ url }) => ({
    args: ['--require', './scripts/loadTypescript.cjs', 'bench/peers/typeGraphql.ts'],
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    env: { DATABASE_URL: url },
    ready: /^ready (\S+)$/m,
  }),
  body: (query, variables) => JSON.stringify({ query: documents[query], variables }),
  prepare: (query, variants, ask) => prepareByCursor(query, variants, ask, walks),
  canonical,
};
