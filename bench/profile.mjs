import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { prepareAndCompare } from './compare.mjs';
import { allegata } from './contestants/allegata.mjs';
import { connect, openDatabase } from './database.mjs';
import { startLoad } from './load/loadProcess.mjs';
import { warmUp } from './measure.mjs';
import { startProcess } from './processes.mjs';
import { QUERIES, readVariants } from './queries.mjs';

// npm run bench:profile -- QUERY shows what Node.js is busy with while this server answers one of the bench's queries. All
// queries run before it, as compiled code serves them all.

const USAGE = `npm run bench:profile -- QUERY, one of ${QUERIES.join(', ')}`;
const WARM_MS = 700;
const MEASURED_MS = 8000;

/** What time is spent on, by the innermost call that tells. */
const PARTS = [
  ['writing to sockets', /^writev?Generic |^writev |^writeUtf8String |^writeLatin1String |^Writable\.uncork /],
  ["reading PostgreSQL's answers", /pg-protocol|buffer-reader|^_handle|^onStreamRead /],
  [
    'the plan and its values',
    /dist\/read\/(?!planRunner|textQuery)|repeatedReads\.js|node_modules\/graphql\/|nesting\.js/,
  ],
  ["pg's pool and client", /node_modules\/pg|planRunner\.js|textQuery\.js/],
  ["Fastify's reply", /fastify\/lib\/reply\.js|wrap-thenable/],
  ['headers, route and JSON of a request', /fastify|find-my-way|secure-json-parse|_http|crossOrigin\.js/],
  ['collecting garbage', /^\(garbage collector\) /],
];

async function main(query) {
  if (!QUERIES.includes(query)) throw new Error(USAGE);
  const folder = mkdtempSync(join(tmpdir(), 'allegata-profile-'));
  const server = fileURLToPath(new URL('../dist/main.js', import.meta.url));
  const database = await openDatabase({ size: 'S' }, console.log);
  const load = startLoad();
  try {
    const how = allegata.start({ ...database, server });
    const flags = ['--cpu-prof', '--cpu-prof-interval', '200', '--cpu-prof-dir', folder];
    const started = await startProcess({ ...how, args: [...flags, ...how.args] });
    try {
      await ask(query, started, database.url, load);
    } finally {
      await started.stop();
    }
    print(query, readProfile(folder));
  } finally {
    load.stop();
    await database.stop();
    rmSync(folder, { recursive: true });
  }
}

/** Puts every query to the server, and for the longest time, at the end, the one that is looked at. */
async function ask(query, server, databaseUrl, load) {
  const client = await connect(databaseUrl);
  const variants = await readVariants(client);
  await client.end();
  const contestant = { ...allegata, ...server, bodies: {} };
  for (const each of QUERIES) {
    contestant.bodies[each] = (await prepareAndCompare(contestant, each, variants[each])).bodies;
  }
  await warmUp([contestant], QUERIES, WARM_MS, load);
  await warmUp([contestant], [query], MEASURED_MS, load);
}

/** The share of each part in the busy time of the last seconds, and of what is in none of them. */
function readProfile(folder) {
  const [file] = readdirSync(folder);
  const { nodes, samples, timeDeltas, startTime, endTime } = JSON.parse(readFileSync(join(folder, file), 'utf8'));
  const partOf = partsOf(nodes);
  const shares = new Map();
  let now = startTime;
  samples.forEach((id, index) => {
    now += timeDeltas[index];
    const part = partOf.get(id);
    // What comes after the load is the stop.
    if (part === null || now < endTime - MEASURED_MS * 1000) return;
    shares.set(part, (shares.get(part) ?? 0) + timeDeltas[index]);
  });
  return shares;
}

/** The part of each node of a profile: its own, or its caller's; null where nothing is done. */
function partsOf(nodes) {
  const parts = new Map();
  const visit = (node, callers) => {
    const { functionName, url } = node.callFrame;
    const text = `${functionName} ${url}`;
    const own = PARTS.find(([, sign]) => sign.test(text))?.[0];
    parts.set(node.id, functionName === '(idle)' ? null : (own ?? callers));
    for (const child of node.children ?? []) visit(byId.get(child), own ?? callers);
  };
  const byId = new Map(nodes.map((node) => [node.id, node]));
  visit(nodes[0], 'all else');
  return parts;
}

function print(query, shares) {
  const all = [...shares.values()].reduce((sum, share) => sum + share, 0);
  console.log(`Of the time that Node.js is busy while it answers ${query}:`);
  for (const [part, share] of [...shares].sort(([, one], [, other]) => other - one)) {
    console.log(`${((100 * share) / all).toFixed(0).padStart(4)} %  ${part}`);
  }
}

main(process.argv[2]).catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
