import { ErrorCode } from '../lib/errors';

/** The HTTP status of an answer that holds nothing but an error of this code, where that is more than the usual one. */
export const CODE_STATUS: Readonly<Record<string, number | undefined>> = {
  [ErrorCode.UNAUTHENTICATED]: 401,
  [ErrorCode.FORBIDDEN]: 403,
  [ErrorCode.DATABASE_UNAVAILABLE]: 503,
  [ErrorCode.IDENTITY_PROVIDER_UNAVAILABLE]: 503,
};

/** The value of WWW-Authenticate, which every 401 must have (RFC 9110, section 11.6.1). */
export const CHALLENGE = 'Bearer';
