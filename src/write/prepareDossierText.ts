import { setTimeout as sleep } from 'node:timers/promises';
import { type DossierFault, DossierFaults } from '../dossier/dossierFault';
import { prepareImport } from '../dossier/importDossier';
import type { Sql } from '../dossier/sql';
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
 * @returns what imports it inside a transaction, under the lock of imports
 * @throws RequestError BAD_USER_INPUT with the first hundred faults in extensions.faults, and how many there are in
 *   extensions.faultCount, also when it is imported; CONFLICT then where the same content was changed meanwhile
 */
export async function prepareDossierText({
  dossier,
  state,
}: ImportDossierInput): Promise<(sql: Sql) => Promise<ImportReport>> {
  const work = await toldFaults(inTurn(() => prepareImport({ text: dossier }, { state: state ?? undefined })));
  return (sql) => toldFaults(work(sql));
}

/** Milliseconds between two dossiers that are read: to read one keeps Node.js from everything else. */
const PAUSE_MS = 100;

let lastTurn: Promise<unknown> = Promise.resolve();

/** Reads one dossier at a time, and lets others have a turn before the next. */
function inTurn<Result>(read: () => Promise<Result>): Promise<Result> {
  const result = lastTurn.then(read);
  lastTurn = result.catch(() => undefined).then(() => sleep(PAUSE_MS));
  return result;
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
