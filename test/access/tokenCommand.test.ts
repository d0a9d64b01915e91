import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { Command, CommanderError } from 'commander';
import { listApiTokens, revokeApiToken } from '../../src/access/apiTokens';
import { registerToken } from '../../src/commands/token.command';
import { type GraphqlServer, post, startGraphqlServer } from '../server/graphqlServer';

const ROOT = join(__dirname, '..', '..');

let server: GraphqlServer;

beforeAll(async () => {
  server = await startGraphqlServer();
});
afterAll(() => server.close());

interface Outcome {
  status: number;
  out: string;
  err: string;
}

/** Runs allegata token … on the store of the server, while that runs. */
function token(...words: string[]): Promise<Outcome> {
  const program = ['-r', join(ROOT, 'scripts/loadTypescript.cjs'), join(ROOT, 'src/main.ts'), 'token', ...words];
  const env = { PATH: process.env.PATH, DATABASE_URL: server.database.url };
  return new Promise((resolve) => {
    execFile(process.execPath, program, { env, cwd: ROOT }, (error, out, err) => {
      resolve({ status: typeof error?.code === 'number' ? error.code : error === null ? 0 : -1, out, err });
    });
  });
}

const statusWith = async (secret: string): Promise<number> =>
  (await post(server.app, { query: '{ __typename }' }, { authorization: `Bearer ${secret}` })).status;

/** What commander says of words that it refuses, before any store is opened. */
async function refusal(words: string[]): Promise<{ exitCode: number; err: string }> {
  let err = '';
  const program = new Command().exitOverride().configureOutput({ writeErr: (text) => (err += text) });
  registerToken(program);
  try {
    await program.parseAsync(['token', 'create', ...words], { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) return { exitCode: error.exitCode, err };
    throw error;
  }
  throw new Error('Nothing was refused.');
}

test.each<[string, string[], RegExp]>([
  ['a role that there is not', ['--role', 'OWNER', '--name', 'a'], /Allowed choices are EDITOR, ADMIN/],
  ['a role in small letters', ['--role', 'editor', '--name', 'a'], /Allowed choices are EDITOR, ADMIN/],
  ['no role', ['--name', 'a'], /required option '--role <role>' not specified/],
  ['no name', ['--role', 'EDITOR'], /required option '--name <name>' not specified/],
  ['days without a unit', ['--role', 'EDITOR', '--name', 'a', '--expires', '90'], /must be days from now, such as 90d/],
  ['a day that is not there', ['--role', 'EDITOR', '--name', 'a', '--expires', '2031-02-29'], /such as 2031-12-31/],
  ['a day that is over', ['--role', 'EDITOR', '--name', 'a', '--expires', '2020-01-01'], /It must lie ahead/],
  ['no days', ['--role', 'EDITOR', '--name', 'a', '--expires', '0d'], /It must lie ahead/],
  ['a day too far away', ['--role', 'EDITOR', '--name', 'a', '--expires', '9999-12-31'], /within 3,650 days/],
])('create refuses %s', async (_what, words, message) => {
  expect(await refusal(words)).toEqual({ exitCode: 1, err: expect.stringMatching(message) });
});

it('creates a token that the running server takes, lists it, and revokes it with effect at once', async () => {
  const created = await token('create', '--role', 'EDITOR', '--name', 'Press desk', '--expires', '2031-12-31');
  expect(created.status).toBe(0);
  expect(created.out).toMatch(/^allegata_[\w-]{43}\n$/);
  expect(created.err).toMatch(/"Press desk" \(EDITOR\).* It expires at 2032-01-01 00:00 UTC\./);
  const secret = created.out.trim();
  expect(created.err).not.toContain(secret);
  expect(await statusWith(secret)).toBe(200);

  const again = await token('create', '--role', 'ADMIN', '--name', 'Press desk');
  expect(again).toEqual({
    status: 1,
    out: '',
    err: 'There is a token with the name "Press desk" already. Revoke that one first, or give another name.\n',
  });

  const listed = await token('list');
  const [heading, row, ...more] = listed.out.trimEnd().split('\n');
  expect(heading).toMatch(/^ID +NAME +ROLE +CREATED +LAST USED +EXPIRES +REVOKED$/);
  expect(row).toMatch(/^[\da-f-]{36} {2}Press desk {2}EDITOR {2}.* UTC +(.* UTC|never) +2032-01-01 00:00 UTC +no$/);
  expect(more).toEqual([]);
  expect(listed.out).not.toContain('allegata_');

  const revoked = await token('revoke', 'Press desk');
  expect(revoked).toEqual({ status: 0, out: expect.stringMatching(/is revoked: it is refused from now on/), err: '' });
  expect(await statusWith(secret)).toBe(401);
  expect((await token('revoke', 'Press desk')).out).toMatch(/was revoked before, at .* UTC\.\n$/);
});

it('counts days from now, and revokes by id', async () => {
  const created = await token('create', '--role', 'ADMIN', '--name', 'For 90 days', '--expires', '90d');
  expect(created.status).toBe(0);
  const found = (await listApiTokens(server.database)).find(({ name }) => name === 'For 90 days')!;
  const days = (found.expiresAt!.getTime() - found.createdAt.getTime()) / (24 * 60 * 60 * 1000);
  expect(days).toBeCloseTo(90, 2);
  expect(await statusWith(created.out.trim())).toBe(200);
  expect((await token('revoke', found.id)).status).toBe(0);
  expect(await statusWith(created.out.trim())).toBe(401);
});

it('refuses to revoke what is not there', async () => {
  const absent = '01890a5d-ac96-774b-bcce-b302099a8057';
  await expect(revokeApiToken(server.database, absent)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  const outcome = await token('revoke', 'Nobody');
  expect(outcome).toEqual({ status: 1, out: '', err: 'There is no token with the id or name "Nobody".\n' });
});
