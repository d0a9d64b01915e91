/** Tells when something has taken a time in all, with its breaks left out. */
export class Stopwatch {
  private left: number;
  private since = 0;
  private timer: NodeJS.Timeout | undefined;

  /** @param onOver called once, when the time is over */
  constructor(
    milliseconds: number,
    private readonly onOver: () => void,
  ) {
    this.left = milliseconds;
  }

  start(): void {
    this.since = performance.now();
    this.timer ??= setTimeout(this.onOver, this.left).unref();
  }

  stop(): void {
    if (this.timer === undefined) return;
    clearTimeout(this.timer);
    this.timer = undefined;
    this.left = Math.max(0, this.left - (performance.now() - this.since));
  }
}
