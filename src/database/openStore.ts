import type { Environment } from '../lib/environment';
import { connectDatabase, type ConnectedDatabase, type Database } from './database';
import { openEmbeddedPostgres, type StoreRole } from './embeddedPostgres';
import { migrate } from './migrate';
import { assertUsable, connectToServer } from './serverConnection';

/**
 * Opens the store: the embedded PostgreSQL, or the one that DATABASE_URL names, migrated to this program's tables.
 *
 * Closing the answer gives up all connections, and shuts the embedded PostgreSQL down where nobody else uses it: whoever
 * opens a store has to close it on every way out, SIGINT and SIGTERM included. (A process that is killed leaves the
 * embedded PostgreSQL running; the next one uses it, and shuts it down.)
 *
 * @param role the embedded store takes one server, and any number of commands beside it
 * @param log told, in a sentence, of waiting, migrating and reviving
 * @throws Error whose message says what to do
 */
export async function openStore(
  environment: Environment,
  role: StoreRole,
  log: (message: string) => void,
): Promise<Database> {
  const { databaseUrl } = environment;
  if (databaseUrl === undefined) {
    return openEmbedded(environment, role, log);
  }
  await migrateServer(databaseUrl, log);
  return connect(databaseUrl, environment, log);
}

async function openEmbedded(
  environment: Environment,
  role: StoreRole,
  log: (message: string) => void,
): Promise<Database> {
  const postgres = await openEmbeddedPostgres(environment.dataDir, role, log);
  try {
    await migrateServer(postgres.url, log);
  } catch (error) {
    await postgres.close();
    throw error;
  }
  const database = connect(postgres.url, environment, log);
  postgres.onMove((url) => {
    database.redirect(url);
  });
  const close = async (): Promise<void> => {
    await database.close();
    await postgres.close();
  };
  return { ...database, close };
}

async function migrateServer(url: string, log: (message: string) => void): Promise<void> {
  const client = await connectToServer(url, log);
  try {
    await assertUsable(client, url);
    const applied = await migrate(client);
    if (applied.length > 0) {
      log(`Migrated the database: ${applied.join(', ')}.`);
    }
  } finally {
    await client.end();
  }
}

function connect(
  url: string,
  { poolSize, writePoolSize, statementTimeoutMs, preparedStatements }: Environment,
  log: (message: string) => void,
): ConnectedDatabase {
  return connectDatabase(url, {
    poolSize,
    writePoolSize,
    statementTimeoutMs,
    preparedStatements,
    onConnectionLost: (error) => {
      log(`A connection to PostgreSQL broke: ${error.message}.`);
    },
  });
}
