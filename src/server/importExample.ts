import { join } from 'node:path';
import { Client } from 'pg';
import type { Database } from '../database/database';
import { commandActor } from '../lib/actor';
import type { Environment } from '../lib/environment';
import type { Logger } from '../lib/logger';

/** The example, in the program's own folder, whether this file is compiled or not. */
const EXAMPLE = join(__dirname, '..', '..', 'examples', 'harbour-of-vessen', 'dossier.yaml');

/** Advisory lock of whoever looks whether the example is needed. */
const EXAMPLE_LOCK = 72_707_372;

/**
 * Imports the example where the store holds no party, statement or allegation, and none was erased. Of processes that start at once, one imports
 * it and the others wait for it.
 *
 * @returns whether it was imported
 * @throws DossierFaults where the example has been changed and is faulty now
 */
export async function importExample(
  database: Database,
  { dossierLimitBytes }: Pick<Environment, 'dossierLimitBytes'>,
  log: Logger,
): Promise<boolean> {
  if (!(await isEmpty(database))) return false;
  // Loaded here, since nearly every start finds the store filled.
  const { importDossier } = await import('../dossier/importDossier');
  return underLock(database, async () => {
    if (!(await isEmpty(database))) return false;
    await importDossier(database, { file: EXAMPLE }, { limitBytes: dossierLimitBytes, actor: commandActor('serve') });
    log.info(
      'The store was empty: imported the example of the harbour of Vessen. ALLEGATA_EXAMPLE=off leaves it empty.',
    );
    return true;
  });
}

async function isEmpty(database: Database): Promise<boolean> {
  const { rows } = await database.pool.query<{ empty: boolean }>(
    `SELECT NOT (EXISTS (SELECT FROM party) OR EXISTS (SELECT FROM statement) OR EXISTS (SELECT FROM allegation) OR EXISTS (SELECT FROM tombstone)) AS empty`,
  );
  return rows[0]?.empty === true;
}

/** Does the work while no other process does any under the same lock. */
async function underLock<Result>(database: Database, work: () => Promise<Result>): Promise<Result> {
  // A connection apart: the pool may have no more than the one that the work needs.
  const client = new Client({ connectionString: database.pool.options.connectionString, application_name: 'allegata' });
  let broken: Error | undefined;
  client.on('error', (error) => {
    broken = error;
  });
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [EXAMPLE_LOCK]);
    return await work();
  } finally {
    // Ending the session gives up the lock; a session that broke has given it up.
    if (broken === undefined) await client.end();
  }
}
