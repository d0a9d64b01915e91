import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { createApiToken, revokeApiToken } from '../../src/access/apiTokens';
import { createAllegation, createAssertion, createParty, createStatement } from '../support/factories';
import { type GraphqlServer, onlyError, post, startGraphqlServer } from './graphqlServer';
import { eventually, subscribe, type Subscriber, type Told, type ToldChange, TRANSPORTS } from './subscriber';

let server: GraphqlServer;
let editor: string;
const open: Subscriber[] = [];

beforeAll(async () => {
  server = await startGraphqlServer({ feedOptions: { pollMs: 100 } });
  const { secret } = await createApiToken(server.database, { name: 'Desk', role: 'EDITOR', expiresAt: null });
  editor = `Bearer ${secret}`;
});
afterEach(async () => {
  for (const subscriber of open.splice(0)) subscriber.stop();
  await eventually(() => server.feed.size === 0);
});
afterAll(() => server.close());

/** Subscribes, and waits until the server has the subscription. */
async function follow(...[transport, asked]: Follow): Promise<Subscriber> {
  const before = server.feed.size;
  const subscriber = subscribe(server.app, transport, asked);
  open.push(subscriber);
  await eventually(() => server.feed.size > before);
  return subscriber;
}
type Follow = [transport: (typeof TRANSPORTS)[number], asked?: Parameters<typeof subscribe>[2]];

/** Subscribes in a way that must be refused, and gives the only error. */
async function refused(...[transport, asked]: Follow): Promise<Record<string, unknown>> {
  const { told, ended } = subscribe(server.app, transport, asked);
  const failure = await ended;
  const errors = failure === undefined ? told[0]!.errors! : (failure as NonNullable<Told['errors']>);
  expect(errors).toHaveLength(1);
  return { message: errors[0]!.message, ...errors[0]!.extensions };
}

const setState = (id: string, state: 'DRAFT' | 'PUBLISHED' | 'ARCHIVED') =>
  server.database.prisma.party.update({ where: { id }, data: { state } });
const rename = (id: string, name: string) => server.database.prisma.party.update({ where: { id }, data: { name } });
const remove = (id: string) => server.database.prisma.party.delete({ where: { id } });

/** What was told, as kind and whether there is a node. */
const kinds = (changes: ToldChange[]) => changes.map(({ kind, node }) => `${kind}${node === null ? '' : ' node'}`);

/** A change that everybody sees: whatever was told before it is all that there was to tell. */
async function mark(...subscribers: Subscriber[]): Promise<void> {
  const { id } = await createParty(server.database);
  for (const subscriber of subscribers) {
    await eventually(() => subscriber.changes().some((change) => change.id === id));
    subscriber.told.pop();
  }
}

describe.each(TRANSPORTS)('over %s', (transport) => {
  it('an editor is told of all that happens to a node', async () => {
    const subscriber = await follow(transport, { authorization: editor });
    const { id } = await createParty(server.database, { state: 'DRAFT' });
    await subscriber.until(1);
    await setState(id, 'PUBLISHED');
    await subscriber.until(2);
    await rename(id, 'Another name');
    await subscriber.until(3);
    await remove(id);
    const changes = await subscriber.until(4);
    expect(kinds(changes)).toEqual(['CREATED node', 'UPDATED node', 'UPDATED node', 'DELETED']);
    expect(changes[0]).toEqual({
      cursor: expect.stringMatching(/^[\w-]{22}$/),
      kind: 'CREATED',
      type: 'PARTY',
      id,
      node: { __typename: 'Party', id },
    });
    expect(new Set(changes.map(({ cursor }) => cursor)).size).toBe(4);
  });

  it('to a reader, a node is created when it becomes visible, and deleted when it is hidden', async () => {
    const subscriber = await follow(transport);
    const { id } = await createParty(server.database, { state: 'DRAFT' });
    await rename(id, 'Hidden still');
    await setState(id, 'PUBLISHED');
    await subscriber.until(1);
    await rename(id, 'Seen by all');
    await subscriber.until(2);
    await setState(id, 'ARCHIVED');
    await rename(id, 'Hidden again');
    await remove(id);
    await mark(subscriber);
    expect(kinds(subscriber.changes())).toEqual(['CREATED node', 'UPDATED node', 'DELETED']);
    expect(subscriber.changes().every((change) => change.id === id)).toBe(true);
  });

  it('a reader is told that what hangs on a hidden statement is gone with it', async () => {
    const speaker = await createParty(server.database);
    const [statement, allegation] = [await createStatement(server.database), await createAllegation(server.database)];
    const assertion = await createAssertion(server.database, { statement, allegation, speaker });
    const [reader, desk] = [await follow(transport), await follow(transport, { authorization: editor })];
    await server.database.prisma.statement.update({ where: { id: statement.id }, data: { state: 'DRAFT' } });
    const told = await reader.until(2);
    expect(told.map(({ kind, type, id, node }) => [kind, type, id, node])).toEqual(
      expect.arrayContaining([
        ['DELETED', 'STATEMENT', statement.id, null],
        ['DELETED', 'ASSERTION', assertion.id, null],
      ]),
    );
    const seen = await desk.until(2);
    expect(seen.map(({ kind, node }) => [kind, node?.__typename])).toEqual(
      expect.arrayContaining([
        ['UPDATED', 'Statement'],
        ['UPDATED', 'Assertion'],
      ]),
    );
  });

  it('types and id limit what is told, and an empty list of types lets nothing pass', async () => {
    const party = await createParty(server.database);
    const all = await follow(transport);
    const statements = await follow(transport, { variables: { types: ['STATEMENT', 'FINDING'] } });
    const one = await follow(transport, { variables: { id: party.id.toUpperCase() } });
    const neither = await follow(transport, { variables: { id: party.id, types: ['ALLEGATION'] } });
    const none = await follow(transport, { variables: { types: [] } });
    await createParty(server.database);
    await rename(party.id, 'This one');
    const statement = await createStatement(server.database);
    await all.until(3);
    expect((await statements.until(1)).map(({ id }) => id)).toEqual([statement.id]);
    expect((await one.until(1)).map(({ id }) => id)).toEqual([party.id]);
    await mark(all);
    expect([statements, one, neither, none].map(({ told }) => told.length)).toEqual([1, 1, 0, 0]);
  });

  it('a node is read to any depth, under every name that it is asked for', async () => {
    const issuer = await createParty(server.database, { name: 'Harbour office' });
    const subscriber = await follow(transport, {
      query: `subscription S($short: Boolean = true, $first: Int!) {
        news: changes { what: kind node { ...on Statement { ...S } ...on Party { name } } again: node { id @include(if: $short) } __typename }
      }
      fragment S on Statement { title by: issuers { name statements(first: $first) { totalCount nodes { title } } } }`,
      variables: { first: 3 },
    });
    const { id, title } = await createStatement(server.database, {
      attributions: [{ party: issuer, role: 'ISSUER' }],
    });
    await eventually(() => subscriber.told.length === 1);
    expect(subscriber.told).toEqual([
      {
        data: {
          news: {
            __typename: 'Change',
            what: 'CREATED',
            node: { title, by: [{ name: 'Harbour office', statements: { totalCount: 1, nodes: [{ title }] } }] },
            again: { id },
          },
        },
      },
    ]);
  });

  it('a reader who asks for a node that is hidden by then gets none', async () => {
    const { id } = await createParty(server.database);
    const before = await follow(transport);
    await rename(id, 'Seen');
    const [{ cursor }] = (await before.until(1)) as [ToldChange];
    await rename(id, 'Seen once more');
    await setState(id, 'DRAFT');
    const after = await follow(transport, { variables: { after: cursor } });
    expect(kinds(await after.until(2))).toEqual(['UPDATED', 'DELETED']);
  });

  it('what was missed comes first, then what is new, each once', async () => {
    const first = await follow(transport);
    const parties = [];
    for (let count = 0; count < 5; count += 1) parties.push(await createParty(server.database));
    const seen = await first.until(5);
    first.stop();
    await eventually(() => server.feed.size === 0);
    const later = await follow(transport, { variables: { after: seen[1]!.cursor } });
    await later.until(3);
    parties.push(await createParty(server.database));
    const changes = await later.until(4);
    expect(changes.map(({ id }) => id)).toEqual(parties.slice(2).map(({ id }) => id));
    expect(changes.slice(0, 3).map(({ cursor }) => cursor)).toEqual(seen.slice(2).map(({ cursor }) => cursor));
  });

  it('what is rolled back is never told', async () => {
    const subscriber = await follow(transport);
    const work = server.database.prisma.$transaction(async (transaction) => {
      await createParty({ prisma: transaction } as unknown as GraphqlServer['database']);
      throw new Error('Changed my mind.');
    });
    await expect(work).rejects.toThrow('Changed my mind.');
    await mark(subscriber);
    expect(subscriber.told).toEqual([]);
  });

  it.each([
    ['the cursor of a list', async () => (await firstCursor()) ?? ''],
    ['a word', () => 'yesterday'],
    ['nothing', () => ''],
    ['a cursor with another letter', () => 'A'.repeat(22)],
    ['a very long text', () => 'A'.repeat(100_000)],
  ])('%s is refused as `after`', async (_what, after) => {
    await createParty(server.database);
    expect(await refused(transport, { variables: { after: await after() } })).toEqual({
      code: 'BAD_USER_INPUT',
      field: 'after',
      message: 'after is not a cursor of a change: take one from the changes of a subscription.',
    });
  });

  it('a cursor whose change is no longer kept is refused with a code of its own', async () => {
    const subscriber = await follow(transport);
    const { id } = await createParty(server.database);
    const [{ cursor }] = (await subscriber.until(1)) as [ToldChange];
    await server.database.pool.query(`UPDATE change SET at = at - interval '7 days 1 minute' WHERE node_id = $1`, [id]);
    expect(await refused(transport, { variables: { after: cursor } })).toMatchObject({
      code: 'CURSOR_EXPIRED',
      field: 'after',
    });
  });

  const deep = `subscription { changes { node { ... on Party { ${'statements { nodes { issuers { '.repeat(14)} id ${'} } }'.repeat(14)} } } } }`;
  const dear = `subscription { changes { node { ... on Party { ${'statements(first: 100) { nodes { issuers { '.repeat(4)} id ${'} } }'.repeat(4)} } } } }`;
  it.each([
    ['an id that cannot be one', { variables: { id: 'Q1234' } }, 'BAD_USER_INPUT', /^id must be an id/],
    [
      'a type that there is not',
      { variables: { types: ['WORD'] } },
      'BAD_USER_INPUT',
      /does not exist in "ChangedType"/,
    ],
    [
      'a field that there is not',
      { query: 'subscription { changes { colour } }' },
      'GRAPHQL_VALIDATION_FAILED',
      /colour/,
    ],
    ['no GraphQL', { query: 'subscription {' }, 'GRAPHQL_PARSE_FAILED', /Syntax Error/],
    ['a query', { query: '{ parties { totalCount } }' }, 'BAD_USER_INPUT', /^Here are subscriptions only\./],
    [
      'a mutation',
      { query: `mutation { deleteNode(input: { id: "${randomUUID()}", version: 1 }) { deletedId } }` },
      'BAD_USER_INPUT',
      /^Here are subscriptions only\./,
    ],
    ['what asks too deep', { query: deep }, 'BAD_USER_INPUT', /levels deep; at most 40 are allowed/],
    ['what nests too deep', { query: `subscription ${'{ a '.repeat(300)}` }, 'BAD_USER_INPUT', /nests more than 200/],
    ['what has too many tokens', { query: `subscription { ${'a '.repeat(11_000)} }` }, 'GRAPHQL_PARSE_FAILED', /10000/],
    ['what costs too much', { query: dear }, 'COST_LIMIT_EXCEEDED', /the limit is 100000/],
    [
      'a history, without a token',
      { query: 'subscription { changes { node { ... on Party { history { totalCount } } } } }' },
      'UNAUTHENTICATED',
      /^Party\.history needs a token with the role EDITOR\.$/,
    ],
    [
      'a wrong argument in the node',
      { query: 'subscription { changes { node { ... on Party { statements(first: 101) { totalCount } } } } }' },
      'BAD_USER_INPUT',
      /first/,
    ],
  ])('%s is refused before it begins', async (_what, asked, code, message) => {
    expect(await refused(transport, asked)).toMatchObject({ code, message: expect.stringMatching(message) });
    expect(server.feed.size).toBe(0);
  });

  it('a token that is revoked meanwhile ends the subscription at the next change, which is not told', async () => {
    const { token, secret } = await createApiToken(server.database, {
      name: 'Leaver',
      role: 'EDITOR',
      expiresAt: null,
    });
    const subscriber = await follow(transport, { authorization: `Bearer ${secret}` });
    await createParty(server.database, { state: 'DRAFT' });
    await subscriber.until(1);
    await revokeApiToken(server.database, token.id);
    await createParty(server.database, { state: 'DRAFT' });
    const failure = await subscriber.ended;
    const errors = (failure ?? subscriber.told[1]!.errors) as Told['errors'];
    expect(errors).toEqual([
      {
        message: 'The token is not valid: it is unknown, malformed, expired or revoked.',
        extensions: { code: 'UNAUTHENTICATED' },
      },
    ]);
    expect(subscriber.changes()).toHaveLength(1);
    expect(server.feed.size).toBe(0);
  });

  it('a change that cannot be read ends the subscription, and is told to who comes back', async () => {
    const { id } = await createParty(server.database);
    const subscriber = await follow(transport);
    await rename(id, 'Seen');
    const [{ cursor }] = (await subscriber.until(1)) as [ToldChange];
    await server.database.pool.query('ALTER TABLE party RENAME TO party_away');
    await server.database.pool.query(
      `INSERT INTO change SELECT nextval('change_seq'), 'PARTY', $1, 'UPDATED', true, true, now() FROM mark_change_numbers()`,
      [id],
    );
    await subscriber.ended;
    await server.database.pool.query('ALTER TABLE party_away RENAME TO party');
    expect(subscriber.told[1]).toEqual({
      data: null,
      errors: [
        {
          message: expect.stringMatching(/^Something went wrong here; it is logged as/),
          locations: expect.any(Array),
          path: ['changes'],
          extensions: { code: 'INTERNAL_SERVER_ERROR', id: expect.any(String) },
        },
      ],
    });
    const again = await follow(transport, { variables: { after: cursor } });
    expect(kinds(await again.until(1))).toEqual(['UPDATED node']);
  });
});

it('one statement reads a change for a subscriber who asks for its node, and none for any other', async () => {
  const statements = jest.spyOn(Client.prototype, 'query');
  const count = (): number =>
    statements.mock.calls.filter(([query]) => String((query as { name?: string }).name).startsWith('read_')).length;
  const { id } = await createParty(server.database, { state: 'DRAFT' });
  const [reader, desk] = [await follow('events'), await follow('events', { authorization: editor })];
  const plain = await follow('events', { query: 'subscription { changes { kind id } }', authorization: editor });
  const counted = async (write: () => Promise<unknown>, toReader: number): Promise<number> => {
    const before = count();
    const wanted = desk.told.length + 1;
    await write();
    await eventually(() => desk.told.length === wanted && plain.told.length === wanted);
    await reader.until(toReader);
    return count() - before;
  };
  expect(await counted(() => rename(id, 'Draft'), 0)).toBe(1);
  expect(await counted(() => setState(id, 'PUBLISHED'), 1)).toBe(2);
  expect(await counted(() => remove(id), 2)).toBe(0);
  statements.mockRestore();
});

it('a POST that takes JSON is told where subscriptions are', async () => {
  const response = await post(server.app, { query: 'subscription { changes { id } }' });
  expect(response.status).toBe(400);
  expect(onlyError(response.json())).toEqual({
    code: 'BAD_USER_INPUT',
    message:
      'A subscription is answered over a WebSocket (protocol graphql-transport-ws), or to a POST with "accept: text/event-stream".',
  });
});

async function firstCursor(): Promise<string | undefined> {
  const answer = await post(server.app, { query: '{ parties(first: 1) { pageInfo { endCursor } } }' });
  return (answer.json().data!.parties as { pageInfo: { endCursor: string } }).pageInfo.endCursor;
}
