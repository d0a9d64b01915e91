import type { Connection, Submittable } from 'pg';
import { prepareValue } from 'pg/lib/utils';

/** What pg's connection has beside what its types declare. */
interface PgConnection extends Omit<Connection, 'parse' | 'bind' | 'execute'> {
  /** Texts of the statements that this connection has prepared, by their names. */
  readonly parsedStatements: Record<string, string | undefined>;
  parse(statement: { name?: string; text: string }): void;
  bind(binding: { statement?: string; values: readonly (string | Buffer | null)[] }): void;
  execute(): void;
}

/**
 * A statement that gives one row with one text, as every plan does. pg's own query asks for a description of the columns each
 * time and builds rows by it, which costs as much as all else that it does; here the text is taken as it comes.
 */
export class TextQuery implements Submittable {
  private readonly values: readonly (string | Buffer | null)[];
  private answer: string | null = null;
  private settle?: (error?: Error) => void;

  /** @param name what the statement is prepared under; undefined: it is not kept */
  constructor(
    readonly name: string | undefined,
    readonly text: string,
    values: readonly unknown[],
  ) {
    this.values = values.map((value) => prepareValue(value));
  }

  /** Resolves with the text once the connection is free again, or rejects with PostgreSQL's error. */
  result(): Promise<string | null> {
    return new Promise((resolve, reject) => {
      this.settle = (error) => {
        if (error === undefined) resolve(this.answer);
        else reject(error);
      };
    });
  }

  /** Sends all that the statement takes at once. */
  submit(given: Connection): void {
    const connection = given as PgConnection;
    const { name, text, values } = this;
    connection.stream.cork();
    if (name === undefined || connection.parsedStatements[name] === undefined) connection.parse({ name, text });
    connection.bind({ statement: name, values });
    connection.execute();
    connection.sync();
    connection.stream.uncork();
  }

  handleDataRow({ fields }: { readonly fields: readonly (string | null)[] }): void {
    this.answer = fields[0] ?? null;
  }

  handleReadyForQuery(): void {
    this.settle?.();
  }

  handleError(error: Error): void {
    this.settle?.(error);
  }

  handleCommandComplete(): void {
    // The text has come with its row.
  }
}
