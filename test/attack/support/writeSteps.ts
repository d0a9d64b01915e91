import { once } from 'node:events';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Step } from './attack';

/** Milliseconds that a server which does not read is waited for. */
const STUCK_MS = 3_000;

/** Writes the steps to a socket one after the other, no faster than the server reads; ends early where the socket does. */
export async function writeSteps(socket: Socket, steps: readonly Step[]): Promise<void> {
  for (const step of steps) {
    if ('wait' in step) {
      if (!socket.writable) return;
      await sleep(step.wait);
      continue;
    }
    for (let time = 0; time < (step.times ?? 1); time++) {
      if (!socket.writable) return;
      if (!socket.write(step.write) && !(await isDrained(socket))) return;
    }
  }
}

async function isDrained(socket: Socket): Promise<boolean> {
  const left = new AbortController();
  const { signal } = left;
  const never = (): Promise<boolean> => new Promise(() => undefined);
  try {
    return await Promise.race([
      once(socket, 'drain', { signal }).then(() => true, never),
      once(socket, 'close', { signal }).then(() => false, never),
      sleep(STUCK_MS, false, { signal }).catch(never),
    ]);
  } finally {
    left.abort();
  }
}
