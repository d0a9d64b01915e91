import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { createApiToken, listApiTokens, revokeApiToken } from '../../src/access/apiTokens';
import { createAuthenticator } from '../../src/access/authenticator';
import type { RequiredRole } from '../../src/access/requireRole';
import { createParty } from '../support/factories';
import { type GraphqlServer, onlyError, portOf, post, send, startGraphqlServer } from '../server/graphqlServer';
import { request } from 'node:http';

const QUERY = '{ parties { nodes { name } totalCount } }';
const INVALID = 'The token is not valid: it is unknown, malformed, expired or revoked.';
const MALFORMED = 'The header "authorization" must be the word Bearer, a space, and one token.';
/** In the form of a secret, but of no token. */
const unknown = `allegata_${'A'.repeat(43)}`;

let server: GraphqlServer;
let names = 0;

beforeAll(async () => {
  server = await startGraphqlServer();
  await createParty(server.database, { name: 'Open' });
  await createParty(server.database, { name: 'Kept back', state: 'DRAFT' });
  await createParty(server.database, { name: 'Put away', state: 'ARCHIVED' });
});
afterAll(() => server.close());

const ask = (authorization?: string) =>
  post(server.app, { query: QUERY }, authorization === undefined ? {} : { authorization });

async function makeToken(role: RequiredRole = 'EDITOR', expiresAt: Date | null = null) {
  names += 1;
  return createApiToken(server.database, { name: `token ${String(names)}`, role, expiresAt });
}

async function expectRefused(authorization: string, message: string): Promise<void> {
  const response = await ask(authorization);
  expect(response.status).toBe(401);
  expect(response.headers['www-authenticate']).toBe('Bearer');
  expect(response.headers['cache-control']).toBe('no-store');
  expect(response.json().data).toBeUndefined();
  expect(onlyError(response.json())).toEqual({ message, code: 'UNAUTHENTICATED' });
}

describe('a header that holds no valid token is refused, and never served as anonymous', () => {
  test.each([
    ['nothing', ''],
    ['no scheme', unknown],
    ['another scheme', `Basic ${Buffer.from('press:secret').toString('base64')}`],
    ['another scheme with a token', `Token ${unknown}`],
    ['a scheme without a token', 'Bearer'],
    ['a scheme and spaces', 'Bearer   '],
    ['two tokens', `Bearer ${unknown} ${unknown}`],
    ['a list of tokens', `Bearer ${unknown}, Bearer ${unknown}`],
    ['quotes', `Bearer "${unknown}"`],
    ['characters of no token', 'Bearer töken'],
    ['a tab for the space', `Bearer\t${unknown}`],
  ])('%s', (_what, authorization) => expectRefused(authorization, MALFORMED));

  test.each([
    ['an unknown token', unknown],
    ['one that is too short', 'allegata_AAAA'],
    ['one that is too long', `${unknown}A`],
    ['the prefix alone', 'allegata_'],
    ['another prefix', `ghp_${'A'.repeat(36)}`],
    ['a JWT where no issuer is set', 'eyJhbGciOiJub25lIn0.eyJyb2xlIjoiQURNSU4ifQ.'],
    ['a word', 'null'],
  ])('%s', (_what, token) => expectRefused(`Bearer ${token}`, INVALID));

  test('a valid token with one character changed, lost or added, and in another case', async () => {
    const { secret } = await makeToken();
    const authenticate = await createAuthenticator(
      server.database,
      { oidc: undefined, preparedStatements: false },
      // Nothing is to be logged about them.
      undefined as never,
    );
    await fc.assert(
      fc.asyncProperty(fc.nat(secret.length - 1), fc.constantFrom('A', 'b', '9', '-', '', '_x'), async (at, by) => {
        const changed = secret.slice(0, at) + by + secret.slice(at + 1);
        fc.pre(changed !== secret);
        await expect(authenticate(`Bearer ${changed}`)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
      }),
      { numRuns: 100 },
    );
    await expectRefused(`Bearer ${secret.toUpperCase()}`, INVALID);
    await expectRefused(`Bearer ${secret.toLowerCase()}`, INVALID);
  });

  test('an expired token, from the moment on that it expires', async () => {
    const { secret } = await makeToken('EDITOR', new Date(Date.now() + 1500));
    expect((await ask(`Bearer ${secret}`)).status).toBe(200);
    await sleep(1600);
    await expectRefused(`Bearer ${secret}`, INVALID);
  });

  test('a revoked token, with the next request', async () => {
    const { secret, token } = await makeToken('ADMIN');
    expect((await ask(`Bearer ${secret}`)).status).toBe(200);
    await revokeApiToken(server.database, token.id);
    await expectRefused(`Bearer ${secret}`, INVALID);
  });

  test('two headers, though the first has a valid token', async () => {
    const { secret } = await makeToken();
    const body = JSON.stringify({ query: QUERY });
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const outgoing = request({ port: portOf(server.app), host: '127.0.0.1', method: 'POST', path: '/graphql' });
      outgoing.setHeader('content-type', 'application/json');
      outgoing.setHeader('authorization', [`Bearer ${secret}`, `Bearer ${unknown}`]);
      outgoing.on('response', (incoming) => {
        incoming.resume();
        resolve(incoming.statusCode);
      });
      outgoing.on('error', reject);
      outgoing.end(body);
    });
    expect(status).toBe(401);
  });

  test('a token in the address or the body counts for nothing', async () => {
    const { secret } = await makeToken();
    const headers = { 'apollo-require-preflight': '1' };
    const path = `/graphql?access_token=${secret}&query=${encodeURIComponent(QUERY)}`;
    const response = await send(server.app, { path, headers });
    expect(response.json().data).toEqual({ parties: { nodes: [{ name: 'Open' }], totalCount: 1 } });
  });
});

describe('what is visible', () => {
  const all = { parties: { nodes: [{ name: 'Kept back' }, { name: 'Open' }, { name: 'Put away' }], totalCount: 3 } };

  test('is what is published for who shows no token', async () => {
    const response = await ask();
    expect(response.status).toBe(200);
    expect(response.headers['cache-control']).toBeUndefined();
    expect(response.json()).toEqual({ data: { parties: { nodes: [{ name: 'Open' }], totalCount: 1 } } });
  });

  test.each(['EDITOR', 'ADMIN'] as const)('is everything with the token of an %s', async (role) => {
    const { secret } = await makeToken(role);
    for (const scheme of ['Bearer', 'bearer', 'BEARER ']) {
      const response = await ask(`${scheme} ${secret}`);
      expect(response.json()).toEqual({ data: all });
      expect(response.headers['cache-control']).toBe('no-store');
    }
  });

  test('is everything with GET too', async () => {
    const { secret } = await makeToken();
    const headers = { authorization: `Bearer ${secret}`, 'apollo-require-preflight': '1' };
    const response = await send(server.app, { path: `/graphql?query=${encodeURIComponent(QUERY)}`, headers });
    expect(response.json()).toEqual({ data: all });
  });

  test('does not depend on who asked the same before', async () => {
    const { secret } = await makeToken();
    const counts = [];
    for (const authorization of [undefined, `Bearer ${secret}`, undefined, `Bearer ${secret}`]) {
      counts.push(/"totalCount":\s*(\d+)/.exec((await ask(authorization)).body)?.[1]);
    }
    expect(counts).toEqual(['1', '3', '1', '3']);
  });
});

it('asks for no token, and looks at none, for /health, the IDE and what browsers ask in advance', async () => {
  const authorization = `Bearer ${unknown}`;
  const health = await send(server.app, { path: '/health', headers: { authorization } });
  expect(health.status).toBe(200);
  const page = await send(server.app, { headers: { authorization, accept: 'text/html' } });
  expect([page.status, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
  const headers = { origin: 'http://localhost:3000', 'access-control-request-headers': 'authorization' };
  const preflight = await send(server.app, { method: 'OPTIONS', headers });
  expect(preflight.headers['access-control-allow-headers']).toMatch(/\bauthorization\b/);
});

it('keeps the digest of a secret only, of 256 random bits', async () => {
  const { secret, token } = await makeToken();
  expect(secret).toMatch(/^allegata_[A-Za-z0-9_-]{43}$/);
  expect(Buffer.from(secret.slice('allegata_'.length), 'base64url')).toHaveLength(32);
  const { rows } = await server.database.pool.query<{ row: string; digest: boolean }>(
    `SELECT api_token::text AS row, hash = sha256(convert_to($2, 'UTF8')) AS digest FROM api_token WHERE id = $1`,
    [token.id, secret],
  );
  expect(rows[0]!.digest).toBe(true);
  expect(rows[0]!.row).not.toContain(secret.slice('allegata_'.length));
  expect(JSON.stringify(await listApiTokens(server.database))).not.toMatch(/hash/);
  expect((await makeToken()).secret).not.toBe(secret);
});

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error('It never came true.');
    await sleep(20);
  }
}

async function lastUse(id: string): Promise<Date | null> {
  return (await server.database.prisma.apiToken.findUniqueOrThrow({ where: { id } })).lastUsedAt;
}

it('notes the use of a token once a minute', async () => {
  const {
    secret,
    token: { id },
  } = await makeToken();
  expect(await lastUse(id)).toBeNull();
  await ask(`Bearer ${secret}`);
  await until(async () => (await lastUse(id)) !== null);
  const first = (await lastUse(id))!;
  expect(Math.abs(Date.now() - first.getTime())).toBeLessThan(20_000);
  const within = new Date(first.getTime() - 20_000);
  await server.database.prisma.apiToken.update({ where: { id }, data: { lastUsedAt: within } });
  await ask(`Bearer ${secret}`);
  await sleep(300);
  expect(await lastUse(id)).toEqual(within);
  const before = new Date(first.getTime() - 90_000);
  await server.database.prisma.apiToken.update({ where: { id }, data: { lastUsedAt: before } });
  await ask(`Bearer ${secret}`);
  await until(async () => (await lastUse(id))! > first);
});

it('serves a token whose use cannot be noted, and says so in the log', async () => {
  const { secret, token } = await makeToken();
  const { pool } = server.database;
  await pool.query('ALTER TABLE api_token ADD CONSTRAINT unused CHECK (last_used_at IS NULL) NOT VALID');
  try {
    expect((await ask(`Bearer ${secret}`)).status).toBe(200);
    await until(() => server.logged.some(({ msg }) => msg === 'The use of an API token could not be noted.'));
  } finally {
    await pool.query('ALTER TABLE api_token DROP CONSTRAINT unused');
  }
  expect(await lastUse(token.id)).toBeNull();
});

it('says with 503 that the database is away, and serves nobody as anonymous meanwhile', async () => {
  const away = await startGraphqlServer();
  try {
    const { secret } = await createApiToken(away.database, { name: 'desk', role: 'EDITOR', expiresAt: null });
    await away.database.close();
    const response = await post(away.app, { query: '{ __typename }' }, { authorization: `Bearer ${secret}` });
    expect(response.status).toBe(503);
    expect(onlyError(response.json()).code).toBe('DATABASE_UNAVAILABLE');
  } finally {
    await away.close();
  }
});

describe('names', () => {
  test.each([
    ['', /1 to 100 letters/],
    ['   ', /1 to 100 letters/],
    ['a'.repeat(101), /1 to 100 letters/],
    ['two\nlines', /1 to 100 letters/],
    ['null\u0000', /1 to 100 letters/],
    ['turned \u202E round', /1 to 100 letters/],
    ['half \uD800', /1 to 100 letters/],
    ['hidden \u3164 letter', /invisible character U\+3164 at character 8/],
    ['hidden mark\uFE0F', /invisible character U\+FE0F/],
    ['<b>desk</b>', /1 to 100 letters/],
    ['-desk', /1 to 100 letters/],
    ['01890a5d-ac96-774b-bcce-b302099a8057', /must not look like an id/],
    ['Anonymous', /has a meaning of its own/],
    ['migration', /has a meaning of its own/],
    ['command:erase', /has a meaning of its own/],
  ])('%j is refused', async (name, message) => {
    const making = createApiToken(server.database, { name, role: 'EDITOR', expiresAt: null });
    await expect(making).rejects.toMatchObject({ code: 'BAD_USER_INPUT', message: expect.stringMatching(message) });
  });

  test.each(['देवनागरी डेस्क', 'Zoë', 'press.desk@example.org', '3rd-desk'])('%s may be one', async (name) => {
    const { token } = await createApiToken(server.database, { name: ` ${name} `, role: 'EDITOR', expiresAt: null });
    expect(token.name).toBe(name.normalize('NFC'));
  });

  test('are free again once their token is revoked, and not before', async () => {
    const make = () => createApiToken(server.database, { name: 'night desk', role: 'EDITOR', expiresAt: null });
    const first = await make();
    await expect(make()).rejects.toMatchObject({ code: 'CONFLICT', extensions: { field: 'name' } });
    expect(await revokeApiToken(server.database, 'night desk')).toMatchObject({ wasRevoked: false });
    const second = await make();
    expect(second.secret).not.toBe(first.secret);
    expect((await ask(`Bearer ${second.secret}`)).status).toBe(200);
    await expectRefused(`Bearer ${first.secret}`, INVALID);
    expect(await revokeApiToken(server.database, first.token.id)).toMatchObject({ wasRevoked: true });
    expect((await ask(`Bearer ${second.secret}`)).status).toBe(200);
  });

  test('of which two are made at once go to one of the two', async () => {
    const make = () => createApiToken(server.database, { name: 'racing desk', role: 'EDITOR', expiresAt: null });
    const outcomes = await Promise.allSettled([make(), make(), make()]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected']);
  });
});
