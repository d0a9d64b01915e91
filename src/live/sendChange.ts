import type { ChangeKind } from '../database/generated/enums';
import type { StoredChange } from './storedChange';
import type { ClaimedWebhook } from './webhookQueue';
import { signedHeaders } from './webhookSignature';

/** Milliseconds that a receiver may take to answer. */
const ANSWER_MS = 15_000;

/** What came of a message: whether it was taken, or why not; `isGone` where the receiver wants no more (410). */
export type Outcome =
  { readonly isTaken: true } | { readonly isTaken: false; readonly error: string; readonly isGone: boolean };

/**
 * Sends one change to a webhook, signed by Standard Webhooks. Any answer from 200 to 299 takes it. Redirects are not followed.
 *
 * @param cursor the cursor of the change
 * @param signal aborts when the server stops
 */
export async function sendChange(
  { id, url, secret }: ClaimedWebhook,
  change: StoredChange,
  kind: ChangeKind,
  cursor: string,
  signal: AbortSignal,
): Promise<Outcome> {
  const body = JSON.stringify({
    type: `${change.type.toLowerCase()}.${kind.toLowerCase()}`,
    timestamp: change.at,
    data: { kind, type: change.type, id: change.id, cursor },
  });
  const message = { id: `${id}.${cursor}`, timestamp: Math.floor(Date.now() / 1000), body };
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { ...signedHeaders(secret, message), 'user-agent': 'Allegata' },
      body,
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS)]),
    });
    await response.body?.cancel();
    if (response.ok) return { isTaken: true };
    return { isTaken: false, error: `It answered with status ${response.status}.`, isGone: response.status === 410 };
  } catch (error) {
    signal.throwIfAborted();
    return { isTaken: false, error: reasonOf(error), isGone: false };
  }
}

/** fetch hides why it failed in the cause, whose errors may be of another realm than ours. */
function reasonOf(error: unknown): string {
  const { name, message, cause } = fieldsOf(error);
  if (name === 'TimeoutError') return `It did not answer within ${ANSWER_MS / 1000} s.`;
  return [fieldsOf(cause).message, message].find((text) => typeof text === 'string' && text !== '') ?? String(error);
}

function fieldsOf(error: unknown): { name?: string; message?: string; cause?: unknown } {
  return typeof error === 'object' && error !== null ? error : {};
}
