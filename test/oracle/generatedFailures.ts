import { print, type DocumentNode } from 'graphql';
import { minimiseOperation } from './minimiseOperation';
import type { GeneratedOperation } from './operationGenerator';
import type { OracleRole } from './oracleView';
import type { ReadHarness } from './readHarness';

const mostFailuresShown = 5;

/**
 * The seeds to generate from, as many as is usual. GENERATED_QUERIES asks for another number; GENERATED_SEED starts with the
 * seed of one that has failed.
 */
export function generatedSeeds(usual: number): number[] {
  const first = Number(process.env.GENERATED_SEED ?? 1);
  return Array.from({ length: Number(process.env.GENERATED_QUERIES ?? usual) }, (_, index) => first + index);
}

/** What goes wrong with the operations of the seeds, as text; empty where nothing does. */
export async function generatedFailures(
  harness: ReadHarness,
  seeds: readonly number[],
  operationOf: (seed: number) => GeneratedOperation,
  role: OracleRole,
): Promise<string> {
  const failures: string[] = [];
  for (const seed of seeds) {
    const failure = await failureOf(harness, operationOf(seed), role);
    if (failure !== undefined) failures.push(`GENERATED_SEED=${String(seed)}\n${failure}`);
    if (failures.length === mostFailuresShown) break;
  }
  return failures.join('\n\n');
}

/** What goes wrong with an operation, in its smallest form; undefined where nothing does. */
async function failureOf(
  harness: ReadHarness,
  { document, variables, otherVariables }: GeneratedOperation,
  role: OracleRole,
): Promise<string | undefined> {
  // The second time a plan of the same document may be at hand, which must be the right one for the other variables.
  for (const given of [variables, otherVariables]) {
    const ask = (asked: DocumentNode): Promise<string | undefined> =>
      harness.disagreement(asked, given, role).catch((error: unknown) => `thrown: ${String(error)}`);
    const found = await ask(document);
    if (found === undefined) continue;
    const isSame = (other: string | undefined): boolean => other?.split('\n')[0] === found.split('\n')[0];
    const smallest = await minimiseOperation(harness.schema, document, async (smaller) => isSame(await ask(smaller)));
    // What only the two askings together show is gone in a smaller document.
    const difference = (await ask(smallest)) ?? found;
    return `${print(smallest)}\n${JSON.stringify(given)}\n${difference}`;
  }
  return undefined;
}
