import fc from 'fast-check';
import type { OutgoingHttpHeaders } from 'node:http';
import { createApiToken } from '../../src/access/apiTokens';
import { readEnvironment } from '../../src/lib/environment';
import { createAllegation, createAssertion, createParty, createStatement } from '../support/factories';
import { pruneChanges } from '../../src/live/changePruning';
import { ContentStates } from '../../src/live/contentStates';
import { createServerOver, type GraphqlServer, post, type Response, send, startGraphqlServer } from './graphqlServer';

let server: GraphqlServer;
let editor: { authorization: string };

beforeAll(async () => {
  server = await startGraphqlServer();
  const { secret } = await createApiToken(server.database, { name: 'Desk', role: 'EDITOR', expiresAt: null });
  editor = { authorization: `Bearer ${secret}` };
});
afterAll(() => server.close());

/** Asks by GET. */
function get(query: string, headers: OutgoingHttpHeaders = {}, variables?: object): Promise<Response> {
  const parameters = new URLSearchParams({ query, ...(variables && { variables: JSON.stringify(variables) }) });
  return send(server.app, { path: `/graphql?${parameters.toString()}`, headers: { accept: JSON_TYPE, ...headers } });
}

const JSON_TYPE = 'application/graphql-response+json';
const PARTIES = '{ parties { totalCount nodes { id name state } } }';

/** The tag of an answer that must have one. */
function tagOf({ status, headers }: Response): string {
  expect(status).toBe(200);
  expect(headers.etag).toMatch(/^W\/"[\w-]{43}"$/);
  return headers.etag!;
}

/** Whether the content that a query shows is what it was when the tag was given. */
async function isUnchanged(query: string, tag: string, headers: OutgoingHttpHeaders = {}): Promise<boolean> {
  const { status } = await get(query, { 'if-none-match': tag, ...headers });
  expect([200, 304]).toContain(status);
  return status === 304;
}

it('answers whoever has the answer with 304, without a body and without reading it', async () => {
  await createParty(server.database);
  const tag = tagOf(await get(PARTIES));
  const read = jest.spyOn(server.database.pool, 'connect');
  const { status, headers, body } = await get(PARTIES, { 'if-none-match': tag });
  expect(read).not.toHaveBeenCalled();
  read.mockRestore();
  expect({ status, body }).toEqual({ status: 304, body: '' });
  expect(headers).toMatchObject({
    etag: tag,
    'cache-control': 'no-cache',
    vary: expect.stringContaining('Accept') as string,
  });
  expect(headers).not.toHaveProperty('content-type');
});

it('answers with 304 also where this process has never seen the text, and without reading it', async () => {
  const tag = tagOf(await get(PARTIES));
  const { app } = await createServerOver(server.database);
  await app.listen({ port: 0, host: '127.0.0.1' });
  const read = jest.spyOn(server.database.pool, 'connect');
  const path = `/graphql?${new URLSearchParams({ query: PARTIES }).toString()}`;
  const answer = await send(app, { path, headers: { accept: JSON_TYPE, 'if-none-match': tag } });
  expect(answer.status).toBe(304);
  expect(read).not.toHaveBeenCalled();
  read.mockRestore();
  await app.close();
});

it('has another tag after every change that a reader sees', async () => {
  const { database } = server;
  const { id } = await createParty(database);
  const changes: (() => Promise<unknown>)[] = [
    () => createParty(database),
    () => database.prisma.party.update({ where: { id }, data: { name: 'Another' } }),
    () => database.prisma.partyName.create({ data: { partyId: id, position: 0, name: 'Alias', kind: 'ALIAS' } }),
    () => database.prisma.party.update({ where: { id }, data: { state: 'DRAFT' } }),
    () => database.prisma.party.update({ where: { id }, data: { state: 'PUBLISHED' } }),
    async () => {
      const [allegation, statement] = [await createAllegation(database), await createStatement(database)];
      return createAssertion(database, { allegation, statement, speaker: await createParty(database) });
    },
    () => database.prisma.party.delete({ where: { id } }),
  ];
  const seen = new Set([tagOf(await get(PARTIES))]);
  for (const change of changes) {
    await change();
    seen.add(tagOf(await get(PARTIES)));
  }
  expect(seen.size).toBe(changes.length + 1);
});

it('drafts change no header that a reader gets', async () => {
  const { database } = server;
  await createParty(database);
  const withoutDate = ({ headers: { date: _, ...rest } }: Response): object => rest;
  const before = await get(PARTIES);
  const { id } = await createParty(database, { state: 'DRAFT' });
  expect(withoutDate(await get(PARTIES))).toEqual(withoutDate(before));
  await database.prisma.party.update({ where: { id }, data: { name: 'Hidden' } });
  await createStatement(database, { state: 'DRAFT' });
  expect(withoutDate(await get(PARTIES))).toEqual(withoutDate(before));
  await database.prisma.party.delete({ where: { id } });
  expect(withoutDate(await get(PARTIES))).toEqual(withoutDate(before));
  expect(await isUnchanged(PARTIES, tagOf(before))).toBe(true);
});

it('drafts change the tag of an editor', async () => {
  const tag = tagOf(await get(PARTIES, editor));
  expect(await isUnchanged(PARTIES, tag, editor)).toBe(true);
  await createParty(server.database, { state: 'DRAFT' });
  expect(await isUnchanged(PARTIES, tag, editor)).toBe(false);
});

it('tells operations, variables and roles apart', async () => {
  const named = 'query ($slug: String) { party(slug: $slug) { name } }';
  const answers = [
    await get(PARTIES),
    await get('{ parties { totalCount } }'),
    await get(named, {}, { slug: 'one' }),
    await get(named, {}, { slug: 'other' }),
    await get(PARTIES, editor),
  ];
  expect(new Set(answers.map(tagOf)).size).toBe(answers.length);
  const again = await get(named, {}, { slug: 'one' });
  expect(tagOf(again)).toBe(tagOf(answers[2]!));
});

it('gives no tag while a change with a lower number may still come, and another one after it', async () => {
  const { database } = server;
  const earlier = tagOf(await get(PARTIES));
  const { id } = await createParty(database, { state: 'DRAFT' });
  const writer = await database.pool.connect();
  try {
    await writer.query('BEGIN');
    await writer.query(`UPDATE party SET state = 'PUBLISHED' WHERE id = $1`, [id]);
    // It takes its numbers now, and not at its commit.
    await writer.query('SET CONSTRAINTS ALL IMMEDIATE');
    expect(await isUnchanged(PARTIES, earlier)).toBe(true);
    await createParty(database);
    const between = await get(PARTIES);
    expect(between.status).toBe(200);
    expect(between.headers).not.toHaveProperty('etag');
    await writer.query('COMMIT');
  } finally {
    writer.release();
  }
  expect(tagOf(await get(PARTIES))).not.toBe(earlier);
});

it.each([
  ['any', '*'],
  ['two', '"other", %'],
  ['one with a comma', '"a,b" ,W/"c",%'],
  ['two thousand', `${'"x", '.repeat(2_000)}%`],
])('finds its tag in If-None-Match: %s', async (_, form) => {
  const tag = tagOf(await get(PARTIES));
  expect(await isUnchanged(PARTIES, form.replace('%', tag))).toBe(true);
});

it.each(['', 'nonsense', 'W/"', '"', 'W/"x"', ',,,', '"\u00fc"', '*x'])(
  'gives the whole answer for If-None-Match: %s, which names no tag of its',
  async (form) => {
    expect(await isUnchanged(PARTIES, form)).toBe(false);
  },
);

it('gives the whole answer to whoever wants no cached one', async () => {
  const tag = tagOf(await get(PARTIES));
  expect(await isUnchanged(PARTIES, tag, { 'cache-control': 'no-cache' })).toBe(false);
});

it('answers HEAD as GET, without the body', async () => {
  const tag = tagOf(await get(PARTIES));
  const path = `/graphql?${new URLSearchParams({ query: PARTIES }).toString()}`;
  const head = await send(server.app, { method: 'HEAD', path, headers: { accept: JSON_TYPE } });
  expect(tagOf(head)).toBe(tag);
  expect(head.body).toBe('');
});

it.each([
  ['{ party(slug: "a", id: "b") { name } }'],
  ['{ parties(first: 1000) { totalCount } }'],
  ['{ nothing }'],
  ['{ __typename __schema { queryType { name } } }'],
])('gives no tag to what is not read: %s', async (query) => {
  expect((await get(query)).headers).not.toHaveProperty('etag');
});

it('the newest change that a reader sees is kept when old ones are deleted, so that no tag comes again', async () => {
  const { database } = server;
  const { id } = await createParty(database);
  await createParty(database, { state: 'DRAFT' });
  const tags = [tagOf(await get(PARTIES)), tagOf(await get(PARTIES, editor))];
  await database.prisma.$executeRaw`UPDATE change SET at = at - interval '1 year'`;
  const aged = [tagOf(await get(PARTIES)), tagOf(await get(PARTIES, editor))];
  expect(await pruneChanges(database, 7)).toBeGreaterThan(0);
  expect([tagOf(await get(PARTIES)), tagOf(await get(PARTIES, editor))]).toEqual(aged);
  expect(await database.prisma.change.count()).toBe(2);
  await database.prisma.party.delete({ where: { id } });
  expect([...tags, ...aged]).not.toContain(tagOf(await get(PARTIES)));
  await pruneChanges(database, 7);
  expect(await database.prisma.change.count()).toBe(1);
});

it('gives no tag to what changes without a change', async () => {
  const asked = '{ parties { nodes { possibleDuplicates { party { name } } } } }';
  const { status, headers } = await get(asked, editor);
  expect(status).toBe(200);
  expect(headers).not.toHaveProperty('etag');
});

it('keeps the answers of POST out of caches, as ever', async () => {
  const { headers } = await post(server.app, { query: PARTIES });
  expect(headers).not.toHaveProperty('etag');
});

it('one look at what is new serves all who ask while another is under way, and is made after they asked', async () => {
  const states = new ContentStates(server.database.internal, true);
  const looks = jest.spyOn(server.database.internal, 'query');
  const first = states.current();
  await Promise.resolve();
  await createParty(server.database);
  const later = await Promise.all(Array.from({ length: 60 }, () => states.current()));
  expect(looks).toHaveBeenCalledTimes(2);
  expect(new Set(later.map(({ READER }) => READER)).size).toBe(1);
  expect(later[0]!.READER).not.toBe((await first).READER);
  looks.mockRestore();
});

it('what is answered with 304 is what the client has, whatever was changed', async () => {
  const { database } = server;
  const parties = await Promise.all([createParty(database), createParty(database, { state: 'DRAFT' })]);
  const ids = parties.map(({ id }) => id);
  const act = fc.oneof(
    fc.record({ id: fc.constantFrom(...ids), state: fc.constantFrom('DRAFT' as const, 'PUBLISHED' as const) }),
    fc.record({ id: fc.constantFrom(...ids), name: fc.constantFrom('A', 'B') }),
  );
  const kept = new Map<string, { tag: string; body: string }>();
  const questions = [PARTIES, '{ search(query: "A") { totalCount nodes { ... on Party { name } } } }'];
  await fc.assert(
    fc.asyncProperty(act, async ({ id, ...data }) => {
      await database.prisma.party.update({ where: { id }, data });
      for (const query of questions) {
        for (const headers of [{}, editor]) {
          const key = JSON.stringify([query, headers]);
          const { body } = await post(server.app, { query }, { accept: JSON_TYPE, ...headers });
          const had = kept.get(key);
          const answer = await get(query, { ...headers, ...(had && { 'if-none-match': had.tag }) });
          expect(answer.status === 304 ? had?.body : answer.body).toBe(body);
          if (answer.status === 200) kept.set(key, { tag: tagOf(answer), body });
        }
      }
    }),
    { numRuns: 25 },
  );
});

it('says to caches what the settings say', async () => {
  const cacheControl = { READER: 'public, max-age=60', EDITOR: 'no-store' };
  const { app } = await createServerOver(server.database, { cacheControl });
  await app.listen({ port: 0, host: '127.0.0.1' });
  const path = `/graphql?${new URLSearchParams({ query: PARTIES }).toString()}`;
  const asked = async (headers: OutgoingHttpHeaders, of = path): Promise<unknown> =>
    (await send(app, { path: of, headers: { accept: JSON_TYPE, ...headers } })).headers['cache-control'];
  expect(await asked({})).toBe('public, max-age=60');
  expect(await asked(editor)).toBe('no-store');
  expect(await asked({}, '/graphql?query={nothing}')).toBeUndefined();
  await app.close();
});

it('readers may keep answers if they ask each time, and editors may not keep any, where nothing is set', async () => {
  expect((await get(PARTIES)).headers['cache-control']).toBe('no-cache');
  expect((await get(PARTIES, editor)).headers['cache-control']).toBe('private, no-store');
});

it.each(['no-cache\r\nset-cookie: x', 'max age', '', 'public;max-age=1', 'max-age=-1'])(
  'takes no setting that is not Cache-Control: %j',
  (wrong) => {
    const read = (): unknown => readEnvironment({ ALLEGATA_CACHE_CONTROL: wrong }).cacheControl;
    if (wrong === '') expect(read()).toEqual({ READER: 'no-cache', EDITOR: 'private, no-store' });
    else expect(read).toThrow(/ALLEGATA_CACHE_CONTROL: must be directives such as/);
  },
);
