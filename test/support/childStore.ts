import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const ROOT = join(__dirname, '..', '..');

/** A line that test/support/storeProcess.ts answers. */
export interface ChildAnswer {
  opened?: boolean;
  closed?: boolean;
  log?: string;
  error?: string;
  failed?: string;
  rows?: Record<string, unknown>[];
}

/** Another process that has the store of a data folder open. */
export interface ChildStore {
  readonly pid: number;
  /** The lines that it logged. */
  readonly logged: string[];
  /** Its first answer: opened, or the error. */
  readonly opened: Promise<ChildAnswer>;
  /** Its exit status, once it ended; null where it was killed. */
  readonly exited: Promise<number | null>;
  query(sql: string): Promise<ChildAnswer>;
  close(): Promise<number | null>;
  kill(): Promise<number | null>;
}

/**
 * Starts one. It runs the sources as they are, as the tests do, so that no build can be stale.
 *
 * @param user runs as another user, where we are root
 */
export function startChildStore(
  role: 'server' | 'command',
  settings: Record<string, string>,
  user?: { uid: number; gid: number },
): ChildStore {
  const program = ['-r', join(ROOT, 'scripts/loadTypescript.cjs'), join(__dirname, 'storeProcess.ts'), role];
  const child = spawn(process.execPath, program, {
    cwd: ROOT,
    env: { PATH: process.env.PATH, ...settings },
    stdio: ['pipe', 'pipe', 'inherit'],
    ...user,
  });
  return new Conversation(child);
}

class Conversation implements ChildStore {
  readonly pid: number;
  readonly logged: string[] = [];
  readonly opened: Promise<ChildAnswer>;
  readonly exited: Promise<number | null>;
  private readonly waiting: ((answer: ChildAnswer) => void)[] = [];

  constructor(private readonly child: ChildProcess) {
    this.pid = child.pid ?? -1;
    this.opened = this.next();
    this.exited = new Promise((resolve) => child.once('exit', resolve));
    if (child.stdout === null) {
      throw new Error('The child has no output to read.');
    }
    createInterface({ input: child.stdout }).on('line', (line) => {
      const answer = JSON.parse(line) as ChildAnswer;
      if (answer.log === undefined) {
        this.waiting.shift()?.(answer);
      } else {
        this.logged.push(answer.log);
      }
    });
  }

  query(sql: string): Promise<ChildAnswer> {
    const answer = this.next();
    this.child.stdin?.write(`${sql}\n`);
    return answer;
  }

  close(): Promise<number | null> {
    this.child.stdin?.write('close\n');
    return this.exited;
  }

  kill(): Promise<number | null> {
    this.child.kill('SIGKILL');
    return this.exited;
  }

  private next(): Promise<ChildAnswer> {
    return new Promise((resolve) => this.waiting.push(resolve));
  }
}
