import { type Command, InvalidArgumentError, Option } from 'commander';
import { ChangedType } from '../database/generated/enums';
import { addWebhook, type KnownWebhook, listWebhooks, removeWebhook, retryWebhook } from '../live/webhooks';
import type { Role } from '../read/readType';
import { instant, textTable } from './textTable';
import { withStore } from './withStore';

interface AddOptions {
  types?: ChangedType[];
  role: Role;
}

/** Adds the commands that manage webhooks, addresses that get changes. They work while the server runs. */
export function registerWebhook(program: Command): void {
  const webhook = program.command('webhook').description('manage the addresses that get changes by HTTP');
  webhook
    .command('add')
    .description('send changes to an address from now on; its secret is shown only once, on the standard output')
    .argument('<url>', 'an http or https URL; the server sends to any that you name, inside your network too')
    .option('--types <types>', 'types of objects with commas between, such as PARTY,STATEMENT; default: all', types)
    .addOption(
      new Option('--role <role>', 'whose view it gets: a READER sees only what is published')
        .choices(['READER', 'EDITOR'])
        .default('READER'),
    )
    .action(add);
  webhook.command('list').description('show all webhooks, and which of them fail').action(list);
  webhook.command('remove').description('send a webhook nothing more').argument('<id>', 'its id').action(remove);
  webhook
    .command('retry')
    .description('try a webhook again at once, also one that was given up')
    .argument('<id>', 'its id')
    .action(retry);
}

async function add(url: string, { types: wanted = [], role }: AddOptions): Promise<void> {
  await withStore(async (database) => {
    const { webhook, secret } = await addWebhook(database, { url, types: wanted, role });
    process.stderr.write(
      `The webhook ${webhook.id} gets changes of ${typesOf(webhook)} as ${role}.\n` +
        'This is the secret that signs what it is sent. Keep it safe: it will not be shown again.\n',
    );
    // Alone on the standard output, for $(…) in a shell.
    process.stdout.write(`${secret}\n`);
  });
}

async function list(): Promise<void> {
  await withStore(async (database) => {
    const webhooks = await listWebhooks(database);
    if (webhooks.length === 0) process.stderr.write('There are no webhooks yet; allegata webhook add makes one.\n');
    else process.stdout.write(webhookTable(webhooks));
  });
}

async function remove(id: string): Promise<void> {
  await withStore(async (database) => {
    await removeWebhook(database, id);
    process.stdout.write(`The webhook ${id} gets nothing more.\n`);
  });
}

async function retry(id: string): Promise<void> {
  await withStore(async (database) => {
    await retryWebhook(database, id);
    process.stdout.write(`The webhook ${id} is tried again as soon as a server runs.\n`);
  });
}

function webhookTable(webhooks: readonly KnownWebhook[]): string {
  const rows = webhooks.map((webhook) => [
    ...[webhook.id, webhook.url, webhook.role, typesOf(webhook), instant(webhook.createdAt)],
    stateOf(webhook),
  ]);
  return textTable([['ID', 'ADDRESS', 'ROLE', 'TYPES', 'CREATED', 'STATE'], ...rows]);
}

function typesOf({ types: wanted }: KnownWebhook): string {
  return wanted.length === 0 ? 'all types' : wanted.join(',');
}

function stateOf({ disabledAt, failures, failingSince, nextAt, lastError }: KnownWebhook): string {
  if (disabledAt !== null) return `given up at ${instant(disabledAt)}: ${lastError ?? ''}`;
  if (failingSince === null) return 'well';
  return `failing since ${instant(failingSince)} (${failures} times), next at ${instant(nextAt)}: ${lastError ?? ''}`;
}

/** @throws InvalidArgumentError, which commander tells with the option's name */
function types(text: string): ChangedType[] {
  const known = Object.values(ChangedType);
  const found = text.split(',').map((name) => known.find((each) => each === name.trim()));
  if (found.some((each) => each === undefined)) throw new InvalidArgumentError(`They must be of ${known.join(', ')}.`);
  return found.flatMap((each) => each ?? []);
}
