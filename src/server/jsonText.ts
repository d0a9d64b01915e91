import type { FormattedExecutionResult } from 'graphql';

/** An answer's `data` that PostgreSQL has already written as JSON: it is sent as it is, neither parsed nor built again. */
export class JsonText {
  /** What Apollo Server's types want of a `data`: any property may be asked for, and is not there. */
  readonly [property: string]: unknown;

  /** @param text valid JSON */
  constructor(readonly text: string) {}
}

/** Writes an answer's body, with a {@link JsonText} put into it untouched. For Apollo Server's `stringifyResult`. */
export function stringifyResult(result: FormattedExecutionResult): string {
  return result.data instanceof JsonText ? `{"data":${result.data.text}}` : JSON.stringify(result);
}
