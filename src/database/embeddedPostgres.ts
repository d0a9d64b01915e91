import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import { prepareEmbeddedCluster, type EmbeddedCluster } from './embeddedFolder';
import { reachServer, urlOf } from './embeddedServer';
import { stopCluster } from './postgresCluster';

/** Who uses the store: there is one server to a data folder, and any number of commands beside it. */
export type StoreRole = 'server' | 'command';

/** The store's own PostgreSQL, in use by this process. */
export interface EmbeddedPostgres {
  /** Address of its database. */
  readonly url: string;
  /** Tells the listener the new address, should it have to be started again while its port is taken. */
  onMove(listener: (url: string) => void): void;
  /**
   * Stops using it. The last of the processes that use it shuts it down; it does not matter who started it.
   */
  close(): Promise<void>;
}

/** Advisory locks: held shared by each process that uses the store; held by the server. */
const IN_USE = 72707370;
const SERVING = 72707371;

/** Milliseconds for which PostgreSQL may take to notice that a server was killed, and to release its lock. */
const RELEASE_MS = 2_000;

/** Times that it may vanish while we enter. */
const ATTEMPTS = 10;

const LONGEST_PAUSE_MS = 10_000;

/**
 * Makes the PostgreSQL of a data folder run, and keeps it running: where it is killed it is started again, so that
 * the next query works. It is not ended with this process, since others may use it too: an import beside a running
 * server, say. Each holds a lock on a connection of its own (which PostgreSQL releases however the process ends).
 *
 * @param log told, in a sentence, what happens to it
 * @throws Error that says what to do, where it cannot run or where the folder already has a server
 */
export async function openEmbeddedPostgres(
  dataDir: string,
  role: StoreRole,
  log: (message: string) => void,
): Promise<EmbeddedPostgres> {
  const cluster = await prepareEmbeddedCluster(dataDir);
  const keeper = new Keeper(cluster, dataDir, role, log);
  await keeper.enter();
  return keeper;
}

class Keeper implements EmbeddedPostgres {
  url = '';
  private client: Client | undefined;
  private closing: Promise<void> | undefined;
  private reviving: Promise<void> | undefined;
  private readonly listeners: ((url: string) => void)[] = [];
  private readonly ending = new AbortController();

  constructor(
    private readonly cluster: EmbeddedCluster,
    private readonly dataDir: string,
    private readonly role: StoreRole,
    private readonly log: (message: string) => void,
  ) {}

  onMove(listener: (url: string) => void): void {
    this.listeners.push(listener);
  }

  /** Connects, and takes the locks. */
  async enter(): Promise<void> {
    const { client, alone } = await this.register();
    if (!alone) {
      const other = await findServing(client);
      await this.leave(client);
      throw new Error(
        `Another Allegata${other} already serves the store in ${this.dataDir}. Stop that one, or set ALLEGATA_DATA_DIR ` +
          'and PORT to run a second one on a folder and a port of its own.',
      );
    }
    this.keep(client);
  }

  close(): Promise<void> {
    this.closing ??= this.shut();
    return this.closing;
  }

  /**
   * Counts this process among the users, and claims the folder for a server; alone is false where another serves it.
   * The last of the users before may be shutting PostgreSQL down at this moment: then it is started again.
   */
  private async register(): Promise<{ client: Client; alone: boolean }> {
    for (let attempt = 1; ; attempt++) {
      const client = await reachServer(this.cluster, `allegata ${this.role} ${String(process.pid)}`);
      try {
        await client.query('SELECT pg_advisory_lock_shared($1)', [IN_USE]);
        return { client, alone: this.role === 'command' || (await takeServing(client)) };
      } catch (error) {
        await client.end().catch(() => undefined);
        if (attempt === ATTEMPTS) {
          throw error;
        }
      }
    }
  }

  private keep(client: Client): void {
    const before = this.url;
    this.client = client;
    this.url = urlOf(this.cluster, client);
    if (before !== '' && before !== this.url) {
      this.listeners.forEach((listener) => {
        listener(this.url);
      });
    }
    client.once('end', () => {
      this.client = undefined;
      if (this.closing === undefined) {
        this.reviving = this.revive();
      }
    });
  }

  private async revive(): Promise<void> {
    this.log('The embedded PostgreSQL is gone; starting it again.');
    for (let pause = 500; this.closing === undefined; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
      try {
        await this.enter();
        this.log('The embedded PostgreSQL runs again.');
        return;
      } catch (error) {
        this.log(`${(error as Error).message}\nTrying again in ${String(pause / 1000)} s.`);
        await sleep(pause, undefined, { signal: this.ending.signal }).catch(() => undefined);
      }
    }
  }

  private async shut(): Promise<void> {
    this.ending.abort();
    await this.reviving;
    if (this.client !== undefined) {
      await this.leave(this.client);
    }
  }

  /** Ends our use; who then is alone shuts PostgreSQL down, while the lock keeps newcomers waiting. */
  private async leave(client: Client): Promise<void> {
    try {
      if (await isLast(client)) {
        await stopCluster(this.cluster);
      }
    } catch (error) {
      // It was killed, or another shut it down, while we left: then nothing is left to do.
      this.log(`The embedded PostgreSQL was not shut down: ${(error as Error).message}.`);
    }
    await client.end();
  }
}

/** Gives our share of the lock back, and takes the whole where nobody else has one. */
async function isLast(client: Client): Promise<boolean> {
  await client.query('SELECT pg_advisory_unlock_shared($1)', [IN_USE]);
  return tryLock(client, IN_USE);
}

async function takeServing(client: Client): Promise<boolean> {
  const deadline = Date.now() + RELEASE_MS;
  while (!(await tryLock(client, SERVING))) {
    if (Date.now() > deadline) {
      return false;
    }
    await sleep(100);
  }
  return true;
}

async function tryLock(client: Client, lock: number): Promise<boolean> {
  const { rows } = await client.query<{ taken: boolean }>('SELECT pg_try_advisory_lock($1) AS taken', [lock]);
  return rows[0]?.taken === true;
}

/** The process that serves, in words: its number stands in the name of its connection. */
async function findServing(client: Client): Promise<string> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT a.application_name AS name FROM pg_locks l JOIN pg_stat_activity a USING (pid)
     WHERE l.locktype = 'advisory' AND l.granted AND l.classid = 0 AND l.objid = $1`,
    [SERVING],
  );
  const [, number] = /(\d+)$/.exec(rows[0]?.name ?? '') ?? [];
  return number === undefined ? '' : ` (process ${number})`;
}
