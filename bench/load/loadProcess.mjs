import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** Starts the process that makes the load, so that it can be told apart from what it measures. */
export function startLoad() {
  const child = fork(fileURLToPath(new URL('generator.mjs', import.meta.url)), { serialization: 'advanced' });
  return {
    /** Runs one task of the generator; see there. */
    async run(task) {
      child.send(task);
      const [{ result, error }] = await once(child, 'message');
      if (error !== undefined) throw new Error(error);
      return result;
    },
    stop: () => child.kill(),
  };
}
