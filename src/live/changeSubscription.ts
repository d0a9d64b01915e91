import { ErrorCode, RequestError } from '../lib/errors';
import type { ChangeEvent } from '../read/changeEvent';
import type { ChangeFilter } from './changeLog';
import { kindSeenBy, type StoredChange } from './storedChange';

/** Changes that wait in memory for one subscriber. Beyond these, the store is asked again once it has come so far. */
const MOST_WAITING = 1_000;

/** Changes that are read at once for a subscriber that catches up. */
const BATCH = 200;

/** What a subscription wants, and what it asks of whoever made it. */
export interface SubscriptionOptions extends ChangeFilter {
  /** Begins after this change; undefined means that it begins now. */
  readonly after?: number;
  /**
   * Asked before each delivery whether the subscriber may still have it.
   *
   * @throws RequestError that ends the subscription
   */
  readonly admit: () => Promise<void>;
  /** Called where the subscriber was too slow and may not even take the error that says so. */
  readonly onSlow: (error: RequestError) => void;
}

/** What a subscription needs of the feed. */
export interface ChangeSource {
  /** The number of the newest change that was handed round. */
  readonly position: number;
  /** The changes after one, up to another, which the filter lets pass. */
  between(after: number, upTo: number, filter: ChangeFilter, limit: number): Promise<StoredChange[]>;
  /** From now on, the subscription is offered what is new. */
  join(subscription: ChangeSubscription): void;
  /** It wants nothing any more. */
  leave(subscription: ChangeSubscription): void;
  cursorOf(change: StoredChange): string;
}

/**
 * The changes that one subscriber gets, in order, each once. It first reads what was missed from the store, at the pace at
 * which the subscriber takes it, and is then offered what is new. Where more comes than may wait in memory, it reads from the
 * store again. Who takes nothing for long is cut off.
 */
export class ChangeSubscription implements AsyncIterableIterator<ChangeEvent> {
  private waiting: StoredChange[] = [];
  /** The last change that was read, while catching up; undefined while new ones are offered. */
  private readTo: number | undefined;
  private delivered: number;
  private ended: { error?: RequestError } | undefined;
  private wake: (() => void) | undefined;
  /** When the subscriber was given what it has not come back from; undefined while it waits for us. */
  private busySince: number | undefined = performance.now();

  constructor(
    private readonly source: ChangeSource,
    private readonly options: SubscriptionOptions,
  ) {
    this.delivered = options.after ?? source.position;
    this.readTo = this.delivered;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<ChangeEvent, undefined>> {
    this.busySince = undefined;
    try {
      const change = await this.take();
      if (change === undefined) return { value: undefined, done: true };
      await this.options.admit();
      this.delivered = change.seq;
      return { value: this.eventOf(change), done: false };
    } catch (error) {
      this.end();
      throw error;
    } finally {
      this.busySince = performance.now();
    }
  }

  /** The subscriber wants no more. */
  return(): Promise<IteratorResult<ChangeEvent, undefined>> {
    this.end();
    return Promise.resolve({ value: undefined, done: true });
  }

  get isEnded(): boolean {
    return this.ended !== undefined;
  }

  /** Ends it: what still waits is dropped, and whoever takes the next change is told of the end or its reason. */
  end(error?: RequestError): void {
    if (this.ended !== undefined) return;
    this.ended = { error };
    this.waiting = [];
    this.source.leave(this);
    this.wake?.();
  }

  /** Hands on a new change. The feed does so in order, once for each change after it was joined. */
  offer(change: StoredChange): void {
    if (!this.wants(change)) return;
    if (this.waiting.length < MOST_WAITING) {
      this.waiting.push(change);
      this.wake?.();
    } else {
      this.waiting = [];
      this.readTo = this.delivered;
      this.source.leave(this);
    }
  }

  /** Cuts the subscriber off who has not come back for the next change within so many milliseconds. */
  endIfSlow(limitMs: number): void {
    if (this.ended !== undefined || this.busySince === undefined || performance.now() - this.busySince < limitMs)
      return;
    const message =
      'The subscription was ended, as its changes were not taken in time. Subscribe again with the last cursor as `after`.';
    const error = new RequestError(ErrorCode.SUBSCRIBER_TOO_SLOW, message);
    this.end(error);
    this.options.onSlow(error);
  }

  private wants(change: StoredChange): boolean {
    const { role, types, id } = this.options;
    if (kindSeenBy(role, change) === null) return false;
    return (types?.includes(change.type) ?? true) && (id === undefined || id === change.id);
  }

  /** The next change, as soon as there is one; undefined at the end. */
  private async take(): Promise<StoredChange | undefined> {
    for (;;) {
      if (this.ended !== undefined) {
        const { error } = this.ended;
        this.ended = {};
        if (error !== undefined) throw error;
        return undefined;
      }
      const change = this.waiting.shift();
      if (change !== undefined) return change;
      if (this.readTo !== undefined) await this.catchUp(this.readTo);
      else await new Promise<void>((resolve) => (this.wake = resolve));
    }
  }

  /** Reads on from a change, or joins the feed where there is nothing between it and the feed's position. */
  private async catchUp(from: number): Promise<void> {
    const upTo = this.source.position;
    if (from >= upTo) {
      // Between this look and joining, nothing else runs, so that no change is lost and none comes twice.
      this.readTo = undefined;
      this.source.join(this);
      return;
    }
    const changes = await this.source.between(from, upTo, this.options, BATCH);
    if (this.ended !== undefined) return;
    this.waiting = changes;
    this.readTo = changes.length < BATCH ? upTo : (changes.at(-1)?.seq ?? upTo);
  }

  private eventOf(change: StoredChange): ChangeEvent {
    const kind = kindSeenBy(this.options.role, change);
    if (kind === null) throw new Error('A change was to be delivered to somebody who may not know of it.');
    const { type, id, at } = change;
    return { cursor: this.source.cursorOf(change), kind, type, id, at };
  }
}
