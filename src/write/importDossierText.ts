import type { Database } from '../database/database';
import { DossierFaults } from '../dossier/dossierFault';
import { importDossier } from '../dossier/importDossier';
import type { ImportReport } from '../dossier/storeDossier';
import { ErrorCode, RequestError } from '../lib/errors';
import type { ImportDossierInput } from '../models/inputs/importDossier.input';

/** Faults of a dossier that an error lists in its message; extensions.faults has all of them. */
const FAULTS_TOLD = 5;

/**
 * Imports a dossier that comes as text, as the import command does.
 *
 * @throws RequestError BAD_USER_INPUT with every fault in extensions.faults, CONFLICT where the same content was changed meanwhile
 */
export async function importDossierText(database: Database, input: ImportDossierInput): Promise<ImportReport> {
  const { dossier, dryRun, state } = input;
  try {
    return await importDossier(database, { text: dossier }, { dryRun: dryRun ?? false, state: state ?? undefined });
  } catch (error) {
    if (!(error instanceof DossierFaults)) throw error;
    const { faults } = error;
    const count = faults.length === 1 ? 'one fault' : `${String(faults.length)} faults`;
    const told = error.message.split('\n').slice(0, FAULTS_TOLD).join('\n');
    const message = `The dossier has ${count}, so nothing was imported:\n${told}`;
    throw new RequestError(ErrorCode.BAD_USER_INPUT, message, { field: 'input.dossier', faults });
  }
}
