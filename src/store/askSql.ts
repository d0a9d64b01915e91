import type { Ask } from '../database/writeConnections';
import type { Sql } from './sql';

/** Asks inside a short transaction. */
export class AskSql implements Sql {
  constructor(private readonly ask: Ask) {}

  async rows<Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> {
    return (await this.ask<Row>(text, values)).rows;
  }

  async run(text: string, values: unknown[] = []): Promise<number> {
    return (await this.ask(text, values)).rowCount ?? 0;
  }
}
