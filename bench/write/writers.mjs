import { keystone } from '../contestants/keystone.mjs';
import { postgraphile } from '../contestants/postgraphile.mjs';
import { NUMBER } from '../load/number.mjs';

/** As many connections as clients, so that nobody waits for one; PostgreSQL's own limits are the same for all. */
const POOL_SIZE = '32';

/** The same row by plain SQL: without the store's triggers, with them, and with those of another checkout. */
export function sqlWriters({ plain, now, before }) {
  const writers = [
    { name: 'plain', label: 'plain SQL without triggers', store: plain },
    { name: 'triggers', label: 'plain SQL', store: now },
    ...(before === undefined ? [] : [{ name: 'triggers-before', label: 'plain SQL, before', store: before }]),
  ];
  return writers.map(({ store, ...writer }) => ({ ...writer, task: () => ({ url: store.url }) }));
}

const CREATE = `mutation Create($input: CreatePartyInput!) { createParty(input: $input) { party { id slug } } }`;
const row = { slug: `party-${NUMBER}`, kind: 'PERSON', name: `Somebody ${NUMBER}`, state: 'PUBLISHED' };

/** The mutation that makes the row, and answers with its id and slug: this server's, that of another checkout, and the peers'. */
export function graphqlWriters({ plain, now, before }) {
  const allegata = (name, label, { url, server, authorization }) => ({
    name,
    label,
    start: () => ({
      args: [server, 'serve'],
      env: {
        DATABASE_URL: url,
        ALLEGATA_EXAMPLE: 'off',
        ALLEGATA_LOG_LEVEL: 'error',
        ALLEGATA_WRITE_POOL_SIZE: POOL_SIZE,
        PORT: '0',
      },
      ready: /^Allegata is ready: (\S+)$/m,
    }),
    body: { query: CREATE, variables: { input: row } },
    headers: [`authorization: ${authorization}`],
  });
  const peers = [
    {
      ...startOf(postgraphile, { readerUrl: plain.url, url: plain.url }),
      body: {
        query: `mutation Create($input: CreatePartyInput!) { createParty(input: $input) { party { rowId slug } } }`,
        variables: { input: { party: { rowId: `01930f5e-6c3a-7b52-9d1c-${NUMBER}`, ...row } } },
      },
    },
    {
      ...startOf(keystone, { url: plain.url }),
      body: {
        query: `mutation Create($data: PartyCreateInput!) { createParty(data: $data) { id slug } }`,
        variables: { data: row },
      },
    },
  ];
  return [
    allegata('allegata', 'Allegata', now),
    ...(before === undefined ? [] : [allegata('allegata-before', 'Allegata, before', before)]),
    ...peers,
  ].map(withTask);
}

/** A peer of the bench of reads, told that it may write. */
function startOf({ name, label, start }, database) {
  return {
    name,
    label,
    isPeer: true,
    start: () => {
      const how = start(database);
      return { ...how, env: { ...how.env, BENCH_WRITES: 'on', BENCH_POOL_SIZE: POOL_SIZE } };
    },
  };
}

function withTask(writer) {
  writer.task = () => ({
    host: writer.url.hostname,
    port: Number(writer.url.port),
    path: writer.url.pathname,
    headers: writer.headers,
    bodies: [JSON.stringify(writer.body)],
    order: [0],
  });
  return writer;
}
