#!/usr/bin/env node
import './lib/environment';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { registerServe } from './commands/serve.command';

const manifest = JSON.parse(readFileSync(join(__dirname, '..', 'package.json'), 'utf8')) as {
  version: string;
  description: string;
};

async function main(): Promise<void> {
  const program = new Command('allegata').description(manifest.description).version(manifest.version);
  registerServe(program);
  const [, , command] = process.argv;
  if (command !== undefined && command !== 'serve') {
    // These bring the code of dossiers along, which a start of the server need not wait for.
    const [{ registerImport }, { registerExport }, { registerToken }, { registerErase }, { registerWebhook }] =
      await Promise.all([
        import('./commands/import.command'),
        import('./commands/export.command'),
        import('./commands/token.command'),
        import('./commands/erase.command'),
        import('./commands/webhook.command'),
      ]);
    registerImport(program);
    registerExport(program);
    registerToken(program);
    registerErase(program);
    registerWebhook(program);
    checkCommand(program, command);
  }
  await program.parseAsync();
}

/** Since one command runs unnamed, commander would take a misspelt name for an argument of that one. */
function checkCommand(program: Command, given: string): void {
  const names = [...program.commands.map((each) => each.name()), 'help'];
  if (given.startsWith('-') || names.includes(given)) return;
  throw new Error(`There is no command "${given}". There are: ${names.join(', ')}.`);
}

/**
 * What ends a command is told to a person in one message. An Error of no special class was written for that person; of any
 * other, the stack says more.
 */
function fail(error: unknown): void {
  const isForPerson = error instanceof Error && Object.getPrototypeOf(error) === Error.prototype;
  console.error(isForPerson ? error.message : error);
  process.exitCode = 1;
}

main().catch(fail);
