import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSecretKey, createSign, generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import {
  exportJWK,
  exportSPKI,
  generateKeyPair,
  type GenerateKeyPairResult,
  type JWK,
  SignJWT,
  UnsecuredJWT,
} from 'jose';
import { type Authenticate, createAuthenticator } from '../../src/access/authenticator';
import { JwtCheck } from '../../src/access/jwtCheck';
import type { OidcSettings } from '../../src/lib/oidcSettings';
import { createParty } from '../support/factories';
import { type GraphqlServer, memoryLogger, onlyError, post, startGraphqlServer } from '../server/graphqlServer';

const ISSUER = 'https://login.example.org/realms/press';
const AUDIENCE = 'allegata';
const claims = { preferred_username: 'ada', sub: 'f3a9', role: 'EDITOR' };

/** An invented issuer's key server: what it answers can be changed, and how often it was asked is known. */
class Issuer {
  private readonly server: Server;
  status = 200;
  body = '';
  asked = 0;

  constructor() {
    this.server = createServer((_request, response) => {
      this.asked += 1;
      response.writeHead(this.status, { location: '/elsewhere' }).end(this.body);
    });
  }

  async listen(): Promise<void> {
    await new Promise<void>((done) => this.server.listen(0, '127.0.0.1', done));
  }

  get jwks(): URL {
    return new URL(`http://127.0.0.1:${String((this.server.address() as AddressInfo).port)}/certs`);
  }

  serve(...keys: JWK[]): void {
    this.status = 200;
    this.body = JSON.stringify({ keys });
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }
}

interface Keys extends GenerateKeyPairResult {
  jwk: JWK;
}

async function keysOf(algorithm: string, kid: string): Promise<Keys> {
  const pair = await generateKeyPair(algorithm, { extractable: true });
  return { ...pair, jwk: { ...(await exportJWK(pair.publicKey)), kid } };
}

const now = (): number => Math.floor(Date.now() / 1000);

interface Wishes {
  payload?: Record<string, unknown>;
  header?: { alg?: string; kid?: string; [name: string]: unknown };
  key?: Parameters<SignJWT['sign']>[0];
  issuer?: string;
  audience?: string | string[];
  expires?: number | null;
  notBefore?: number;
}

let rsa: Keys;
let elliptic: Keys;
let edwards: Keys;
let stranger: Keys;
let issuer: Issuer;
let server: GraphqlServer;
let settings: OidcSettings;

beforeAll(async () => {
  [rsa, elliptic, edwards, stranger] = await Promise.all([
    keysOf('RS256', 'rsa'),
    keysOf('ES256', 'ec'),
    keysOf('EdDSA', 'ed'),
    keysOf('RS256', 'rsa'),
  ]);
  issuer = new Issuer();
  await issuer.listen();
  issuer.serve(rsa.jwk, elliptic.jwk, edwards.jwk);
  settings = { ...settingsFor(issuer.jwks) };
  server = await startGraphqlServer({ oidc: settings });
  await createParty(server.database, { name: 'Kept back', state: 'DRAFT' });
});
afterAll(async () => {
  await server.close();
  await issuer.close();
});

const settingsFor = (jwks: URL | string): OidcSettings => ({
  issuer: ISSUER,
  audience: AUDIENCE,
  jwks,
  algorithms: ['RS256', 'ES256', 'EdDSA'],
  roleClaim: 'role',
});

function sign(wishes: Wishes = {}): Promise<string> {
  const { payload = claims, header = {}, key = rsa.privateKey, expires = now() + 60, notBefore } = wishes;
  const jwt = new SignJWT(payload).setProtectedHeader({ alg: 'RS256', kid: 'rsa', ...header });
  if ('issuer' in wishes ? wishes.issuer !== undefined : true) jwt.setIssuer(wishes.issuer ?? ISSUER);
  if ('audience' in wishes ? wishes.audience !== undefined : true) jwt.setAudience(wishes.audience ?? AUDIENCE);
  if (expires !== null) jwt.setExpirationTime(expires);
  if (notBefore !== undefined) jwt.setNotBefore(notBefore);
  return jwt.sign(key, { crit: { 'urn:example:bound': true } });
}

const drafts = (token: string) =>
  post(server.app, { query: '{ parties { totalCount } }' }, { authorization: `Bearer ${token}` });

async function expectRefused(token: string): Promise<void> {
  const response = await drafts(token);
  expect(response.status).toBe(401);
  expect(response.headers['www-authenticate']).toBe('Bearer');
  expect(onlyError(response.json())).toEqual({
    message: 'The token is not valid: it is unknown, malformed, expired or revoked.',
    code: 'UNAUTHENTICATED',
  });
}

describe('a JWT is refused', () => {
  test.each<[string, () => Wishes]>([
    ['of another issuer', () => ({ issuer: 'https://login.example.org/realms/other' })],
    ['of the issuer with a slash more', () => ({ issuer: `${ISSUER}/` })],
    ['of no issuer', () => ({ issuer: undefined })],
    ['for another audience', () => ({ audience: 'elsewhere' })],
    ['for other audiences', () => ({ audience: ['elsewhere', 'allegata2'] })],
    ['for no audience', () => ({ audience: undefined })],
    ['that has expired', () => ({ expires: now() - 31 })],
    ['that never expires', () => ({ expires: null })],
    ['that is not valid yet', () => ({ notBefore: now() + 40 })],
    ['signed with the key of another', () => ({ key: stranger.privateKey })],
    ['signed with a key that the issuer does not have', () => ({ header: { kid: 'unknown' } })],
    ['signed with another algorithm than its key is for', () => ({ header: { kid: 'ec' } })],
    ['signed with an algorithm that is not in the list', () => ({ header: { alg: 'RS512' } })],
    [
      'with an extension that has to be understood',
      () => ({ header: { crit: ['urn:example:bound'], 'urn:example:bound': 'x' } }),
    ],
    ['without a subject', () => ({ payload: { role: 'EDITOR', preferred_username: 'ada', email: 'ada@example.org' } })],
    ['with a subject that is no text', () => ({ payload: { role: 'EDITOR', preferred_username: 'ada', sub: 7 } })],
    ['with a subject of nothing but spaces', () => ({ payload: { role: 'EDITOR', sub: '  ' } })],
    ['with a subject of several lines', () => ({ payload: { role: 'EDITOR', sub: 'ada\nben' } })],
    ['with U+0000 in the subject', () => ({ payload: { role: 'EDITOR', sub: 'ada\u0000' } })],
    ['with a subject without end', () => ({ payload: { role: 'EDITOR', sub: 'a'.repeat(256) } })],
  ])('%s', async (_what, wishes) => {
    await expectRefused(await sign(wishes()));
  });

  test('without a signature', async () => {
    const jwt = new UnsecuredJWT(claims)
      .setIssuer(ISSUER)
      .setAudience(AUDIENCE)
      .setExpirationTime(now() + 60);
    await expectRefused(jwt.encode());
    const [, payload] = (await sign()).split('.');
    for (const alg of ['none', 'None', 'NONE', '']) {
      const header = Buffer.from(JSON.stringify({ alg, kid: 'rsa' })).toString('base64url');
      await expectRefused(`${header}.${payload!}.`);
    }
  });

  test('signed with the public key as if it were a shared secret', async () => {
    const secret = createSecretKey(Buffer.from(await exportSPKI(rsa.publicKey)));
    await expectRefused(await sign({ header: { alg: 'HS256' }, key: secret }));
  });

  test('that brings its own key along', async () => {
    await expectRefused(await sign({ header: { jwk: stranger.jwk }, key: stranger.privateKey }));
  });

  test('with the claims of another put in', async () => {
    const [header, , signature] = (await sign()).split('.');
    const payload = { ...claims, role: 'ADMIN', iss: ISSUER, aud: AUDIENCE, exp: now() + 60 };
    await expectRefused(`${header!}.${Buffer.from(JSON.stringify(payload)).toString('base64url')}.${signature!}`);
  });

  test('with anything changed in what is signed, or cut off', async () => {
    const authenticate = await authenticatorFor(settings);
    const token = await sign();
    const signed = token.lastIndexOf('.');
    await fc.assert(
      fc.asyncProperty(fc.nat(signed - 1), fc.constantFrom('A', 'z', '0', '_', '.', ''), async (at, by) => {
        const changed = token.slice(0, at) + by + token.slice(at + 1);
        fc.pre(changed !== token);
        await expect(authenticate(`Bearer ${changed}`)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
      }),
      { numRuns: 150 },
    );
    await fc.assert(
      fc.asyncProperty(fc.nat(token.length - 2), async (length) => {
        const cut = token.slice(0, length);
        await expect(authenticate(`Bearer ${cut}`)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
      }),
      { numRuns: 50 },
    );
  });

  test('of parts that are anything', async () => {
    const authenticate = await authenticatorFor(settings);
    const part = fc.oneof(
      fc.json().map((text) => Buffer.from(text).toString('base64url')),
      fc.constantFrom('', 'e30', 'bnVsbA', Buffer.from('{"alg":"RS256","kid":"rsa"}').toString('base64url')),
      fc.stringMatching(/^[A-Za-z0-9_-]{0,40}$/),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(part, { minLength: 1, maxLength: 5 }), async (parts) => {
        await expect(authenticate(`Bearer ${parts.join('.')}`)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
      }),
      { numRuns: 300 },
    );
  });
});

test.each<[string, () => Wishes]>([
  ['RS256', () => ({})],
  ['ES256', () => ({ header: { alg: 'ES256', kid: 'ec' }, key: elliptic.privateKey })],
  ['EdDSA', () => ({ header: { alg: 'EdDSA', kid: 'ed' }, key: edwards.privateKey })],
  ['several audiences', () => ({ audience: ['elsewhere', AUDIENCE] })],
  ['a clock that is 20 s behind', () => ({ expires: now() - 20 })],
  ['a clock that is 20 s ahead', () => ({ notBefore: now() + 20 })],
])('a JWT is taken with %s, and an editor sees drafts', async (_what, wishes) => {
  const response = await drafts(await sign(wishes()));
  expect([response.status, response.json()]).toEqual([200, { data: { parties: { totalCount: 1 } } }]);
});

test('a JWT without a role is taken as a reader, who sees what is published', async () => {
  const response = await drafts(await sign({ payload: { sub: 'ada' } }));
  expect([response.status, response.json()]).toEqual([200, { data: { parties: { totalCount: 0 } } }]);
});

test.each([
  [{ preferred_username: 'ada', email: 'ada@example.org', sub: '1' }, 'ada'],
  [{ preferred_username: '', email: 'ada@example.org', sub: '1' }, 'ada@example.org'],
  [{ email: 7, sub: '1' }, '1'],
  [{ preferred_username: ' Ada\u0301 ', sub: '1' }, 'Ad\u00E1'],
  [{ preferred_username: 'ada\u202E', sub: '1' }, '1'],
  [{ preferred_username: 'ada\u200B', email: 'a\u00ADda', sub: '1' }, '1'],
  [{ preferred_username: 'command:erase', email: 'ada@example.org', sub: '1' }, 'ada@example.org'],
  [{ preferred_username: 'Token:0', email: 'ＣＯＭＭＡＮＤ：erase', sub: '1' }, '1'],
  [{ preferred_username: 'anonymous', sub: 'migration' }, `oidc:${ISSUER} migration`],
])('the name in %j is %s, and the subject says who it is', async (payload, name) => {
  const id = `oidc:${ISSUER} ${payload.sub}`;
  expect(await new JwtCheck(settings).actorOf(await sign({ payload }))).toEqual({ id, name, role: 'READER' });
});

test.each<[string, Record<string, unknown>, string]>([
  ['role', { role: 'EDITOR' }, 'EDITOR'],
  ['role', { role: 'ADMIN' }, 'ADMIN'],
  ['role', { role: ['READER', 'EDITOR'] }, 'EDITOR'],
  ['role', { role: ['EDITOR', 'ADMIN'] }, 'ADMIN'],
  ['role', { role: 'editor' }, 'READER'],
  ['role', { role: 'Admin' }, 'READER'],
  ['role', { role: 'EDITOR ADMIN' }, 'READER'],
  ['role', { role: ' ADMIN' }, 'READER'],
  ['role', { role: { ADMIN: true } }, 'READER'],
  ['role', { role: [['ADMIN']] }, 'READER'],
  ['role', { role: true }, 'READER'],
  ['role', { role: null }, 'READER'],
  ['role', { roles: ['ADMIN'] }, 'READER'],
  ['realm_access.roles', { realm_access: { roles: ['offline_access', 'ADMIN'] } }, 'ADMIN'],
  ['realm_access.roles', { realm_access: ['ADMIN'] }, 'READER'],
  ['realm_access.roles', { realm_access: null }, 'READER'],
  ['realm_access.roles', { 'realm_access.roles': 'EDITOR' }, 'EDITOR'],
  ['https://example.org/role', { 'https://example.org/role': 'EDITOR' }, 'EDITOR'],
  ['groups.0', { groups: ['ADMIN'] }, 'READER'],
  ['constructor.name', {}, 'READER'],
  ['__proto__.role', JSON.parse('{"__proto__": {"role": "ADMIN"}}') as Record<string, unknown>, 'ADMIN'],
])('the claim %s in %j makes a role of %s', async (roleClaim, payload, role) => {
  const check = new JwtCheck({ ...settings, roleClaim });
  expect((await check.actorOf(await sign({ payload: { ...payload, sub: 'ada' } }))).role).toBe(role);
});

async function authenticatorFor(oidc: OidcSettings, log = memoryLogger().log): Promise<Authenticate> {
  return createAuthenticator(server.database, { oidc, preparedStatements: true }, log);
}

describe('keys', () => {
  test.each<[string, (own: Issuer) => void]>([
    ['an answer of 500', (own) => (own.status = 500)],
    ['a redirect', (own) => (own.status = 302)],
    ['what is no JSON', (own) => (own.body = '<html>')],
    ['what is no key set', (own) => (own.body = '{"keys": {}}')],
    ['a set without keys', (own) => (own.body = '{"keys": []}')],
    ['a set of what is no key', (own) => (own.body = '{"keys": [1]}')],
  ])(
    'that cannot be had for %s are a fault of the issuer: 503, a stable code, and the cause in the log',
    async (_what, fail) => {
      const own = new Issuer();
      await own.listen();
      own.serve(rsa.jwk);
      fail(own);
      const away = await startGraphqlServer({ oidc: settingsFor(own.jwks) });
      try {
        const authorization = `Bearer ${await sign()}`;
        const answers = [];
        for (let count = 0; count < 3; count++)
          answers.push(await post(away.app, { query: '{ __typename }' }, { authorization }));
        for (const answer of answers) {
          expect(answer.status).toBe(503);
          expect(onlyError(answer.json())).toEqual({
            message: "The token can't be checked at the moment. Try the same request again soon.",
            code: 'IDENTITY_PROVIDER_UNAVAILABLE',
          });
        }
        // Neither the issuer nor the log is flooded.
        expect(own.asked).toBe(1);
        const told = away.logged.filter(({ msg }) => msg === "JWTs can't be checked.");
        expect(told).toHaveLength(1);
        expect(told[0]!.reason).toContain(`The keys cannot be read from ${own.jwks.href}: `);
        expect((await post(away.app, { query: '{ __typename }' })).status).toBe(200);
      } finally {
        await away.close();
        await own.close();
      }
    },
  );

  test('that cannot be had, as nobody listens there, are the same', async () => {
    const gone = new Issuer();
    await gone.listen();
    const { jwks } = gone;
    await gone.close();
    const { log, logged } = memoryLogger();
    const authenticate = await authenticatorFor(settingsFor(jwks), log);
    await expect(authenticate(`Bearer ${await sign()}`)).rejects.toMatchObject({
      code: 'IDENTITY_PROVIDER_UNAVAILABLE',
    });
    expect(logged[0]!.reason).toMatch(/fetch failed: .*ECONNREFUSED/);
  });

  test('are fetched once for all who ask at once, and again for one that is new, after half a minute', async () => {
    const own = new Issuer();
    await own.listen();
    own.serve(rsa.jwk);
    const start = performance.now();
    const clock = jest.spyOn(performance, 'now').mockImplementation(() => start);
    try {
      const authenticate = await authenticatorFor(settingsFor(own.jwks));
      const old = `Bearer ${await sign()}`;
      await Promise.all([authenticate(old), authenticate(old), authenticate(old)]);
      expect(own.asked).toBe(1);
      own.serve(elliptic.jwk);
      const next = `Bearer ${await sign({ header: { alg: 'ES256', kid: 'ec' }, key: elliptic.privateKey })}`;
      await expect(authenticate(next)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
      expect(own.asked).toBe(1);
      clock.mockImplementation(() => start + 31_000);
      expect(await authenticate(next)).toMatchObject({ name: 'ada', role: 'EDITOR' });
      expect(own.asked).toBe(2);
      // The issuer has withdrawn the old key.
      await expect(authenticate(old)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
      // What is old is not used when it cannot be read again.
      own.status = 500;
      clock.mockImplementation(() => start + 700_000);
      await expect(authenticate(next)).rejects.toMatchObject({ code: 'IDENTITY_PROVIDER_UNAVAILABLE' });
      own.status = 200;
      clock.mockImplementation(() => start + 706_000);
      expect(await authenticate(next)).toMatchObject({ name: 'ada', role: 'EDITOR' });
    } finally {
      clock.mockRestore();
      await own.close();
    }
  });

  test('that are too short to be safe are a fault of the issuer too', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
    const own = new Issuer();
    await own.listen();
    own.serve({ ...(publicKey.export({ format: 'jwk' }) as JWK), kid: 'rsa' });
    try {
      const [header, payload] = (await sign()).split('.');
      const signature = createSign('sha256').update(`${header!}.${payload!}`).sign(privateKey, 'base64url');
      const { log, logged } = memoryLogger();
      const authenticate = await authenticatorFor(settingsFor(own.jwks), log);
      const asking = authenticate(`Bearer ${header!}.${payload!}.${signature}`);
      await expect(asking).rejects.toMatchObject({ code: 'IDENTITY_PROVIDER_UNAVAILABLE' });
      expect(logged[0]!.reason).toMatch(/2048 bits or larger/);
    } finally {
      await own.close();
    }
  });

  test('can lie in a file, which must be right at start, and is read again', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'allegata-keys-'));
    const path = join(folder, 'jwks.json');
    const start = performance.now();
    const clock = jest.spyOn(performance, 'now').mockImplementation(() => start);
    try {
      await expect(authenticatorFor(settingsFor(path))).rejects.toThrow(
        `ALLEGATA_OIDC_JWKS: The keys cannot be read from ${path}: ENOENT`,
      );
      await writeFile(path, '{}');
      await expect(authenticatorFor(settingsFor(path))).rejects.toThrow(/it isn't a JSON Web Key Set/);
      await writeFile(path, JSON.stringify({ keys: [rsa.jwk] }));
      const authenticate = await authenticatorFor(settingsFor(path));
      const token = `Bearer ${await sign()}`;
      expect(await authenticate(token)).toMatchObject({ name: 'ada', role: 'EDITOR' });
      await writeFile(path, JSON.stringify({ keys: [elliptic.jwk] }));
      clock.mockImplementation(() => start + 10_001);
      await expect(authenticate(token)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    } finally {
      clock.mockRestore();
      await rm(folder, { recursive: true });
    }
  });
});

it('takes API tokens beside JWTs, and tells in the log, not the client, why a JWT was refused', async () => {
  const { log, logged } = memoryLogger();
  const authenticate = await authenticatorFor(settings, log);
  const token = await sign({ audience: 'elsewhere' });
  await expect(authenticate(`Bearer ${token}`)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  expect(logged).toMatchObject([
    { msg: 'A JWT was refused.', reason: 'ERR_JWT_CLAIM_VALIDATION_FAILED: unexpected "aud" claim value' },
  ]);
  expect(JSON.stringify(logged)).not.toContain(token.split('.')[2]);
});
