import { createHash, createHmac } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { Client } from 'pg';
import { createDatabase } from '../support/testDatabase';

const FOLDER = join(__dirname, '../../prisma/migrations');
const names = readdirSync(FOLDER)
  .filter((name) => /^\d/.test(name))
  .sort();
const keyed = names.findIndex((name) => name.endsWith('_keyed_tombstones'));

let client: Client;
let drop: () => Promise<void>;

beforeAll(async () => {
  const created = await createDatabase();
  drop = created.drop;
  client = new Client(created.url);
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await drop();
});

const apply = async (some: string[]): Promise<void> => {
  for (const name of some) await client.query(readFileSync(join(FOLDER, name, 'migration.sql'), 'utf8'));
};

test('digests of tombstones that are there already get the key, and are recognised still', async () => {
  await apply(names.slice(0, keyed));
  const plain = createHash('sha256').update('old-harbour').digest();
  await client.query(
    `INSERT INTO tombstone (node_id, node_type, slug_hash, reason, actor) VALUES (gen_random_uuid(), 'PARTY', $1, 'R', 'A')`,
    [plain],
  );
  await apply(names.slice(keyed));
  const { rows } = await client.query<{ hash: Buffer; digest: Buffer; key: Buffer }>(
    `SELECT slug_hash AS hash, tombstone_digest('old-harbour'::text) AS digest, key FROM tombstone, tombstone_key`,
  );
  expect(rows).toHaveLength(1);
  const [{ hash, digest, key }] = rows as [(typeof rows)[number]];
  expect(key).toHaveLength(32);
  expect(hash).toEqual(createHmac('sha256', key).update(plain).digest());
  expect(hash).toEqual(digest);
});

test('the digest with a key is HMAC-SHA-256, for keys and messages of any length', async () => {
  const bytes = fc.uint8Array({ maxLength: 140 }).map((array) => Buffer.from(array));
  await fc.assert(
    fc.asyncProperty(bytes, bytes, async (message, key) => {
      const { rows } = await client.query<{ hmac: Buffer }>('SELECT hmac_sha256($1::bytea, $2::bytea) AS hmac', [
        message,
        key,
      ]);
      expect(rows[0]!.hmac).toEqual(createHmac('sha256', key).update(message).digest());
    }),
    { numRuns: 60 },
  );
});
