import { createHash } from 'node:crypto';
import type { Sql } from '../store/sql';
import type { Actor } from '../lib/actor';
import { ErrorCode, RequestError } from '../lib/errors';

/** A mutation that must not happen twice, as its client names it. */
export interface OnceKey {
  readonly actor: Actor;
  /** The header Idempotency-Key. */
  readonly key: string;
  /** The response key of the mutation in its operation. */
  readonly place: string;
  /** The mutation and its input. */
  readonly request: readonly unknown[];
}

/**
 * Does the work, unless the same actor has done it with the same key within a day. Of two that come at once, the second waits
 * for the first.
 *
 * @param work gives what JSON can hold
 * @returns what the work gave the first time
 * @throws RequestError CONFLICT where the key was used for another input
 */
export async function onceByKey<Answer>(
  sql: Sql,
  { actor, key, place, request }: OnceKey,
  work: () => Promise<Answer>,
): Promise<Answer> {
  const digest = createHash('sha256').update(JSON.stringify(request)).digest('hex');
  // Old keys that another writer removes at this moment are left to them: nobody waits for those.
  await sql.run(
    `DELETE FROM idempotency_key WHERE ctid = ANY (ARRAY(
       SELECT ctid FROM idempotency_key WHERE created_at < now() - interval '1 day' FOR UPDATE SKIP LOCKED))`,
  );
  // The answer is not known yet; a row that somebody else has put there is locked until they are done.
  const isFirst = await sql.run(
    `INSERT INTO idempotency_key (actor_id, key, place, digest, answer) VALUES ($1, $2, $3, $4, 'null') ON CONFLICT DO NOTHING`,
    [actor.id, key, place, digest],
  );
  const identity = [actor.id, key, place];
  const where = 'actor_id = $1 AND key = $2 AND place = $3';
  if (isFirst === 1) {
    const answer = await work();
    await sql.run(`UPDATE idempotency_key SET answer = $4::jsonb WHERE ${where}`, [
      ...identity,
      JSON.stringify(answer),
    ]);
    return answer;
  }
  const [first] = await sql.rows<{ digest: string; answer: string }>(
    `SELECT digest, answer::text AS answer FROM idempotency_key WHERE ${where}`,
    identity,
  );
  if (first?.digest === digest) return JSON.parse(first.answer) as Answer;
  const message = 'This Idempotency-Key was used within a day for another input: give every mutation a key of its own.';
  throw new RequestError(ErrorCode.CONFLICT, message, { field: 'Idempotency-Key' });
}
