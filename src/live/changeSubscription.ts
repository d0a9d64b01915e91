import { ErrorCode, RequestError } from '../lib/errors';
import type { ChangeEvent } from '../read/changeEvent';
import type { ChangeFilter } from './changeLog';
import { kindSeenBy, type StoredChange } from './storedChange';

/** Changes that are read at once for a subscriber that catches up. All that it holds for itself are these. */
const BATCH = 25;

/** What a subscription wants, and what it asks of whoever made it. */
export interface SubscriptionOptions extends ChangeFilter {
  /** Begins after this change; undefined means that it begins now. */
  readonly after?: number;
  /**
   * Asked before each delivery whether the subscriber may still have it.
   *
   * @param cursor of the change
   * @throws RequestError that ends the subscription
   */
  readonly admit: (cursor: string) => Promise<void>;
  /** Called where the subscriber was too slow and may not even take the error that says so. */
  readonly onSlow: (error: RequestError) => void;
}

/** What a subscription needs of the feed. */
export interface ChangeSource {
  /** The number up to which all changes were handed round. */
  readonly position: number;
  /** The recent changes after one, in order; undefined where not all of them are recent. All subscriptions share them. */
  recentAfter(after: number): Iterable<StoredChange> | undefined;
  /** The changes after one, up to another, which the filter lets pass. */
  between(after: number, upTo: number, filter: ChangeFilter, limit: number): Promise<StoredChange[]>;
  /** From now on, until it leaves, the subscription is called to look whenever there is something new. */
  join(subscription: ChangeSubscription): void;
  leave(subscription: ChangeSubscription): void;
  cursorOf(change: StoredChange): string;
}

/**
 * The changes that one subscriber gets, in order, each once. It holds its place among all changes, and reads on from there:
 * from the recent changes of the feed, or from the store where it is too far behind. Who takes nothing for long is cut off.
 */
export class ChangeSubscription implements AsyncIterableIterator<ChangeEvent> {
  /** Read from the store and not yet taken. */
  private missed: readonly StoredChange[] = [];
  /** The number up to which all changes were looked at, whether wanted or not. */
  private seen: number;
  private ended: { error?: RequestError } | undefined;
  private wake: (() => void) | undefined;
  /** When the subscriber was given what it has not come back from; undefined while it waits for us. */
  private busySince: number | undefined = performance.now();

  constructor(
    private readonly source: ChangeSource,
    private readonly options: SubscriptionOptions,
  ) {
    this.seen = options.after ?? source.position;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<ChangeEvent, undefined>> {
    this.busySince = undefined;
    try {
      const change = await this.take();
      if (change === undefined) return { value: undefined, done: true };
      const cursor = this.source.cursorOf(change);
      await this.options.admit(cursor);
      return { value: this.eventOf(change, cursor), done: false };
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
    this.missed = [];
    this.source.leave(this);
    this.wake?.();
  }

  /** Looks whether there is something new that it wants, while it waits for that. */
  look(): void {
    if (this.wake !== undefined && this.findsWanted()) this.wake();
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
      const [change, ...others] = this.missed;
      if (change !== undefined) {
        this.missed = others;
        return change;
      }
      const recent = this.nextRecent();
      if (recent === undefined) await this.catchUp();
      else if (recent !== null) return recent;
      else await this.somethingNew();
    }
  }

  /** The next of the recent changes; null where there is none as yet, undefined where the store must be asked. */
  private nextRecent(): StoredChange | null | undefined {
    const recent = this.source.recentAfter(this.seen);
    if (recent === undefined) return undefined;
    for (const change of recent) {
      this.seen = change.seq;
      if (this.wants(change)) return change;
    }
    this.seen = this.source.position;
    return null;
  }

  /** Whether there is something to take, past what is not wanted. */
  private findsWanted(): boolean {
    const recent = this.source.recentAfter(this.seen);
    if (recent === undefined) return true;
    for (const change of recent) {
      if (this.wants(change)) return true;
      this.seen = change.seq;
    }
    this.seen = this.source.position;
    return false;
  }

  private async somethingNew(): Promise<void> {
    // Between the last look and joining, nothing else runs, so that no change is lost.
    this.source.join(this);
    await new Promise<void>((resolve) => (this.wake = resolve));
    this.wake = undefined;
    this.source.leave(this);
  }

  private async catchUp(): Promise<void> {
    const upTo = this.source.position;
    const changes = await this.source.between(this.seen, upTo, this.options, BATCH);
    if (this.ended !== undefined) return;
    this.missed = changes;
    this.seen = changes.length < BATCH ? upTo : (changes.at(-1)?.seq ?? upTo);
  }

  private eventOf(change: StoredChange, cursor: string): ChangeEvent {
    const kind = kindSeenBy(this.options.role, change);
    if (kind === null) throw new Error('A change was to be delivered to somebody who may not know of it.');
    const { type, id, at } = change;
    return { cursor, kind, type, id, at, asOf: this.source.position };
  }
}
