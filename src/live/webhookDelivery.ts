import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../database/database';
import type { Logger } from '../lib/logger';
import { ChangeCursors } from './changeCursor';
import { ChangeLog } from './changeLog';
import { kindSeenBy } from './storedChange';
import { sendChange } from './sendChange';
import { type ClaimedWebhook, WebhookQueue } from './webhookQueue';

/** Webhooks that one process serves at the same time: as many dead receivers hold up nobody but each other. */
const AT_ONCE = 16;

/** Changes that are read at once. */
const BATCH = 100;

/** Milliseconds between two looks for webhooks that are due. */
const LOOK_MS = 1_000;

/** Milliseconds from a failure to the next attempt, by how many have failed; the last holds from there on. */
const PAUSES_MS = [5_000, 60_000, 5 * 60_000, 30 * 60_000, 2 * 3_600_000, 5 * 3_600_000];

/** How deliveries work; the milliseconds are for tests. */
export interface DeliveryOptions {
  readonly lookMs?: number;
  readonly pausesMs?: readonly number[];
}

/**
 * Tells webhooks of changes once they are committed, each in their order, at least once, from one process at a time. What
 * was not taken is sent again after growing pauses, and nothing after it is sent before.
 */
export class WebhookDelivery {
  private readonly changes: ChangeLog;
  private readonly queue: WebhookQueue;
  private readonly stopping = new AbortController();
  private readonly lookMs: number;
  private readonly pausesMs: readonly number[];
  private readonly working = new Set<Promise<void>>();
  private cursors: ChangeCursors | undefined;
  private looking: Promise<void> | undefined;

  constructor(
    database: Database,
    private readonly log: Logger,
    { lookMs = LOOK_MS, pausesMs = PAUSES_MS }: DeliveryOptions = {},
  ) {
    this.changes = new ChangeLog(database.internal);
    this.queue = new WebhookQueue(database.internal);
    this.lookMs = lookMs;
    this.pausesMs = pausesMs;
  }

  /** Begins to look for webhooks that are due, until it is stopped. */
  start(): void {
    this.looking ??= this.look();
  }

  /** Sends nothing more; what is under way is given up, and sent again by whoever comes next. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.looking;
    await Promise.all(this.working);
  }

  private async look(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      try {
        await this.takeWhatIsDue();
      } catch (error) {
        this.log.warn({ err: error }, 'The store cannot be asked for webhooks; it is asked again soon.');
      }
      await sleep(this.lookMs, undefined, { signal }).catch(() => undefined);
    }
  }

  private async takeWhatIsDue(): Promise<void> {
    while (this.working.size < AT_ONCE) {
      const webhook = await this.queue.claim();
      if (!webhook) return;
      const work = this.serve(webhook).finally(() => this.working.delete(work));
      this.working.add(work);
    }
  }

  /** Tells one webhook all that it was not told yet, until something fails. */
  private async serve(webhook: ClaimedWebhook): Promise<void> {
    try {
      const horizon = await this.changes.horizon();
      if (await this.tellUpTo(webhook, horizon)) await this.queue.release(webhook);
    } catch (error) {
      if (this.stopping.signal.aborted) await this.queue.release(webhook).catch(() => undefined);
      else this.log.warn({ err: error, webhook: webhook.id }, 'A webhook could not be served; it will be again soon.');
    }
  }

  /** @returns whether all was taken, and the webhook is still this process's own */
  private async tellUpTo(webhook: ClaimedWebhook, horizon: number): Promise<boolean> {
    this.cursors ??= new ChangeCursors(await this.changes.cursorSecret());
    const { role } = webhook;
    const types = webhook.types.length > 0 ? webhook.types : undefined;
    for (let seq = webhook.deliveredSeq; ;) {
      const changes = await this.changes.between(seq, horizon, { role, types }, BATCH);
      for (const change of changes) {
        const kind = kindSeenBy(role, change);
        const outcome =
          kind && (await sendChange(webhook, change, kind, this.cursors.encode(change.seq), this.stopping.signal));
        if (outcome?.isTaken === false) {
          await this.fail(webhook, seq, outcome);
          return false;
        }
        seq = change.seq;
        if (!(await this.queue.delivered(webhook, seq))) return false;
      }
      if (changes.length < BATCH) break;
    }
    return this.queue.delivered(webhook, Math.max(horizon, webhook.deliveredSeq));
  }

  private async fail(
    webhook: ClaimedWebhook,
    seq: number,
    { error, isGone }: { error: string; isGone: boolean },
  ): Promise<void> {
    const { id, url, deliveredSeq, failures } = webhook;
    const failedBefore = seq === deliveredSeq ? failures : 0;
    const pause = this.pausesMs[Math.min(failedBefore, this.pausesMs.length - 1)] ?? 0;
    // Receivers that failed together shall not be asked together.
    const isGivenUp = await this.queue.failed(webhook, error, pause * (0.9 + Math.random() * 0.2), isGone);
    if (isGivenUp)
      this.log.error(`The webhook ${id} (${url}) is given up: ${error} allegata webhook retry begins anew.`);
    else this.log.warn(`The webhook ${id} (${url}) could not be told of a change: ${error}`);
  }
}
