import { ErrorCode } from '../../lib/errors';
import type { Fault } from './fault';

/**
 * The fault of a relationship that ends before it begins, or null. Its place is validTo.
 *
 * @param earliest the first day on which it may have begun, as YYYY-MM-DD
 * @param latest the last day on which it may have ended
 */
export function relationshipDatesFault(earliest: unknown, latest: unknown): Fault | null {
  // Days as YYYY-MM-DD are in the order of their texts.
  if (typeof earliest !== 'string' || typeof latest !== 'string' || earliest <= latest) return null;
  return { code: ErrorCode.BAD_USER_INPUT, message: 'is before validFrom: a relationship ends after it begins' };
}
