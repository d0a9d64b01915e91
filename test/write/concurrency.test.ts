import { createParty, createStatement } from '../support/factories';
import { contents, documentOf, type Payload, startWriteServer, type WriteServer } from './writeHarness';

let server: WriteServer;
beforeAll(async () => {
  server = await startWriteServer();
});
afterAll(() => server.close());

it('lets one of two writers of a version win, a thousand times, and tells the other the current version', async () => {
  const { id } = await createParty(server.database);
  const won: string[] = [];
  for (let version = 1; version <= 1000; version += 1) {
    const names = ['a', 'b'].map((name) => `${name}${String(version)}`);
    const answers = await Promise.all(
      names.map((name) => server.as('EDITOR', documentOf('updateParty'), { input: { id, version, name } })),
    );
    const lost = answers.findIndex(({ errors }) => errors !== undefined);
    expect(answers[1 - lost]!.errors).toBeUndefined();
    expect(answers[lost]!.errors![0]!.extensions).toMatchObject({
      code: 'CONFLICT',
      field: 'input.version',
      currentVersion: version + 1,
    });
    won.push(names[1 - lost]!);
  }
  const { rows } = await server.database.pool.query<{ name: string }>(
    `SELECT snapshot ->> 'name' AS name FROM revision WHERE node_id = $1 AND version > 1 ORDER BY seq`,
    [id],
  );
  expect(rows.map(({ name }) => name)).toEqual(won);
}, 240_000);

it('lets no two writers make parties parts of each other', async () => {
  for (let round = 0; round < 10; round += 1) {
    const [one, two] = [await createParty(server.database), await createParty(server.database)];
    const partOf = (id: string, object: string) =>
      server.as('EDITOR', documentOf('updateParty'), {
        input: { id, version: 1, relationships: [{ kind: 'PART_OF', object }] },
      });
    const answers = await Promise.all([partOf(one.id, two.id), partOf(two.id, one.id)]);
    const codes = answers.map(({ errors }) => errors?.[0]?.extensions?.field ?? 'written').sort();
    expect(codes).toEqual(['input.relationships[0].object', 'written']);
  }
});

it('takes a slug once, whoever comes at the same time', async () => {
  const input = { slug: 'taken-once', kind: 'GROUP', name: 'G' };
  const answers = await Promise.all([1, 2, 3, 4].map(() => server.as('EDITOR', documentOf('createParty'), { input })));
  const errors = answers.flatMap((answer) => answer.errors ?? []);
  expect(errors.map(({ extensions }) => [extensions!.code, extensions!.field])).toEqual(
    [1, 2, 3].map(() => ['CONFLICT', 'input.slug']),
  );
});

it.each([
  {
    what: 'a merge',
    type: 'Party',
    commands: (id: string, into: string) => [
      `INSERT INTO party_redirect (id, slug, into_id) SELECT id, slug, '${into}' FROM party WHERE id = '${id}'`,
      `DELETE FROM party WHERE id = '${id}'`,
    ],
    message: /^input\.slug belongs to a party that was merged into '.+': name that one, or choose another slug\.$/,
  },
  {
    what: 'an erasure',
    type: 'Statement',
    commands: (id: string) => [
      `INSERT INTO tombstone (node_id, node_type, slug_hash, reason, actor)
         SELECT id, 'STATEMENT', tombstone_digest(slug), 'Art. 17', 'command:erase' FROM statement WHERE id = '${id}'`,
      `DELETE FROM statement WHERE id = '${id}'`,
    ],
    message: /^input\.slug belongs to a statement that was erased \(Art\. 17\): choose another slug\.$/,
  },
])('gives nobody the slug that $what takes at the same time', async ({ type, commands, message }) => {
  const { database } = server;
  const [into, gone] = [
    await createParty(database),
    type === 'Party' ? await createParty(database) : await createStatement(database),
  ];
  const other = await database.pool.connect();
  await other.query('BEGIN');
  for (const command of commands(gone.id, into.id)) await other.query(command);
  const input =
    type === 'Party'
      ? { slug: gone.slug, kind: 'GROUP', name: 'G' }
      : { slug: gone.slug, kind: 'POST', title: 'T', body: 'B', attributions: [] };
  const creating = server.refused(`create${type}`, input);
  for (let waiting = 0; waiting === 0;) {
    const { rowCount } = await database.pool.query(
      `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    waiting = rowCount ?? 0;
  }
  await other.query('COMMIT');
  other.release();
  expect(await creating).toMatchObject({
    code: 'CONFLICT',
    field: 'input.slug',
    message: expect.stringMatching(message),
  });
});

describe('a mutation with an Idempotency-Key', () => {
  const create = (key: string, input: object, document = documentOf('createParty')) =>
    server.as('EDITOR', document, { input }, { 'idempotency-key': key });
  const input = (slug: string) => ({ slug, kind: 'GROUP', name: 'G', names: [{ name: 'H', kind: 'ALIAS' }] });

  it('answers the same again, also while the first is under way', async () => {
    const answers = await Promise.all([1, 2, 3].map(() => create('key-1', input('once'))));
    expect(answers[0]!.errors).toBeUndefined();
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
    expect(await create('key-1', input('once'))).toEqual(answers[0]);
  });

  it('is refused for another input, and free again where the first failed', async () => {
    expect((await create('key-2', input('Bad'))).errors![0]!.extensions!.code).toBe('BAD_USER_INPUT');
    expect((await create('key-2', input('good'))).errors).toBeUndefined();
    const other = await create('key-2', input('other'));
    expect(other.errors![0]!.extensions).toMatchObject({ code: 'CONFLICT', field: 'Idempotency-Key' });
  });

  it('belongs to who used it, to its place in the operation, and to a day', async () => {
    const first = await create('key-3', input('mine'));
    const admin = await server.as(
      'ADMIN',
      documentOf('createParty'),
      { input: input('theirs') },
      { 'idempotency-key': 'key-3' },
    );
    expect(admin.errors).toBeUndefined();
    const elsewhere = documentOf('createParty').replace('createParty(', 'again: createParty(');
    const again = await create('key-3', input('mine'), elsewhere);
    expect(again.errors![0]).toMatchObject({ path: ['again'], extensions: { code: 'CONFLICT', field: 'input.slug' } });
    expect(await create('key-3', input('mine'))).toEqual(first);
    await server.database.pool.query(`UPDATE idempotency_key SET created_at = now() - interval '25 hours'`);
    expect((await create('key-3', input('mine'))).errors![0]!.extensions).toMatchObject({ field: 'input.slug' });
  });

  it('that changes or deletes is done once as well, and answers with the object as it is then', async () => {
    const { id } = await createParty(server.database);
    const keyed = (mutation: string, fields: object, key: string) =>
      server.as('ADMIN', documentOf(mutation), { input: { id, ...fields } }, { 'idempotency-key': key });
    const change = { version: 1, name: 'Changed once' };
    expect((await keyed('updateParty', change, 'key-4')).data).toEqual({ updateParty: { party: { id, version: 2 } } });
    await server.write('updateParty', { id, version: 2, name: 'Changed twice' });
    expect((await keyed('updateParty', change, 'key-4')).data).toEqual({ updateParty: { party: { id, version: 3 } } });
    const deleted = await keyed('deleteNode', { version: 3 }, 'key-5');
    expect(deleted.data).toEqual({ deleteNode: { deletedId: id } });
    expect(await keyed('deleteNode', { version: 3 }, 'key-5')).toEqual(deleted);
    const late = await keyed('updateParty', change, 'key-4');
    expect(late.errors![0]).toMatchObject({ path: ['updateParty'], extensions: { code: 'NOT_FOUND' } });
  });

  it('answers with the party that what it made was merged into', async () => {
    const { id: into } = await createParty(server.database);
    const made = await create('key-6', input('to-be-merged'));
    const { id } = (made.data as { createParty: Payload }).createParty.party!;
    await server.write('mergeParties', { into, from: [id], changeVisibility: true });
    expect((await create('key-6', input('to-be-merged'))).data).toEqual({
      createParty: { party: { id: into, version: 2 } },
    });
  });

  it('imports a dossier once, and answers with the first report again', async () => {
    const dossier = (name: string) =>
      `{"format":"dossier/1","parties":[{"key":"imported-once","kind":"BODY","name":"${name}"}]}`;
    const document = documentOf('importDossier', 'parties { created updated unchanged }');
    const load = (fields: object, key = 'key-7') =>
      server.as('EDITOR', document, { input: fields }, { 'idempotency-key': key });
    const dry = await load({ dossier: dossier('I'), dryRun: true }, 'key-8');
    expect(await load({ dossier: dossier('I'), dryRun: true }, 'key-8')).toEqual(dry);
    const reports = await Promise.all([1, 2, 3].map(() => load({ dossier: dossier('I') })));
    const report = { data: { importDossier: { parties: { created: 1, updated: 0, unchanged: 0 } } } };
    expect(reports).toEqual([report, report, report]);
    const { party } = (await server.as('EDITOR', '{ party(slug: "imported-once") { id version } }')).data as Payload;
    await server.write('updateParty', { ...party, name: 'J' });
    expect(await load({ dossier: dossier('I') })).toEqual(report);
    expect((await server.as('EDITOR', '{ party(slug: "imported-once") { name } }')).data).toEqual({
      party: { name: 'J' },
    });
    const other = await load({ dossier: dossier('K') });
    expect(other.errors![0]!.extensions).toMatchObject({ code: 'CONFLICT', field: 'Idempotency-Key' });
    // Neither a dry run nor a fault uses a key up.
    expect((await load({ dossier: dossier('K') }, 'key-8')).errors).toBeUndefined();
    const faulty = await load({ dossier: 'format: x' }, 'key-9');
    expect(faulty.errors![0]!.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'input.dossier' });
    expect((await load({ dossier: dossier('L') }, 'key-9')).errors).toBeUndefined();
  });

  it('keeps apart the mutations of one operation, of which those that went through are not done again', async () => {
    const document = `mutation ($a: CreatePartyInput!, $b: CreatePartyInput!) {
      a: createParty(input: $a) { party { id } } b: createParty(input: $b) { party { id } }
    }`;
    const both = (slug: string) =>
      server.as('EDITOR', document, { a: input('first-of-two'), b: input(slug) }, { 'idempotency-key': 'key-10' });
    expect((await both('taken-once')).errors![0]).toMatchObject({ path: ['b'], extensions: { code: 'CONFLICT' } });
    const { data } = await both('second-of-two');
    expect(await both('second-of-two')).toEqual({ data });
  });

  it('must be a key', async () => {
    for (const key of ['', 'a b', 'x'.repeat(256), 'ü']) {
      const answer = await create(key, input('never'));
      expect(answer.errors![0]!.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'Idempotency-Key' });
    }
  });
});

it('leaves a body that a writer quotes and another edits at the same time consistent', async () => {
  const speaker = await createParty(server.database);
  const { allegation } = await server.write('createAllegation', { slug: 'raced', summary: 'S', parties: [] });
  for (let round = 0; round < 10; round += 1) {
    const statement = await createStatement(server.database, { body: 'One. Two words here. Three.' });
    const quote = { exact: 'Two words here' };
    const [quoted, edited] = await Promise.all([
      server.as('EDITOR', documentOf('createAssertion'), {
        input: { allegation: allegation!.id, statement: statement.id, speaker: speaker.id, stance: 'ALLEGES', quote },
      }),
      server.as('EDITOR', documentOf('updateStatement'), {
        input: { id: statement.id, version: 1, body: 'Zero, One. Two words here. Three.' },
      }),
    ]);
    expect([quoted.errors, edited.errors]).toEqual([undefined, undefined]);
    const { rows } = await server.database.pool.query<{ same: boolean }>(
      `SELECT substr(s.body, a.anchor_start + 1, a.anchor_end - a.anchor_start) = a.anchor_exact AS same
         FROM assertion a JOIN statement s ON s.id = a.statement_id WHERE s.id = $1`,
      [statement.id],
    );
    expect(rows).toEqual([{ same: true }]);
  }
  expect(await contents(server)).toContain('Zero, One.');
});
