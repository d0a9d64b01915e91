import { LRUCache } from 'lru-cache';
import { ErrorCode, RequestError } from '../lib/errors';

/** Clients whose budgets are kept. Who is pushed out begins with a full one, as after a minute's rest. */
const MOST_CLIENTS = 20_000;

const MINUTE_MS = 60_000;

interface Bucket {
  left: number;
  at: number;
}

/** How much each client may ask of the database in a minute, by cost. What was not used in a minute is not saved. */
export class CostBudget {
  private readonly buckets = new LRUCache<string, Bucket>({ max: MOST_CLIENTS });

  /** @param perMinute the cost that a client may ask for in a minute; Infinity for any */
  constructor(private readonly perMinute: number) {}

  /**
   * Takes a cost from a client's budget.
   *
   * @param now milliseconds of a clock that only goes forward
   * @throws RequestError RATE_LIMITED, with the seconds after which the budget has grown enough
   */
  take(client: string, cost: number, now = performance.now()): void {
    if (this.perMinute === Infinity) return;
    const bucket = this.buckets.get(client) ?? { left: this.perMinute, at: now };
    bucket.left = Math.min(this.perMinute, bucket.left + ((now - bucket.at) / MINUTE_MS) * this.perMinute);
    bucket.at = now;
    this.buckets.set(client, bucket);
    // One that costs more than a whole minute's budget is let through by a full one.
    const price = Math.min(cost, this.perMinute);
    if (bucket.left >= price) {
      bucket.left -= price;
      return;
    }
    const retryAfter = Math.ceil((((price - bucket.left) / this.perMinute) * MINUTE_MS) / 1_000);
    const limit = this.perMinute;
    const message =
      `Your large requests of the last minute cost more than ${limit.toLocaleString('en')} together, which is the limit. ` +
      `This one costs ${cost.toLocaleString('en')}; it can be sent again in ${String(retryAfter)} s.`;
    throw new RequestError(ErrorCode.RATE_LIMITED, message, { cost, limit, retryAfter });
  }
}
