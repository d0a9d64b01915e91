import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** The program as a process of its own. */
export interface Program {
  readonly child: ChildProcess;
  /** What it has written so far. */
  readonly output: { stdout: string; stderr: string };
  /** Its end: the exit status, or the signal that ended it. */
  readonly ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
}

/** Starts the program from its sources, with these settings over those of the test. */
export function startProgram(args: readonly string[], settings: Record<string, string>): Program {
  const env: NodeJS.ProcessEnv = { ...process.env, ALLEGATA_EXAMPLE: 'off', ...settings };
  const child = spawn(process.execPath, ['-r', './scripts/loadTypescript.cjs', 'src/main.ts', ...args], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (data: Buffer) => (output.stdout += data.toString()));
  child.stderr.on('data', (data: Buffer) => (output.stderr += data.toString()));
  const ended = once(child, 'close').then(([code, signal]) => ({
    code: code as number | null,
    signal: signal as NodeJS.Signals | null,
  }));
  return { child, output, ended };
}

/** Waits until a server says that it is ready, and gives its address. */
export async function addressOf({ child, output }: Program): Promise<string> {
  for (;;) {
    const ready = /^Allegata is ready: (\S+)$/m.exec(output.stdout);
    if (ready?.[1] !== undefined) return ready[1];
    if (child.exitCode !== null) throw new Error(`The server did not start:\n${output.stdout}${output.stderr}`);
    await Promise.race([once(child.stdout!, 'data'), once(child, 'close')]);
  }
}

/** A port that something else listens on until it is released. */
export async function takePort(): Promise<{ port: number; release: () => void }> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('A TCP server has a port.');
  return { port: address.port, release: () => server.close() };
}
