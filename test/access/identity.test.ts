import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, type GenerateKeyPairResult, SignJWT } from 'jose';
import { createApiToken, revokeApiToken } from '../../src/access/apiTokens';
import { importDossier } from '../../src/dossier/importDossier';
import { commandActor } from '../../src/lib/actor';
import { createServerOver, type GraphqlServer, post, startGraphqlServer } from '../server/graphqlServer';

const AUDIENCE = 'allegata';
const PRESS = 'https://login.example.org/realms/press';
const COURT = 'https://login.example.org/realms/court';

let folder: string;
let keys: GenerateKeyPairResult;
let server: GraphqlServer;
let court: Awaited<ReturnType<typeof createServerOver>>;

const oidcOf = (issuer: string) => ({
  ...{ issuer, audience: AUDIENCE, jwks: join(folder, 'keys.json') },
  ...{ algorithms: ['RS256'], roleClaim: 'role' },
});

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'allegata-identity-'));
  keys = await generateKeyPair('RS256');
  const jwk = { ...(await exportJWK(keys.publicKey)), kid: 'rsa' };
  await writeFile(join(folder, 'keys.json'), JSON.stringify({ keys: [jwk] }));
  server = await startGraphqlServer({ oidc: oidcOf(PRESS) });
  court = await createServerOver(server.database, { oidc: oidcOf(COURT) });
  await court.app.listen({ port: 0, host: '127.0.0.1' });
});
afterAll(async () => {
  await court.app.close();
  await server.close();
  await rm(folder, { recursive: true });
});

type Ask = (query: string, variables: object, headers?: Record<string, string>) => ReturnType<typeof post>;

const askAs =
  (app: GraphqlServer['app'], token: string): Ask =>
  (query, variables, headers = {}) =>
    post(app, { query, variables }, { authorization: `Bearer ${token}`, ...headers });

async function person(claims: { sub: string; preferred_username?: string }, issuer = PRESS): Promise<Ask> {
  const token = await new SignJWT({ ...claims, role: 'EDITOR' })
    .setProtectedHeader({ alg: 'RS256', kid: 'rsa' })
    .setIssuer(issuer)
    .setAudience(AUDIENCE)
    .setExpirationTime('1m')
    .sign(keys.privateKey);
  return askAs(issuer === PRESS ? server.app : court.app, token);
}

async function token(name: string): Promise<{ ask: Ask; id: string }> {
  const made = await createApiToken(server.database, { name, role: 'EDITOR', expiresAt: null });
  return { ask: askAs(server.app, made.secret), id: made.token.id };
}

const CREATE = `mutation ($input: CreatePartyInput!) { createParty(input: $input) { party { id } } }`;

async function create(ask: Ask, slug: string, key?: string): Promise<string> {
  const input = { slug, kind: 'GROUP', name: 'G' };
  const answer = (await ask(CREATE, { input }, key === undefined ? {} : { 'idempotency-key': key })).json();
  expect(answer.errors).toBeUndefined();
  return (answer.data!.createParty as { party: { id: string } }).party.id;
}

/** Who made an object, as its history says. */
async function author(id: string): Promise<{ actor: string; actorId: string | null }> {
  const query = `query ($id: ID!) { history(id: $id) { nodes { actor actorId } } }`;
  const answer = (await (await person({ sub: 'reads' }))(query, { id })).json();
  expect(answer.errors).toBeUndefined();
  return (answer.data!.history as { nodes: { actor: string; actorId: string | null }[] }).nodes.at(-1)!;
}

it('is in history by its name and by an id that nobody else has', async () => {
  const desk = await token('Press desk');
  const namesake = { preferred_username: 'Press desk' };
  const made = [
    await create(desk.ask, 'by-token'),
    await create(await person({ sub: '1', ...namesake }), 'by-person'),
    await create(await person({ sub: '2', ...namesake }), 'by-another-person'),
    await create(await person({ sub: '1', ...namesake }, COURT), 'by-person-of-another-issuer'),
  ];
  expect(await Promise.all(made.map(author))).toEqual([
    { actor: 'Press desk', actorId: `token:${desk.id}` },
    { actor: 'Press desk', actorId: `oidc:${PRESS} 1` },
    { actor: 'Press desk', actorId: `oidc:${PRESS} 2` },
    { actor: 'Press desk', actorId: `oidc:${COURT} 1` },
  ]);
});

test.each(['command:erase', 'command:import', 'database:postgres', 'migration', 'anonymous', 'oidc:x y', 'TOKEN:7'])(
  'a person who is called %s is not in history as that',
  async (name) => {
    const slug = `called-${name.toLowerCase().replace(/[^a-z0-9]/g, '-')}`;
    const byName = await create(await person({ sub: 'eve', preferred_username: name }), slug);
    expect(await author(byName)).toEqual({ actor: 'eve', actorId: `oidc:${PRESS} eve` });
    const bySubject = await create(await person({ sub: name }), `${slug}-by-subject`);
    expect(await author(bySubject)).toEqual({ actor: `oidc:${PRESS} ${name}`, actorId: `oidc:${PRESS} ${name}` });
  },
);

test('a subject with the issuer and the id of another in it is still its own', async () => {
  const desk = await token('Forged desk');
  for (const [index, sub] of [`token:${desk.id}`, ` 1`, `1 ${COURT} 1`].entries()) {
    const made = await create(await person({ sub, preferred_username: 'Forged desk' }), `forged-${String(index)}`);
    expect(await author(made)).toEqual({ actor: 'Forged desk', actorId: `oidc:${PRESS} ${sub}` });
  }
});

test('a command and plain SQL have ids of their own, whatever plain SQL calls itself', async () => {
  const { database } = server;
  const text = 'format: dossier/1\nparties:\n  - { key: by-command, kind: GROUP, name: G }\n';
  await importDossier(database, { text }, { actor: commandActor('import') });
  const user = decodeURIComponent(new URL(database.url).username);
  const client = await database.pool.connect();
  await client.query(`BEGIN`);
  await client.query(`SET LOCAL allegata.actor = 'command:erase'`);
  await client.query(`UPDATE party SET version = version + 1, name = 'H' WHERE slug = 'by-command'`);
  await client.query('COMMIT');
  client.release();
  const { rows } = await database.pool.query(
    `SELECT r.actor, r.actor_id AS "actorId" FROM revision r JOIN party p ON p.id = r.node_id WHERE p.slug = 'by-command' ORDER BY r.seq`,
  );
  expect(rows).toEqual([
    { actor: 'command:import', actorId: 'command:import' },
    { actor: 'command:erase', actorId: `database:${user}` },
  ]);
});

it('gets its own idempotent answers, and nobody gets those of a namesake', async () => {
  const desk = await token('Night desk');
  const first = await create(desk.ask, 'once', 'key');
  expect(await create(desk.ask, 'once', 'key')).toBe(first);
  const namesake = { preferred_username: 'Night desk' };
  const others = [
    await person({ sub: '1', ...namesake }),
    await person({ sub: '2', ...namesake }),
    await person({ sub: '1', ...namesake }, COURT),
    await person({ sub: `token:${desk.id}` }),
  ];
  await revokeApiToken(server.database, 'Night desk');
  others.push((await token('Night desk')).ask);
  for (const [index, ask] of others.entries()) {
    const slug = `once-${String(index)}`;
    const made = await create(ask, slug, 'key');
    expect(made).not.toBe(first);
    expect(await create(ask, slug, 'key')).toBe(made);
  }
});

it('is told to no reader', async () => {
  const made = await create((await token('Quiet desk')).ask, 'quiet');
  const query = `query ($id: ID!) { history(id: $id) { nodes { actorId } } }`;
  const answer = await post(server.app, { query, variables: { id: made } });
  expect(answer.json().errors![0]!.extensions!.code).toBe('UNAUTHENTICATED');
  expect(answer.body).not.toContain('token:');
});
