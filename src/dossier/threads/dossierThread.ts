import { deserialize, serialize } from 'node:v8';
import type { MessagePort } from 'node:worker_threads';
import type { PublicationState } from '../../database/generated/enums';
import { type ErrorCode, RequestError } from '../../lib/errors';
import { type DossierFault, DossierFaults } from '../dossierFault';
import { type ReadDossier, readDossier, storeRead } from '../importDossier';
import { PortSql, StatementFailed } from './portSql';
import type { ImportReport } from '../storeDossier';

/** What came of a task. Errors lose their class between threads, so they go as data. */
export type Outcome<Result> =
  | { readonly result: Result }
  | { readonly faults: readonly DossierFault[]; readonly count: number }
  | { readonly refusal: { readonly code: ErrorCode; readonly message: string; readonly extensions: object } }
  /** A statement has failed: the other side knows how. */
  | { readonly statementFailed: true };

export interface ReadTask {
  readonly text: string;
}

export interface StoreTask {
  /** What reading gave. */
  readonly read: Uint8Array;
  readonly state: PublicationState | undefined;
  /** Leads to the connection. */
  readonly port: MessagePort;
}

/**
 * What a thread runs.
 *
 * @returns of reading, a {@link ReadDossier} as bytes, so that only threads that need its values make them
 */
export function dossierThread(task: ReadTask | StoreTask): Promise<Outcome<Uint8Array | ImportReport>> {
  return 'port' in task ? store(task) : outcomeOf(async () => serialize(await readDossier(task)));
}

async function store({ read, state, port }: StoreTask): Promise<Outcome<ImportReport>> {
  try {
    return await outcomeOf(() => storeRead(new PortSql(port), deserialize(read) as ReadDossier, state));
  } finally {
    port.close();
  }
}

async function outcomeOf<Result>(work: () => Promise<Result>): Promise<Outcome<Result>> {
  try {
    return { result: await work() };
  } catch (error) {
    if (error instanceof DossierFaults) return { faults: error.faults, count: error.count };
    if (error instanceof StatementFailed) return { statementFailed: true };
    if (!(error instanceof RequestError)) throw error;
    const { code, message, extensions } = error;
    return { refusal: { code, message, extensions } };
  }
}
