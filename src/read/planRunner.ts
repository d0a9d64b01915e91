import { Client, type Pool, type PoolClient } from 'pg';
import type { Departure } from '../lib/departure';
import { ErrorCode, RequestError } from '../lib/errors';
import type { Plan } from './plan';
import { TextQuery } from './textQuery';

/** A connection keeps every statement that it has prepared. With this many it is closed, and its memory with it. */
const MOST_PREPARED = 500;

/** What runs a plan and gives its one text. */
export interface PlanRun {
  run(plan: Plan, values: unknown[], departure?: Departure): Promise<string | null>;
}

/** Runs plans on a pool, and tells how many statements it has sent. */
export class PlanRunner implements PlanRun {
  private readonly prepared = new WeakMap<PoolClient, Set<string>>();

  constructor(
    private readonly pool: Pool,
    private readonly preparedStatements: boolean,
  ) {}

  /**
   * Runs one plan. Once nobody waits for it any more, PostgreSQL is told to give it up.
   *
   * @throws RequestError TIMEOUT where nobody waits for it before it has begun
   */
  async run(plan: Plan, values: unknown[], departure?: Departure): Promise<string | null> {
    const client = await this.pool.connect();
    if (departure?.hasHappened) {
      client.release();
      throw new RequestError(ErrorCode.TIMEOUT, 'Nobody waits for this any more.');
    }
    let broken: Error | undefined;
    const cancelling: Promise<unknown>[] = [];
    const cancel = (): void => {
      // Where it fails, the statement ends by its time limit.
      cancelling.push(this.cancel(client as BackendClient).catch(() => undefined));
    };
    try {
      departure?.listen(cancel);
      const name = this.preparedStatements ? plan.name : undefined;
      return await client.query(new TextQuery(name, plan.text, values)).result();
    } catch (error) {
      if (!isStatementError(error)) broken = error as Error;
      throw error;
    } finally {
      departure?.unlisten(cancel);
      // A cancellation that is still on its way must not meet the next statement of this connection.
      await Promise.allSettled(cancelling);
      client.release(broken ?? this.isFull(client, plan.name));
    }
  }

  /** Over a connection apart: those of the pool may all be held by statements that nobody waits for. */
  private async cancel({ processID }: BackendClient): Promise<void> {
    const { connectionString, connectionTimeoutMillis } = this.pool.options;
    const canceller = new Client({ connectionString, connectionTimeoutMillis });
    canceller.on('error', () => undefined);
    try {
      await canceller.connect();
      await canceller.query('select pg_cancel_backend($1)', [processID]);
    } finally {
      await canceller.end();
    }
  }

  private isFull(client: PoolClient, name: string): boolean {
    if (!this.preparedStatements) return false;
    const names = this.prepared.get(client) ?? new Set();
    this.prepared.set(client, names.add(name));
    return names.size > MOST_PREPARED;
  }
}

/** The process of a connection's server side, which pg has and does not declare. */
type BackendClient = PoolClient & { readonly processID: number };

/** Whether PostgreSQL answered with an error of the statement, so that the connection itself is well. */
function isStatementError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^(22|42|57014|53)/.test(String(error.code));
}
