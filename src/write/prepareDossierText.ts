import { DossierFaults } from '../dossier/dossierFault';
import { prepareImport } from '../dossier/importDossier';
import type { Sql } from '../dossier/sql';
import type { ImportReport } from '../dossier/storeDossier';
import { ErrorCode, RequestError } from '../lib/errors';
import type { ImportDossierInput } from '../models/inputs/importDossier.input';

/** Faults of a dossier that an error lists in its message; extensions.faults has all of them. */
const FAULTS_TOLD = 5;

/**
 * Reads a dossier that comes as text, as the import command does.
 *
 * @returns what imports it inside a transaction, under the lock of imports
 * @throws RequestError BAD_USER_INPUT with every fault in extensions.faults, also when it is imported; CONFLICT then where the
 *   same content was changed meanwhile
 */
export async function prepareDossierText({
  dossier,
  state,
}: ImportDossierInput): Promise<(sql: Sql) => Promise<ImportReport>> {
  const work = await toldFaults(prepareImport({ text: dossier }, { state: state ?? undefined }));
  return (sql) => toldFaults(work(sql));
}

async function toldFaults<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof DossierFaults)) throw error;
    const { faults } = error;
    const count = faults.length === 1 ? 'one fault' : `${String(faults.length)} faults`;
    const told = error.message.split('\n').slice(0, FAULTS_TOLD).join('\n');
    const message = `The dossier has ${count}, so nothing was imported:\n${told}`;
    throw new RequestError(ErrorCode.BAD_USER_INPUT, message, { field: 'input.dossier', faults });
  }
}
