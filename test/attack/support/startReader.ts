import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Address } from './deliver';
import type { Reading } from './patientReader';

/**
 * Starts a reader as a process of its own.
 *
 * @returns stops it, and gives all that it has read
 */
export function startReader({ host, port }: Address): () => Promise<readonly Reading[]> {
  const program = ['-r', './scripts/loadTypescript.cjs', `${__dirname}/readerProcess.ts`, host, String(port)];
  const child = spawn(process.execPath, program, { stdio: ['pipe', 'pipe', 'inherit'] });
  let written = '';
  child.stdout.on('data', (data: Buffer) => (written += data.toString()));
  return async () => {
    const closed = once(child, 'close');
    child.stdin.end();
    await closed;
    return JSON.parse(written) as Reading[];
  };
}
