import type { Connection, Submittable } from 'pg';
import { serialize } from 'pg-protocol';
import { prepareValue } from 'pg/lib/utils';

/** What pg's connection has beside what its types declare. */
interface PgConnection extends Connection {
  /** Texts of the statements that this connection has prepared, by their names. */
  readonly parsedStatements: Record<string, string | undefined>;
}

/**
 * A statement that gives one row with one text, as every plan does. pg's own query asks for a description of the columns each
 * time and builds rows by it, which costs as much as all else that it does; here the text is taken as it comes.
 */
export class TextQuery implements Submittable {
  private readonly values: (string | Buffer | null)[];
  private answer: string | null = null;
  /** Whether there was a row. */
  hasRow = false;
  /** Whether PostgreSQL was sent the text, and not only the name of what it has prepared. */
  hasSentText = false;
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

  /** Sends all that the statement takes as one piece: pg's own pieces go to the socket one by one. */
  submit(connection: Connection): void {
    const { name, text, values } = this;
    const { stream, parsedStatements } = connection as PgConnection;
    const isPrepared = name !== undefined && parsedStatements[name] !== undefined;
    this.hasSentText = !isPrepared;
    const messages = [
      ...(isPrepared ? [] : [serialize.parse({ name, text })]),
      serialize.bind({ statement: name, values }),
      serialize.execute(),
      serialize.sync(),
    ];
    if (stream.writable) stream.write(Buffer.concat(messages));
  }

  handleDataRow({ fields }: { readonly fields: readonly (string | null)[] }): void {
    this.hasRow = true;
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
