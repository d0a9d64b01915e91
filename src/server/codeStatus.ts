import { ErrorCode } from '../lib/errors';

/** The HTTP status of an answer that holds nothing but an error of this code, where that is more than the usual one. */
export const CODE_STATUS: Readonly<Record<string, number | undefined>> = {
  [ErrorCode.UNAUTHENTICATED]: 401,
  [ErrorCode.FORBIDDEN]: 403,
  [ErrorCode.DATABASE_UNAVAILABLE]: 503,
  [ErrorCode.IDENTITY_PROVIDER_UNAVAILABLE]: 503,
  [ErrorCode.RATE_LIMITED]: 429,
  [ErrorCode.OVERLOADED]: 503,
  [ErrorCode.HOST_NOT_ALLOWED]: 421,
};

/** The value of WWW-Authenticate, which every 401 must have (RFC 9110, section 11.6.1). */
export const CHALLENGE = 'Bearer';

/** The codes of refusals that a client may ask again after, with the seconds of Retry-After. */
export const RETRY_SECONDS: Readonly<Record<string, number | undefined>> = {
  [ErrorCode.RATE_LIMITED]: 10,
  [ErrorCode.OVERLOADED]: 10,
};
