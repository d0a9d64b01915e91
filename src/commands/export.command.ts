import { once } from 'node:events';
import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Command } from 'commander';
import { exportDossier } from '../dossier/exportDossier';
import { YAML_LIMIT_BYTES } from '../dossier/parseYaml';
import { withStore } from './withStore';

interface ExportCommandOptions {
  key?: string[];
  out?: string;
}

/** Adds the command that writes the store's content as a dossier. */
export function registerExport(program: Command): void {
  program
    .command('export')
    .description('write the content as a dossier, which can be imported again')
    .option(
      '--key <slug...>',
      'only the parties, statements and allegations with these keys, and all that they refer to',
    )
    .option(
      '--out <file>',
      'the file to write, JSON where its name ends in .json and otherwise YAML; default: standard output',
    )
    .action(exportTo);
}

async function exportTo({ key: keys, out }: ExportCommandOptions): Promise<void> {
  await withStore(async (database, { dossierLimitBytes }, signal) => {
    const format = out !== undefined && /\.json$/i.test(out) ? 'json' : 'yaml';
    const parts = untilAborted(exportDossier(database, { format, keys }), signal);
    const bytes = out === undefined ? await writeToOutput(parts) : await writeToFile(parts, out);
    const limit = format === 'yaml' ? Math.min(YAML_LIMIT_BYTES, dossierLimitBytes) : dossierLimitBytes;
    if (bytes > limit) process.stderr.write(`${tooLarge(bytes, limit, format)}\n`);
  });
}

/** The warning for a dossier that an import would refuse. */
function tooLarge(bytes: number, limit: number, format: 'yaml' | 'json'): string {
  const sizes = `This has ${bytes.toLocaleString('en')} bytes, and an import takes ${limit.toLocaleString('en')} of`;
  return format === 'yaml'
    ? `${sizes} YAML: to import it again, write JSON with --out and a name that ends in .json.`
    : `${sizes} JSON: to import it again, write it in parts with --key, or set ALLEGATA_DOSSIER_LIMIT_BYTES.`;
}

async function* untilAborted(parts: AsyncIterable<string>, signal: AbortSignal): AsyncGenerator<string> {
  for await (const part of parts) {
    signal.throwIfAborted();
    yield part;
  }
}

async function writeToOutput(parts: AsyncIterable<string>): Promise<number> {
  const { stdout } = process;
  let bytes = 0;
  // Whoever reads it, head for one, may have read enough.
  const reader = { hasLeft: false };
  const onError = (error: NodeJS.ErrnoException): void => {
    if (error.code !== 'EPIPE') throw error;
    reader.hasLeft = true;
  };
  stdout.on('error', onError);
  for await (const part of parts) {
    bytes += Buffer.byteLength(part);
    const isFull = !stdout.write(part);
    if (isFull && !reader.hasLeft)
      await Promise.race([once(stdout, 'drain'), once(stdout, 'close')]).catch(() => undefined);
    if (reader.hasLeft) break;
  }
  return bytes;
}

/** Writes beside the file and puts it in its place at the end, so that a file that is there already stays whole until then. */
async function writeToFile(parts: AsyncIterable<string>, path: string): Promise<number> {
  const temporary = join(dirname(path), `.${basename(path)}.${String(process.pid)}.tmp`);
  let bytes = 0;
  try {
    const file = await open(temporary, 'wx');
    try {
      for await (const part of parts) bytes += (await file.write(part)).bytesWritten;
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw readable(error, path);
  }
  return bytes;
}

function readable(error: unknown, path: string): unknown {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return new Error(`${path} cannot be written: its folder is not there.`, { cause: error });
  if (code === 'EACCES' || code === 'EROFS' || code === 'EISDIR' || code === 'ENOSPC') {
    return new Error(`${path} cannot be written: ${error instanceof Error ? error.message : ''}.`, { cause: error });
  }
  return error;
}
