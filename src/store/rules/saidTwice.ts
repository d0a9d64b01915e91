import { ErrorCode } from '../../lib/errors';
import type { Fault } from './fault';

const EQUAL = {
  assertion: 'allegation, statement, speaker, stance and place of the quotation',
  finding: 'allegation, body, statement and place of the quotation',
} as const;

/** What makes an assertion or a finding the only one of its kind; unique indexes of the store hold the same. */
export interface SaidIdentity {
  readonly allegation: string;
  readonly statement: string | null | undefined;
  /** The speaker, or the body that found it. */
  readonly party: string;
  /** Null for a finding. */
  readonly stance: string | null;
  readonly start: number | null | undefined;
  readonly end: number | null | undefined;
}

/** The same text for two that are the same. */
export function saidIdentity({ allegation, statement, party, stance, start, end }: SaidIdentity): string {
  return JSON.stringify([allegation, statement ?? null, party, stance, start ?? null, end ?? null]);
}

/**
 * The fault of an assertion or a finding that is the same as another.
 *
 * @param first the place of the other, where it is known
 */
export function saidTwiceFault(type: keyof typeof EQUAL, first = `another ${type}`): Fault {
  return { code: ErrorCode.CONFLICT, message: `is the same as ${first}, with equal ${EQUAL[type]}: write it once` };
}
