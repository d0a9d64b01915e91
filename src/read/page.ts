import { ErrorCode, RequestError } from '../lib/errors';
import type { FieldUse } from './fieldUse';

/** The page that a list's arguments ask for. */
export interface Page {
  readonly size: number;
  /** Whether it is counted from the end (last). */
  readonly backwards: boolean;
  /** Cursors as given, from a literal or a place in the variables; undefined where there is none. */
  readonly after: unknown;
  readonly before: unknown;
}

/** Rows of a page unless told, and at most. */
export const DEFAULT_PAGE_SIZE = 20;
export const LARGEST_PAGE_SIZE = 100;

/**
 * Reads first, after, last and before, as Relay's connection specification has them.
 *
 * @throws RequestError BAD_USER_INPUT where a size is not from 0 to 100, or both sizes are given
 */
export function readPage(use: FieldUse): Page {
  const { first, last, after, before } = use.args;
  if (first != null && last != null) {
    throw pageFault(use, 'last', 'Give first or last, not both.');
  }
  const field = last == null ? 'first' : 'last';
  // None of the rows is asked for by those who want counts and facets only.
  const size = checkedPageSize(use, field, first ?? last ?? DEFAULT_PAGE_SIZE, 0);
  return { size, backwards: last != null, after: after ?? undefined, before: before ?? undefined };
}

/**
 * A number of rows to ask for.
 *
 * @throws RequestError BAD_USER_INPUT where it is not from `least` to 100
 */
export function checkedPageSize(use: FieldUse, field: string, size: unknown, least = 1): number {
  if (typeof size === 'number' && size >= least && size <= LARGEST_PAGE_SIZE) return size;
  throw pageFault(
    use,
    field,
    `${field} must be from ${String(least)} to ${String(LARGEST_PAGE_SIZE)}; it is ${JSON.stringify(size)}.`,
  );
}

function pageFault(use: FieldUse, field: string, message: string): RequestError {
  return new RequestError(ErrorCode.BAD_USER_INPUT, message, { path: use.path, field });
}
