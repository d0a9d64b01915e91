import { chownSync, mkdtempSync, mkdirSync, chmodSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CLUSTER_USER,
  findFreePort,
  initialiseCluster,
  startCluster,
  stopCluster,
  type Cluster,
} from '../src/database/postgresCluster';
import { findPostgresOwner } from '../src/database/postgresOwner';
import { findPostgresProgram } from '../src/database/postgresProgram';

/** A PostgreSQL for one run of a script or of the tests: nothing in it survives a crash of the machine. */
export interface ThrowawayPostgres {
  /** Address of its empty database `postgres`. */
  url: string;
  /** Stops it and removes its folder. */
  remove: () => Promise<void>;
}

/** Makes and starts one in a temporary folder, without fsync. */
export async function startThrowawayPostgres(): Promise<ThrowawayPostgres> {
  const owner = findPostgresOwner();
  const root = mkdtempSync(join(tmpdir(), 'allegata-postgres-'));
  // The server's user must pass through, where it is not us.
  chmodSync(root, 0o711);
  const cluster: Cluster = { program: findPostgresProgram(), owner, folder: join(root, 'cluster') };
  mkdirSync(cluster.folder, { mode: 0o700 });
  const passwordFile = join(root, 'password');
  const password = 'throwaway';
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (owner !== undefined) {
    chownSync(cluster.folder, owner.uid, owner.gid);
    chownSync(passwordFile, owner.uid, owner.gid);
  }
  await initialiseCluster(cluster, passwordFile);
  const port = await findFreePort();
  await startCluster(cluster, port, {
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    max_connections: '200',
  });
  return {
    url: `postgresql://${CLUSTER_USER}:${password}@127.0.0.1:${String(port)}/postgres`,
    remove: async () => {
      await stopCluster(cluster);
      rmSync(root, { recursive: true, force: true });
    },
  };
}
