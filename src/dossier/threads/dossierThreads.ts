import { extname, join } from 'node:path';
import { isNativeError } from 'node:util/types';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import Piscina from 'piscina';
import { DossierFaults } from '../dossierFault';
import type { Outcome, ReadTask, StoreTask } from './dossierThread';
import { answerSql } from './portSql';
import type { Sql } from '../../store/sql';
import type { ImportReport } from '../storeDossier';
import type { PublicationState } from '../../database/generated/enums';
import { type Departure, nobodyWaits } from '../../lib/departure';
import { ErrorCode, RequestError } from '../../lib/errors';
import { DossierQueue } from './dossierQueue';
import { Stopwatch } from './stopwatch';

/** Threads: one reads a dossier while another stores one. Imports into a store take turns, so no more would help. */
export const THREADS = 2;

/** Milliseconds for which a thread is kept that has nothing to do. */
const IDLE_MS = 1_000;

/** MiB that the values of a thread may take. A good dossier takes more than 128 as YAML, for the 2 MiB of a request. */
export const MEMORY_MIB = 256;

/** Milliseconds that a thread may compute for one dossier: to read it, and then to store it, without PostgreSQL's time. */
export const COMPUTE_MS = 15_000;

/** The bounds of threads; each has a default. */
export interface ThreadLimits {
  readonly memoryMib?: number;
  readonly computeMs?: number;
}

/** Who imports a dossier. */
export interface Importing {
  /** What turns go by. */
  readonly client: string;
  /** Ends the work where it happens. */
  readonly departure?: Departure | undefined;
}

const ENTRY = join(__dirname, `dossierThread${extname(__filename)}`);

/** Run from the sources, as tests do, a thread needs what compiles them. */
const EXEC_ARGV = extname(ENTRY) === '.ts' ? ['-r', join(__dirname, '../../../scripts/loadTypescript.cjs')] : [];

/**
 * Reads and stores dossiers in threads of their own, since that may take seconds, in which nobody else would be answered. A
 * thread is started when it is needed and ended soon after; one that takes too much time or memory is ended at once.
 */
export class DossierThreads {
  private readonly queue = new DossierQueue();
  private readonly limits: Required<ThreadLimits>;
  private readonly running = new Set<(reason: Error) => void>();
  private pool: Piscina | undefined;

  constructor({ memoryMib = MEMORY_MIB, computeMs = COMPUTE_MS }: ThreadLimits = {}) {
    this.limits = { memoryMib, computeMs };
  }

  /** How many threads there are at the moment. */
  get size(): number {
    return this.pool?.threads.length ?? 0;
  }

  /**
   * Reads the text of a dossier.
   *
   * @returns what {@link store} takes
   * @throws DossierFaults where it is no dossier at all; RequestError OVERLOADED or RATE_LIMITED where too many wait,
   *   COST_LIMIT_EXCEEDED where it takes more time or memory than it may
   */
  async read(text: string, importing: Importing): Promise<Uint8Array> {
    const leave = await this.queue.enter(text.length, importing);
    try {
      const task: ReadTask = { text };
      return await this.run<Uint8Array>(task, importing, (stopwatch) => {
        stopwatch.start();
      });
    } finally {
      leave();
    }
  }

  /**
   * Stores what was read, inside a transaction that holds the lock of identities.
   *
   * @param state of entries that carry none
   * @throws DossierFaults with all that is wrong with the dossier; whatever a statement has failed with;
   *   COST_LIMIT_EXCEEDED as above
   */
  async store(
    sql: Sql,
    read: Uint8Array,
    state: PublicationState | undefined,
    importing: Importing,
  ): Promise<ImportReport> {
    const { port1: own, port2: port } = new MessageChannel();
    const task: StoreTask = { read, state, port };
    let answered: { fault?: unknown } = {};
    try {
      return await this.run<ImportReport>(
        task,
        importing,
        (stopwatch) => {
          stopwatch.start();
          answered = answerSql(own, sql, { waits: () => stopwatch.stop(), goesOn: () => stopwatch.start() });
        },
        port,
      );
    } catch (error) {
      throw answered.fault ?? error;
    } finally {
      own.close();
    }
  }

  /** Ends all threads, whatever they do. */
  async close(): Promise<void> {
    await this.pool?.destroy();
  }

  private async run<Result>(
    task: ReadTask | StoreTask,
    { departure }: Importing,
    begin: (stopwatch: Stopwatch) => void,
    port?: MessagePort,
  ): Promise<Result> {
    if (departure?.hasHappened === true) throw nobodyWaits();
    const abort = new AbortController();
    let reason: Error | undefined;
    const end = (why: Error): void => {
      reason ??= why;
      abort.abort();
    };
    const stopwatch = new Stopwatch(this.limits.computeMs, () => {
      end(tooSlow(this.limits.computeMs));
    });
    const leave = (): void => {
      end(nobodyWaits());
    };
    departure?.listen(leave);
    this.running.add(end);
    try {
      begin(stopwatch);
      this.pool ??= this.createPool();
      const options = { signal: abort.signal, ...(port === undefined ? {} : { transferList: [port] }) };
      return resultOf((await this.pool.run(task, options)) as Outcome<Result>);
    } catch (error) {
      throw this.told(reason ?? error);
    } finally {
      stopwatch.stop();
      this.running.delete(end);
      departure?.unlisten(leave);
    }
  }

  private createPool(): Piscina {
    const pool = new Piscina({
      filename: ENTRY,
      name: 'dossierThread',
      execArgv: EXEC_ARGV,
      // It needs no setting and no secret.
      env: {},
      minThreads: 0,
      maxThreads: THREADS,
      idleTimeout: IDLE_MS,
      // A thread that waits for tasks by itself would not see a port close.
      atomics: 'disabled',
      resourceLimits: { maxOldGenerationSizeMb: this.limits.memoryMib },
    });
    // A thread that fails before it has a task is no task's fault, and its pool starts no other.
    pool.on('error', (error: Error) => {
      this.pool = undefined;
      for (const end of this.running) end(error);
    });
    return pool;
  }

  private told(error: unknown): unknown {
    if (!isNativeError(error) || !('code' in error) || error.code !== 'ERR_WORKER_OUT_OF_MEMORY') return error;
    const { memoryMib } = this.limits;
    const limit = memoryMib * 1024 * 1024;
    const message = `To read this dossier takes more than ${memoryMib} MiB of memory. Import it in parts, or by the import command.`;
    const details = { cost: limit + 1, limit, of: 'memory', field: 'input.dossier', cause: error };
    return new RequestError(ErrorCode.COST_LIMIT_EXCEEDED, message, details);
  }
}

function resultOf<Result>(outcome: Outcome<Result>): Result {
  if ('result' in outcome) return outcome.result;
  if ('faults' in outcome) throw new DossierFaults(outcome.faults, outcome.count);
  if ('statementFailed' in outcome) throw new Error('A statement of an import has failed.');
  const { code, message, extensions } = outcome.refusal;
  throw new RequestError(code, message, { ...extensions });
}

function tooSlow(computeMs: number): RequestError {
  const message = `This dossier takes longer than the ${computeMs / 1_000} s of computing that a request may. Import it in parts, or by the import command.`;
  const details = { cost: computeMs + 1, limit: computeMs, of: 'milliseconds of computing', field: 'input.dossier' };
  return new RequestError(ErrorCode.COST_LIMIT_EXCEEDED, message, details);
}
