import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { connect } from '../database.mjs';
import { startLoad } from '../load/loadProcess.mjs';
import { describeLoad, describeMachine } from '../machine.mjs';
import { cpuOf, cpuOfPostgres, startProcess } from '../processes.mjs';
import { startDurableCluster } from './durableCluster.mjs';
import { keepWriteReport, printWriteReport } from './report.mjs';
import { graphqlWriters, sqlWriters } from './writers.mjs';
import { closingAll } from '../closing.mjs';

const USAGE = `npm run bench:write -- [--clients N,...] [--rounds N] [--slice MS] [--only NAME,...] [--standby MS] [--before FOLDER] [--keep]

  Puts the same new party in, through everyone in turns, each commit durable on the disk.

  --clients  how many write at once (1,8,32)
  --rounds   how many slices of time each gets (6)
  --slice    how long a slice is, in milliseconds (2000)
  --only     some writers: plain, triggers, allegata, triggers-before, allegata-before, postgraphile, keystone
  --standby  each slice once more with a synchronous standby so many milliseconds away, each way; without the peers
  --before   another checkout of this project, built, which is measured beside this one
  --keep     writes the result into docs/performance.md`;

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const startedAt = performance.now();
const say = (message) =>
  console.log(`${((performance.now() - startedAt) / 1000).toFixed(0).padStart(4)} s  ${message}`);

function readOptions() {
  const text = { type: 'string' };
  try {
    const { values } = parseArgs({
      options: {
        clients: text,
        rounds: text,
        slice: text,
        only: text,
        standby: text,
        before: text,
        keep: { type: 'boolean' },
      },
    });
    return {
      clients: (values.clients ?? '1,8,32').split(',').map(Number),
      rounds: Number(values.rounds ?? 6),
      sliceMs: Number(values.slice ?? 2000),
      only: values.only?.split(','),
      standbyMs: values.standby === undefined ? undefined : Number(values.standby),
      before: values.before,
      keep: values.keep === true,
    };
  } catch (error) {
    throw new Error(`${error.message}\n\n${USAGE}`);
  }
}

async function main() {
  const options = readOptions();
  await closingAll((closers) => bench(options, closers));
}

async function bench(options, closers) {
  const elsewhere = describeLoad();
  const cluster = await startDurableCluster();
  closers.push(cluster.stop);
  const stores = await makeStores(cluster, options.before);
  if (options.standbyMs !== undefined) await cluster.addStandby(options.standbyMs);
  const loads = { http: startLoad(), sql: startLoad('sqlWriter.mjs') };
  closers.push(() => Object.values(loads).forEach((load) => load.stop()));
  const writers = [...sqlWriters(stores), ...graphqlWriters(stores)].filter(({ name, isPeer }) =>
    options.only === undefined ? !isPeer || options.standbyMs === undefined : options.only.includes(name),
  );
  for (const writer of writers) {
    if (writer.start === undefined) continue;
    say(`Starting ${writer.label}.`);
    const started = await startProcess(writer.start());
    closers.push(started.stop);
    Object.assign(writer, started);
  }
  const client = await connect(stores.plain.url);
  const machine = [...(await describeMachine(client)), elsewhere];
  await client.end();
  const slices = await measure({ ...options, writers, loads, cluster });
  const lines = summarise(slices);
  printWriteReport(lines, machine);
  if (options.keep) say(`Kept in ${keepWriteReport(lines, machine, options.standbyMs)}.`);
}

/** The databases, each migrated by its own program: ours, the same without triggers, and that of another checkout. */
async function makeStores(cluster, before) {
  const admin = await connect(cluster.address('postgres'));
  const make = async (name, folder) => {
    await admin.query(`CREATE DATABASE ${name} ENCODING 'UTF8' LC_CTYPE 'C.UTF-8' LC_COLLATE 'C' TEMPLATE template0`);
    const url = cluster.address(name);
    const server = join(folder, 'dist', 'main.js');
    // The command migrates the store first.
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [server, 'token', 'create', '--name', 'Bench', '--role', 'EDITOR'],
      { env: { PATH: process.env.PATH, DATABASE_URL: url } },
    );
    return { url, server, authorization: `Bearer ${stdout.trim()}` };
  };
  const stores = { now: await make('now', ROOT), plain: await make('plain', ROOT) };
  if (before !== undefined) stores.before = await make('before', before);
  const plain = await connect(stores.plain.url);
  await plain.query('ALTER TABLE party DISABLE TRIGGER USER');
  await plain.end();
  await admin.end();
  return stores;
}

/** Everyone in turns, each round the other way round, so that what slows the machine for a while slows all of them. */
async function measure({ clients, rounds, sliceMs, standbyMs, writers, loads, cluster }) {
  const slices = new Map();
  let firstNumber = 1;
  const postmaster = cluster.postmaster();
  const slice = async (writer, connections, milliseconds) => {
    const before = { node: cpuOf(writer.pid ?? 0), postgres: cpuOfPostgres(postmaster) };
    const load = writer.url instanceof URL ? loads.http : loads.sql;
    const result = await load.run({ ...writer.task(), firstNumber, connections, milliseconds });
    const count = result.latencies.length;
    firstNumber += count + connections;
    return {
      rate: (count * 1000) / result.milliseconds,
      latencies: result.latencies,
      nodeCpu: (cpuOf(writer.pid ?? 0) - before.node) / count,
      postgresCpu: (cpuOfPostgres(postmaster) - before.postgres) / count,
    };
  };
  say('Warming up.');
  for (const writer of writers) await slice(writer, Math.max(...clients), sliceMs);
  for (let round = 0; round < rounds; round += 1) {
    say(`Round ${round + 1} of ${rounds}.`);
    for (const isFar of standbyMs === undefined ? [false] : [false, true]) {
      if (standbyMs !== undefined) await cluster.setSynchronous(isFar);
      for (const connections of clients) {
        for (const writer of round % 2 === 0 ? writers : [...writers].reverse()) {
          const key = JSON.stringify({ clients: connections, isFar, writer: writer.label });
          slices.set(key, [...(slices.get(key) ?? []), await slice(writer, connections, sliceMs)]);
        }
      }
    }
  }
  return slices;
}

function summarise(slices) {
  const lines = [...slices].map(([key, of]) => ({ ...JSON.parse(key), of }));
  const beside = (line, other) => median(line.of.map(({ rate }, round) => rate / other.of[round].rate));
  return lines.map((line) => {
    const plain = lines.find(
      ({ clients, isFar, writer }) => clients === line.clients && isFar === line.isFar && writer === PLAIN,
    );
    const near = lines.find(
      ({ clients, isFar, writer }) => clients === line.clients && !isFar && writer === line.writer,
    );
    const latencies = Float64Array.from(line.of.flatMap(({ latencies: each }) => [...each])).sort();
    return {
      ...line,
      rate: median(line.of.map(({ rate }) => rate)),
      ofPlain: plain === undefined ? NaN : beside(line, plain),
      ofNear: line.isFar ? beside(line, near) : NaN,
      p50: latencies[Math.floor(latencies.length / 2)],
      p99: latencies[Math.floor(latencies.length * 0.99)],
      nodeCpu: median(line.of.map(({ nodeCpu }) => nodeCpu)),
      postgresCpu: median(line.of.map(({ postgresCpu }) => postgresCpu)),
    };
  });
}

const PLAIN = sqlWriters({})[0].label;

function median(numbers) {
  const sorted = [...numbers].sort((one, other) => one - other);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
