import type { Database } from '../database/database';
import { openStore } from '../database/openStore';
import { type Environment, readEnvironment } from '../lib/environment';
import { RequestError } from '../lib/errors';
import { createLogger } from '../lib/logger';
import { onStopSignal, statusOf } from './onStopSignal';

/**
 * Runs a command on the store, and closes the store on every way out. Ctrl-C and SIGTERM abort the signal that the command
 * gets; once it has stopped, the process ends with the status that a shell gives to that signal. A second one ends it at once.
 *
 * @param run what the command does
 */
export async function withStore(
  run: (database: Database, environment: Environment, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const environment = readEnvironment();
  const log = createLogger(environment.logLevel);
  const abort = new AbortController();
  const ignoreSignals = onStopSignal((signal) => {
    process.exitCode = statusOf(signal);
    abort.abort(new Error('Stopped. Nothing was changed.'));
  });
  try {
    const database = await openStore(environment, 'command', (message) => log.info(message));
    try {
      abort.signal.throwIfAborted();
      await run(database, environment, abort.signal);
    } finally {
      await database.close();
    }
  } catch (error) {
    if (abort.signal.aborted) process.stderr.write('Stopped. Nothing was changed.\n');
    // A person at a terminal reads the same words as a client of the API.
    else throw error instanceof RequestError ? new Error(error.message, { cause: error }) : error;
  } finally {
    ignoreSignals();
  }
}
