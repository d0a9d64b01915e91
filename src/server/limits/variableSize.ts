import { ErrorCode, RequestError } from '../../lib/errors';
import { shorten } from '../../lib/shorten';
import { LIMITS } from './limits';
import { NESTING_LIMIT, TOO_DEEP } from './nesting';

/** Characters of a variable's name that an error shows. */
const MOST_NAME = 60;

/**
 * Refuses variables that hold too many values or nest too deeply, in one pass without recursion that stops at the limit.
 *
 * @param variables the variables of a request, as JSON gave them
 * @throws RequestError COST_LIMIT_EXCEEDED, or BAD_USER_INPUT, which names the variable that nests
 */
export function checkVariables(variables: Readonly<Record<string, unknown>>): void {
  let count = 0;
  if (sizeOf(variables) > LIMITS.variables) throw tooMany();
  for (const [name, variable] of Object.entries(variables)) {
    let level: unknown[] = [variable];
    for (let depth = 0; level.length > 0; depth++) {
      count += level.length;
      if (count > LIMITS.variables) throw tooMany();
      if (depth > NESTING_LIMIT) throw tooDeep(shorten(name, MOST_NAME));
      const next: unknown[] = [];
      for (const item of level) {
        if (typeof item !== 'object' || item === null) continue;
        if (count + next.length + sizeOf(item) > LIMITS.variables) throw tooMany();
        const below: readonly unknown[] = Array.isArray(item) ? item : Object.values(item);
        for (const each of below) next.push(each);
      }
      level = next;
    }
  }
}

/** How many values there are right inside. To list the names takes a third of the time that the values take. */
function sizeOf(item: object): number {
  return Array.isArray(item) ? item.length : Object.keys(item).length;
}

function tooMany(): RequestError {
  const { variables: limit } = LIMITS;
  const message = `The variables hold ${limit + 1} values or more, with those of lists and objects; at most ${limit} are allowed.`;
  return new RequestError(ErrorCode.COST_LIMIT_EXCEEDED, message, { cost: limit + 1, limit, of: 'variables' });
}

function tooDeep(field: string): RequestError {
  return new RequestError(ErrorCode.BAD_USER_INPUT, `The variable "$${field}" ${TOO_DEEP}.`, { field });
}
