import { createInterface } from 'node:readline/promises';
import { Argument, type Command } from 'commander';
import type { ErasableType } from '../store/rules/heldSlugs';
import { erase as eraseNode, type Erasure, listTombstones } from '../write/erase';
import { withStore } from './withStore';

interface EraseOptions {
  reason?: string;
  yes?: boolean;
  list?: boolean;
}

const HELP = `
A statement goes with its assertions, citations and sources; findings that quote it stay, without the quotation (of several
that would then be the same, one stays); relationships that it alone made known go. A party goes with its names, identifiers
and relationships, its attributions and places in allegations, the assertions that it spoke, the findings that it made, and
the parties that were merged into it. Answers to what goes stay, and answer nothing in particular. An allegation goes too
where it is left without a party, an assertion, a finding and an answer. All histories lose it. Texts that hold its names are
listed, for a person to look at. What stays is a tombstone: the id, a digest of the slug with a key of the store, the reason, who and when.

PostgreSQL's own files, its archives and backups keep what was there until they are cleaned (VACUUM) or expire.`;

/** Adds the command that removes a party or a statement for a lawful request, and lists what was removed. */
export function registerErase(program: Command): void {
  program
    .command('erase')
    .description('remove a party or a statement for a lawful request, also from all histories')
    .addArgument(new Argument('[type]', 'what it is').choices(['party', 'statement']))
    .argument('[slug]', 'its slug')
    .option('--reason <text>', 'why; an import or a mutation that brings it back is refused with this')
    .option('--yes', 'do not ask for the slug again')
    .option('--list', 'show what was erased, without its names')
    .addHelpText('after', HELP)
    .action(erase);
}

async function erase(type: ErasableType | undefined, slug: string | undefined, options: EraseOptions): Promise<void> {
  if (options.list === true) return list();
  const reason = options.reason?.trim() ?? '';
  if (type === undefined || slug === undefined) throw new Error('Say what to erase: erase party SLUG --reason TEXT.');
  if (reason === '') throw new Error('Say why, with --reason TEXT: it stays, for those who come after.');
  if (options.yes !== true) await confirm(type, slug);
  await withStore(async (database) => {
    const erasure = await eraseNode(database, type, slug, reason);
    process.stdout.write(`Erased the ${type} "${slug}":\n${reportOf(erasure)}`);
  });
}

async function confirm(type: ErasableType, slug: string): Promise<void> {
  if (!process.stdin.isTTY) throw new Error('Nothing was erased. Where nobody can type the slug again, give --yes.');
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const typed = await terminal.question(`This cannot be undone. Type the slug of the ${type} again to erase it: `);
    if (typed.trim() !== slug) throw new Error('Nothing was erased: that is another slug.');
  } finally {
    terminal.close();
  }
}

function reportOf({ counts, removedAllegations, unsaidAllegations, mentions }: Erasure): string {
  const lists: [string, readonly string[]][] = [
    ['Allegations that went with it', removedAllegations],
    ['Allegations that have no assertion now', unsaidAllegations],
    ['Statements that still hold a name of it', mentions.statements],
    ['Allegations that still hold a name of it', mentions.allegations],
  ];
  const numbers = Object.entries(counts).flatMap(([kind, count]) =>
    count === 0 ? [] : [`  ${kind.padEnd(30)}${count.toLocaleString('en').padStart(9)}\n`],
  );
  const slugs = lists.flatMap(([title, list]) =>
    list.length === 0 ? [] : [`${title}:\n${list.map((slug) => `  ${slug}\n`).join('')}`],
  );
  return [...numbers, ...slugs].join('');
}

async function list(): Promise<void> {
  await withStore(async (database) => {
    const tombstones = await listTombstones(database);
    if (tombstones.length === 0) process.stderr.write('Nothing was erased.\n');
    for (const { at, type, id, actor, reason } of tombstones) {
      process.stdout.write(`${at.toISOString()}  ${type.padEnd(9)}  ${id}  ${actor}  ${reason}\n`);
    }
  });
}
