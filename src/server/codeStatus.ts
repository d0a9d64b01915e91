import type { GraphQLFormattedError } from 'graphql';
import { ErrorCode, INTERNAL_SERVER_ERROR } from '../lib/errors';

/**
 * The HTTP status of an answer that holds nothing, by the code of its first error. Codes of Apollo Server that aren't here keep
 * the status that it gives them.
 */
export const CODE_STATUS: Readonly<Partial<Record<string, number>>> = {
  [ErrorCode.BAD_USER_INPUT]: 400,
  [ErrorCode.COST_LIMIT_EXCEEDED]: 400,
  [ErrorCode.UNAUTHENTICATED]: 401,
  [ErrorCode.FORBIDDEN]: 403,
  [ErrorCode.DOCUMENT_NOT_TRUSTED]: 403,
  [ErrorCode.NOT_FOUND]: 404,
  [ErrorCode.TRUSTED_DOCUMENT_NOT_FOUND]: 404,
  [ErrorCode.CONFLICT]: 409,
  [ErrorCode.CURSOR_EXPIRED]: 410,
  [ErrorCode.UNSUPPORTED_ENCODING]: 415,
  [ErrorCode.HOST_NOT_ALLOWED]: 421,
  [ErrorCode.RATE_LIMITED]: 429,
  [INTERNAL_SERVER_ERROR]: 500,
  [ErrorCode.DATABASE_UNAVAILABLE]: 503,
  [ErrorCode.IDENTITY_PROVIDER_UNAVAILABLE]: 503,
  [ErrorCode.OVERLOADED]: 503,
  [ErrorCode.TIMEOUT]: 504,
};

/** The headers that belong to the status and the errors of an answer that holds nothing else. */
export function headersOf(status: number | undefined, errors: readonly GraphQLFormattedError[]): [string, string][] {
  const headers: [string, string][] = [];
  // Every 401 must have one (RFC 9110, section 11.6.1).
  if (status === 401) headers.push(['www-authenticate', 'Bearer']);
  const waits = errors.map(({ extensions }) => extensions?.retryAfter).filter((wait) => typeof wait === 'number');
  // A header takes whole seconds, and who comes back too early is refused again.
  if (waits.length > 0) headers.push(['retry-after', String(Math.ceil(Math.max(...waits)))]);
  return headers;
}
