import { types } from 'node:util';

/**
 * An error and the ones that caused it, the outermost first. GraphQL calls a cause `originalError`, JavaScript `cause`.
 *
 * @param thrown whatever was thrown; what is no error has no chain
 */
export function errorChain(thrown: unknown): Error[] {
  const chain: Error[] = [];
  for (let current = thrown; isError(current) && !chain.includes(current); current = causeOf(current)) {
    chain.push(current);
  }
  return chain;
}

/** Whether something is an error, also where it comes from another realm, whose Error is not this one's. */
export function isError(thrown: unknown): thrown is Error {
  return thrown instanceof Error || types.isNativeError(thrown);
}

function causeOf(error: Error): unknown {
  return ('originalError' in error ? error.originalError : undefined) ?? error.cause;
}
