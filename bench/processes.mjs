import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { clearTimeout, setTimeout } from 'node:timers';

const START_LIMIT_MS = 60_000;

/** Linux counts processor time in hundredths of a second, whatever its own clock. */
const TICK_MS = 10;

/**
 * Starts a contestant and waits until it says where it listens.
 *
 * @param {{ args: string[], env?: Record<string, string>, cwd?: string, ready: RegExp }} how the arguments of node, and what the line looks like in
 *   which the process tells its address
 * @returns {Promise<{ url: URL, pid: number, stop: () => Promise<void> }>}
 * @throws Error with what it wrote, where it ends or does not get ready
 */
export async function startProcess({ args, env = {}, cwd, ready }) {
  const child = spawn(process.execPath, args, {
    cwd,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, NODE_ENV: 'production', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGTERM');
    const late = setTimeout(() => child.kill('SIGKILL'), 5000);
    await once(child, 'exit');
    clearTimeout(late);
  };
  try {
    const url = await addressOf(child, ready);
    return { url: new URL(url), pid: child.pid, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function addressOf(child, ready) {
  return new Promise((resolve, reject) => {
    let output = '';
    const fail = (reason) => reject(new Error(`${reason}:\n${output.slice(-4000)}`));
    const timer = setTimeout(() => fail('It did not get ready in time'), START_LIMIT_MS);
    const read = (piece) => {
      output = (output + piece).slice(-20_000);
      const found = ready.exec(output);
      if (found === null) return;
      clearTimeout(timer);
      resolve(found[1]);
    };
    child.stdout.setEncoding('utf8').on('data', read);
    child.stderr.setEncoding('utf8').on('data', read);
    child.once('exit', (code, signal) => {
      clearTimeout(timer);
      fail(`It ended with ${code ?? signal}`);
    });
  });
}

/** The fields of /proc/PID/stat from the third on, so that field n of proc(5) is at n - 3; null where there is no such process. */
function statOf(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return null;
  }
}

/** Milliseconds of processor time that a process has used, in all its threads. */
export function cpuOf(pid) {
  const stat = statOf(pid);
  return stat === null ? 0 : (Number(stat[11]) + Number(stat[12])) * TICK_MS;
}

/** Milliseconds of processor time that a PostgreSQL has used: the postmaster, its processes, and those that have ended. */
export function cpuOfPostgres(postmaster) {
  const own = statOf(postmaster);
  if (own === null) return 0;
  const ended = (Number(own[13]) + Number(own[14])) * TICK_MS;
  const children = readdirSync('/proc').filter(
    (name) => /^\d+$/.test(name) && statOf(name)?.[1] === String(postmaster),
  );
  return children.reduce((sum, pid) => sum + cpuOf(pid), cpuOf(postmaster) + ended);
}

/** The most memory that a process has held, in bytes. */
export function peakMemoryOf(pid) {
  const found = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(found?.[1] ?? 0) * 1024;
}
