import { type Command, Option } from 'commander';
import type { PublicationState } from '../database/generated/enums';
import { DossierFaults } from '../dossier/dossierFault';
import { importDossier } from '../dossier/importDossier';
import { commandActor } from '../lib/actor';
import type { ImportReport } from '../dossier/storeDossier';
import { showProgress } from './showProgress';
import { withStore } from './withStore';

interface ImportCommandOptions {
  dryRun?: boolean;
  state: Extract<PublicationState, 'PUBLISHED' | 'DRAFT'>;
}

/** Adds the command that imports a dossier: all of it, or nothing and a line for every fault in it. */
export function registerImport(program: Command): void {
  program
    .command('import')
    .description('import a dossier (YAML or JSON): all of it, or nothing and a line for every fault in it')
    .argument('<file>', 'the dossier; files that it names are looked for in its folder')
    .option('--dry-run', 'find every fault and count, but store nothing')
    .addOption(
      new Option('--state <state>', 'the state of entries that carry none')
        .choices(['PUBLISHED', 'DRAFT'])
        .default('PUBLISHED'),
    )
    .action(importFile);
}

async function importFile(file: string, { dryRun = false, state }: ImportCommandOptions): Promise<void> {
  await withStore(async (database, { dossierLimitBytes: limitBytes }, signal) => {
    const progress = showProgress('Importing', process.stderr);
    try {
      const report = await importDossier(
        database,
        { file },
        { dryRun, state, limitBytes, signal, actor: commandActor('import'), onProgress: progress.show },
      );
      progress.clear();
      const heading = dryRun ? `${file} has no faults. Nothing was stored, this would have been:` : `Imported ${file}:`;
      process.stdout.write(`${heading}\n${reportTable(report)}`);
    } catch (error) {
      progress.clear();
      if (!(error instanceof DossierFaults)) throw error;
      const { count, message } = error;
      process.stderr.write(
        `${message}\n${count === 1 ? '1 fault' : `${count.toLocaleString('en')} faults`}. Nothing was imported.\n`,
      );
      process.exitCode = 1;
    }
  });
}

/** Counts as a table, a line for each kind of content. */
function reportTable(report: ImportReport): string {
  const kinds = ['parties', 'statements', 'allegations', 'assertions', 'findings'] as const;
  const columns = ['created', 'updated', 'unchanged', 'removed'] as const;
  // Few dossiers prune, so the column stands only where it says something.
  const shown = columns.filter((column) => column !== 'removed' || kinds.some((kind) => report[kind].removed > 0));
  const row = (name: string, cells: string[]): string =>
    `  ${name.padEnd(12)}${cells.map((cell) => cell.padStart(11)).join('')}\n`;
  return (
    row('', [...shown]) +
    kinds
      .map((kind) =>
        row(
          kind,
          shown.map((column) => report[kind][column].toLocaleString('en')),
        ),
      )
      .join('')
  );
}
