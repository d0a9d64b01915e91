/** What attacks are made with: real keys of the store under the server, and what its people show. */
export interface World {
  readonly partyId: string;
  readonly partySlug: string;
  readonly statementId: string;
  readonly allegationId: string;
  readonly assertionId: string;
  /** A real cursor of `parties`. */
  readonly partyCursor: string;
  /** The values of the header Authorization. */
  readonly editor: string;
  readonly admin: string;
  /** What the header Host names. */
  readonly host: string;
}

export type Bytes = string | Buffer;

/** Bytes to write, once or several times, or milliseconds to wait before the next step. */
export type Step = { readonly write: Bytes; readonly times?: number } | { readonly wait: number };

export interface HttpDelivery {
  readonly by: 'http';
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Bytes;
  /** For an event stream: milliseconds to listen before the client leaves. Default: 300. */
  readonly listens?: number;
  /** Whether the client takes what is sent. Default: true. */
  readonly reads?: boolean;
  /** Requests of this kind that are sent at once. Default: 1. */
  readonly connections?: number;
}

/** Bytes over TCP, for what no HTTP client would send. */
export interface RawDelivery {
  readonly by: 'bytes';
  readonly steps: readonly Step[];
  readonly connections?: number;
  readonly reads?: boolean;
  /** Milliseconds without an answer or an end after which the client leaves. Default: 300. */
  readonly listens?: number;
}

/** Frames over a WebSocket that has been opened properly. */
export interface SocketDelivery {
  readonly by: 'socket';
  readonly steps: readonly Step[];
  readonly headers?: Readonly<Record<string, string>>;
  readonly connections?: number;
  readonly reads?: boolean;
  readonly listens?: number;
}

export type Delivery = HttpDelivery | RawDelivery | SocketDelivery;

/**
 * What the server must do:
 * - answered: status 200 without errors;
 * - refused: a status of 4xx, or errors with stable codes;
 * - either: one of the two;
 * - ended: the server ends the connection, after a 4xx, or a close code, or without a word;
 * - anything: whatever keeps to the limits, such as ignoring it.
 */
export type Ending = 'answered' | 'refused' | 'either' | 'ended' | 'anything';

export interface Expected {
  readonly ending: Ending;
  /** The only codes that errors may have. Default: every stable code. */
  readonly codes?: readonly string[];
  /** The only statuses of HTTP. */
  readonly statuses?: readonly number[];
  /** The only codes with which a WebSocket may be closed. */
  readonly closeCodes?: readonly number[];
}

/** What an attack may cost the server. */
export interface Limits {
  /** Until the end of the answer, or of the connection. */
  readonly milliseconds: number;
  /** Of all that the server sends. */
  readonly answerBytes: number;
  /** By which its memory may grow meanwhile, at the peak. */
  readonly memoryBytes: number;
}

/** A hostile request, and what the server must make of it. */
export interface Attack {
  /** The rule that it shows. */
  readonly name: string;
  readonly deliver: (world: World) => Delivery;
  readonly expected: Expected;
  readonly limits?: Partial<Limits>;
}

export const KILOBYTE = 1024;
export const MEGABYTE = 1024 * 1024;

const DEFAULT_LIMITS: Limits = {
  milliseconds: 1_000,
  answerBytes: 64 * KILOBYTE,
  memoryBytes: 200 * MEGABYTE,
};

export function limitsOf({ limits }: Attack): Limits {
  return { ...DEFAULT_LIMITS, ...limits };
}

export const answered: Expected = { ending: 'answered' };
export const anything: Expected = { ending: 'anything' };

/** Refused with one of these codes; with any stable code where none is named. */
export function refused(...codes: string[]): Expected {
  return { ending: 'refused', codes: codes.length > 0 ? codes : undefined };
}

/** Answered, or refused with one of these codes. */
export function either(...codes: string[]): Expected {
  return { ending: 'either', codes: codes.length > 0 ? codes : undefined };
}

/** Refused by HTTP itself, with one of these statuses. */
export function refusedWith(...statuses: number[]): Expected {
  return { ending: 'refused', statuses };
}

/** The connection ends; a WebSocket with one of these close codes, where some are named. */
export function ended(...closeCodes: number[]): Expected {
  return { ending: 'ended', closeCodes: closeCodes.length > 0 ? closeCodes : undefined };
}
