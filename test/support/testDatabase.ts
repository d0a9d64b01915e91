import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { connectDatabase, type Database, type DatabaseOptions } from '../../src/database/database';
import { TEMPLATE, testServerUrl } from './testServer';

/** A migrated, empty store of a test's own. */
export interface TestDatabase extends Database {
  /** Its address, for a test that connects by itself. */
  readonly url: string;
  /** Closes it and removes it from the server. */
  drop: () => Promise<void>;
}

/** Makes one, by copying the migrated template. */
export async function createTestDatabase(options: DatabaseOptions = {}): Promise<TestDatabase> {
  const { url, drop } = await createDatabase(TEMPLATE);
  const database = connectDatabase(url, options);
  return {
    ...database,
    url,
    drop: async () => {
      await database.close();
      await drop();
    },
  };
}

/** Makes a database that nothing has been done to, or a copy of another. */
export async function createDatabase(template = 'template0'): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = `allegata_test_${randomUUID().replaceAll('-', '')}`;
  await onServer(`CREATE DATABASE ${name} TEMPLATE ${template}`);
  return {
    url: testServerUrl(name),
    drop: () => onServer(`DROP DATABASE ${name} WITH (FORCE)`),
  };
}

async function onServer(sql: string): Promise<void> {
  const client = new Client(testServerUrl('postgres'));
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
