import type { PoolClient } from 'pg';

/** What an import, an export and a mutation ask of PostgreSQL, inside one transaction. */
export interface Sql {
  rows<Row extends object>(text: string, values?: unknown[]): Promise<Row[]>;
  /** @returns how many rows it changed */
  run(text: string, values?: unknown[]): Promise<number>;
}

/** Asks over a connection of pg's. */
export class ClientSql implements Sql {
  constructor(private readonly client: PoolClient) {}

  async rows<Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> {
    return (await this.client.query<Row>(text, values)).rows;
  }

  async run(text: string, values: unknown[] = []): Promise<number> {
    return (await this.client.query(text, values)).rowCount ?? 0;
  }
}

/** Parts of a list, each at most so long. */
export function* batches<Item>(list: readonly Item[], size: number): Generator<Item[]> {
  for (let start = 0; start < list.length; start += size) yield list.slice(start, start + size);
}
