import type { Command } from 'commander';
import { readEnvironment } from '../lib/environment';
import { createLogger } from '../lib/logger';
import { stopOnSignals } from './stopOnSignals';

/** Adds the command that serves GraphQL until it is stopped. It is the default command. */
export function registerServe(program: Command): void {
  program
    .command('serve', { isDefault: true })
    .description(
      'serve GraphQL at http://127.0.0.1:4000/graphql until it is stopped (HOST and PORT set another address)',
    )
    .action(serve);
}

async function serve(): Promise<void> {
  const environment = readEnvironment();
  const log = createLogger(environment.logLevel);
  // Loaded here, so that other commands need not wait for it.
  const { startServer } = await import('../server/startServer');
  const starting = startServer(environment, log);
  stopOnSignals(async () => {
    // A failed start has reported its reason and has nothing left to stop.
    const server = await starting.catch(() => undefined);
    await server?.stop();
  }, log);
  const { url } = await starting;
  console.log(`Allegata is ready: ${url}`);
}
