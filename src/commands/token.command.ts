import { type Command, InvalidArgumentError, Option } from 'commander';
import { createApiToken, type KnownApiToken, listApiTokens, revokeApiToken } from '../access/apiTokens';
import type { RequiredRole } from '../access/requireRole';
import { isCalendarDay } from '../lib/calendar';
import { instant, textTable } from './textTable';
import { withStore } from './withStore';

interface CreateOptions {
  name: string;
  role: RequiredRole;
  expires?: Date;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** A token for more than ten years may as well never expire. */
const MOST_DAYS = 3650;

/** Adds the commands that make, list and revoke API tokens. They may run while the server does, and take effect at once. */
export function registerToken(program: Command): void {
  const token = program.command('token').description('make, list and revoke the API tokens of editors and admins');
  token
    .command('create')
    .description('make a token; its secret is shown this once, on the standard output')
    .requiredOption('--name <name>', 'what it is called in lists, and in the history of what its holder changes')
    .addOption(new Option('--role <role>', 'what its holder may do').choices(['EDITOR', 'ADMIN']).makeOptionMandatory())
    .option(
      '--expires <when>',
      'days from now, such as 90d, or its last day (UTC), such as 2031-12-31; default: never',
      expiry,
    )
    .action(create);
  token.command('list').description('show all tokens, without their secrets').action(list);
  token
    .command('revoke')
    .description('revoke a token: it is refused from the next request on')
    .argument('<token>', 'its id or its name')
    .action(revoke);
}

async function create({ name, role, expires }: CreateOptions): Promise<void> {
  await withStore(async (database) => {
    const { token, secret } = await createApiToken(database, { name, role, expiresAt: expires ?? null });
    const end = token.expiresAt === null ? 'It does not expire.' : `It expires at ${instant(token.expiresAt)}.`;
    process.stderr.write(
      `The token "${token.name}" (${token.role}) has the id ${token.id}. ${end}\n` +
        'This is its secret. Keep it safe: it is not stored and will not be shown again.\n',
    );
    // Alone on the standard output, for $(…) in a shell.
    process.stdout.write(`${secret}\n`);
  });
}

async function list(): Promise<void> {
  await withStore(async (database) => {
    const tokens = await listApiTokens(database);
    if (tokens.length === 0) process.stderr.write('There are no tokens yet; allegata token create makes one.\n');
    else process.stdout.write(tokenTable(tokens));
  });
}

async function revoke(idOrName: string): Promise<void> {
  await withStore(async (database) => {
    const { token, wasRevoked } = await revokeApiToken(database, idOrName);
    const when = token.revokedAt === null ? '' : ` at ${instant(token.revokedAt)}`;
    const what = wasRevoked ? `was revoked before,${when}` : 'is revoked: it is refused from now on';
    process.stdout.write(`The token "${token.name}" (${token.id}) ${what}.\n`);
  });
}

/** A table with a line for each token. */
function tokenTable(tokens: readonly KnownApiToken[]): string {
  const heading = ['ID', 'NAME', 'ROLE', 'CREATED', 'LAST USED', 'EXPIRES', 'REVOKED'];
  const rows = tokens.map(({ id, name, role, createdAt, lastUsedAt, expiresAt, revokedAt }) => [
    ...[id, name, role, instant(createdAt)],
    ...[lastUsedAt, expiresAt].map((at) => (at === null ? 'never' : instant(at))),
    revokedAt === null ? 'no' : instant(revokedAt),
  ]);
  return textTable([heading, ...rows]);
}

/** @throws InvalidArgumentError, which commander tells with the option's name */
function expiry(text: string): Date {
  const days = /^(\d{1,5})d$/.exec(text)?.[1];
  if (days === undefined && !isCalendarDay(text)) {
    throw new InvalidArgumentError('It must be days from now, such as 90d, or a day, such as 2031-12-31.');
  }
  // To the end of the day that is named.
  const end = days === undefined ? Date.parse(`${text}T00:00:00Z`) + DAY_MS : Date.now() + Number(days) * DAY_MS;
  if (end <= Date.now()) throw new InvalidArgumentError('It must lie ahead.');
  if (end > Date.now() + (MOST_DAYS + 1) * DAY_MS) {
    throw new InvalidArgumentError(
      `It must lie within ${MOST_DAYS.toLocaleString('en')} days; without it, the token never expires.`,
    );
  }
  return new Date(end);
}
