import { cpuOf, cpuOfPostgres, peakMemoryOf } from './processes.mjs';
import { randomStream } from './data/random.mjs';

/** Requests that are under way at any time. */
export const CONNECTIONS = 16;

/**
 * Measures contestants in turns: in every round each query is put to each contestant for a slice of time, and each round goes
 * through them the other way round, so that what slows the machine for a while slows all of them.
 *
 * @param {{ contestants: object[], queries: string[], rounds: number, sliceMs: number, load: object, postmaster: number, onRound: (round: number) => void }} how
 * @returns {Promise<Map<string, object[]>>} the slices of each `query contestant`
 */
export async function measure({ contestants, queries, rounds, sliceMs, load, postmaster, onRound }) {
  const slices = new Map();
  for (let round = 0; round < rounds; round += 1) {
    onRound(round);
    const turns = round % 2 === 0 ? contestants : [...contestants].reverse();
    for (const query of queries) {
      for (const contestant of turns) {
        if (contestant.bodies[query] === undefined) continue;
        const key = `${query} ${contestant.name}`;
        slices.set(key, [...(slices.get(key) ?? []), await slice(contestant, query, sliceMs, load, postmaster)]);
      }
    }
  }
  return slices;
}

/** Lets everything warm up: compilers, caches, and the statements that each connection prepares. */
export async function warmUp(contestants, queries, milliseconds, load) {
  for (const contestant of contestants) {
    for (const query of queries) {
      if (contestant.bodies[query] !== undefined) await load.run(taskOf(contestant, query, milliseconds));
    }
  }
}

async function slice(contestant, query, sliceMs, load, postmaster) {
  const before = { node: cpuOf(contestant.pid), postgres: cpuOfPostgres(postmaster) };
  const { milliseconds, latencies } = await load.run(taskOf(contestant, query, sliceMs));
  const requests = latencies.length;
  return {
    rate: (requests * 1000) / milliseconds,
    latencies,
    nodeCpu: (cpuOf(contestant.pid) - before.node) / requests,
    postgresCpu: (cpuOfPostgres(postmaster) - before.postgres) / requests,
  };
}

/** Everyone is asked the same, in the same order. */
function taskOf(contestant, query, milliseconds) {
  const { url } = contestant;
  const bodies = contestant.bodies[query];
  const random = randomStream(99);
  const order = Array.from({ length: 997 }, () => random.below(bodies.length));
  return {
    host: url.hostname,
    port: Number(url.port),
    path: url.pathname,
    bodies,
    order,
    connections: CONNECTIONS,
    milliseconds,
  };
}

/** One line of the result: medians over the slices, quantiles over all requests, processor time in milliseconds a request. */
export function summarise(slices, slicesOfLimit, contestant) {
  const latencies = Float64Array.from(slices.flatMap((each) => [...each.latencies])).sort();
  const quantile = (part) => latencies[Math.min(latencies.length - 1, Math.floor(part * latencies.length))];
  return {
    rate: median(slices.map((each) => each.rate)),
    ratio: ratioOf(slices, ...slicesOfLimit),
    p50: quantile(0.5),
    p99: quantile(0.99),
    nodeCpu: mean(slices.map((each) => each.nodeCpu)),
    postgresCpu: mean(slices.map((each) => each.postgresCpu)),
    memory: peakMemoryOf(contestant.pid),
  };
}

/**
 * The median over the rounds of how much faster one was than the others in the same round. Where there are several others, it
 * is their mean: the limit is measured twice a round, which halves the noise of every ratio to it.
 */
export function ratioOf(slices, ...others) {
  return median(slices.map((each, round) => each.rate / mean(others.map((other) => other[round].rate))));
}

export function median(numbers) {
  const sorted = [...numbers].sort((one, other) => one - other);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

const mean = (numbers) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
