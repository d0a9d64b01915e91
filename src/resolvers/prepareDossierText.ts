import { type DossierFault, DossierFaults } from '../dossier/dossierFault';
import type { DossierThreads, Importing } from '../dossier/threads/dossierThreads';
import { lockIdentities } from '../store/locks';
import type { Sql } from '../store/sql';
import type { ImportReport } from '../dossier/storeDossier';
import { ErrorCode, RequestError } from '../lib/errors';
import { shorten } from '../lib/shorten';
import type { ImportDossierInput } from '../models/inputs/importDossier.input';

/** Faults of a dossier that an error lists in its message, and in extensions.faults. The import command lists more. */
const FAULTS_TOLD = 5;
const FAULTS_LISTED = 100;

/** UTF-16 units of a fault's path and of its message: a dossier may have a key of any length. */
const LONGEST_TEXT = 300;

/**
 * Reads a dossier that comes as text, as the import command does.
 *
 * @returns what imports it inside a transaction, which then holds the lock of identities
 * @throws RequestError BAD_USER_INPUT with the first hundred faults in extensions.faults, and how many there are in
 *   extensions.faultCount, also when it is imported; CONFLICT then where the same content was changed meanwhile; and what
 *   {@link DossierThreads} throws
 */
export async function prepareDossierText(
  threads: DossierThreads,
  { dossier, state }: ImportDossierInput,
  importing: Importing,
): Promise<(sql: Sql) => Promise<ImportReport>> {
  const read = await toldFaults(threads.read(dossier, importing));
  return async (sql) => {
    await lockIdentities(sql);
    return toldFaults(threads.store(sql, read, state ?? undefined, importing));
  };
}

async function toldFaults<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof DossierFaults)) throw error;
    const { faults, count: faultCount } = error;
    const count = faultCount === 1 ? 'one fault' : `${faultCount.toLocaleString('en')} faults`;
    const told = error.message.split('\n').slice(0, FAULTS_TOLD).join('\n');
    const message = `The dossier has ${count}, so nothing was imported:\n${told}`;
    const listed = faults.slice(0, FAULTS_LISTED).map(shortFault);
    const details = { field: 'input.dossier', faults: listed, faultCount };
    throw new RequestError(ErrorCode.BAD_USER_INPUT, message, details);
  }
}

function shortFault({ path, message, ...place }: DossierFault): DossierFault {
  return { ...place, path: shorten(path, LONGEST_TEXT), message: shorten(message, LONGEST_TEXT) };
}
