import { countStatements, prepareAndCompare } from './compare.mjs';
import { answers as takesPart, readVariants } from './queries.mjs';

/** Variants enough for a quick look. */
const FEW = 24;

/**
 * Asks every contestant for every variant of every query, holds the answers to be equal in depth, and counts the SQL statements of a
 * request.
 *
 * @returns {Promise<Map<string, number>>} statements a request, by `query contestant`
 * @throws Error where an answer differs
 */
export async function compareAll(client, contestants, queries, quick) {
  const all = await readVariants(client);
  const statements = new Map();
  for (const query of queries) {
    const variants = quick ? some(all[query]) : all[query];
    let expected;
    for (const contestant of contestants.filter((each) => takesPart(each, query))) {
      const { bodies, answers } = await prepareAndCompare(contestant, query, variants, expected);
      expected ??= answers;
      contestant.bodies[query] = bodies;
      statements.set(`${query} ${contestant.name}`, await countStatements(client, contestant, query));
    }
  }
  return statements;
}

/** A few variants, spread over all. Those that go from page to page come in order, and their first ones stay together. */
function some(variants) {
  if ('after' in variants[0]) return variants.slice(0, FEW);
  return variants.filter((_, index) => index % Math.ceil(variants.length / FEW) === 0);
}
