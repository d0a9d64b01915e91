import type { Database } from '../database/database';
import { PublicationState } from '../database/generated/enums';
import type { Author } from '../lib/actor';
import { anchorQuotes } from './anchorQuotes';
import { checkContent } from './checkContent';
import { checkPartOf } from './checkPartOf';
import { checkSaid } from './checkSaid';
import { checkShape } from './checkShape';
import { checkSlugs } from './checkSlugs';
import type { DossierDocument, DossierText } from './dossierDocument';
import { DossierFaults, FaultCollector } from './dossierFault';
import { DOSSIER_FORMAT, type Dossier, type Lenient } from './dossierSchema';
import { entries } from './entries';
import { parseDossier } from './parseDossier';
import { planContent } from './planContent';
import { placeFaults } from './placeFaults';
import { planAssertions, planFindings } from './planSaid';
import { folderOf, readDossierFile } from './readDossierFile';
import { readNamedFiles } from './readNamedFiles';
import { checkReferences } from './references';
import { lockIdentities } from '../store/locks';
import type { Sql } from '../store/sql';
import { inLongTransaction, takenBack } from '../store/transaction';
import { StoredKeys } from './storedKeys';
import { type ImportPlan, type ImportReport, type OnProgress, storeDossier } from './storeDossier';

/** A dossier to import: a file, which may name other files in its folder, or its text alone. */
export type DossierSource = { file: string } | { text: string };

export interface ImportOptions {
  /** Whether everything is done and then taken back. */
  dryRun?: boolean;
  /** Who imports, as the history of what changes says; default: the database's user. */
  actor?: Author;
  /** The state of entries that carry none; PUBLISHED unless told. */
  state?: PublicationState;
  /** UTF-8 bytes that the dossier may have, and each file that it names; 64 MiB unless told. */
  limitBytes?: number;
  onProgress?: OnProgress;
  /** Takes everything back when it is aborted. */
  signal?: AbortSignal;
}

const DOSSIER_LIMIT_BYTES = 64 * 1024 * 1024;

/**
 * Imports a dossier: all of it, in one transaction, or nothing. What is stored under a key already is updated; what an entry
 * leaves out stays, unless the dossier prunes.
 *
 * @throws DossierFaults with the faults of the dossier; RequestError CONFLICT where somebody changed the same content meanwhile
 */
export async function importDossier(
  database: Database,
  source: DossierSource,
  options: ImportOptions = {},
): Promise<ImportReport> {
  const { dryRun = false, actor, signal } = options;
  const read = await readDossier(source, options.limitBytes);
  signal?.throwIfAborted();
  const work = async (sql: Sql): Promise<ImportReport> => {
    await lockIdentities(sql);
    return storeRead(sql, read, options.state, (done, total) => {
      signal?.throwIfAborted();
      options.onProgress?.(done, total);
    });
  };
  return inLongTransaction(database, { actor, signal }, (sql) => (dryRun ? takenBack(sql, work) : work(sql)));
}

/** A dossier that was read, and what was found wrong with it without the store. Plain data, which threads can hand on. */
export interface ReadDossier extends DossierText {
  readonly dossier: Lenient<Dossier>;
  readonly found: Pick<FaultCollector, 'faults' | 'count'>;
}

/**
 * Reads a dossier and checks what can be checked without the store.
 *
 * @throws DossierFaults where the text is no dossier at all
 */
export async function readDossier(source: DossierSource, limitBytes = DOSSIER_LIMIT_BYTES): Promise<ReadDossier> {
  const { file, text, syntax, value } = await readSource(source, limitBytes);
  const found = new FaultCollector();
  const dossier = checkShape(value, found);
  checkContent(dossier, found);
  await readNamedFiles(dossier, 'file' in source ? folderOf(source.file) : null, limitBytes, found);
  return { file, text, syntax, dossier, found: { faults: found.faults, count: found.count } };
}

/**
 * Holds a dossier that was read against the store, and stores it: inside a transaction, under the lock of identities.
 *
 * @param state of entries that carry none
 * @throws DossierFaults with all that is wrong with it
 */
export async function storeRead(
  sql: Sql,
  read: ReadDossier,
  state: PublicationState = PublicationState.PUBLISHED,
  onProgress: OnProgress = () => undefined,
): Promise<ImportReport> {
  const faults = new FaultCollector(read.found);
  const plan = await planImport(sql, read.dossier, state, faults);
  if (plan === null || faults.any) throw new DossierFaults(placeFaults(read, faults.faults), faults.count);
  return storeDossier(sql, plan, onProgress);
}

async function readSource(source: DossierSource, limit: number): Promise<DossierDocument> {
  if ('file' in source) return parseDossier(await readDossierFile(source.file, limit), source.file);
  const size = Buffer.byteLength(source.text);
  if (size > limit) {
    const message = `has ${size.toLocaleString('en')} bytes: it may have ${limit.toLocaleString('en')} at most`;
    throw new DossierFaults([{ file: 'dossier', line: 1, column: 1, path: '', message }]);
  }
  return parseDossier(source.text, 'dossier');
}

/** Holds a dossier against the store. Null where it has faults, of which this finds those that need the store. */
async function planImport(
  sql: Sql,
  dossier: Lenient<Dossier>,
  state: PublicationState,
  faults: FaultCollector,
): Promise<ImportPlan | null> {
  const keys = await StoredKeys.lookUp(sql, dossier);
  checkReferences(dossier, (type, key) => keys.isKnown(type, key), faults);
  for (const [index, statement] of entries(dossier.statements)) {
    const isNew = statement.key !== undefined && !keys.isStored('statement', statement.key);
    // A body that was taken out for its faults is still there as a property.
    if (isNew && !('body' in statement) && !('bodyFile' in statement)) {
      faults.add(['statements', index], `has no body: a new statement has body or bodyFile`);
    }
  }
  await checkSlugs(sql, dossier, keys, faults);
  await checkPartOf(sql, dossier, keys, faults);
  const { anchors, moved } = await anchorQuotes(sql, dossier, keys, faults);
  checkSaid(dossier, keys, anchors, moved, faults);
  if (faults.any || !isWhole(dossier)) return null;
  const planning = { keys, state, prune: dossier.prune === true, anchors, moved };
  const assertion = await planAssertions(sql, dossier, planning, faults);
  const finding = await planFindings(sql, dossier, planning);
  return { ...planContent(dossier, planning), assertion, finding, moved };
}

/** A dossier without faults has lost nothing: its shape was checked when it was read. */
function isWhole(dossier: Lenient<Dossier>): dossier is Dossier {
  return dossier.format === DOSSIER_FORMAT;
}
