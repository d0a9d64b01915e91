import type { PoolClient } from 'pg';
import type { Sql } from './sql';

/** Asks over a connection of pg's. */
export class ClientSql implements Sql {
  /** @param signal once it is aborted, nothing more is asked */
  constructor(
    private readonly client: PoolClient,
    private readonly signal?: AbortSignal,
  ) {}

  async rows<Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> {
    this.signal?.throwIfAborted();
    return (await this.client.query<Row>(text, values)).rows;
  }

  async run(text: string, values: unknown[] = []): Promise<number> {
    this.signal?.throwIfAborted();
    return (await this.client.query(text, values)).rowCount ?? 0;
  }
}
