import type { WriteStream } from 'node:tty';

/** Milliseconds after which long work shows its progress, and between two updates. */
const LONG_MS = 1_000;
const STEP_MS = 200;

/**
 * Shows the progress of long work on one line of a terminal. If the stream isn't a terminal, it shows nothing.
 *
 * @param doing what is being done, such as Importing
 */
export function showProgress(
  doing: string,
  stream: WriteStream,
): { show: (done: number, total: number) => void; clear: () => void } {
  let next = performance.now() + LONG_MS;
  let isShown = false;
  return {
    show: (done, total) => {
      if (!stream.isTTY || performance.now() < next) return;
      next = performance.now() + STEP_MS;
      isShown = true;
      const percent = Math.floor((100 * done) / Math.max(1, total));
      stream.write(`\r${doing}: ${String(percent)} % (${done.toLocaleString('en')} of ${total.toLocaleString('en')})`);
    },
    clear: () => {
      // Erases the line, so that what comes next begins on a clean one.
      if (isShown) stream.write('\r\u001B[2K');
    },
  };
}
