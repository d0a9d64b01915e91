import type { Pool, PoolClient } from 'pg';

/** A connection of a pool, for one transaction. */
export interface Connection {
  readonly client: PoolClient;
  /** Gives it back to the pool, once nothing can reach it any more. */
  release(): Promise<void>;
}

/**
 * Takes a connection out of a pool.
 *
 * @param others asked to cancel what the connection does once the signal is aborted
 * @param signal ends also the waiting for a connection
 */
export async function connectionOf(pool: Pool, others: Pool, signal?: AbortSignal): Promise<Connection> {
  const client = await unlessAborted(pool, signal);
  let broken: Error | undefined;
  const onError = (error: Error): void => {
    broken = error;
  };
  // A connection that breaks between two queries would otherwise end the process.
  client.on('error', onError);
  let cancelled: Promise<unknown> | undefined;
  let pid: number | undefined;
  const cancel = (): void => {
    if (pid === undefined) return;
    // Where even this fails the connection is gone, and the work with it.
    cancelled = others.query('SELECT pg_cancel_backend($1)', [pid]).catch(() => undefined);
  };
  const release = async (): Promise<void> => {
    signal?.removeEventListener('abort', cancel);
    // What is cancelled late would otherwise be the work of who has the connection next.
    await cancelled;
    client.off('error', onError);
    client.release(broken);
  };
  signal?.addEventListener('abort', cancel);
  try {
    const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    pid = rows[0]?.pid;
    signal?.throwIfAborted();
  } catch (error) {
    await release();
    throw error;
  }
  return { client, release };
}

/** Waits for a connection of the pool, or for the signal; a connection that comes after that goes back. */
function unlessAborted(pool: Pool, signal: AbortSignal | undefined): Promise<PoolClient> {
  if (signal === undefined) return pool.connect();
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      reject(signal.reason instanceof Error ? signal.reason : new Error(String(signal.reason)));
    };
    if (signal.aborted) {
      stop();
      return;
    }
    signal.addEventListener('abort', stop);
    pool.connect().then(
      (client) => {
        signal.removeEventListener('abort', stop);
        if (signal.aborted) client.release();
        else resolve(client);
      },
      (error: unknown) => {
        signal.removeEventListener('abort', stop);
        reject(error instanceof Error ? error : new Error(String(error)));
      },
    );
  });
}
