import { createHash, createHmac } from 'node:crypto';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { printType } from 'graphql';
import { importDossier } from '../../src/dossier/importDossier';
import { FERRY, faultsOf } from '../dossier/dossierHarness';
import { schema } from '../server/graphqlServer';
import { startWriteServer, type WriteServer } from './writeHarness';

let server: WriteServer;

beforeEach(async () => {
  server = await startWriteServer();
  await importDossier(server.database, { text: FERRY });
});

afterEach(() => server.close());

/** Runs the command line on the test's own store, where nobody can type. */
function allegata(...args: string[]): Promise<{ status: number | null; stdout: string; stderr: string }> {
  const root = process.cwd();
  const child = spawn(
    process.execPath,
    ['-r', join(root, 'scripts/loadTypescript.cjs'), join(root, 'src/main.ts'), ...args],
    {
      env: { PATH: process.env.PATH, DATABASE_URL: server.database.url, ALLEGATA_LOG_LEVEL: 'warn' },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (data: Buffer) => (stdout += data.toString()));
  child.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
  return new Promise((resolve) => child.on('close', (status) => resolve({ status, stdout, stderr })));
}

/** Everything that the store holds, the histories and all, as one text. */
async function everything(): Promise<string> {
  const { pool } = server.database;
  const { rows } = await pool.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname !~ '^_'`,
  );
  const texts = await Promise.all(
    rows.map(({ name }) =>
      pool.query<{ text: string }>(`SELECT coalesce(string_agg(t::text, E'\\n'), '') AS text FROM ${name} t`),
    ),
  );
  return texts.map((result) => result.rows[0]!.text).join('\n');
}

/** Nodes whose last revision is not what they are. */
async function wrongHistory(): Promise<unknown[]> {
  const types = ['party', 'statement', 'allegation', 'assertion', 'finding'];
  const { rows } = await server.database.pool.query<object>(
    `SELECT n.id FROM (${types.map((type) => `SELECT id, snapshot FROM ${type}_snapshot`).join(' UNION ALL ')}) n
       LEFT JOIN LATERAL (SELECT snapshot FROM revision r WHERE r.node_id = n.id ORDER BY seq DESC LIMIT 1) l ON true
      WHERE n.snapshot IS DISTINCT FROM l.snapshot`,
  );
  return rows;
}

async function idOf(table: string, slug: string): Promise<string> {
  const { rows } = await server.database.pool.query<{ id: string }>(`SELECT id FROM ${table} WHERE slug = $1`, [slug]);
  return rows[0]!.id;
}

/** What the feed tells of since the import. */
async function told(): Promise<string[]> {
  const { rows } = await server.database.pool.query<{ told: string }>(
    `SELECT kind || ' ' || node_type AS told FROM change WHERE seq > 13 ORDER BY seq`,
  );
  return rows.map((row) => row.told);
}

test('a party goes with all that it says and all that names it, from every history', async () => {
  const { pool } = server.database;
  const id = await idOf('party', 'ferry-union');
  await pool.query(`UPDATE statement SET title = 'A letter' WHERE slug = 'ferry-letter'`);
  const { status, stdout, stderr } = await allegata('erase', 'party', 'ferry-union', '--reason', 'Request 7', '--yes');
  expect([status, stderr]).toEqual([0, '']);
  expect(stdout).toContain('Erased the party "ferry-union":');
  expect(stdout).toMatch(/assertions +3\n/);
  expect(stdout).toMatch(/Allegations that have no assertion now:\n {2}port-lied\n/);
  const left = await everything();
  for (const trace of ['Ferry Union', 'ferry-union', 'toll-takers']) expect(left).not.toContain(trace);
  // Its tombstone and the feed have its id, and nothing else has.
  const { rows } = await pool.query(
    `SELECT FROM revision WHERE node_id = $1::uuid OR snapshot::text LIKE '%' || $1 || '%'`,
    [id],
  );
  expect(rows).toHaveLength(0);
  expect(await wrongHistory()).toEqual([]);
  expect(await told()).toEqual(expect.arrayContaining(['DELETED PARTY', 'UPDATED STATEMENT', 'DELETED ASSERTION']));
});

test('what was erased comes back through no import and no mutation, and the reason is told', async () => {
  await allegata('erase', 'party', 'ferry-union', '--reason', 'Request 7', '--yes');
  expect(await faultsOf(server.database, { text: FERRY })).toEqual([
    expect.stringContaining('parties[1].key: belongs to a party that was erased (Request 7)'),
  ]);
  const erased = { code: 'CONFLICT', field: 'input.slug', message: expect.stringContaining('erased (Request 7)') };
  expect(await server.refused('createParty', { slug: 'ferry-union', kind: 'GROUP', name: 'U' })).toMatchObject(erased);
  const id = await idOf('party', 'dockers');
  expect(await server.refused('updateParty', { id, version: 1, slug: 'ferry-union' })).toMatchObject({
    code: 'CONFLICT',
  });
  const listed = await allegata('erase', '--list');
  expect(listed.stdout).toMatch(/^\S+Z {2}party {6}[0-9a-f-]{36} {2}command:erase {2}Request 7\n$/);
});

test('nobody recognises the slug of what was erased by its digest alone: it takes the key of the store', async () => {
  await allegata('erase', 'party', 'ferry-union', '--reason', 'Request 7', '--yes');
  const { rows } = await server.database.pool.query<{ hash: Buffer; key: Buffer }>(
    'SELECT slug_hash AS hash, key FROM tombstone, tombstone_key',
  );
  const plain = createHash('sha256').update('ferry-union').digest();
  expect(rows).toHaveLength(1);
  expect(rows[0]!.hash).not.toEqual(plain);
  expect(rows[0]!.hash).toEqual(createHmac('sha256', rows[0]!.key).update(plain).digest());
  const types = Object.values(schema.getTypeMap()).filter((type) => !type.name.startsWith('__'));
  expect(types.map((type) => printType(type)).join()).not.toMatch(/tombstone|slugHash/i);
});

test('a statement goes with what it says, and a finding stays without its quotation', async () => {
  const { pool } = server.database;
  const id = await idOf('statement', 'ferry-letter');
  const { status, stdout, stderr } = await allegata('erase', 'statement', 'ferry-letter', '--reason', 'Order', '--yes');
  expect([status, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(/quotations of findings +1\n/);
  const left = await everything();
  for (const trace of ['ferry-letter', 'An open letter', 'The port sold our pier', 'The court said so']) {
    expect(left).not.toContain(trace);
  }
  const { rows } = await pool.query('SELECT statement_id, anchor_exact, version FROM finding');
  expect(rows).toEqual([{ statement_id: null, anchor_exact: null, version: 2 }]);
  const mentioned = await pool.query(`SELECT FROM revision WHERE snapshot::text LIKE '%' || $1 || '%'`, [id]);
  expect(mentioned.rows).toHaveLength(0);
  expect(await wrongHistory()).toEqual([]);
  expect(
    await server.refused('createStatement', {
      slug: 'ferry-letter',
      kind: 'POST',
      title: 'T',
      body: 'B',
      attributions: [],
    }),
  ).toMatchObject({ code: 'CONFLICT', field: 'input.slug' });
  const answer = await pool.query('SELECT in_response_to_id FROM assertion');
  expect(answer.rows).toEqual([{ in_response_to_id: null }]);
});

test('parties that were merged into it go with it, and texts that hold its names are listed', async () => {
  const into = await idOf('party', 'dockers');
  await server.write('mergeParties', { into, from: [await idOf('party', 'port-of-lorn')] });
  await server.write('updateParty', { id: into, version: 2, description: 'Once two.' });
  expect(await allegata('erase', 'party', 'port-of-lorn', '--reason', 'R', '--yes')).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('was merged into "dockers"'),
  });
  const { stdout } = await allegata('erase', 'party', 'dockers', '--reason', 'R', '--yes');
  expect(stdout).toMatch(/Allegations that still hold a name of it:\n {2}pier-sold\n {2}port-lied\n/);
  const slugs = ['port-of-lorn', 'dockers'];
  for (const slug of slugs) {
    expect(await server.refused('createParty', { slug, kind: 'GROUP', name: 'U' })).toMatchObject({ code: 'CONFLICT' });
  }
  const { rows } = await server.database.pool.query('SELECT FROM tombstone');
  expect(rows).toHaveLength(2);
  expect(await wrongHistory()).toEqual([]);
});

test('an allegation that nobody makes and that concerns nobody goes too', async () => {
  await server.database.pool.query(`DELETE FROM allegation_party; DELETE FROM finding; DELETE FROM allegation_counter`);
  const before = await idOf('allegation', 'port-lied');
  const { stdout } = await allegata('erase', 'statement', 'ferry-letter', '--reason', 'R', '--yes');
  expect(stdout).toMatch(/Allegations that went with it:\n {2}port-lied\n/);
  const { rows } = await server.database.pool.query('SELECT FROM revision WHERE node_id = $1', [before]);
  expect(rows).toHaveLength(0);
});

test.each([
  [['erase'], 'Say what to erase'],
  [['erase', 'party', 'dockers'], 'Say why'],
  [['erase', 'party', 'dockers', '--reason', ' ', '--yes'], 'Say why'],
  [['erase', 'party', 'dockers', '--reason', 'R'], 'give --yes'],
  [['erase', 'party', 'nobody', '--reason', 'R', '--yes'], 'There is no party with the slug "nobody"'],
  [['erase', 'allegation', 'pier-sold', '--reason', 'R', '--yes'], 'Allowed choices are party, statement'],
])('nothing is erased unless it is clear what, why and by whom: %j', async (args, message) => {
  const before = await everything();
  expect(await allegata(...args)).toMatchObject({ status: 1, stdout: '', stderr: expect.stringContaining(message) });
  expect(await everything()).toBe(before);
});
