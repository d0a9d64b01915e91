import type { Pool } from 'pg';
import type { ChangedType } from '../database/generated/enums';
import type { Role } from '../read/readType';

/** A webhook that one process has taken, to tell it what it was not told yet. */
export interface ClaimedWebhook {
  readonly id: string;
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
      `UPDATE webhook SET claimed_until = now() + make_interval(secs => $1) WHERE id = (
         SELECT id FROM webhook
           WHERE disabled_at IS NULL AND next_at <= now() AND (claimed_until IS NULL OR claimed_until < now())
             AND EXISTS (SELECT FROM change WHERE seq > delivered_seq)
           ORDER BY next_at LIMIT 1 FOR UPDATE SKIP LOCKED)
       RETURNING id, url, secret, types::text[] AS types, role::text AS role, delivered_seq::float8 AS "deliveredSeq", failures`,
      [CLAIM_S],
    );
    return rows[0];
  }

  /** Notes that a webhook was told of all up to a change. Its claim is longer by that. */
  async delivered(id: string, seq: number): Promise<void> {
    await this.pool.query(
      `UPDATE webhook SET delivered_seq = $2, failures = 0, failing_since = NULL, last_error = NULL,
         claimed_until = now() + make_interval(secs => $3) WHERE id = $1`,
      [id, seq, CLAIM_S],
    );
  }

  /**
   * Notes that a webhook could not be told, and lets go of it until the pause is over.
   *
   * @param isFinal whether it is given up at once
   * @returns whether it is given up
   */
  async failed(id: string, error: string, pauseMs: number, isFinal: boolean): Promise<boolean> {
    const { rows } = await this.pool.query<{ isGivenUp: boolean }>(
      `UPDATE webhook SET failures = failures + 1, failing_since = coalesce(failing_since, now()), last_error = $2,
         next_at = now() + make_interval(secs => $3), claimed_until = NULL,
         disabled_at = CASE WHEN $4 OR failing_since < now() - make_interval(days => $5) THEN now() END
       WHERE id = $1 RETURNING disabled_at IS NOT NULL AS "isGivenUp"`,
      [id, error, pauseMs / 1000, isFinal, GIVE_UP_DAYS],
    );
    return rows[0]?.isGivenUp ?? false;
  }

  /** Lets go of a webhook for whoever comes next. */
  async release(id: string): Promise<void> {
    await this.pool.query('UPDATE webhook SET claimed_until = NULL WHERE id = $1', [id]);
  }
}
