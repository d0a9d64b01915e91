import { createHash } from 'node:crypto';
import { normalizeText } from '../lib/unicode';
import type { DossierPath, FaultCollector } from './dossierFault';
import { bodyFault } from '../lib/fieldFaults';
import type { Dossier, Lenient } from './dossierSchema';
import { entries } from './entries';
import { UnreadableFile, decodeUtf8, readNamedFile } from './readDossierFile';

/**
 * Reads the files that a dossier names and puts in their place what is stored: the text of a body, the SHA-256 of a source.
 *
 * @param folder the dossier's folder; null where it came as text, which can name no files
 * @param limit bytes that a file, and all bodies together, may have
 */
export async function readNamedFiles(
  dossier: Lenient<Dossier>,
  folder: string | null,
  limit: number,
  faults: FaultCollector,
): Promise<void> {
  let left = limit;
  for (const [index, statement] of entries(dossier.statements)) {
    const { bodyFile } = statement;
    if (bodyFile !== undefined && statement.body === undefined) {
      const path = ['statements', index, 'bodyFile'];
      const bytes = await read(folder, bodyFile, limit, path, faults);
      left -= bytes?.length ?? 0;
      if (left < 0) {
        faults.add(path, `'${bodyFile}' is too much: all bodies together may have ${limit.toLocaleString('en')} bytes`);
        return;
      }
      if (bytes !== undefined) setBody(statement, bytes, bodyFile, path, faults);
      // The other checks take a body that cannot be read as one that is given.
      statement.bodyFile = bytes === undefined ? bodyFile : undefined;
    }
    for (const [position, source] of entries(statement.sources)) {
      if (source.file === undefined || source.sha256 !== undefined) continue;
      const bytes = await read(folder, source.file, limit, ['statements', index, 'sources', position, 'file'], faults);
      if (bytes === undefined) continue;
      source.sha256 = createHash('sha256').update(bytes).digest('hex');
      source.file = undefined;
    }
  }
}

function setBody(
  statement: { body?: string | undefined },
  bytes: Buffer,
  name: string,
  path: DossierPath,
  faults: FaultCollector,
): void {
  try {
    const body = normalizeText(decodeUtf8(bytes));
    const message = bodyFault(body);
    if (message === null) statement.body = body;
    else faults.add(path, `'${name}' ${message}`);
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    const { line, column } = error.position;
    faults.add(
      path,
      `'${name}' ${error.message} (the first wrong byte is in line ${String(line)}, column ${String(column)})`,
    );
  }
}

async function read(
  folder: string | null,
  name: string,
  limit: number,
  path: DossierPath,
  faults: FaultCollector,
): Promise<Buffer | undefined> {
  if (folder === null) {
    faults.add(path, 'names a file, which a dossier sent as text cannot: write the body, or the sha256, itself');
    return undefined;
  }
  try {
    return await readNamedFile(folder, name, limit);
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    faults.add(path, `'${name}' ${error.message}`);
    return undefined;
  }
}
