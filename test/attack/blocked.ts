import { monitorEventLoopDelay } from 'node:perf_hooks';

/** Milliseconds for which refusing a request may keep the event loop from all others, on a busy machine too. */
export const MOST_BLOCKED_MS = 500;

/** What some work gives, and the longest time in milliseconds for which nothing else could run meanwhile. */
export async function blocked<T>(work: () => Promise<T>): Promise<{ result: T; blockedMs: number }> {
  const delays = monitorEventLoopDelay({ resolution: 5 });
  delays.enable();
  const result = await work();
  // The delay that is still going on is counted at the next turn.
  await new Promise((resolve) => setTimeout(resolve, 20));
  delays.disable();
  return { result, blockedMs: delays.max / 1e6 };
}
