import { fileURLToPath } from 'node:url';
import { canonical } from '../queries.mjs';

/** A bare HTTP server that sends what one hand-written statement gives. Named twice, the second is the control of the first. */
const limitNamed = (name, label) => ({
  name,
  label,
  start: ({ url }) => ({
    args: [fileURLToPath(new URL('../peers/limit.mjs', import.meta.url))],
    env: { DATABASE_URL: url },
    ready: /^ready (\S+)$/m,
  }),
  body: (query, variables) => JSON.stringify({ query, variables }),
  prepare: (_query, variants) =>
    Promise.resolve(
      variants.map(({ after, ...rest }) => ({ ...rest, date: after?.date ?? null, id: after?.id ?? rest.id ?? null })),
    ),
  canonical,
  hasOverviews: true,
});

export const limit = limitNamed('limit', 'the limit');
export const control = limitNamed('control', 'the limit again');
