import { setTimeout } from 'node:timers/promises';
import { ask, onlyError, post } from '../server/graphqlServer';
import { createAllegation, createParty, createStatement } from '../support/factories';
import { contents, type Node, startWriteServer, type WriteServer } from './writeHarness';

let server: WriteServer;
beforeAll(async () => {
  server = await startWriteServer();
});
afterAll(() => server.close());

const NEW_AND_CHANGED = `mutation Edit($new: CreatePartyInput!, $change: UpdateStatementInput!) @atomic {
  made: createParty(input: $new) { party { id version slug } }
  changed: updateStatement(input: $change) { statement { id version title attributions { party { slug } } } }
}`;

it('stores the mutations of an operation together, each with what those before it wrote', async () => {
  const statement = await createStatement(server.database);
  const answer = await server.as(
    'ADMIN',
    `mutation ($statement: ID!) @atomic {
      made: createParty(input: { slug: "all-or-none", kind: BODY, name: "A" }) { party { id version } }
      first: updateStatement(input: { id: $statement, version: 1, title: "One" }) { statement { version title } }
      second: updateStatement(input: { id: $statement, version: 2, title: "Two" }) { statement { version title } }
      gone: deleteNode(input: { id: $statement, version: 3 }) { deletedId }
    }`,
    { statement: statement.id },
  );
  expect(answer).toEqual({
    data: {
      made: { party: { id: expect.any(String), version: 1 } },
      first: { statement: { version: 2, title: 'One' } },
      second: { statement: { version: 3, title: 'Two' } },
      gone: { deletedId: statement.id },
    },
  });
  const { party } = (answer.data as { made: { party: Node } }).made;
  expect(await ask(server.app, '{ statements { totalCount } }')).toEqual({ data: { statements: { totalCount: 0 } } });
  const found = await server.as('EDITOR', 'query ($id: ID!) { party(id: $id) { slug } }', { id: party.id });
  expect(found.data).toEqual({ party: { slug: 'all-or-none' } });
});

it('orders by numbers that count what the operation itself has written', async () => {
  const party = await createParty(server.database);
  const speaker = await createParty(server.database);
  const statement = await createStatement(server.database);
  const document = `mutation ($parties: [AllegationPartyInput!]!, $statement: ID!, $speaker: ID!, $said: ID!, $party: ID!) @atomic {
      unsaid: createAllegation(input: { slug: "unsaid", summary: "A", parties: $parties }) { allegation { id } }
      said: createAssertion(input: { allegation: $said, statement: $statement, speaker: $speaker, stance: ALLEGES }) { assertion { id } }
      read: updateParty(input: { id: $party, version: 1, name: "Renamed" }) { party {
        allegations(orderBy: [{ assertionCount: DESC }], first: 5) { nodes { slug } }
      } }
    }`;
  const said = await createAllegation(server.database, { slug: 'said', parties: [{ party, role: 'ACCUSED' }] });
  const answer = await server.as('EDITOR', document, {
    parties: [{ party: party.id, role: 'ACCUSED' }],
    statement: statement.id,
    speaker: speaker.id,
    said: said.id,
    party: party.id,
  });
  expect(answer).toMatchObject({
    data: { read: { party: { allegations: { nodes: [{ slug: 'said' }, { slug: 'unsaid' }] } } } },
  });
});

it('stores nothing where one of them fails, and says so with the path and code of the failure', async () => {
  const statement = await createStatement(server.database);
  const before = await contents(server);
  const answer = await server.as('EDITOR', NEW_AND_CHANGED, {
    new: { slug: 'never-stored', kind: 'BODY', name: 'A' },
    change: { id: statement.id, version: 7, title: 'T' },
  });
  expect(answer).toEqual({
    data: null,
    errors: [
      expect.objectContaining({
        path: ['changed'],
        extensions: { code: 'CONFLICT', field: 'input.version', currentVersion: 1, stored: false },
      }),
    ],
  });
  expect(await contents(server)).toBe(before);
});

it.each([
  [
    'what the store refuses',
    'b: createParty(input: { slug: "one", kind: BODY, name: "B" }) { party { id } }',
    { code: 'CONFLICT', field: 'input.slug' },
    'b',
  ],
  [
    'a role that does not suffice',
    'b: deleteNode(input: { id: "x", version: 1 }) { deletedId }',
    { code: 'FORBIDDEN' },
    'b',
  ],
  [
    'a payload that asks for what cannot be',
    'b: createParty(input: { slug: "two", kind: BODY, name: "B" }) { party { id statements(first: 500) { totalCount } } }',
    { code: 'BAD_USER_INPUT' },
    'b.party.statements',
  ],
  [
    'a dossier with faults',
    'b: importDossier(input: { dossier: "format: nothing" }) { parties { created } }',
    { code: 'BAD_USER_INPUT', field: 'input.dossier' },
    'b',
  ],
])('stores nothing after %s', async (_what, field, extensions, path) => {
  const before = await contents(server);
  const answer = await server.as(
    'EDITOR',
    `mutation @atomic { a: createParty(input: { slug: "one", kind: BODY, name: "A" }) { party { id } } ${field} }`,
  );
  expect(answer).toMatchObject({
    data: null,
    errors: [{ path: path.split('.'), extensions: { ...extensions, stored: false } }],
  });
  expect(await contents(server)).toBe(before);
});

it('leaves what came before a failure where the operation is not atomic', async () => {
  const statement = await createStatement(server.database);
  const answer = await server.as('EDITOR', NEW_AND_CHANGED.replace('@atomic', ''), {
    new: { slug: 'stays', kind: 'BODY', name: 'A' },
    change: { id: statement.id, version: 7, title: 'T' },
  });
  expect(answer.data).toBeNull();
  expect(answer.errors![0]!.extensions).toEqual({ code: 'CONFLICT', field: 'input.version', currentVersion: 1 });
  const { data } = await server.as('EDITOR', '{ party(slug: "stays") { version } }');
  expect(data).toEqual({ party: { version: 1 } });
});

it('takes the role from each mutation, and holds no connection for readers', async () => {
  const { status, headers, body } = await post(server.app, {
    query: 'mutation @atomic { createParty(input: { slug: "x", kind: BODY, name: "X" }) { party { id } } }',
  });
  expect([status, headers['www-authenticate']]).toEqual([401, 'Bearer']);
  expect(JSON.parse(body)).toMatchObject({
    data: null,
    errors: [{ path: ['createParty'], extensions: { code: 'UNAUTHENTICATED', stored: false } }],
  });
});

it('belongs to mutations only, once', async () => {
  for (const query of [
    'query @atomic { __typename }',
    'mutation @atomic @atomic { __typename }',
    '{ __typename @atomic }',
  ]) {
    expect(onlyError(await ask(server.app, query)).code).toBe('GRAPHQL_VALIDATION_FAILED');
  }
  const { data } = await server.as('EDITOR', 'mutation @atomic { __typename }');
  expect(data).toEqual({ __typename: 'Mutation' });
});

it('tells of variables that do not fit as without it', async () => {
  const variables = { new: { slug: 'x', kind: 'BODY' }, change: { id: 'x', version: 1 } };
  const answers = await Promise.all(
    [NEW_AND_CHANGED, NEW_AND_CHANGED.replace('@atomic', '')].map((query) => server.as('EDITOR', query, variables)),
  );
  expect(answers[0]!.errors![0]!.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'new.name' });
  expect(answers[0]!.errors!.map(({ message }) => message)).toEqual(answers[1]!.errors!.map(({ message }) => message));
});

it('imports a dossier with the rest, as it is imported alone', async () => {
  const dossier = `format: dossier/1
parties:
  - { key: ferry-line, kind: ORGANIZATION, name: Ferry Line }
statements:
  - { key: ferry-letter, kind: LETTER, title: A letter, body: "The ferry was late. Nobody was told.", issuedOn: 2014-07~, attributions: [{ party: ferry-line, role: ISSUER }] }
allegations:
  - key: ferry-late
    summary: The ferry was late.
    parties: [{ party: ferry-line, role: ACCUSED }]
    assertions:
      - { statement: ferry-letter, speaker: ferry-line, stance: ALLEGES, quote: { exact: The ferry was late } }
`;
  const document = `mutation ($dossier: String!) @atomic {
    dry: importDossier(input: { dossier: $dossier, dryRun: true }) { statements { created } }
    real: importDossier(input: { dossier: $dossier }) { parties { created } statements { created } assertions { created } }
    again: importDossier(input: { dossier: $dossier }) { statements { created updated unchanged } }
    also: createParty(input: { slug: "harbour-office", kind: BODY, name: "O" }) { party { slug } }
  }`;
  const answer = await server.as('EDITOR', document, { dossier });
  expect(answer).toEqual({
    data: {
      dry: { statements: { created: 1 } },
      real: { parties: { created: 1 }, statements: { created: 1 }, assertions: { created: 1 } },
      again: { statements: { created: 0, updated: 0, unchanged: 1 } },
      also: { party: { slug: 'harbour-office' } },
    },
  });
  const { data } = await ask(
    server.app,
    '{ statement(slug: "ferry-letter") { issuedOn { edtf } assertions { nodes { anchor { exact start } } } } }',
  );
  expect(data).toEqual({
    statement: {
      issuedOn: { edtf: '2014-07~' },
      assertions: { nodes: [{ anchor: { exact: 'The ferry was late', start: 0 } }] },
    },
  });
});

it('begins anew where two of them stand in each other’s way', async () => {
  const { database } = server;
  const [one, two] = [await createParty(database), await createParty(database)];
  const both = (first: string, second: string, name: string) =>
    server.as(
      'EDITOR',
      `mutation ($first: UpdatePartyInput!, $second: UpdatePartyInput!) @atomic {
        a: updateParty(input: $first) { party { version } } b: updateParty(input: $second) { party { version } }
      }`,
      { first: { id: first, version: 1, name }, second: { id: second, version: 1, name } },
    );
  // Both are let go only when each waits for its first party, so that each then holds what the other wants.
  const holder = await database.pool.connect();
  await holder.query('BEGIN');
  await holder.query('SELECT FROM party WHERE id = ANY ($1) FOR UPDATE', [[one.id, two.id]]);
  const answering = Promise.all([both(one.id, two.id, 'x'), both(two.id, one.id, 'y')]);
  await eventually(async () => {
    const { rows } = await database.pool.query(`SELECT FROM pg_locks WHERE NOT granted AND locktype = 'transactionid'`);
    return rows.length === 2;
  });
  await holder.query('COMMIT');
  holder.release();
  const answers = await answering;
  const lost = answers.filter(({ errors }) => errors !== undefined);
  expect(lost).toHaveLength(1);
  expect(lost[0]!.errors![0]!.extensions).toMatchObject({ code: 'CONFLICT', currentVersion: 2, stored: false });
  const { rows } = await database.pool.query<{ name: string; version: number }>(
    'SELECT DISTINCT name, version FROM party WHERE id = ANY ($1)',
    [[one.id, two.id]],
  );
  expect(rows).toEqual([{ name: answers[0].errors === undefined ? 'x' : 'y', version: 2 }]);
});

describe('with an Idempotency-Key', () => {
  const edit = (key: string, variables: object) =>
    server.as('EDITOR', NEW_AND_CHANGED, variables, { 'idempotency-key': key });

  it('is done once, updates too, however many come at once', async () => {
    const statement = await createStatement(server.database);
    const variables = {
      new: { slug: 'once-only', kind: 'BODY', name: 'A' },
      change: { id: statement.id, version: 1, title: 'T' },
    };
    const answers = await Promise.all([1, 2, 3].map(() => edit('atomic-1', variables)));
    expect(answers[0]).toMatchObject({ data: { changed: { statement: { version: 2, title: 'T' } } } });
    expect(answers[0]!.errors).toBeUndefined();
    expect([answers[1], answers[2]]).toEqual([answers[0], answers[0]]);
    expect(await edit('atomic-1', variables)).toEqual(answers[0]);
  });

  it('is free again where it failed, and refused as a whole for another input', async () => {
    const statement = await createStatement(server.database);
    const variables = (slug: string, version: number) => ({
      new: { slug, kind: 'BODY', name: 'A' },
      change: { id: statement.id, version, title: 'T' },
    });
    expect((await edit('atomic-2', variables('free-again', 9))).errors![0]!.path).toEqual(['changed']);
    expect((await edit('atomic-2', variables('free-again', 1))).errors).toBeUndefined();
    const before = await contents(server);
    const other = await edit('atomic-2', variables('other', 2));
    expect(other.errors![0]).toMatchObject({
      path: ['made'],
      extensions: { code: 'CONFLICT', field: 'Idempotency-Key', stored: false },
    });
    expect(await contents(server)).toBe(before);
  });
});

async function eventually(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await setTimeout(10);
}
