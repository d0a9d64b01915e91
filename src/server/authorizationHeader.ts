import type { IncomingMessage } from 'node:http';

/** The header Authorization of a request. Of two, Node would show the first alone; joined, they are no valid one. */
export function authorizationHeader({ headersDistinct }: IncomingMessage): string | undefined {
  return headersDistinct.authorization?.join(', ');
}
