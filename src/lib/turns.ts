/** How many go on in one turn of the event loop: some milliseconds of work. */
const AT_ONCE = 25;

/** Lets many go on that became ready at the same moment, a few in each turn of the event loop, so that others get theirs. */
export class Turns {
  private waiting: (() => void)[] = [];

  /** Resolves when it is one's turn, in the order of the calls. */
  take(): Promise<void> {
    return new Promise((resolve) => {
      if (this.waiting.push(resolve) === 1) this.serveSoon();
    });
  }

  private serveSoon(): void {
    setImmediate(() => {
      for (const goOn of this.waiting.splice(0, AT_ONCE)) goOn();
      if (this.waiting.length > 0) this.serveSoon();
    });
  }
}
