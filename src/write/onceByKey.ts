import { createHash } from 'node:crypto';
import type { Sql } from '../dossier/sql';
import type { Actor } from '../lib/actor';
import { ErrorCode, RequestError } from '../lib/errors';

/** A creation that must not happen twice, as its client names it. */
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
 * Creates an object, unless the same actor has created it with the same key within a day. Of two that come at once, the second
 * waits for the first.
 *
 * @returns the object's id
 * @throws RequestError CONFLICT where the key was used for another input
 */
export async function onceByKey(
  sql: Sql,
  { actor, key, place, request }: OnceKey,
  create: () => Promise<string>,
): Promise<string> {
  const digest = createHash('sha256').update(JSON.stringify(request)).digest('hex');
  await sql.run(`DELETE FROM idempotency_key WHERE created_at < now() - interval '1 day'`);
  // The id is not known yet; a row that somebody else has put there is locked until they are done.
  const isFirst = await sql.run(
    `INSERT INTO idempotency_key (actor, key, place, digest, node_id) VALUES ($1, $2, $3, $4, $5::uuid) ON CONFLICT DO NOTHING`,
    [actor.name, key, place, digest, NO_ID],
  );
  const identity = [actor.name, key, place];
  const where = 'actor = $1 AND key = $2 AND place = $3';
  if (isFirst === 1) {
    const id = await create();
    await sql.run(`UPDATE idempotency_key SET node_id = $4::uuid WHERE ${where}`, [...identity, id]);
    return id;
  }
  const [first] = await sql.rows<{ digest: string; id: string }>(
    `SELECT digest, node_id::text AS id FROM idempotency_key WHERE ${where}`,
    identity,
  );
  if (first?.digest === digest) return first.id;
  const message = 'This Idempotency-Key was used within a day for another input: give every creation a key of its own.';
  throw new RequestError(ErrorCode.CONFLICT, message, { field: 'Idempotency-Key' });
}

const NO_ID = '00000000-0000-0000-0000-000000000000';
