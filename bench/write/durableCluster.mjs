import { chmodSync, chownSync, cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect } from '../database.mjs';
import { openDelayedLine } from './delayedLine.mjs';

const require = createRequire(import.meta.url);
require('../../scripts/loadTypescript.cjs');
const postgres = require('../../src/database/postgresCluster.ts');
const { findPostgresOwner } = require('../../src/database/postgresOwner.ts');
const { findPostgresProgram } = require('../../src/database/postgresProgram.ts');

const PASSWORD = 'bench';

/** As PostgreSQL comes, durable: each commit waits until it is on the disk. */
const SETTINGS = { max_connections: '200', max_wal_size: '4GB' };

/**
 * Starts a PostgreSQL of this run alone, in a folder for temporary files.
 *
 * @returns its process, the address of a database, a way to give it a synchronous standby, and one to end it
 */
export async function startDurableCluster() {
  const folder = mkdtempSync(join(tmpdir(), 'allegata-write-'));
  // The server's user must pass through, where it is not us.
  chmodSync(folder, 0o711);
  const primary = { program: findPostgresProgram(), owner: findPostgresOwner(), folder: join(folder, 'primary') };
  const standby = { ...primary, folder: join(folder, 'standby') };
  const closers = [() => rmSync(folder, { recursive: true, force: true })];
  const stop = async () => {
    for (const close of closers.splice(0).reverse()) await close();
  };
  try {
    await initialise(primary, folder);
    const port = await postgres.findFreePort();
    await postgres.startCluster(primary, port, SETTINGS);
    closers.push(() => postgres.stopCluster(primary));
    const address = (database) => `postgresql://${postgres.CLUSTER_USER}:${PASSWORD}@127.0.0.1:${port}/${database}`;
    const addStandby = async (delayMs) => {
      const line = await openDelayedLine(port, delayMs);
      closers.push(line.stop);
      await startStandby(primary, standby, port, line.port);
      closers.push(() => postgres.stopCluster(standby));
    };
    const postmaster = () => postgres.readPostmaster(primary.folder).pid;
    return { address, postmaster, addStandby, setSynchronous: (on) => setSynchronous(address('postgres'), on), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function initialise(cluster, folder) {
  mkdirSync(cluster.folder, { mode: 0o700 });
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, PASSWORD, { mode: 0o600 });
  if (cluster.owner !== undefined) {
    for (const path of [cluster.folder, passwordFile]) chownSync(path, cluster.owner.uid, cluster.owner.gid);
  }
  await postgres.initialiseCluster(cluster, passwordFile);
}

/** A copy of the primary's folder, taken while it is stopped, is a standby that needs nothing but a line to it. */
async function startStandby(primary, standby, port, linePort) {
  await postgres.stopCluster(primary);
  cpSync(primary.folder, standby.folder, { recursive: true, preserveTimestamps: true });
  writeFileSync(join(standby.folder, 'standby.signal'), '');
  if (standby.owner !== undefined) chownAll(standby);
  chmodSync(standby.folder, 0o700);
  await postgres.startCluster(primary, port, SETTINGS);
  const line = `host=127.0.0.1 port=${linePort} user=${postgres.CLUSTER_USER} password=${PASSWORD} application_name=far`;
  await postgres.startCluster(standby, await postgres.findFreePort(), { ...SETTINGS, primary_conninfo: line });
}

function chownAll({ folder, owner }) {
  chownSync(folder, owner.uid, owner.gid);
  for (const entry of readdirSync(folder, { recursive: true })) chownSync(join(folder, entry), owner.uid, owner.gid);
}

/** Whether each commit waits until the standby has it on its disk. */
async function setSynchronous(url, isSynchronous) {
  const client = await connect(url);
  try {
    await client.query(`ALTER SYSTEM SET synchronous_standby_names = '${isSynchronous ? 'far' : ''}'`);
    await client.query('SELECT pg_reload_conf()');
    const wanted = isSynchronous ? 'sync' : 'async';
    for (let attempt = 0; attempt < 200; attempt += 1) {
      const { rows } = await client.query('SELECT sync_state FROM pg_stat_replication');
      if (rows[0]?.sync_state === wanted) return;
      await sleep(50);
    }
    throw new Error(`The standby does not become ${wanted}.`);
  } finally {
    await client.end();
  }
}
