import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { findFreePort } from '../src/database/postgresCluster';
import { writeLargeDossier } from './largeDossier';

// What `npm run bench:size` starts: how long a start takes until its first answer, and what the largest dossier costs.

const PROGRAM = join(__dirname, '..', 'dist', 'main.js');
const scratch = mkdtempSync(join(tmpdir(), 'allegata-size-'));
// PostgreSQL's own user must pass through, where the program runs as root.
chmodSync(scratch, 0o711);
const store: NodeJS.ProcessEnv = { ...process.env, ALLEGATA_DATA_DIR: join(scratch, 'data') };
delete store.DATABASE_URL;

const seconds = (since: number): string => `${((performance.now() - since) / 1000).toFixed(1)} s`;
const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`;

async function firstAnswer(port: number, server: ChildProcess): Promise<void> {
  const body = JSON.stringify({ query: '{ statements(first: 1) { nodes { title } } }' });
  const headers = { 'content-type': 'application/json' };
  while (server.exitCode === null) {
    const answer = await fetch(`http://127.0.0.1:${String(port)}/graphql`, { method: 'POST', headers, body }).catch(
      () => null,
    );
    if (answer?.ok === true && (await answer.text()).includes('"title"')) return;
    await pause(5);
  }
  throw new Error(`The server ended with status ${String(server.exitCode)}.`);
}

/** Starts the server, waits for its first answer, stops it. */
async function measureStart(title: string): Promise<void> {
  const port = await findFreePort();
  const since = performance.now();
  const server = spawn(process.execPath, [PROGRAM, 'serve'], {
    env: { ...store, PORT: String(port) },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  await firstAnswer(port, server);
  console.log(`${title.padEnd(40)} first answer after ${seconds(since)}`);
  server.kill();
  await once(server, 'exit');
}

/** The most memory that a process of Linux has had, in bytes; it is asked for while the process runs. */
function peakMemory(process: ChildProcess): number {
  try {
    const status = readFileSync(`/proc/${String(process.pid)}/status`, 'utf8');
    return Number(/^VmHWM:\s*(\d+)/m.exec(status)?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}

async function measureImport(title: string, file: string): Promise<void> {
  const since = performance.now();
  const command = spawn(process.execPath, [PROGRAM, 'import', file], {
    env: store,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  command.stdout.on('data', (part: Buffer) => (said += part.toString()));
  let peak = 0;
  const watch = setInterval(() => (peak = Math.max(peak, peakMemory(command))), 50);
  const [status] = (await once(command, 'close')) as [number];
  clearInterval(watch);
  if (status !== 0) throw new Error(`The import ended with status ${String(status)}: ${said}`);
  console.log(
    `${title.padEnd(40)} ${seconds(since)}, ${peak === 0 ? 'memory unknown' : `${megabytes(peak)} at most`}\n${said.trimEnd().replaceAll(/^/gm, '    ')}`,
  );
}

async function main(): Promise<void> {
  try {
    await measureStart('Cold start (empty folder, example)');
    await measureStart('Warm start');
    await measureStart('Warm start again');
    const file = join(scratch, 'large.json');
    await writeLargeDossier(file);
    await measureImport(`Import of ${megabytes(statSync(file).size)}`, file);
    await measureImport('The same again', file);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

void main();
