import { LRUCache } from 'lru-cache';
import { Client, type Pool, type PoolClient } from 'pg';
import type { Asker } from './asker';
import { nobodyWaits } from '../lib/departure';
import { type CostBudget } from './costBudget';
import { type Plan, answerTooLong } from './plan';
import { ReadGate, isLarge } from './readGate';
import { TextQuery } from './textQuery';
import { UNITS_PER_MILLISECOND } from './work';

/** Characters of a statement that is prepared. A longer one would hold a megabyte and more in each of PostgreSQL's processes. */
const LONGEST_PREPARED = 16 * 1024;

/**
 * A connection keeps what it has prepared, some hundred bytes for each character, and what large statements have left behind.
 * With this many characters it is closed, and its memory with it.
 */
const MOST_PREPARED = 256 * 1024;

/** A statement that is not prepared counts for less: most of its memory is free again. */
const UNPREPARED_SHARE = 1 / 8;

/** Statements of which it is known how they ran. */
const MOST_KNOWN = 5_000;

/** How a statement has run so far. */
interface Experience {
  /** Milliseconds that it takes, the last runs counting most. */
  milliseconds: number;
}

/** What runs a plan and gives its one text. */
export interface PlanRun {
  /**
   * @throws RequestError COST_LIMIT_EXCEEDED where the answer is longer than one may be
   */
  run(plan: Plan, values: unknown[], asker: Asker): Promise<string | null>;
}

/** How plans are run. */
export interface RunOptions {
  /** Whether statements that are asked for again are prepared by name. */
  readonly preparedStatements: boolean;
  /** What a client's large reads may cost in a minute; Infinity for any. */
  readonly clientCostPerMinute: number;
}

/** Runs plans on a pool, each client's in turn with those of the others. */
export class PlanRunner implements PlanRun {
  private readonly gate: ReadGate;
  private readonly known = new LRUCache<string, Experience>({ max: MOST_KNOWN });
  private readonly wear = new WeakMap<PoolClient, number>();

  constructor(
    private readonly pool: Pool,
    private readonly options: Pick<RunOptions, 'preparedStatements'>,
    private readonly budget: CostBudget,
  ) {
    this.gate = new ReadGate({ connections: pool.options.max });
  }

  /**
   * Runs one plan. Once nobody waits for it any more, PostgreSQL is told to give it up.
   *
   * @throws RequestError TIMEOUT where nobody waits for it before it has begun, RATE_LIMITED and OVERLOADED as the gate and
   *   the budget say
   */
  async run(plan: Plan, values: unknown[], asker: Asker): Promise<string | null> {
    this.charge(plan, asker);
    return this.runCharged(plan, values, asker);
  }

  /**
   * Takes what a plan costs from its client's budget, before it is known what it will be run with.
   *
   * @throws RequestError RATE_LIMITED as the budget says
   */
  charge({ cost }: Plan, { client }: Asker): void {
    if (isLarge(cost)) this.budget.take(client, cost);
  }

  /** Runs a plan whose cost was taken. Otherwise as {@link run}. */
  async runCharged(plan: Plan, values: unknown[], asker: Asker): Promise<string | null> {
    const entering = this.gate.enter({ ...asker, cost: this.costOf(plan), bytes: () => heldBytes(plan, values) });
    const leave = entering instanceof Promise ? await entering : entering;
    try {
      return await this.runOn(await this.pool.connect(), plan, values, asker);
    } finally {
      leave();
    }
  }

  /** Reads that wait for a connection now. */
  get waiting(): number {
    return this.gate.waiting;
  }

  private async runOn(client: PoolClient, plan: Plan, values: unknown[], { departure }: Asker): Promise<string | null> {
    if (departure?.hasHappened) {
      client.release();
      throw nobodyWaits();
    }
    let broken: Error | undefined;
    const cancelling: Promise<unknown>[] = [];
    const cancel = (): void => {
      // Where it fails, the statement ends by its time limit.
      cancelling.push(this.cancel(client as BackendClient).catch(() => undefined));
    };
    const query = new TextQuery(this.nameOf(plan), plan.text, values);
    const start = performance.now();
    try {
      departure?.listen(cancel);
      client.query(query);
      const text = await query.result();
      if (!query.hasRow) throw answerTooLong(plan);
      return text;
    } catch (error) {
      if (!isStatementError(error)) broken = error as Error;
      throw error;
    } finally {
      departure?.unlisten(cancel);
      this.learn(plan, performance.now() - start);
      // A cancellation that is still on its way must not meet the next statement of this connection.
      await Promise.allSettled(cancelling);
      client.release(broken ?? this.isWornOut(client, query));
    }
  }

  /** What a plan costs, or what it was seen to cost where that is more. */
  private costOf({ name, cost }: Plan): number {
    return Math.max(cost, (this.known.get(name)?.milliseconds ?? 0) * UNITS_PER_MILLISECOND);
  }

  /** The name under which a statement is prepared; undefined where it is asked for the first time, or is too long. */
  private nameOf({ name, text }: Plan): string | undefined {
    const isPrepared = this.options.preparedStatements && text.length <= LONGEST_PREPARED && this.known.has(name);
    return isPrepared ? name : undefined;
  }

  private learn({ name }: Plan, milliseconds: number): void {
    const experience = this.known.get(name);
    if (experience) experience.milliseconds += (milliseconds - experience.milliseconds) / 4;
    else this.known.set(name, { milliseconds });
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

  /** Whether a connection has prepared so much that it has to go. */
  private isWornOut(client: PoolClient, { name, text, hasSentText }: TextQuery): boolean {
    if (!hasSentText) return false;
    const isLong = text.length > LONGEST_PREPARED;
    const worn = name !== undefined ? text.length : isLong ? text.length * UNPREPARED_SHARE : 0;
    const wear = (this.wear.get(client) ?? 0) + worn;
    this.wear.set(client, wear);
    return wear > MOST_PREPARED;
  }
}

/** The process of a connection's server side, which pg has and does not declare. */
type BackendClient = PoolClient & { readonly processID: number };

/** The memory that a read holds while it waits, roughly. */
function heldBytes({ text }: Plan, values: readonly unknown[]): number {
  const lengths = values.map((value) =>
    typeof value === 'string' ? value.length : Array.isArray(value) ? JSON.stringify(value).length : 8,
  );
  return lengths.reduce((sum, length) => sum + 2 * length, 2 * text.length + 1_000);
}

/** Whether PostgreSQL answered with an error of the statement, so that the connection itself is well. */
function isStatementError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^(22|42|54|57014|53)/.test(String(error.code));
}
