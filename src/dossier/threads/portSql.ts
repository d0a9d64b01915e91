import type { MessagePort } from 'node:worker_threads';
import type { Sql } from '../../store/sql';

/** A statement that one thread asks another to run. */
interface Question {
  readonly method: keyof Sql;
  readonly text: string;
  readonly values: unknown[];
}

type Answer = { readonly result: unknown } | { readonly failed: true };

/** Thrown in the thread that asked: the fault itself is known to the one that has the connection. */
export class StatementFailed extends Error {}

/** Asks through a port, at whose other end {@link answerSql} has the connection. */
export class PortSql implements Sql {
  private last: Promise<unknown> = Promise.resolve();

  constructor(private readonly port: MessagePort) {}

  rows<Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> {
    return this.ask({ method: 'rows', text, values }) as Promise<Row[]>;
  }

  run(text: string, values: unknown[] = []): Promise<number> {
    return this.ask({ method: 'run', text, values }) as Promise<number>;
  }

  /** A connection runs one statement at a time anyway. */
  private ask(question: Question): Promise<unknown> {
    const answer = this.last.then(() => this.send(question));
    this.last = answer.catch(() => undefined);
    return answer;
  }

  private send(question: Question): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.port.once('message', (answer: Answer) => {
        if ('failed' in answer) reject(new StatementFailed());
        else resolve(answer.result);
      });
      this.port.postMessage(question);
    });
  }
}

/**
 * Runs what a {@link PortSql} asks for.
 *
 * @param onWork told when the other thread waits for a statement, and when it goes on
 * @returns what failed, as soon as something has
 */
export function answerSql(port: MessagePort, sql: Sql, onWork: { waits(): void; goesOn(): void }): { fault?: unknown } {
  const state: { fault?: unknown } = {};
  const answer = async ({ method, text, values }: Question): Promise<void> => {
    onWork.waits();
    try {
      const result: unknown = await sql[method](text, values);
      onWork.goesOn();
      port.postMessage({ result } satisfies Answer);
    } catch (error) {
      state.fault = error;
      onWork.goesOn();
      port.postMessage({ failed: true } satisfies Answer);
    }
  };
  port.on('message', (question: Question) => void answer(question));
  return state;
}
