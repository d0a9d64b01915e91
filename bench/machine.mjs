import { cpus, loadavg, release, totalmem, type } from 'node:os';

/**
 * What the figures were measured on, in a sentence each.
 *
 * @param {import('pg').Client} client
 */
export async function describeMachine(client) {
  const [{ model }] = cpus();
  const { rows } = await client.query(
    `SELECT current_setting('server_version') AS version, current_setting('shared_buffers') AS buffers, current_setting('fsync') AS fsync`,
  );
  return [
    `${cpus().length} processors (${model.trim()}), ${(totalmem() / 1024 ** 3).toFixed(0)} GB of memory, ${type()} ${release()}; ` +
      'the server, PostgreSQL and the process that makes the load share them',
    `Node.js ${process.versions.node}, PostgreSQL ${rows[0].version} (shared_buffers ${rows[0].buffers}, fsync ${rows[0].fsync}, otherwise as it comes)`,
  ];
}

/** How much else the machine has to do; a warning where it is more than a little. */
export function describeLoad() {
  const [load] = loadavg();
  const busy = load > cpus().length / 2;
  return `load average before the run: ${load.toFixed(1)}${busy ? ' (BUSY: others run on this machine, the figures are noise)' : ''}`;
}
