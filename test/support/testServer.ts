import { startThrowawayPostgres, type ThrowawayPostgres } from '../../scripts/throwawayPostgres';

/** The database that each test's own is copied from. */
export const TEMPLATE = 'allegata_test_template';

/** The PostgreSQL that TEST_DATABASE_URL names, to run the tests on another version; otherwise one of our own. */
export async function startTestServer(): Promise<ThrowawayPostgres> {
  const url = process.env.TEST_DATABASE_URL;
  return url === undefined || url === '' ? startThrowawayPostgres() : { url, remove: () => Promise.resolve() };
}

const VARIABLE = 'ALLEGATA_TEST_SERVER';

/** Hands the address of the running server from the global setup to the workers, which are processes of their own. */
export function announceTestServer(url: string): void {
  process.env[VARIABLE] = url;
}

/** Address of a database of the running test server. */
export function testServerUrl(database: string): string {
  const url = process.env[VARIABLE];
  if (url === undefined) {
    throw new Error('There is no test server: it is started by test/support/globalSetup.ts.');
  }
  const address = new URL(url);
  address.pathname = `/${database}`;
  return address.href;
}
