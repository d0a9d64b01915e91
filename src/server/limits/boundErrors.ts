import type { GraphQLFormattedError } from 'graphql';
import { MOST_ERRORS } from '../../lib/errors';
import { shorten } from '../../lib/shorten';

/** UTF-16 units of a message, and of a text in extensions. */
const MOST_TEXT = 1_000;

/** Places in the document that one error names. */
export const MOST_LOCATIONS = 10;

/** An error whose size does not depend on what the client sent. */
export function boundError(error: GraphQLFormattedError): GraphQLFormattedError {
  const { message, locations, extensions } = error;
  return {
    ...error,
    message: shorten(message, MOST_TEXT),
    ...(locations === undefined ? {} : { locations: locations.slice(0, MOST_LOCATIONS) }),
    ...(extensions === undefined ? {} : { extensions: boundExtensions(extensions) }),
  };
}

function boundExtensions(extensions: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(extensions).map(([key, value]) => [
      key,
      typeof value === 'string' ? shorten(value, MOST_TEXT) : value,
    ]),
  );
}

/**
 * The errors of one answer: the first ones, and then how many more there are, under the code of the next. Where the check
 * that found them has stopped by itself, its last one says so already.
 */
export function boundErrors(errors: readonly GraphQLFormattedError[]): readonly GraphQLFormattedError[] {
  if (errors.length <= MOST_ERRORS + 1) return errors;
  const message = `There are ${errors.length - MOST_ERRORS} more errors; only the first ${MOST_ERRORS} are shown.`;
  return [...errors.slice(0, MOST_ERRORS), { message, extensions: { code: errors[MOST_ERRORS]?.extensions?.code } }];
}
