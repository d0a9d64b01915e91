import type { Database } from '../database/database';
import type { Logger } from '../lib/logger';

/** Milliseconds from the start of a server to its first look, and between two. */
const FIRST_MS = 60_000;
const EVERY_MS = 60 * 60_000;

/** Changes that are deleted in one transaction. */
const BATCH = 10_000;

/** Days that a change is there after its cursor has expired: who began to catch up before meets no gap. */
const GRACE_DAYS = 1;

/**
 * Deletes changes that nobody can ask for any more and of which all webhooks were told, from the oldest on, so that what is
 * kept has no gaps. History stays, and so do the newest change and the newest that readers see: tags of answers name them.
 *
 * @param days for how long cursors are taken
 * @returns how many were deleted
 */
export async function pruneChanges({ prisma }: Pick<Database, 'prisma'>, days: number): Promise<number> {
  let total = 0;
  for (;;) {
    // Instants do not follow the order of changes to the millisecond; numbers do.
    const deleted = await prisma.$executeRaw`
      DELETE FROM change WHERE seq IN (
        SELECT seq FROM change
          WHERE seq <= (SELECT max(seq) FROM change WHERE at < now() - make_interval(days => ${days + GRACE_DAYS}::int))
            AND seq <= coalesce((SELECT min(delivered_seq) FROM webhook WHERE disabled_at IS NULL), seq)
            AND seq <> (SELECT max(seq) FROM change)
            AND seq IS DISTINCT FROM (SELECT max(seq) FROM change WHERE visible_before OR visible_after)
          ORDER BY seq LIMIT ${BATCH}::int)`;
    total += deleted;
    if (deleted < BATCH) return total;
  }
}

/**
 * Prunes now and then while a server runs.
 *
 * @returns stops it, and waits for a pruning under way
 */
export function keepChangesPruned(database: Database, days: number, log: Logger): () => Promise<void> {
  let running = Promise.resolve();
  const prune = (): void => {
    running = pruneChanges(database, days).then(
      (count) => {
        if (count > 0) log.info(`Deleted ${count} changes whose cursors have expired.`);
      },
      (error: unknown) => {
        log.warn({ err: error }, 'Old changes could not be deleted; they will be next time.');
      },
    );
  };
  const first = setTimeout(prune, FIRST_MS);
  const timer = setInterval(prune, EVERY_MS);
  return () => {
    clearTimeout(first);
    clearInterval(timer);
    return running;
  };
}
