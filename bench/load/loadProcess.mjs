import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/**
 * Starts a process that makes load, so that it can be told apart from what it measures.
 *
 * @param {string} program generator.mjs, which sends requests, or sqlWriter.mjs
 */
export function startLoad(program = 'generator.mjs') {
  const child = fork(fileURLToPath(new URL(program, import.meta.url)), { serialization: 'advanced' });
  return {
    /** Runs one task of the program; see there. */
    async run(task) {
      child.send(task);
      const [{ result, error }] = await once(child, 'message');
      if (error !== undefined) throw new Error(error);
      return result;
    },
    stop: () => child.kill(),
  };
}
