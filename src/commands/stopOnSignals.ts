import type { Logger } from '../lib/logger';
import { onStopSignal } from './onStopSignal';

/** Milliseconds that a stop may take. */
const LIMIT_MS = 10_000;

/**
 * Ends the process on SIGTERM and SIGINT: with status 0 once `stop` is done, with 1 where it fails or takes too long. A second
 * signal ends it at once, with the status that a shell gives to that signal.
 *
 * @param stop finishes what is under way
 * @param log called if the stop fails
 */
export function stopOnSignals(stop: () => Promise<void>, log: Logger): void {
  onStopSignal((signal) => {
    log.info(`${signal}: finishing what is under way.`);
    setTimeout(() => {
      log.error(`The stop took longer than ${String(LIMIT_MS / 1000)} s; what was under way is lost.`);
      process.exit(1);
    }, LIMIT_MS).unref();
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'The stop failed.');
        process.exit(1);
      },
    );
  });
}
