import { ErrorCode } from '../../lib/errors';
import type { Fault } from './fault';

const MESSAGES = {
  relationship: 'is the party itself: a party has relationships to others',
  citation: 'is the statement itself: a statement cites others',
  counter: 'is the allegation itself: an allegation counters others',
  answer: 'is the assertion itself: an assertion answers others',
} as const;

/** What refers from an object to others of its type. */
export type SelfReference = keyof typeof MESSAGES;

/** The fault of an object that refers to itself. */
export function selfReferenceFault(kind: SelfReference): Fault {
  return { code: ErrorCode.BAD_USER_INPUT, message: MESSAGES[kind] };
}
