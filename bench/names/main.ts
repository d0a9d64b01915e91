import { join } from 'node:path';
import { getOperationAST, parse } from 'graphql';
import { createParty } from '../../test/support/factories';
import { startThrowawayPostgres } from '../../scripts/throwawayPostgres';
import { connectDatabase, type Database } from '../../src/database/database';
import { migrate } from '../../src/database/migrate';
import { readEnvironment } from '../../src/lib/environment';
import { ReadService } from '../../src/read/reader';
import { buildAllegataSchema } from '../../src/schema/buildSchema';
import { jaroWinklerRanking, trigramRanking } from './baselines';
import { labelNames } from './pairs';
import { readPopolo } from './popolo';
import { printFigures, type Way } from './figures';

// What `npm run bench:names -- FOLDER` starts: how many parties are found by another of their names, by kind of difference, beside
// two ways to do so without a database; and how long a search takes.

const QUERY = `query ($query: String!) { search(query: $query, types: [PARTY], first: 10) {
  edges { score node { ... on Party { name } } } totalCount } }`;

interface Found {
  search: { edges: { node: { name: string } }[] };
}

/** A search as a reader sends it, in one statement. */
function searchOf(database: Database): (typed: string) => Promise<string[]> {
  const reads = new ReadService(buildAllegataSchema(), database, { ...readEnvironment({}), costLimit: 100_000 });
  const document = parse(QUERY);
  const operation = getOperationAST(document);
  if (!operation) throw new Error('The query has no operation.');
  return async (typed) => {
    const text = await reads.readOperation(document, operation, { query: typed }, { role: 'READER', client: 'bench' });
    if (text === null) throw new Error(`The search for ${typed} was refused.`);
    return (JSON.parse(text) as Found).search.edges.map(({ node }) => node.name);
  };
}

async function main(folder: string): Promise<void> {
  const { pairs, parties } = labelNames(readPopolo(folder));
  const postgres = await startThrowawayPostgres();
  const database = connectDatabase(postgres.url);
  try {
    await migrate(database.pool);
    const since = performance.now();
    for (const name of parties) await createParty(database, { name });
    console.log(`${parties.length.toLocaleString('en')} parties stored in ${Math.round(performance.now() - since)} ms`);
    await database.pool.query('vacuum analyze');
    const search = searchOf(database);
    for (const { typed } of pairs.slice(0, 50)) await search(typed);
    const [trigram, jaroWinkler] = [trigramRanking(parties), jaroWinklerRanking(parties)];
    const ways: Way[] = [
      { title: 'search', rank: search },
      { title: 'trigrams', rank: (typed) => Promise.resolve(trigram(typed)) },
      { title: 'Jaro-Winkler', rank: (typed) => Promise.resolve(jaroWinkler(typed)) },
    ];
    await printFigures(pairs, ways);
  } finally {
    await database.close();
    await postgres.remove();
  }
}

main(process.argv[2] ?? join(__dirname, '..', '..', '..', 'shared', 'data', 'everypolitician')).catch(
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  },
);
