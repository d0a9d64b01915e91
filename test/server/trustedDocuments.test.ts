import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { readEnvironment } from '../../src/lib/environment';
import { CheckedDocuments } from '../../src/server/limits/checkedDocuments';
import { readTrustedDocuments } from '../../src/server/readTrustedDocuments';
import { TrustedDocuments } from '../../src/server/trustedDocuments';
import { createParty } from '../support/factories';
import { createTestDatabase, type TestDatabase } from '../support/testDatabase';
import { createServerOver, onlyError, portOf, post, schema, send } from './graphqlServer';

const PARTY = 'query ($slug: String!) { party(slug: $slug) { slug } }';
const CHANGES = 'subscription { changes { kind } }';
const WRITE = 'mutation { deleteNode(input: { id: "x", version: 1 }) { deletedId } }';
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const documents = new Map([
  ['9a1f', PARTY],
  [sha256(CHANGES), CHANGES],
  ['write', WRITE],
]);
let folder: string;
let database: TestDatabase;
/** A server that runs others as well, and one that does not. */
let open: FastifyInstance;
let closed: FastifyInstance;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'allegata-documents-'));
  database = await createTestDatabase();
  await createParty(database, { slug: 'ferry-union' });
  ({ app: open } = await createServerOver(database, { trusted: new TrustedDocuments(documents) }));
  ({ app: closed } = await createServerOver(database, { trusted: new TrustedDocuments(documents, true) }));
  for (const app of [open, closed]) await app.listen({ port: 0, host: '127.0.0.1' });
});
afterAll(async () => {
  await Promise.all([open.close(), closed.close()]);
  await database.drop();
  await rm(folder, { recursive: true });
});

const variables = { slug: 'ferry-union' };
const found = { data: { party: { slug: 'ferry-union' } } };
const json = { 'content-type': 'application/json' };
const ask = (app: FastifyInstance, body: unknown) =>
  send(app, { method: 'POST', headers: json, payload: JSON.stringify(body) });

it.each([
  ['its id', { documentId: '9a1f' }],
  ['its digest', { documentId: sha256(PARTY) }],
  ['its digest, said to be one', { documentId: `sha256:${sha256(PARTY)}` }],
  ['its id beside an empty query', { documentId: '9a1f', query: '' }],
  [
    'its digest, as clients of persisted queries send it',
    { extensions: { persistedQuery: { version: 1, sha256Hash: '9a1f' } } },
  ],
  ['its text', { query: PARTY }],
])('runs a document by %s, the second time too', async (_what, named) => {
  for (const app of [open, closed]) {
    for (let round = 0; round < 2; round++) {
      expect((await ask(app, { ...named, variables })).json()).toEqual(found);
      const search = Object.entries({ ...named, variables }).map(([name, value]): [string, string] => [
        name,
        typeof value === 'string' ? value : JSON.stringify(value),
      ]);
      expect((await send(app, { path: `/graphql?${new URLSearchParams(search).toString()}` })).json()).toEqual(found);
    }
  }
});

it.each(['x', `sha256:${'0'.repeat(64)}`, '', 5, {}, ['9a1f'], '__proto__', 'y'.repeat(100_000)])(
  'refuses the unknown id %j',
  async (documentId) => {
    for (const app of [open, closed]) {
      const response = await ask(app, { documentId });
      expect([response.status, onlyError(response.json()).code]).toEqual([404, 'TRUSTED_DOCUMENT_NOT_FOUND']);
      expect(response.bytes.length).toBeLessThan(1_000);
    }
  },
);

it('refuses a text beside an id', async () => {
  const response = await ask(open, { documentId: '9a1f', query: '{ __typename }' });
  expect([response.status, onlyError(response.json()).code]).toEqual([400, 'BAD_USER_INPUT']);
});

it('runs no trusted mutation by GET', async () => {
  const response = await send(closed, { path: '/graphql?documentId=write' });
  expect([response.status, response.headers.allow]).toEqual([405, 'POST']);
});

describe('a server that runs only trusted documents', () => {
  const others = ['{ __typename }', '{ __schema { queryType { name } } }', `${PARTY} `, '{', WRITE.toUpperCase()];

  it.each(others)('refuses others by POST, GET and persisted query: %s', async (query) => {
    const persistedQuery = { version: 1, sha256Hash: sha256(query) };
    for (const response of [
      await post(closed, { query }),
      await send(closed, { path: `/graphql?${new URLSearchParams({ query }).toString()}` }),
      await ask(closed, { query, extensions: { persistedQuery } }),
    ]) {
      expect([response.status, onlyError(response.json()).code]).toEqual([403, 'DOCUMENT_NOT_TRUSTED']);
    }
    const unknown = await ask(closed, { extensions: { persistedQuery } });
    expect(onlyError(unknown.json()).code).toBe('PERSISTED_QUERY_NOT_FOUND');
  });

  it('is what others are not', async () => {
    expect((await post(open, { query: '{ __typename }' })).json()).toEqual({ data: { __typename: 'Query' } });
  });
});

const other = 'subscription { changes { cursor } }';
const named = { documentId: sha256(CHANGES) };

it('holds event streams to the same', async () => {
  const stream = async (app: FastifyInstance, body: unknown): Promise<string> => {
    const response = await fetch(`http://127.0.0.1:${String(portOf(app))}/graphql`, {
      method: 'POST',
      headers: { ...json, accept: 'text/event-stream' },
      body: JSON.stringify(body),
    });
    const reader = response.body!.getReader();
    const { value } = await reader.read();
    await reader.cancel();
    return Buffer.from(value!).toString();
  };
  expect(await stream(closed, named)).toBe(':\n\n');
  expect(await stream(closed, { query: other })).toMatch('DOCUMENT_NOT_TRUSTED');
  expect(await stream(closed, { documentId: 'x' })).toMatch('TRUSTED_DOCUMENT_NOT_FOUND');
  expect(await stream(open, { query: other })).toBe(':\n\n');
});

it('holds WebSockets to the same', async () => {
  const first = async (payload: Record<string, unknown>): Promise<unknown> => {
    const url = `ws://127.0.0.1:${String(portOf(closed))}/graphql`;
    const client = createClient({ url, webSocketImpl: WebSocket, retryAttempts: 0 });
    try {
      return await new Promise((resolve) => {
        const timer = setInterval(() => void createParty(database, {}), 200);
        const end = (value: unknown): void => {
          clearInterval(timer);
          resolve(value);
        };
        client.subscribe({ query: '', ...payload }, { next: end, error: end, complete: () => undefined });
      });
    } finally {
      await client.dispose();
    }
  };
  expect(await first(named)).toEqual({ data: { changes: { kind: 'CREATED' } } });
  expect(await first({ query: other })).toMatchObject([{ extensions: { code: 'DOCUMENT_NOT_TRUSTED' } }]);
  expect(await first({ documentId: 'x' })).toMatchObject([{ extensions: { code: 'TRUSTED_DOCUMENT_NOT_FOUND' } }]);
});

describe('a manifest', () => {
  const checks = new CheckedDocuments(schema, () => true);
  const read = async (text: string): Promise<TrustedDocuments> => {
    const file = join(folder, 'manifest.json');
    await writeFile(file, text);
    return readTrustedDocuments(file, true, (document) => checks.check(document));
  };

  it.each([
    ['relay-compiler and codegen', JSON.stringify({ '9a1f': PARTY, [sha256(CHANGES)]: CHANGES })],
    [
      'Apollo',
      JSON.stringify({
        format: 'apollo-persisted-query-manifest',
        version: 1,
        operations: [
          { id: '9a1f', name: 'P', type: 'query', body: PARTY },
          { id: sha256(CHANGES), name: 'C', type: 'subscription', body: CHANGES },
        ],
      }),
    ],
  ])('is taken as %s write it', async (_tool, text) => {
    const trusted = await read(text);
    expect(trusted.resolve({ documentId: '9a1f' })).toEqual({ query: PARTY });
    expect([trusted.allows(CHANGES), trusted.allows('{ __typename }')]).toEqual([true, false]);
  });

  it.each([
    ['{\n  "a": "{ __typename }",\n}', '3:1: this is not JSON (PropertyNameExpected)'],
    ['', '1:1: this is not JSON (ValueExpected)'],
    ['["{ __typename }"]', '1:1: this is no object'],
    ['{}', '1:1: there is no document in it'],
    ['{\n  "a": 5\n}', '2:3: the document of "a" is no text'],
    ['{\n  "a": {"text": "{ x }"}\n}', '2:3: the document of "a" is no text'],
    ['{ "": "{ __typename }" }', '1:3: a document has no id'],
    ['{ "a": "{ __typename }",\n "a": "{ __typename }" }', '2:2: the id "a" stands twice'],
    ['{\n\n "a": "{ nope }" }', '3:2: the document of "a" is refused: Cannot query field "nope" on type "Query".'],
    ['{ "a": "{" }', '1:3: the document of "a" is refused: Syntax Error: Expected Name, found <EOF>.'],
    ['{"format": "apollo-persisted-query-manifest", "operations": {}}', '1:1: "operations" is no list'],
    ['{"format": "apollo-persisted-query-manifest", "operations": [{"id": 1}]}', '1:62: a document has no id'],
    ['{"format": "apollo-persisted-query-manifest", "operations": [7]}', '1:62: a document has no id'],
  ])('that is wrong stops the start with its place: %j', async (text, message) => {
    await expect(read(text)).rejects.toThrow(`manifest.json:${message}`);
  });

  it('that is not there stops the start', async () => {
    const reading = readTrustedDocuments(join(folder, 'none.json'), false, (text) => checks.check(text));
    await expect(reading).rejects.toThrow(/ALLEGATA_TRUSTED_DOCUMENTS cannot be read: .*none\.json/);
  });

  it('is needed where nothing else may run', () => {
    expect(() => readEnvironment({ ALLEGATA_ONLY_TRUSTED_DOCUMENTS: 'on' })).toThrow(
      'ALLEGATA_TRUSTED_DOCUMENTS: is missing; ALLEGATA_ONLY_TRUSTED_DOCUMENTS=on cannot do without',
    );
  });
});
