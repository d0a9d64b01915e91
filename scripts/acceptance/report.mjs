import { isDeepStrictEqual } from 'node:util';

/** What was shown and what was not; the exit status follows from it. */
export const tally = { passed: 0, failed: 0 };

/** Prints one line: what holds, or does not and why. */
export function show(name, holds, why = '') {
  tally[holds ? 'passed' : 'failed'] += 1;
  console.log(
    holds ? `ok - ${name}` : `not ok - ${name}${why ? `\n    ${String(why).replaceAll('\n', '\n    ')}` : ''}`,
  );
}

/** The same for a value that has to be a certain one. */
export function showEqual(name, actual, expected) {
  const print = (value) => JSON.stringify(value, undefined, 1)?.slice(0, 2000);
  show(name, isDeepStrictEqual(actual, expected), `got ${print(actual)}\nwanted ${print(expected)}`);
}

/** Runs one part; what it throws fails that part and leaves the others to run. */
export async function part(name, run) {
  console.log(`\n# ${name}`);
  const start = performance.now();
  try {
    await run();
  } catch (error) {
    show(`${name} runs to its end`, false, error instanceof Error ? error.stack : String(error));
  }
  console.log(`# took ${((performance.now() - start) / 1000).toFixed(1)} s`);
}
