import { fileURLToPath, URLSearchParams } from 'node:url';
import { closingAll } from './closing.mjs';
import { allegata, documents } from './contestants/allegata.mjs';
import { prepareAndCompare } from './compare.mjs';
import { connect, openDatabase } from './database.mjs';
import { startLoad } from './load/loadProcess.mjs';
import { CONNECTIONS, median } from './measure.mjs';
import { startProcess } from './processes.mjs';
import { readVariants } from './queries.mjs';

// npm run bench:caching measures in turns, for some of the bench's queries: the whole answer by POST, the whole answer by GET with
// its tag, and the answer 304 to whoever shows the tag.

const QUERIES = ['list', 'nested', 'one', 'deep', 'filter', 'search'];
const FORMS = ['POST', 'GET', '304'];
const ROUNDS = 6;
const SLICE_MS = 1_000;

function main() {
  return closingAll(async (closers) => {
    const server = fileURLToPath(new URL('../dist/main.js', import.meta.url));
    const database = await openDatabase({ size: 'S' }, console.log);
    closers.push(database.stop);
    const load = startLoad();
    closers.push(load.stop);
    const started = await startProcess(allegata.start({ ...database, server }));
    closers.push(started.stop);
    const client = await connect(database.url);
    const variants = await readVariants(client);
    await client.end();
    console.log(`Requests a second, medians of ${ROUNDS} rounds, in brackets the share of POST in the same round:`);
    for (const query of QUERIES) await compare(query, variants[query], started, load);
  });
}

async function compare(query, variants, { url }, load) {
  const { bodies } = await prepareAndCompare({ ...allegata, url, bodies: {} }, query, variants);
  const requests = { POST: bodies.map((body) => postOf(url, body)), GET: [], 304: [] };
  for (const body of bodies) {
    const address = addressOf(url, query, body);
    const answer = await fetch(address, { headers: ACCEPT });
    const tag = answer.headers.get('etag');
    await answer.arrayBuffer();
    if (tag === null) throw new Error(`The answer to ${query} has no tag.`);
    requests.GET.push(getOf(address));
    requests[304].push(getOf(address, [`if-none-match: ${tag}`]));
  }
  const rates = { POST: [], GET: [], 304: [] };
  const order = bodies.map((_, index) => index);
  for (let round = -1; round < ROUNDS; round += 1) {
    for (const form of round % 2 === 0 ? FORMS : [...FORMS].reverse()) {
      const where = { host: url.hostname, port: Number(url.port) };
      const task = { ...where, requests: requests[form], order, connections: CONNECTIONS, milliseconds: SLICE_MS };
      const { milliseconds, latencies } = await load.run(task);
      // The first round only warms up.
      if (round >= 0) rates[form].push((latencies.length * 1000) / milliseconds);
    }
  }
  const shares = FORMS.map((form) => {
    const share = median(rates[form].map((rate, round) => rate / rates.POST[round]));
    return `${form} ${median(rates[form]).toFixed(0).padStart(6)} (${share.toFixed(2)})`;
  });
  console.log(`${query.padEnd(8)} ${shares.join('   ')}`);
}

const ACCEPT = { accept: 'application/json' };

function addressOf(url, query, body) {
  const { variables } = JSON.parse(body);
  const parameters = new URLSearchParams({ query: documents[query], variables: JSON.stringify(variables) });
  return new URL(`?${parameters.toString()}`, url);
}

function postOf({ host, pathname }, body) {
  const head = [
    `POST ${pathname} HTTP/1.1`,
    `host: ${host}`,
    'accept: application/json',
    'content-type: application/json',
  ];
  return `${[...head, `content-length: ${Buffer.byteLength(body)}`].join('\r\n')}\r\n\r\n${body}`;
}

function getOf({ host, pathname, search }, headers = []) {
  return `${[`GET ${pathname}${search} HTTP/1.1`, `host: ${host}`, 'accept: application/json', ...headers].join('\r\n')}\r\n\r\n`;
}

main().catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
