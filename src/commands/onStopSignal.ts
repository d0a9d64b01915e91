import { constants } from 'node:os';

/** The signals by which a person or a supervisor asks a program to stop. */
export type StopSignal = 'SIGINT' | 'SIGTERM';

/**
 * Milliseconds within which a second signal is the same one: Ctrl-C in a terminal reaches npm and its child both, and npm
 * hands it on to the child.
 */
const SAME_SIGNAL_MS = 1_000;

/** The status that a shell gives to a process which a signal ended. */
export function statusOf(signal: StopSignal): number {
  return 128 + constants.signals[signal];
}

/**
 * Calls `stop` on the first SIGINT or SIGTERM. A later one ends the process at once.
 *
 * @returns takes the listeners away again
 */
export function onStopSignal(stop: (signal: StopSignal) => void): () => void {
  let stoppingSince: number | undefined;
  const listener = (signal: StopSignal): void => {
    if (stoppingSince === undefined) {
      stoppingSince = performance.now();
      stop(signal);
    } else if (performance.now() - stoppingSince > SAME_SIGNAL_MS) {
      process.exit(statusOf(signal));
    }
  };
  process.on('SIGINT', listener);
  process.on('SIGTERM', listener);
  return () => {
    process.off('SIGINT', listener);
    process.off('SIGTERM', listener);
  };
}
