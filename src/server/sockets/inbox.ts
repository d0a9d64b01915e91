import { WebSocket } from 'ws';

/** Messages that are handled at once: the subscriptions that a socket may have, and some more. */
const AT_ONCE = 64;

/** Messages a second that are handled over one socket, and how many may come at once after a pause. */
const PER_SECOND = 100;
const BURST = 200;

/** Pings and pongs, which carry no message, that a client may send in a second. */
const MOST_CONTROL_FRAMES = 100;

/**
 * Hands on the messages of one socket as fast as they may be handled, and stops reading from it meanwhile. Who does not read
 * what they are sent, is not read from either.
 */
export class Inbox {
  private waiting: Buffer[] = [];
  private handling = 0;
  private allowance = BURST;
  private allowedAt = performance.now();
  private timer: NodeJS.Timeout | undefined;
  private controlFrames = 0;
  private controlSince = performance.now();

  /**
   * @param handle handles one message; it must not reject
   * @param isTaken whether the client takes what it is sent
   */
  constructor(
    private readonly socket: WebSocket,
    private readonly handle: (text: string) => Promise<void>,
    private readonly isTaken: () => boolean,
  ) {
    socket.on('message', (data: Buffer) => {
      this.waiting.push(data);
      this.goOn();
    });
    const count = (): void => {
      this.countControlFrame();
    };
    socket.on('ping', count);
    socket.on('pong', count);
    socket.once('close', () => {
      clearTimeout(this.timer);
      this.waiting = [];
    });
  }

  /** Handles what waits, as far as it may. To be called when the client has taken what it was sent. */
  goOn(): void {
    while (this.mayHandle()) {
      const data = this.waiting.shift();
      if (data === undefined) break;
      this.allowance -= 1;
      this.handling += 1;
      void this.handle(data.toString()).finally(() => {
        this.handling -= 1;
        this.goOn();
      });
    }
    if (this.waiting.length === 0 || this.socket.readyState !== WebSocket.OPEN) this.socket.resume();
    else this.socket.pause();
  }

  private mayHandle(): boolean {
    if (this.socket.readyState !== WebSocket.OPEN) {
      this.waiting = [];
      return false;
    }
    return this.handling < AT_ONCE && this.isTaken() && this.isInTime();
  }

  /** Whether the client has not sent more than it may by now; if it has, what waits goes on a little later. */
  private isInTime(): boolean {
    const now = performance.now();
    this.allowance = Math.min(BURST, this.allowance + ((now - this.allowedAt) * PER_SECOND) / 1_000);
    this.allowedAt = now;
    if (this.allowance >= 1) return true;
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.goOn();
    }, 1_000 / PER_SECOND);
    return false;
  }

  private countControlFrame(): void {
    const now = performance.now();
    if (now - this.controlSince > 1_000) {
      this.controlSince = now;
      this.controlFrames = 0;
    }
    this.controlFrames += 1;
    if (this.controlFrames > MOST_CONTROL_FRAMES) this.socket.terminate();
  }
}
