import { createAllegation, createAssertion, createParty, createStatement } from '../support/factories';
import { ask, type GraphqlServer, onlyError, startGraphqlServer } from '../server/graphqlServer';

let server: GraphqlServer;

beforeAll(async () => {
  server = await startGraphqlServer();
  for (const [slug, day] of [
    ['first', '01'],
    ['second', '02'],
    ['third', '03'],
  ] as const) {
    const at = new Date(`2024-05-${day}T10:00:00.000Z`);
    await createParty(server.database, { slug, createdAt: at, updatedAt: at });
  }
});
afterAll(() => server.close());

/** The slugs of the parties that a filter finds, in the order in which they were changed. */
async function slugsWhere(where: string): Promise<unknown> {
  const query = `{ parties(where: ${where}, orderBy: [{ updatedAt: ASC }]) { nodes { slug } } }`;
  const { data } = await ask(server.app, query);
  return (data!.parties as { nodes: { slug: string }[] }).nodes.map(({ slug }) => slug);
}

it.each([
  ['{ updatedAt: { from: "2024-05-02T10:00:00Z" } }', ['second', 'third']],
  ['{ updatedAt: { before: "2024-05-02T10:00:00Z" } }', ['first']],
  ['{ updatedAt: { from: "2024-05-02T12:00:00+02:00", before: "2024-05-03T10:00:00.000Z" } }', ['second']],
  ['{ createdAt: { from: "2024-05-02T10:00:00.001Z" } }', ['third']],
  ['{ createdAt: { from: "2024-05-02T10:00:00Z", before: "2024-05-02T10:00:00Z" } }', []],
  ['{ NOT: [{ createdAt: { from: "2024-05-02T10:00:00Z" } }] }', ['first']],
  ['{ createdAt: {} }', ['first', 'second', 'third']],
  ['{ createdAt: { from: "0001-01-01T00:00:00Z", before: "9999-12-31T23:59:59Z" } }', ['first', 'second', 'third']],
])('finds records by instants, with the first of a range and without the last: %s', async (where, slugs) => {
  expect(await slugsWhere(where)).toEqual(slugs);
});

it.each([
  '2024-05-02',
  '2024-05-02T10:00:00',
  '2024-02-30T00:00:00Z',
  '2024-05-02T25:00:00Z',
  '2024-05-02T23:59:60Z',
  '0000-01-01T00:00:00Z',
  '0001-01-01T00:00:00+14:00',
  '9999-12-31T23:59:59-12:00',
  '+010000-01-01T00:00:00Z',
  'now',
  '',
  'x'.repeat(100),
  '\u0000',
])('refuses what is no instant: %j', async (instant) => {
  const query = 'query ($from: DateTime) { parties(where: { updatedAt: { from: $from } }) { totalCount } }';
  const { code, message } = onlyError(await ask(server.app, query, { from: instant }));
  expect(code).toBe('BAD_USER_INPUT');
  expect(message).toContain('from');
  expect(message.length).toBeLessThan(1_000);
  const literal = `{ parties(where: { updatedAt: { from: ${JSON.stringify(instant)} } }) { totalCount } }`;
  expect(['BAD_USER_INPUT', 'GRAPHQL_VALIDATION_FAILED']).toContain(onlyError(await ask(server.app, literal)).code);
});

it('refuses a range of instants that ends before it begins, and a null', async () => {
  const range = '{ updatedAt: { from: "2024-05-02T10:00:00Z", before: "2024-05-02T09:59:59Z" } }';
  const { code, message } = onlyError(await ask(server.app, `{ parties(where: ${range}) { totalCount } }`));
  expect(code).toBe('BAD_USER_INPUT');
  expect(message).toBe(
    'where.updatedAt.from (2024-05-02T10:00:00.000Z) must not be after where.updatedAt.before (2024-05-02T09:59:59.000Z).',
  );
  const none = '{ parties(where: { createdAt: { from: null } }) { totalCount } }';
  expect(onlyError(await ask(server.app, none)).code).toBe('BAD_USER_INPUT');
});

it('finds assertions by how they are given, and by what they answer', async () => {
  const { database, app } = server;
  const [allegation, statement] = [await createAllegation(database), await createStatement(database)];
  const speaker = await createParty(database);
  const of = { allegation, statement, speaker };
  const claim = await createAssertion(database, { ...of, mode: 'DIRECT' });
  const denial = await createAssertion(database, { ...of, stance: 'DENIES', mode: null, inResponseTo: claim });
  const found = async (where: string): Promise<unknown> => {
    const { data } = await ask(app, `{ assertions(where: ${where}) { nodes { id } } }`);
    return (data!.assertions as { nodes: { id: string }[] }).nodes.map(({ id }) => id);
  };
  expect(await found('{ mode: { equals: DIRECT } }')).toEqual([claim.id]);
  expect(await found('{ mode: { notIn: [DIRECT] } }')).toEqual([denial.id]);
  expect(await found('{ NOT: [{ mode: { in: [DIRECT, INDIRECT] } }] }')).toEqual([denial.id]);
  expect(await found(`{ inResponseTo: { id: { equals: "${claim.id}" } } }`)).toEqual([denial.id]);
  expect(await found('{ NOT: [{ inResponseTo: {} }] }')).toEqual([claim.id]);
  await database.prisma.assertion.update({ where: { id: claim.id }, data: { state: 'DRAFT' } });
  expect(await found('{ inResponseTo: {} }')).toEqual([]);
  expect(await found('{ NOT: [{ inResponseTo: {} }] }')).toEqual([denial.id]);
});
