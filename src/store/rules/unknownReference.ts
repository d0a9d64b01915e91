import { ErrorCode } from '../../lib/errors';
import type { Fault } from './fault';

/**
 * The fault of a reference to what is not there.
 *
 * @param by what it is referred to by
 * @param hint what may be meant, where somebody can say
 */
export function unknownReferenceFault(type: string, by: 'id' | 'key' | 'ref', name: string, hint?: string): Fault {
  const named = by === 'id' ? name : `'${name}'`;
  const message = `names nothing: no ${type} has the ${by} ${named}${hint === undefined ? '' : `: ${hint}`}`;
  return { code: ErrorCode.NOT_FOUND, message };
}
