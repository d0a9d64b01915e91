import { setTimeout as sleep } from 'node:timers/promises';
import { Client, DatabaseError } from 'pg';

/** Milliseconds for which a server that is away is waited for. */
const PATIENCE_MS = 30_000;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 8_000;
const CONNECT_MS = 5_000;

const OLDEST_VERSION = 15;

/** What a connection says while the machine or the server comes up, in the words of the system and of PostgreSQL. */
const AWAY = new Set([
  ...[
    'ECONNREFUSED',
    'ECONNRESET',
    'ETIMEDOUT',
    'EHOSTUNREACH',
    'ENETUNREACH',
    'ENOTFOUND',
    'EAI_AGAIN',
    'EPIPE',
    'ENOENT',
  ],
  ...['57P01', '57P02', '57P03', '53300', '08006', '08001', '08004'],
]);

/**
 * Connects to the server of DATABASE_URL, and waits for one that is away, with a message each time. What waiting will
 * not mend, such as a wrong password, is told at once.
 *
 * @param patienceMs milliseconds to wait for it in all
 * @throws Error that says what to do
 */
export async function connectToServer(
  url: string,
  log: (message: string) => void,
  patienceMs = PATIENCE_MS,
): Promise<Client> {
  const deadline = Date.now() + patienceMs;
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
    try {
      return await connect(url);
    } catch (error) {
      if (!isAway(error)) {
        throw refused(url, error);
      }
      if (Date.now() + pause > deadline) {
        throw new Error(
          `PostgreSQL at ${placeOf(url)} did not answer for ${String(patienceMs / 1000)} s (${reasonOf(error)}). ` +
            'Start it, or correct DATABASE_URL; without DATABASE_URL Allegata runs a PostgreSQL of its own.',
          { cause: error },
        );
      }
      log(
        `PostgreSQL at ${placeOf(url)} does not answer (${reasonOf(error)}); trying again in ${String(pause / 1000)} s.`,
      );
      await sleep(pause);
    }
  }
}

/**
 * @throws Error where the server is older than PostgreSQL 15, or the database is not in UTF-8, or lacks the Unicode
 *   order of texts
 */
export async function assertUsable(client: Client, url: string): Promise<void> {
  const { rows } = await client.query<{
    version: string;
    number: number;
    encoding: string;
    letters: string;
    icu: boolean;
  }>(
    `SELECT current_setting('server_version') AS version, current_setting('server_version_num')::int AS number,
       current_setting('server_encoding') AS encoding,
       (SELECT datctype FROM pg_database WHERE datname = current_database()) AS letters,
       EXISTS (SELECT FROM pg_collation WHERE collname = 'und-x-icu') AS icu`,
  );
  const [server] = rows;
  if (server === undefined || server.number < OLDEST_VERSION * 10_000) {
    throw new Error(
      `PostgreSQL at ${placeOf(url)} is version ${server?.version ?? '?'}; Allegata needs ${String(OLDEST_VERSION)} or later.`,
    );
  }
  if (server.encoding !== 'UTF8') {
    throw new Error(
      `The database at ${placeOf(url)} is in ${server.encoding}; Allegata needs UTF8. Make one: ` +
        `CREATE DATABASE allegata ENCODING 'UTF8' TEMPLATE template0.`,
    );
  }
  if (server.letters === 'C' || server.letters === 'POSIX') {
    throw new Error(
      `The database at ${placeOf(url)} knows ASCII letters only (LC_CTYPE ${server.letters}), so that no misspelt name in another script could be found. ` +
        `Make one that knows all: CREATE DATABASE allegata ENCODING 'UTF8' LC_CTYPE 'C.UTF-8' LC_COLLATE 'C' TEMPLATE template0.`,
    );
  }
  if (!server.icu) {
    throw new Error(`PostgreSQL at ${placeOf(url)} was built without ICU, which Allegata needs to put texts in order.`);
  }
}

async function connect(url: string): Promise<Client> {
  const client = new Client({
    connectionString: url,
    application_name: 'allegata',
    connectionTimeoutMillis: CONNECT_MS,
  });
  // It may break while it is idle; the next query then says so.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return client;
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error;
  }
}

function isAway(error: unknown): boolean {
  if (error instanceof AggregateError) {
    // A name with several addresses, each of which refused.
    return error.errors.every(isAway);
  }
  const { code, message } = error as NodeJS.ErrnoException;
  return code === undefined ? /timeout|terminated/i.test(message) : AWAY.has(code);
}

function refused(url: string, error: unknown): Error {
  const state = error instanceof DatabaseError ? error.code : undefined;
  const advice =
    state === '3D000'
      ? 'Create that database, or correct DATABASE_URL.'
      : 'Correct DATABASE_URL (its user, password, host, port and parameters).';
  return new Error(`PostgreSQL at ${placeOf(url)} refused the connection: ${reasonOf(error)}. ${advice}`, {
    cause: error,
  });
}

function reasonOf(error: unknown): string {
  const reasons = error instanceof AggregateError ? (error.errors as Error[]) : [error as Error];
  return reasons.map((reason) => reason.message).join('; ');
}

/** Host, port and database: the address without the password. */
function placeOf(url: string): string {
  const { hostname, port, pathname } = new URL(url);
  return `${hostname}:${port || '5432'}${pathname}`;
}
