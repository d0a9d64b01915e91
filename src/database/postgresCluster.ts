import { execFile } from 'node:child_process';
import { existsSync, readFileSync, renameSync, statSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { PostgresOwner } from './postgresOwner';
import type { PostgresProgram } from './postgresProgram';

const run = promisify(execFile);

/** Name of the database superuser of a cluster that we make. */
export const CLUSTER_USER = 'allegata';

/** Bytes of server log after which a start begins a new one; the one before is kept. */
const LOG_LIMIT = 4 * 1024 * 1024;

/** One PostgreSQL data folder, the programs that open it, and the user that runs them (us, where undefined). */
export interface Cluster {
  program: PostgresProgram;
  owner: PostgresOwner | undefined;
  folder: string;
}

/** What a running (or killed) server noted in its folder. */
export interface Postmaster {
  pid: number;
  port: number;
}

async function execute(cluster: Cluster, file: string, parameters: string[]): Promise<void> {
  const { owner } = cluster;
  try {
    // PostgreSQL's own messages are read and shown, so they are asked for in one language; and started in a folder
    // that its user cannot enter it would complain.
    await run(file, parameters, {
      ...(owner === undefined ? {} : { uid: owner.uid, gid: owner.gid }),
      cwd: '/',
      env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' },
    });
  } catch (error) {
    const { stderr = '', stdout = '', message } = error as Error & { stderr?: string; stdout?: string };
    throw new Error((stderr.trim() || stdout.trim() || message).slice(-2000), { cause: error });
  }
}

/**
 * What the C library calls a locale in which it knows the letters of every script: pg_trgm asks it what a letter is, and would
 * find no name that is not in ASCII without one. Linux has the first, macOS the second.
 */
const CHARACTER_LOCALES = ['C.UTF-8', 'en_US.UTF-8'];

/**
 * Fills an empty folder, which the owner must own, with a new cluster: UTF-8, and the same order and case rules on
 * every machine (the C.UTF-8 that PostgreSQL itself brings).
 *
 * @param passwordFile file that holds the superuser's password, readable for the owner
 */
export async function initialiseCluster(cluster: Cluster, passwordFile: string): Promise<void> {
  const initialise = (characterLocale: string): Promise<void> =>
    execute(cluster, cluster.program.initdb, [
      `--pgdata=${cluster.folder}`,
      `--username=${CLUSTER_USER}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      `--lc-ctype=${characterLocale}`,
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
    ]);
  for (const [index, locale] of CHARACTER_LOCALES.entries()) {
    try {
      await initialise(locale);
      return;
    } catch (error) {
      const isMissing = error instanceof Error && error.message.includes('invalid locale name');
      if (!isMissing || index === CHARACTER_LOCALES.length - 1) throw error;
    }
  }
}

/**
 * Starts the server in a session of its own, so that it outlives us and no Ctrl-C reaches it, and waits until it
 * takes connections, on 127.0.0.1 only.
 *
 * @param settings more server settings
 * @throws Error with the end of the server's log
 */
export async function startCluster(
  cluster: Cluster,
  port: number,
  settings: Record<string, string> = {},
): Promise<void> {
  const log = join(cluster.folder, 'server.log');
  const logged = turnOver(log);
  const all = { listen_addresses: '127.0.0.1', unix_socket_directories: '', log_checkpoints: 'off', ...settings };
  const options = Object.entries(all).map(([name, value]) => `-c ${name}='${value}'`);
  try {
    await execute(cluster, cluster.program.pgCtl, [
      'start',
      '--wait',
      '--timeout=120',
      `--pgdata=${cluster.folder}`,
      `--log=${log}`,
      `--options=-p ${String(port)} ${options.join(' ')}`,
    ]);
  } catch (error) {
    throw new Error(endOf(log, logged) || (error as Error).message, { cause: error });
  }
}

/** Stops the server; sessions that are still open are ended and rolled back. */
export async function stopCluster(cluster: Cluster): Promise<void> {
  await execute(cluster, cluster.program.pgCtl, [
    'stop',
    '--wait',
    '--mode=fast',
    '--timeout=120',
    `--pgdata=${cluster.folder}`,
  ]);
}

/** What the folder says about its server, running or killed; undefined where it was shut down. */
export function readPostmaster(folder: string): Postmaster | undefined {
  try {
    // Line 1 is the process, line 4 the port; a server that is only just starting has not written all of it.
    const lines = readFileSync(join(folder, 'postmaster.pid'), 'utf8').split('\n');
    const [pid, port] = [Number(lines[0]), Number(lines[3])];
    return pid > 0 && port > 0 ? { pid, port } : undefined;
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) {
      return undefined;
    }
    throw error;
  }
}

/** The port with which the folder's server was last started. */
export function lastPort(folder: string): number | undefined {
  const options = join(folder, 'postmaster.opts');
  const [, port] = existsSync(options) ? (/"-p" "(\d+)"/.exec(readFileSync(options, 'utf8')) ?? []) : [];
  return port === undefined ? undefined : Number(port);
}

/**
 * A TCP port of 127.0.0.1 that is free just now.
 *
 * @param wanted the port to answer with if it is free
 */
export async function findFreePort(wanted = 0): Promise<number> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      if (wanted === 0) {
        reject(error);
      } else {
        resolve(findFreePort());
      }
    });
    server.listen(wanted, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => {
        resolve(port);
      });
    });
  });
}

/** Begins a new log where it has grown long; answers how many bytes there are in it. */
function turnOver(log: string): number {
  const size = statSync(log, { throwIfNoEntry: false })?.size ?? 0;
  if (size <= LOG_LIMIT) {
    return size;
  }
  renameSync(log, `${log}.1`);
  return 0;
}

/** The last lines of what was logged from that byte on. */
function endOf(log: string, from: number): string {
  try {
    return readFileSync(log).subarray(from).toString('utf8').trim().split('\n').slice(-8).join('\n');
  } catch {
    return '';
  }
}
