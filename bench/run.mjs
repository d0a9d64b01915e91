import { compareAll } from './compareAll.mjs';
import { contestants as everyone } from './contestants/all.mjs';
import { connect, openDatabase } from './database.mjs';
import { startLoad } from './load/loadProcess.mjs';
import { measure, ratioOf, summarise, warmUp } from './measure.mjs';
import { readOptions } from './options.mjs';
import { startProcess } from './processes.mjs';
import { answers, QUERIES } from './queries.mjs';
import { describeLoad, describeMachine } from './machine.mjs';
import { keepReport, printReport } from './report.mjs';
import { closingAll } from './closing.mjs';

/** Who takes part in a quick look. */
const QUICK = ['allegata', 'limit', 'control', 'postgraphile'];

const startedAt = performance.now();
const say = (message) =>
  console.log(`${((performance.now() - startedAt) / 1000).toFixed(0).padStart(4)} s  ${message}`);

async function main() {
  const options = readOptions(process.argv.slice(2));
  await closingAll((closers) => bench(options, closers));
}

async function bench(options, closers) {
  const elsewhere = describeLoad();
  const database = await openDatabase(options, say);
  closers.push(database.stop);
  const load = startLoad();
  closers.push(load.stop);
  const queries = options.queries ?? QUERIES;
  const contestants = everyone.filter(({ name }) => takesPart(name, options)).map((each) => ({ ...each, bodies: {} }));
  for (const contestant of contestants) {
    say(`Starting ${contestant.label}.`);
    const started = await startProcess(contestant.start({ ...database, server: options.server }));
    closers.push(started.stop);
    Object.assign(contestant, started);
  }
  const client = await connect(database.url);
  closers.push(() => client.end());
  say('Comparing the answers.');
  const statements = await compareAll(client, contestants, queries, options.quick);
  const machine = [...(await describeMachine(client)), elsewhere];
  say('Warming up.');
  await warmUp(contestants, queries, options.warmMs, load);
  const { rounds, sliceMs } = options;
  const onRound = (round) => options.quick || say(`Round ${round + 1} of ${rounds}.`);
  const slices = await measure({
    contestants,
    queries,
    rounds,
    sliceMs,
    load,
    postmaster: database.postmaster,
    onRound,
  });
  const lines = queries.flatMap((query) =>
    contestants
      .filter((contestant) => answers(contestant, query))
      .map((contestant) => ({
        query,
        contestant,
        statements: statements.get(`${query} ${contestant.name}`),
        ...summarise(slices.get(`${query} ${contestant.name}`), ofLimit(slices, query), contestant),
      })),
  );
  say('Measured.');
  printReport(lines, machine);
  if (options.quick && options.only === undefined) sayRatios(slices, queries);
  if (!options.quick && options.only === undefined && options.queries === undefined)
    say(`Kept in ${keepReport(lines, machine, options.size).join(', ')}.`);
}

/** The limit always does: the answers are compared with its, and the rates. */
function takesPart(name, { only, quick }) {
  if (name === 'limit') return true;
  return only?.includes(name) ?? (!quick || QUICK.includes(name));
}

/** What the limit reached in a query, both times that it takes part. */
function ofLimit(slices, query) {
  return [slices.get(`${query} limit`), slices.get(`${query} control`)].filter((each) => each !== undefined);
}

/** The two lines that others read. */
function sayRatios(slices, queries) {
  const say = (title, othersOf) => {
    const ratios = queries.map((query) => {
      const ratio = ratioOf(slices.get(`${query} allegata`), ...othersOf(query));
      return `${query} ${ratio.toFixed(2)}`;
    });
    console.log(`ratio to ${title}: ${ratios.join(' ')}`);
  };
  say('limit', (query) => ofLimit(slices, query));
  say('PostGraphile', (query) => [slices.get(`${query} postgraphile`)]);
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
