import { createHash } from 'node:crypto';
import { escapeLiteral, type Pool, type PoolClient, type QueryResult, type QueryResultRow } from 'pg';

/** Milliseconds that a transaction may take in all, and each of its statements. */
const LIMIT_MS = 30_000;

/** Begins a statement that is sent without preparing it by name: a connection would keep each of those for good. */
export const UNPREPARED = '/* unprepared */ ';

/** Asks one statement inside a transaction. */
export type Ask = <Row extends QueryResultRow>(text: string, values: unknown[]) => Promise<QueryResult<Row>>;

/** What is noted of who writes, for the histories of what a transaction changes. */
export type SessionNotes = Readonly<Record<string, string>>;

/** A short transaction that took longer than it may. Nothing of it was kept. */
export class TransactionTooLong extends Error {
  constructor(limitMs: number) {
    super(`The transaction took longer than ${limitMs / 1000} s.`);
  }
}

/**
 * Short transactions, on connections that nothing else waits for. They are READ COMMITTED, which the store's triggers need,
 * whatever the database's default is.
 */
export class WriteConnections {
  /** Names of statements by their texts. The texts that are prepared are few and written in this program. */
  private readonly names = new Map<string, string>();

  /**
   * @param preparedStatements whether statements are prepared once a connection, by name
   * @param limitMs milliseconds that a transaction may take in all, and each of its statements; others are for tests
   */
  constructor(
    private readonly pool: Pool,
    private readonly preparedStatements: boolean,
    private readonly limitMs = LIMIT_MS,
  ) {}

  /**
   * Does work in one transaction: all of it or nothing.
   *
   * @param notes settings by their names, which hold until the transaction ends
   * @throws TransactionTooLong where a statement would begin too late; one that takes too long itself is cancelled by PostgreSQL
   */
  async transaction<Result>(notes: SessionNotes, work: (ask: Ask) => Promise<Result>): Promise<Result> {
    const client = await this.pool.connect();
    const end = performance.now() + this.limitMs;
    let isBroken = false;
    try {
      await client.query(beginning({ statement_timeout: String(this.limitMs), ...notes }));
      const result = await work((text, values) => {
        if (performance.now() > end) throw new TransactionTooLong(this.limitMs);
        return this.ask(client, text, values);
      });
      const { command } = await client.query('COMMIT');
      // PostgreSQL ends a transaction in which a statement has failed, however it is told to.
      if (command !== 'COMMIT') throw new Error('A statement failed, and the work went on as if it had not.');
      return result;
    } catch (error) {
      // Where even this fails, the connection is gone, and the transaction with it.
      await client.query('ROLLBACK').catch(() => (isBroken = true));
      throw error;
    } finally {
      client.release(isBroken);
    }
  }

  private ask<Row extends QueryResultRow>(
    client: PoolClient,
    text: string,
    values: unknown[],
  ): Promise<QueryResult<Row>> {
    const isPrepared = this.preparedStatements && !text.startsWith(UNPREPARED);
    return client.query<Row>(isPrepared ? { name: this.nameOf(text), text, values } : { text, values });
  }

  private nameOf(text: string): string {
    const known = this.names.get(text);
    if (known !== undefined) return known;
    const name = statementName(text);
    this.names.set(text, name);
    return name;
  }
}

/** PostgreSQL cuts names at 63 bytes, so a statement is named by its digest. */
export function statementName(text: string): string {
  return createHash('sha1').update(text).digest('base64url');
}

/** Begins a transaction with its settings, in one message: each one more costs as much as a statement. */
function beginning(notes: SessionNotes): string {
  const set = Object.entries(notes).map(
    ([name, value]) => `set_config(${escapeLiteral(name)}, ${escapeLiteral(value)}, true)`,
  );
  return `BEGIN ISOLATION LEVEL READ COMMITTED; SELECT ${set.join(', ')}`;
}
