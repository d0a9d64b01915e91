import { realpathSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, DatabaseError } from 'pg';
import { explainClusterFailure, type EmbeddedCluster } from './embeddedFolder';
import { CLUSTER_USER, findFreePort, lastPort, readPostmaster, startCluster } from './postgresCluster';
import { removeStalePostmaster } from './stalePostmaster';

/** Milliseconds for which starting is tried. After a kill -9 of the server, what is left of it needs up to 3 s to go. */
const PATIENCE_MS = 15_000;

/** The server is starting up, or shutting down. */
const CANNOT_CONNECT_NOW = '57P03';

/**
 * Connects to the cluster's server, whoever started it; starts it where it does not run. Processes that do so at once
 * are connected to the same server: PostgreSQL lets only one open a folder, and the others find it.
 *
 * @param name what the connection is called in pg_stat_activity
 * @throws Error with what the server said, where it does not come up
 */
export async function reachServer(cluster: EmbeddedCluster, name: string): Promise<Client> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const client = await connectToRunning(cluster, name);
    if (client !== undefined) {
      return client;
    }
    try {
      removeStalePostmaster(cluster.folder);
      await startCluster(cluster, await findFreePort(lastPort(cluster.folder)));
    } catch (error) {
      // Mostly another process starts it at this moment, or stops it: then it is there, or gone, in the next round.
      if (Date.now() > deadline || isDiskFull(error)) {
        throw explainClusterFailure(error, cluster.folder, 'started');
      }
      await sleep(200);
    }
  }
}

/** Address of the server's database; the connection tells the port. */
export function urlOf(cluster: EmbeddedCluster, client: Client): string {
  return `postgresql://${CLUSTER_USER}:${cluster.password}@127.0.0.1:${String(client.port)}/postgres`;
}

function isDiskFull(error: unknown): boolean {
  return error instanceof Error && error.message.includes('No space left on device');
}

/** Undefined where no server of this cluster takes connections. */
async function connectToRunning(cluster: EmbeddedCluster, name: string): Promise<Client | undefined> {
  const deadline = Date.now() + 2 * PATIENCE_MS;
  for (;;) {
    const running = readPostmaster(cluster.folder);
    if (running === undefined) {
      return undefined;
    }
    try {
      return await connect(cluster, running.port, name);
    } catch (error) {
      const busy = error instanceof DatabaseError && error.code === CANNOT_CONNECT_NOW;
      if (!busy || Date.now() > deadline) {
        return undefined;
      }
      await sleep(100);
    }
  }
}

async function connect(cluster: EmbeddedCluster, port: number, name: string): Promise<Client> {
  const client = new Client({
    host: '127.0.0.1',
    port,
    user: CLUSTER_USER,
    password: cluster.password,
    database: 'postgres',
    application_name: name,
    connectionTimeoutMillis: PATIENCE_MS,
    keepAlive: true,
  });
  // It may break at any time from here on; whoever uses it listens too.
  client.on('error', () => undefined);
  await client.connect();
  // The note of a killed server names a port that another PostgreSQL may have got since.
  const { rows } = await client.query<{ folder: string }>(`SELECT current_setting('data_directory') AS folder`);
  if (rows[0]?.folder !== realpathSync(cluster.folder) && rows[0]?.folder !== cluster.folder) {
    await client.end();
    throw new Error(`Port ${String(port)} belongs to another PostgreSQL.`);
  }
  return client;
}
