import { GraphQLError } from 'graphql';

/** The stable codes of extensions.code, beside those that Apollo Server has for faults of a document: see docs/errors.md. */
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
  UNSUPPORTED_ENCODING: 'UNSUPPORTED_ENCODING',
  TRUSTED_DOCUMENT_NOT_FOUND: 'TRUSTED_DOCUMENT_NOT_FOUND',
  DOCUMENT_NOT_TRUSTED: 'DOCUMENT_NOT_TRUSTED',
} as const;
export type ErrorCode = (typeof ErrorCode)[keyof typeof ErrorCode];

/** The code of everything that nobody foresaw: its message is kept back, and it is logged under extensions.id. */
export const INTERNAL_SERVER_ERROR = 'INTERNAL_SERVER_ERROR';

/** How many errors an answer may have, and how many each check of a request looks for. */
export const MOST_ERRORS = 10;

/** A fault of the request. Its message says to the client what is wrong and what would be right. */
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
