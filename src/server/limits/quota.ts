import { ErrorCode, RequestError } from '../../lib/errors';

/** Seconds after which a client that was refused may try again. */
const RETRY_SECONDS = 10;

/** How many of something may be open at once. */
export interface QuotaLimits {
  /** What is counted, in the plural, for messages. */
  readonly what: string;
  readonly inAll: number;
  readonly perClient: number;
}

/** One that is open and counted, until it is given back. */
export interface Lease {
  /**
   * Counts it for another client from now on.
   *
   * @throws RequestError RATE_LIMITED where that one has as many as it may
   */
  moveTo(client: string): void;
  /** Counts it no more. Calling it again does nothing. */
  release(): void;
}

/** Counts what clients hold open, and refuses what would be too much. */
export class Quota {
  private readonly perClient = new Map<string, number>();
  private inAll = 0;

  constructor(private readonly limits: QuotaLimits) {}

  /** How many are open. */
  get size(): number {
    return this.inAll;
  }

  /**
   * Counts one more.
   *
   * @param client as `clientOf` names them
   * @throws RequestError RATE_LIMITED where the client has as many as it may, OVERLOADED where all together have
   */
  take(client: string): Lease {
    const { what, inAll } = this.limits;
    this.checkClient(client);
    if (this.inAll >= inAll) {
      const message = `The server has as many ${what} open as it can take. Try again a little later.`;
      throw new RequestError(ErrorCode.OVERLOADED, message, { retryAfter: RETRY_SECONDS });
    }
    let holder: string | undefined = client;
    this.count(client, 1);
    return {
      moveTo: (next) => {
        if (holder === undefined || holder === next) return;
        this.checkClient(next);
        this.count(holder, -1);
        this.count(next, 1);
        holder = next;
      },
      release: () => {
        if (holder !== undefined) this.count(holder, -1);
        holder = undefined;
      },
    };
  }

  private checkClient(client: string): void {
    const { what, perClient } = this.limits;
    if (this.heldBy(client) < perClient) return;
    const message = `A client may have ${perClient} ${what} open at once. Close one first.`;
    throw new RequestError(ErrorCode.RATE_LIMITED, message, { retryAfter: RETRY_SECONDS });
  }

  private heldBy(client: string): number {
    return this.perClient.get(client) ?? 0;
  }

  private count(client: string, change: number): void {
    const held = this.heldBy(client) + change;
    if (held > 0) this.perClient.set(client, held);
    else this.perClient.delete(client);
    this.inAll += change;
  }
}
