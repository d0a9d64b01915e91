import { Client } from 'pg';
import { migrate } from '../../src/database/migrate';
import type { ThrowawayPostgres } from '../../scripts/throwawayPostgres';
import { announceTestServer, startTestServer, TEMPLATE, testServerUrl } from './testServer';

declare global {
  var allegataTestServer: ThrowawayPostgres | undefined;
}

/** Starts one PostgreSQL for the whole run, with a migrated database to copy. */
export default async function globalSetup(): Promise<void> {
  const server = await startTestServer();
  globalThis.allegataTestServer = server;
  announceTestServer(server.url);
  const maintenance = new Client(server.url);
  await maintenance.connect();
  await maintenance.query(`DROP DATABASE IF EXISTS ${TEMPLATE} WITH (FORCE)`);
  await maintenance.query(`CREATE DATABASE ${TEMPLATE} TEMPLATE template0 ENCODING 'UTF8'`);
  await maintenance.end();
  const client = new Client(testServerUrl(TEMPLATE));
  await client.connect();
  await migrate(client);
  await client.end();
}
