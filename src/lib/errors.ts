import { GraphQLError } from 'graphql';

/** The stable codes of extensions.code. Anything that is none of these is masked as INTERNAL_SERVER_ERROR. */
export const ErrorCode = {
  BAD_USER_INPUT: 'BAD_USER_INPUT',
  NOT_FOUND: 'NOT_FOUND',
  CONFLICT: 'CONFLICT',
  FORBIDDEN: 'FORBIDDEN',
  UNAUTHENTICATED: 'UNAUTHENTICATED',
  COST_LIMIT_EXCEEDED: 'COST_LIMIT_EXCEEDED',
  TIMEOUT: 'TIMEOUT',
  DATABASE_UNAVAILABLE: 'DATABASE_UNAVAILABLE',
  IDENTITY_PROVIDER_UNAVAILABLE: 'IDENTITY_PROVIDER_UNAVAILABLE',
  CURSOR_EXPIRED: 'CURSOR_EXPIRED',
  SUBSCRIBER_TOO_SLOW: 'SUBSCRIBER_TOO_SLOW',
  /** One client sends too much; extensions.retryAfter gives the seconds to wait. */
  RATE_LIMITED: 'RATE_LIMITED',
  /** All clients together send too much; extensions.retryAfter as above. */
  OVERLOADED: 'OVERLOADED',
  HOST_NOT_ALLOWED: 'HOST_NOT_ALLOWED',
} as const;
export type ErrorCode = (typeof ErrorCode)[keyof typeof ErrorCode];

/** How many errors an answer may have, and how many each check of a request looks for. */
export const MOST_ERRORS = 10;

/** A fault of the request, told to whoever made it: its message says what is wrong and what would be right. */
export class RequestError extends GraphQLError {
  readonly code: ErrorCode;

  /**
   * @param code one of the stable codes
   * @param message what is wrong and what would be right, in a full sentence
   * @param details path: where in the answer it belongs; field: the argument or input field at fault; and more for extensions
   */
  constructor(
    code: ErrorCode,
    message: string,
    details: { path?: readonly (string | number)[]; field?: string; cause?: Error; [key: string]: unknown } = {},
  ) {
    const { path, cause, ...extensions } = details;
    super(message, { path, originalError: cause, extensions: { code, ...extensions } });
    this.name = 'RequestError';
    this.code = code;
  }
}
