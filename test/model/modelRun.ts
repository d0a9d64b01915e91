import fc from 'fast-check';
import { importWorld, type Sequence, sequences } from './commands';
import { PlainModel } from './plain/plainModel';
import { StoreUnderTest } from './storeUnderTest';

/** Seconds that a run takes at most: what there is then, a shortest sequence or none, is the result. */
export const MODEL_SECONDS = Number(process.env.MODEL_SECONDS ?? 240);

/**
 * Runs random sequences of operations against a store and the model of it. MODEL_RUNS asks for another number of sequences than
 * usual, and MODEL_SEED for those of a seed that has failed.
 *
 * @throws Error with the seed and the shortest sequence after which the two disagree
 */
export async function expectStoreLikeModel(usualRuns: number): Promise<void> {
  const { MODEL_RUNS, MODEL_SEED } = process.env;
  let running = Promise.resolve();
  const property = fc.asyncProperty(fc.nat(7), sequences(25), (chance, sequence) => {
    const run = runSequence(chance < 7, sequence);
    running = run.catch(() => undefined);
    return run;
  });
  const seed = MODEL_SEED === undefined ? {} : { seed: Number(MODEL_SEED) };
  const numRuns = Number(MODEL_RUNS ?? usualRuns);
  const result = await fc.check(property, { numRuns, interruptAfterTimeLimit: MODEL_SECONDS * 1_000, ...seed });
  // A sequence that the limit of time cuts off goes on by itself, and its store is closed at its end.
  await running;
  if (!result.failed) return;
  if (result.counterexample === null) throw new Error(`No sequence came to its end within ${String(MODEL_SECONDS)} s.`);
  const error = result.errorInstance instanceof Error ? result.errorInstance.message : String(result.errorInstance);
  throw new Error(`The store and its model disagree. MODEL_SEED=${String(result.seed)} shows it again:\n${error}`);
}

async function runSequence(beginsWithWorld: boolean, sequence: Sequence): Promise<void> {
  const store = await StoreUnderTest.start();
  const model = new PlainModel();
  try {
    if (beginsWithWorld) await importWorld(model, store);
    await fc.asyncModelRun(() => ({ model, real: store }), sequence);
  } catch (error) {
    // Commands are carried out again while the sequence is made shorter, so that only the store's own log is of this run.
    const message = error instanceof Error ? error.message : String(error);
    throw new Error(`${store.log.join('\n')}\n\n${message}`, { cause: error });
  } finally {
    await store.close();
  }
}
