import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { day, withAnchor } from './postgraphile.mjs';

/** It is large and makes files of its own, so that it lives in a folder for temporary files, kept for the next run. */
const FOLDER = join(tmpdir(), `allegata-speed-${userInfo().uid}-keystone`);
const CLI = join(FOLDER, 'node_modules', '@keystone-6', 'core', 'bin', 'cli.js');
const SOURCES = {
  'package.json': 'package.json',
  'package-lock.json': 'package-lock.json',
  'keystone.mjs': 'keystone.js',
};

const newest = `orderBy: [{ occurredEarliest: desc }, { id: desc }]`;
const ofAllegation = `orderBy: [{ statementIssued: desc }, { statementOrder: desc }, { anchorStart: asc }, { id: asc }]`;
const against = `where: { accused: { some: { id: { equals: $party } } } }`;

const documents = {
  list: `query List($skip: Int!) { statements(take: 20, skip: $skip, orderBy: [{ issuedEarliest: desc }, { id: desc }]) {
    id slug kind title subtitle language issuedOn issuedEarliest issuedLatest createdAt version } }`,
  nested: `query Nested($skip: Int!) { allegations(take: 20, skip: $skip, ${newest}) {
    id slug summary accused(orderBy: { id: asc }) { id slug name kind }
    assertions(take: 10, ${ofAllegation}) { id stance speaker { id name } statement { id title } } } }`,
  one: `query One($id: ID!) { allegation(where: { id: $id }) {
    id slug summary place occurredOn occurredEarliest occurredLatest
    parties(orderBy: { position: asc }) { role party { id slug name kind } }
    assertions(take: 10, ${ofAllegation}) { id stance mode anchorExact anchorStart anchorEnd speaker { id name } statement { id slug title } } } }`,
  deep: `query Deep($id: ID!) { party(where: { id: $id }) { id name allegations(take: 5, ${newest}) {
    id summary assertions(take: 5, ${ofAllegation}) {
      id stance speaker { id name } statement { id title issuers(orderBy: { id: asc }) { id name kind } } } } } }`,
  filter: `query Filter($party: ID!, $skip: Int!) {
    nodes: allegations(${against}, take: 21, skip: $skip, ${newest}) { id slug summary occurredOn occurredEarliest occurredLatest }
    totalCount: allegationsCount(${against}) }`,
};

/** Keystone 8. It has no connections: pages are skipped to, and whether there are more shows in a row beyond the page. */
export const keystone = {
  name: 'keystone',
  label: 'Keystone 8',
  start: ({ url }) => {
    install();
    return { args: [CLI, 'start', '--no-ui'], cwd: FOLDER, env: { DATABASE_URL: url }, ready: /^ready (\S+)$/m };
  },
  body: (query, variables) => JSON.stringify({ query: documents[query], variables }),
  prepare: (query, variants) => Promise.resolve(withSkips(query, variants)),
  canonical: {
    list: ({ statements }) =>
      statements.map(({ issuedOn, issuedEarliest, issuedLatest, createdAt, ...rest }) => ({
        ...rest,
        issuedOn: day(issuedOn, issuedEarliest, issuedLatest),
        createdAt: Date.parse(createdAt),
      })),
    nested: ({ allegations }) => allegations,
    one: ({ allegation: { assertions, ...rest } }) => ({ ...dated(rest), assertions: assertions.map(withAnchor) }),
    deep: ({ party }) => party,
    filter: ({ nodes, totalCount }) => ({
      nodes: nodes.slice(0, 20).map(dated),
      hasNextPage: nodes.length > 20,
      totalCount,
    }),
  },
};

const dated = ({ occurredOn, occurredEarliest, occurredLatest, ...rest }) => ({
  ...rest,
  occurredOn: day(occurredOn, occurredEarliest, occurredLatest),
});

/** The variants of a list come page after page. */
function withSkips(query, variants) {
  if (query === 'one' || query === 'deep') return variants;
  let page = 0;
  return variants.map(({ after, ...rest }) => {
    page = after === null ? 0 : page + 1;
    return { ...rest, skip: page * 20 };
  });
}

/** Installs and builds it where that has not been done, or anything was changed since. */
function install() {
  // The build never starts Prisma's schema engine, which would have to be downloaded: any executable satisfies it.
  const env = { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, DATABASE_URL: 'postgresql://unused' };
  const run = (command, args) => {
    const { status } = spawnSync(command, args, { cwd: FOLDER, env, stdio: ['ignore', 'ignore', 'inherit'] });
    if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed in ${FOLDER}`);
  };
  mkdirSync(FOLDER, { recursive: true });
  const changed = Object.entries(SOURCES).filter(([source, copy]) => bring(source, copy));
  if (!existsSync(CLI) || changed.some(([source]) => source === 'package-lock.json')) {
    run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']);
  }
  const built = join(FOLDER, '.keystone', 'prisma.js');
  // Where a build fails, nothing is left that a later run could take for its result.
  if (changed.length > 0) rmSync(built, { force: true });
  if (!existsSync(built)) run(process.execPath, [CLI, 'build', '--no-ui']);
}

/** Copies a file of ours to the folder; whether it is another than the one there. */
function bring(source, copy) {
  const from = new URL(`../peers/keystone/${source}`, import.meta.url);
  const to = join(FOLDER, copy);
  if (existsSync(to) && readFileSync(from).equals(readFileSync(to))) return false;
  copyFileSync(from, to);
  return true;
}
