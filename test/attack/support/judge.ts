import { ErrorCode } from '../../../src/lib/errors';
import { type Attack, type Expected, limitsOf } from './attack';
import type { Outcome } from './outcome';

/** What an attack cost the server. */
export interface Cost {
  readonly milliseconds: number;
  readonly memoryBytes: number;
}

const OVERLOADED = 'OVERLOADED';

/** Every code that a client may see: the program's own, and those of Apollo Server. */
const STABLE_CODES: ReadonlySet<string | undefined> = new Set([
  ...Object.values<string>(ErrorCode),
  OVERLOADED,
  'RATE_LIMITED',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_FOUND',
  'BAD_REQUEST',
]);

/** What the server did wrong, each in a few words; empty where it did all right. */
export function faultsOf(attack: Attack, outcome: Outcome, cost: Cost): string[] {
  return [...answerFaults(attack.expected, outcome), ...costFaults(attack, outcome, cost)];
}

function answerFaults(expected: Expected, outcome: Outcome): string[] {
  const { status = 0, codes, closeCode } = outcome;
  const faults: string[] = [];
  const isOverloaded = status === 503 && codes.every((code) => code === OVERLOADED);
  if (status >= 500 && !isOverloaded) faults.push(`status ${status}`);
  const unstable = codes.filter((code) => !STABLE_CODES.has(code));
  if (unstable.length > 0) faults.push(`code ${shown(unstable)}`);
  if (!isEndedAs(expected, outcome)) faults.push(`is not ${expected.ending}: ${summaryOf(outcome)}`);
  const { codes: allowed = codes, statuses = [status], closeCodes = [closeCode] }: Unchecked = expected;
  const others = codes.filter((code) => !allowed.includes(code) && code !== OVERLOADED && STABLE_CODES.has(code));
  if (others.length > 0) faults.push(`code ${shown(others)} instead of ${shown(allowed)}`);
  if (!statuses.includes(status)) faults.push(`status ${status} instead of ${shown(statuses)}`);
  if (!closeCodes.includes(closeCode)) faults.push(`closed with ${String(closeCode)} instead of ${shown(closeCodes)}`);
  return faults;
}

function isEndedAs({ ending }: Expected, { status, codes, isEnded }: Outcome): boolean {
  const isRefused = codes.length > 0 || (status !== undefined && status >= 400);
  // A WebSocket has 101 and then answers in messages.
  const isAnswered = !isRefused && (status === 200 || status === 101);
  switch (ending) {
    case 'answered':
      return isAnswered;
    case 'refused':
      return isRefused;
    case 'either':
      return isAnswered || isRefused;
    case 'ended':
      return isEnded;
    case 'anything':
      return true;
  }
}

function costFaults(attack: Attack, { bytes }: Outcome, cost: Cost): string[] {
  const limits = limitsOf(attack);
  const over = (what: string, value: number, limit: number): string[] =>
    value > limit ? [`${what} ${Math.round(value).toLocaleString('en')} > ${limit.toLocaleString('en')}`] : [];
  return [
    ...over('milliseconds', cost.milliseconds, limits.milliseconds),
    ...over('bytes', bytes, limits.answerBytes),
    ...over('memory', cost.memoryBytes, limits.memoryBytes),
  ];
}

function summaryOf({ status, closeCode, isEnded, excerpt }: Outcome): string {
  const end = closeCode === undefined ? '' : `, closed with ${closeCode}`;
  return `status ${String(status)}${end}${isEnded ? '' : ', left open'} ${JSON.stringify(excerpt)}`;
}

function shown(values: readonly unknown[]): string {
  return [...new Set(values)].slice(0, 5).map(String).join(' or ');
}

/** What is expected, where any value is as good. */
interface Unchecked {
  readonly codes?: readonly (string | undefined)[];
  readonly statuses?: readonly (number | undefined)[];
  readonly closeCodes?: readonly (number | undefined)[];
}
