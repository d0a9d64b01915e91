import type { Pool } from 'pg';
import type { ChangedType } from '../database/generated/enums';
import type { Role } from '../read/readType';

/** A webhook that one process has taken, to tell it what it was not told yet. */
export interface ClaimedWebhook {
  readonly id: string;
  /** The number of the claim. Who has one of before has lost the webhook to somebody else. */
  readonly claim: number;
  readonly url: string;
  readonly secret: string;
  readonly types: readonly ChangedType[];
  readonly role: Role;
  readonly deliveredSeq: number;
  readonly failures: number;
}

/** Seconds for which a process has a webhook for itself. Whoever is killed holds it up no longer. */
const CLAIM_S = 60;

/** Days of nothing but failures after which a webhook is given up. */
const GIVE_UP_DAYS = 5;

/** Which webhooks have something to be told, shared by all processes through the store. */
export class WebhookQueue {
  constructor(private readonly pool: Pool) {}

  /** Takes one that is due and that nobody else has; undefined where there is none. */
  async claim(): Promise<ClaimedWebhook | undefined> {
    const { rows } = await this.pool.query<ClaimedWebhook>(
      `UPDATE webhook SET claims = claims + 1, claimed_until = now() + make_interval(secs => $1) WHERE id = (
         SELECT id FROM webhook
           WHERE disabled_at IS NULL AND next_at <= now() AND (claimed_until IS NULL OR claimed_until < now())
             AND EXISTS (SELECT FROM change WHERE seq > delivered_seq AND seq <= (SELECT change_horizon()))
           ORDER BY next_at LIMIT 1 FOR UPDATE SKIP LOCKED)
       RETURNING id, claims AS claim, url, secret, types::text[] AS types, role::text AS role, delivered_seq::float8 AS "deliveredSeq", failures`,
      [CLAIM_S],
    );
    return rows[0];
  }

  /**
   * Notes that a webhook was told of all up to a change. Its claim is longer by that.
   *
   * @returns whether the claim still held; where it did not, nothing is noted, and the webhook is no longer the caller's to tell
   */
  async delivered({ id, claim }: ClaimedWebhook, seq: number): Promise<boolean> {
    const { rowCount } = await this.pool.query(
      `UPDATE webhook SET delivered_seq = $3, failures = 0, failing_since = NULL, last_error = NULL,
         claimed_until = now() + make_interval(secs => $4) WHERE id = $1 AND claims = $2`,
      [id, claim, seq, CLAIM_S],
    );
    return rowCount === 1;
  }

  /**
   * Notes that a webhook could not be told, and lets go of it until the pause is over. Nothing is noted where the claim is lost.
   *
   * @param isFinal whether it is given up at once
   * @returns whether it is given up
   */
  async failed({ id, claim }: ClaimedWebhook, error: string, pauseMs: number, isFinal: boolean): Promise<boolean> {
    const { rows } = await this.pool.query<{ isGivenUp: boolean }>(
      `UPDATE webhook SET failures = failures + 1, failing_since = coalesce(failing_since, now()), last_error = $3,
         next_at = now() + make_interval(secs => $4), claimed_until = NULL,
         disabled_at = CASE WHEN $5 OR failing_since < now() - make_interval(days => $6) THEN now() END
       WHERE id = $1 AND claims = $2 RETURNING disabled_at IS NOT NULL AS "isGivenUp"`,
      [id, claim, error, pauseMs / 1000, isFinal, GIVE_UP_DAYS],
    );
    return rows[0]?.isGivenUp ?? false;
  }

  /** Lets go of a webhook for whoever comes next. */
  async release({ id, claim }: ClaimedWebhook): Promise<void> {
    await this.pool.query('UPDATE webhook SET claimed_until = NULL WHERE id = $1 AND claims = $2', [id, claim]);
  }
}
