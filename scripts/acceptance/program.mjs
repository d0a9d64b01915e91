import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const main = resolve('dist/main.js');
const running = new Set();

/** A new empty folder that any user may enter, since a PostgreSQL started by root runs as another user. */
export function scratchFolder(name) {
  const folder = mkdtempSync(join(tmpdir(), `allegata-${name}-`));
  chmodSync(folder, 0o755);
  return folder;
}

async function freePort() {
  const server = createServer();
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address();
  await new Promise((closed) => server.close(closed));
  return port;
}

function start(args, dataDir, settings = {}) {
  const env = { ...process.env, ALLEGATA_DATA_DIR: dataDir, ALLEGATA_EXAMPLE: 'off', ...settings };
  delete env.DATABASE_URL;
  const child = spawn(process.execPath, [main, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const started = { child, stdout: '', stderr: '' };
  child.stdout.on('data', (data) => (started.stdout += data));
  child.stderr.on('data', (data) => (started.stderr += data));
  started.ended = new Promise((ended) => child.on('close', (code, signal) => ended({ code, signal })));
  running.add(child);
  started.ended.then(() => running.delete(child));
  return started;
}

/** A command of the program that is under way: its child process, its output so far, and a promise of its end. */
export function startCommand(dataDir, ...args) {
  return start(args, dataDir);
}

/** Runs a command of the program to its end. */
export async function command(dataDir, ...args) {
  const started = start(args, dataDir);
  const { code, signal } = await started.ended;
  return { code, signal, stdout: started.stdout, stderr: started.stderr };
}

/** Starts the server on a port of its own and waits for its first answer, a minute at most. */
export async function serve(dataDir, settings = {}) {
  const port = await freePort();
  const started = start(['serve'], dataDir, { PORT: String(port), ALLEGATA_LOG_LEVEL: 'warn', ...settings });
  const server = { ...started, url: `http://127.0.0.1:${port}/graphql` };
  let ended;
  started.ended.then((end) => (ended = end));
  const answers = () => query(server, '{ __typename }').then(({ data }) => data?.__typename === 'Query');
  const deadline = Date.now() + 60_000;
  while (!(await answers().catch(() => false))) {
    if (ended || Date.now() > deadline) {
      started.child.kill('SIGKILL');
      throw new Error(`The server does not answer: ${JSON.stringify(ended)}\n${started.stdout}\n${started.stderr}`);
    }
    await sleep(100);
  }
  return server;
}

/** The whole answer of the server, errors and all. */
export async function query(server, text, variables = {}) {
  const response = await fetch(server.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: text, variables }),
    signal: AbortSignal.timeout(30_000),
  });
  return response.json();
}

/** The data of an answer; errors are thrown. */
export async function data(server, text, variables = {}) {
  const answer = await query(server, text, variables);
  if (answer.errors) throw new Error(JSON.stringify(answer.errors, undefined, 1));
  return answer.data;
}

/** Asks the server to stop and says how it ended; one that is still there after 20 s has not stopped. */
export async function stop(server, signal = 'SIGTERM') {
  server.child.kill(signal);
  return Promise.race([server.ended, sleep(20_000, { code: 'still running' }, { ref: false })]);
}

/** The ids of the PostgreSQL processes that work in a data folder, the first one started first. */
export function postgresProcesses(dataDir) {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((id) => {
      try {
        const folder = readlinkSync(`/proc/${id}/cwd`);
        const state = readFileSync(`/proc/${id}/stat`, 'utf8').split(') ')[1]?.[0];
        return (folder === dataDir || folder.startsWith(`${dataDir}/`)) && state !== 'Z' && isPostgres(id);
      } catch {
        return false; // it ended while it was looked at
      }
    })
    .map(Number)
    .sort((a, b) => a - b);
}

function isPostgres(id) {
  return readFileSync(`/proc/${id}/comm`, 'utf8').startsWith('postgres');
}

/** Ends every program that was started here and still runs, and every PostgreSQL in the folders. */
export async function endAll(folders) {
  for (const child of running) kill(child.pid);
  for (const id of folders.flatMap(postgresProcesses)) kill(id);
  while (running.size > 0 || folders.some((folder) => postgresProcesses(folder).length > 0)) await sleep(50);
}

/** kill -9, of a process that may be gone already. */
export function kill(id) {
  try {
    process.kill(id, 'SIGKILL');
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}
