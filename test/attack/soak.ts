import globalSetup from '../support/globalSetup';
import globalTeardown from '../support/globalTeardown';
import { soak, type SoakReport } from './support/soak';

// npm run test:soak -- [SECONDS] [SEED]: asks a server of its own valid questions for a long time, and says what came of it.

const MEGABYTE = 1024 * 1024;
const MOST_GROWN = 50 * MEGABYTE;
const LEAST_ANSWERED = 0.9;

/** What is wrong with a report, a line each. */
function faultsOf({ requests, answered, failed, leaks, logged, grownBytes = 0 }: SoakReport): string[] {
  return [
    ...(answered / requests < LEAST_ANSWERED ? ['Fewer than nine in ten requests were answered without errors.'] : []),
    ...(grownBytes > MOST_GROWN ? [`The memory grew by ${(grownBytes / MEGABYTE).toFixed(0)} MB.`] : []),
    ...failed.map((fault) => `Failed: ${fault}`),
    ...leaks.map((leak) => `Shows a draft: ${leak}`),
    ...logged.map((line) => `Logged: ${line}`),
  ];
}

async function main(): Promise<void> {
  const [seconds = 300, seed = 1] = process.argv.slice(2).map(Number);
  if (!(seconds > 0) || !Number.isInteger(seed)) {
    throw new Error(
      'The first argument is how many seconds it takes (default: 300), the second a whole number to begin with.',
    );
  }
  await globalSetup();
  try {
    const report = await soak(seconds * 1_000, seed);
    const faults = faultsOf(report);
    process.stdout.write(
      `${JSON.stringify(report, null, 2)}\n${faults.length > 0 ? faults.join('\n') : 'All is well.'}\n`,
    );
    process.exitCode = faults.length > 0 ? 1 : 0;
  } finally {
    await globalTeardown();
  }
}

void main();
