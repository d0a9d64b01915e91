import { ErrorCode, RequestError } from './errors';

/**
 * Tells whoever works for somebody that they have gone and wait for nothing any more. An AbortSignal would tell the same, but
 * to make one for each request and listen to it is a good part of all that Node.js does for a short read.
 */
export class Departure {
  private happened = false;
  private readonly listeners = new Set<() => void>();

  /** Whether they have gone. */
  get hasHappened(): boolean {
    return this.happened;
  }

  /** They go. More than once is harmless. */
  happen(): void {
    if (this.happened) return;
    this.happened = true;
    for (const listener of this.listeners) listener();
  }

  /** Calls a listener once they go, as long as they have not gone yet. */
  listen(listener: () => void): void {
    this.listeners.add(listener);
  }

  /** The same as an AbortSignal, for what takes so long that making one costs nothing beside it. */
  signal(): AbortSignal {
    const controller = new AbortController();
    const abort = (): void => {
      controller.abort(nobodyWaits());
    };
    if (this.happened) abort();
    else this.listen(abort);
    return controller.signal;
  }

  /** Does not call it any more. */
  unlisten(listener: () => void): void {
    this.listeners.delete(listener);
  }
}

/** The error of work whose client has gone. */
export function nobodyWaits(): RequestError {
  return new RequestError(ErrorCode.TIMEOUT, 'Nobody waits for this any more.');
}
