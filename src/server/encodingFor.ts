import type { IncomingMessage } from 'node:http';
import Negotiator from 'negotiator';

/** How a body may be encoded on its way, the best first. */
const ENCODINGS = ['br', 'gzip', 'identity'] as const;
export type Encoding = (typeof ENCODINGS)[number];

/** The best encoding that a client takes, whichever of them it would like better. */
export function encodingFor(request: Pick<IncomingMessage, 'headers'>): Encoding {
  // Most programs name none, and are answered without a further look.
  if (request.headers['accept-encoding'] === undefined) return 'identity';
  const taken = new Negotiator(request).encodings(ENCODINGS);
  return ENCODINGS.find((encoding) => taken.includes(encoding)) ?? 'identity';
}
