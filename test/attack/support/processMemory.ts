import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/** The memory of another process, in bytes. Where there is no /proc, its peak is what it has now. */
export class ProcessMemory {
  private readonly hasProc: boolean;

  constructor(private readonly pid: number) {
    this.hasProc = existsSync(`/proc/${pid}/status`);
  }

  resident(): number {
    if (this.hasProc) return this.status('VmRSS');
    return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(this.pid)]).toString()) * 1024;
  }

  /** The most since {@link forgetPeak}. */
  peak(): number {
    return this.hasProc ? this.status('VmHWM') : this.resident();
  }

  forgetPeak(): void {
    if (this.hasProc) writeFileSync(`/proc/${this.pid}/clear_refs`, '5');
  }

  private status(field: string): number {
    const kilobytes = new RegExp(`^${field}:\\s*(\\d+) kB$`, 'm').exec(
      readFileSync(`/proc/${this.pid}/status`, 'utf8'),
    );
    if (kilobytes === null) throw new Error(`/proc says nothing of ${field}.`);
    return Number(kilobytes[1]) * 1024;
  }
}
