import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';

const USAGE = `npm run bench -- [--quick] [--size S|L] [--only NAME,...] [--queries NAME,...] [--rounds N] [--slice MS]
  [--server FILE] [--keep]

  --quick    this server, the limit twice, and PostGraphile; nested and one by id; under a minute, since its database has
             nothing that only a search reads
  --size     S: 5,000 parties, 20,000 statements, 60,000 allegations, 90,000 assertions; L: ten times that
  --only     some contestants: allegata, limit, control, postgraphile, mercurius, typegraphql, keystone
  --queries  some queries: list, nested, one, deep, filter
  --rounds   how many slices of time each gets
  --slice    how long a slice is, in milliseconds
  --server   another build's main.js than dist/main.js
  --keep     the database stays as it was filled, even if migrations or data have changed since`;

/**
 * What the command line asks for.
 *
 * @throws Error that shows how it is used
 */
export function readOptions(args) {
  const { values } = parse(args);
  const quick = values.quick === true;
  const size = values.size ?? 'S';
  if (size !== 'S' && size !== 'L') throw new Error(USAGE);
  const queries = values.queries?.split(',') ?? (quick ? ['nested', 'one'] : undefined);
  return {
    quick,
    size,
    searchable: !quick || queries.includes('search'),
    only: values.only?.split(','),
    queries,
    rounds: Number(values.rounds ?? (quick ? 5 : 8)),
    sliceMs: Number(values.slice ?? (quick ? 300 : 1500)),
    warmMs: quick ? 600 : 2000,
    keep: values.keep === true,
    server: values.server ?? fileURLToPath(new URL('../dist/main.js', import.meta.url)),
  };
}

function parse(args) {
  const text = { type: 'string' };
  try {
    return parseArgs({
      args,
      options: {
        quick: { type: 'boolean' },
        keep: { type: 'boolean' },
        size: text,
        only: text,
        queries: text,
        rounds: text,
        slice: text,
        server: text,
      },
    });
  } catch (error) {
    throw new Error(`${error.message}\n\n${USAGE}`, { cause: error });
  }
}
