import { createHash } from 'node:crypto';
import { execute, type ExecutionArgs } from 'graphql';
import { SharedResults } from '../../lib/sharedResults';
import type { ChangeEvent } from '../../read/changeEvent';
import type { Role } from '../../read/readType';
import { type ErrorDoor, formatResult } from '../errorDoor';

/** Bytes of the answers that are kept for those who come a little later, and for how many milliseconds. */
const MOST_BYTES = 16 * 1024 * 1024;
const KEPT_MS = 1_000;

/** One answer of a subscription, as JSON. */
export interface Answer {
  readonly json: Buffer;
  /** Whether it has errors: then it is the last. */
  readonly isLast: boolean;
}

/** Answers changes: once for all subscribers with the same document, variables and role. */
export class SharedAnswers {
  private readonly answers = new SharedResults<Answer>({
    bytes: MOST_BYTES,
    ms: KEPT_MS,
    sizeOf: ({ json }) => json.length,
    // Who comes back after an error asks anew.
    keeps: ({ isLast }) => !isLast,
  });
  private readonly documentNumbers = new WeakMap<object, number>();
  private lastNumber = 0;

  constructor(private readonly door: ErrorDoor) {}

  /**
   * What answers the changes of one subscription.
   *
   * @param execution all that an answer depends on but for the change; of its context, the role alone may count
   */
  for(execution: ExecutionArgs, role: Role): (event: ChangeEvent) => Promise<Answer> {
    const { document, operationName, variableValues } = execution;
    const asked = JSON.stringify([this.numberOf(document), operationName, variableValues, role]);
    const key = createHash('sha256').update(asked).digest('base64url');
    return (event) =>
      this.answers.get(`${key} ${event.cursor} ${event.asOf}`, async () => {
        const result = await execute({ ...execution, rootValue: event });
        const json = Buffer.from(JSON.stringify(formatResult(this.door, result)));
        return { json, isLast: result.errors !== undefined };
      });
  }

  private numberOf(document: object): number {
    const known = this.documentNumbers.get(document);
    if (known !== undefined) return known;
    this.lastNumber += 1;
    this.documentNumbers.set(document, this.lastNumber);
    return this.lastNumber;
  }
}
