import { setImmediate } from 'node:timers/promises';
import type { Database } from '../database/database';
import { ErrorCode, RequestError } from '../lib/errors';
import type { Logger } from '../lib/logger';
import { ChangeCursors } from './changeCursor';
import { type ChangeFilter, ChangeLog } from './changeLog';
import { type ChangeSource, ChangeSubscription, type SubscriptionOptions } from './changeSubscription';
import type { StoredChange } from './storedChange';

/** Changes that are read at once. */
const BATCH = 1_000;

/** Changes that are kept in memory, for all subscribers together. Who is further behind reads from the store. */
const MOST_RECENT = 10_000;

/** Subscriptions that are woken at once; between two such groups, everything else gets its turn. */
const WOKEN_AT_ONCE = 200;

/**
 * Milliseconds between two looks for what is new. Nothing notifies of it: PostgreSQL's queue of notifications is a lock of the
 * whole server, which each commit would hold until its end.
 */
const POLL_MS = 50;

/** The same while nobody subscribes or the database is away. */
const IDLE_POLL_MS = 2_000;

/** Milliseconds within which a subscriber has to take what it was given. */
const SLOW_MS = 15_000;

/** How a feed works; the milliseconds are for tests. */
export interface FeedOptions {
  /** For how many days a subscriber may come back. */
  readonly keptDays: number;
  readonly pollMs?: number;
  readonly slowMs?: number;
}

/** What somebody subscribes to, as they say it. */
export interface WantedChanges extends Omit<SubscriptionOptions, 'after'> {
  /** The cursor of the last change that they have seen. */
  readonly after?: string;
}

/**
 * Reads each committed change once a process, whichever process made it, and hands it round to all subscribers. It begins
 * with the first subscriber, and goes on until it is closed.
 */
export class ChangeFeed implements ChangeSource {
  /** The number up to which all changes were handed round. */
  position = 0;
  /** The newest changes, in order: all after `recentSince`. */
  private recent: StoredChange[] = [];
  private recentSince = 0;
  private readonly log: ChangeLog;
  private readonly keptDays: number;
  private readonly pollMs: number;
  private readonly slowMs: number;
  /** Those that wait for something new. */
  private readonly joined = new Set<ChangeSubscription>();
  private readonly subscriptions = new Set<ChangeSubscription>();
  private starting: Promise<ChangeCursors> | undefined;
  private cursors: ChangeCursors | undefined;
  private reading: Promise<void> | undefined;
  private readAgain: Promise<void> | undefined;
  private readonly timers: NodeJS.Timeout[] = [];
  private lookedAt = 0;
  private isAway = false;
  private isClosed = false;

  constructor(
    database: Database,
    private readonly logger: Logger,
    { keptDays, pollMs = POLL_MS, slowMs = SLOW_MS }: FeedOptions,
  ) {
    this.log = new ChangeLog(database.internal);
    this.keptDays = keptDays;
    this.pollMs = pollMs;
    this.slowMs = slowMs;
  }

  /** How many subscriptions there are. */
  get size(): number {
    return this.subscriptions.size;
  }

  /**
   * Begins a subscription: after the change of a cursor, or with the first that is committed from now on.
   *
   * @throws RequestError BAD_USER_INPUT for a text that is no cursor of changes, CURSOR_EXPIRED for one whose change is no
   *   longer kept
   */
  async subscribe(wanted: WantedChanges): Promise<ChangeSubscription> {
    const cursors = await this.start();
    const after = wanted.after === undefined ? undefined : await this.numberOf(wanted.after, cursors);
    // Whatever was committed before this moment is no longer new.
    await this.read();
    const subscription = new ChangeSubscription(this, { ...wanted, after });
    this.subscriptions.add(subscription);
    if (this.isClosed) subscription.end();
    return subscription;
  }

  /** Ends all subscriptions, and takes no more. */
  async close(): Promise<void> {
    this.isClosed = true;
    for (const timer of this.timers) clearInterval(timer);
    for (const subscription of [...this.subscriptions]) subscription.end();
    await this.reading?.catch(() => undefined);
  }

  recentAfter(after: number): Iterable<StoredChange> | undefined {
    return after < this.recentSince ? undefined : changesAfter(this.recent, after);
  }

  between(after: number, upTo: number, filter: ChangeFilter, limit: number): Promise<StoredChange[]> {
    return this.log.between(after, upTo, filter, limit);
  }

  join(subscription: ChangeSubscription): void {
    this.joined.add(subscription);
  }

  leave(subscription: ChangeSubscription): void {
    this.joined.delete(subscription);
    if (subscription.isEnded) this.subscriptions.delete(subscription);
  }

  cursorOf({ seq }: StoredChange): string {
    if (this.cursors === undefined) throw new Error('The feed has handed out a change before it began.');
    return this.cursors.encode(seq);
  }

  private start(): Promise<ChangeCursors> {
    // Where the database is away, the next subscriber tries again.
    this.starting ??= this.begin().catch((error: unknown) => {
      this.starting = undefined;
      throw error;
    });
    return this.starting;
  }

  private async begin(): Promise<ChangeCursors> {
    const cursors = new ChangeCursors(await this.log.cursorSecret());
    this.cursors = cursors;
    this.position = await this.log.horizon();
    this.recentSince = this.position;
    if (this.isClosed) return cursors;
    this.timers.push(
      setInterval(() => void this.lookNowAndThen(), this.pollMs),
      setInterval(() => {
        for (const subscription of [...this.subscriptions]) subscription.endIfSlow(this.slowMs);
      }, this.slowMs / 8),
    );
    return cursors;
  }

  private async lookNowAndThen(): Promise<void> {
    const isIdle = this.isAway || this.subscriptions.size === 0;
    if (isIdle && performance.now() - this.lookedAt < IDLE_POLL_MS) return;
    this.lookedAt = performance.now();
    await this.lookAgain();
  }

  private async numberOf(cursor: string, cursors: ChangeCursors): Promise<number> {
    const seq = cursors.decode(cursor);
    if (seq === null) {
      const message = 'after is not a cursor of a change: take one from the changes of a subscription.';
      throw new RequestError(ErrorCode.BAD_USER_INPUT, message, { field: 'after' });
    }
    if (await this.log.has(seq, this.keptDays)) return seq;
    const message =
      'The changes since this cursor are no longer kept. Subscribe without `after`, then read anew what you need.';
    throw new RequestError(ErrorCode.CURSOR_EXPIRED, message, { field: 'after' });
  }

  /** Reads what is new; where the database is away, the next look will find it. */
  private async lookAgain(): Promise<void> {
    try {
      await this.read();
      this.isAway = false;
    } catch (error) {
      if (!this.isAway && !this.isClosed) this.logger.warn({ err: error }, 'Changes cannot be read at the moment.');
      this.isAway = true;
    }
  }

  /** Reads all that is committed when it is called, and hands it round. Calls while it reads share one reading after it. */
  private read(): Promise<void> {
    if (this.isClosed) return Promise.resolve();
    if (this.reading === undefined) {
      this.reading = this.readOn().finally(() => (this.reading = undefined));
      return this.reading;
    }
    this.readAgain ??= this.reading
      .catch(() => undefined)
      .then(() => {
        this.readAgain = undefined;
        return this.read();
      });
    return this.readAgain;
  }

  private async readOn(): Promise<void> {
    const horizon = await this.log.horizon();
    while (this.position < horizon) {
      const changes = await this.log.allBetween(this.position, horizon, BATCH);
      this.keep(changes, (changes.length === BATCH ? changes.at(-1)?.seq : undefined) ?? horizon);
      await this.wakeWaiting();
    }
  }

  private keep(changes: readonly StoredChange[], upTo: number): void {
    this.position = upTo;
    this.recent.push(...changes);
    const surplus = this.recent.length - MOST_RECENT;
    if (surplus <= 0) return;
    this.recentSince = this.recent[surplus - 1]?.seq ?? this.recentSince;
    this.recent = this.recent.slice(surplus);
  }

  private async wakeWaiting(): Promise<void> {
    let woken = 0;
    for (const subscription of [...this.joined]) {
      subscription.look();
      woken += 1;
      if (woken % WOKEN_AT_ONCE === 0) await setImmediate();
    }
  }
}

/** Those of some changes in order that come after a number. */
function* changesAfter(changes: readonly StoredChange[], after: number): Generator<StoredChange, void> {
  let [from, to] = [0, changes.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((changes[middle]?.seq ?? 0) <= after) from = middle + 1;
    else to = middle;
  }
  for (let at = from; at < changes.length; at += 1) {
    const change = changes[at];
    if (change !== undefined) yield change;
  }
}
