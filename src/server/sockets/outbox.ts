/** Bytes that one connection may have on their way out at once, and for how many milliseconds it may have more than those. */
const SOCKET_BYTES = 1024 * 1024;
const STALL_MS = 5_000;

/** Bytes beyond which a connection is cut at once, where it has not taken what it was sent before. */
const MOST_SOCKET_BYTES = 4 * SOCKET_BYTES;
const MOST_CLIENT_BYTES = 32 * SOCKET_BYTES;
const MOST_BYTES = 256 * SOCKET_BYTES;

/** Bytes with which a connection counts as taking what it is sent. */
const LITTLE = 64 * 1024;

/** Bytes that are on their way out over all connections, in all and to each client. */
export class OutgoingBytes {
  private readonly perClient = new Map<string, number>();
  private inAll = 0;

  add(client: string, bytes: number): void {
    const held = (this.perClient.get(client) ?? 0) + bytes;
    if (held > 0) this.perClient.set(client, held);
    else this.perClient.delete(client);
    this.inAll += bytes;
  }

  /** Whether a client, or all together, have too much. */
  isTooMuch(client: string): boolean {
    return this.inAll > MOST_BYTES || (this.perClient.get(client) ?? 0) > MOST_CLIENT_BYTES;
  }
}

/**
 * Watches what one connection is sent and has not taken, as Node and ws hold that in memory without a bound. A client that
 * doesn't read is cut off.
 */
export class Outbox {
  /** Called when the client has taken what it was sent. */
  onTaken: () => void = () => undefined;
  private bytes = 0;
  private stall: NodeJS.Timeout | undefined;

  /**
   * @param outgoing the bytes of all connections
   * @param client whose the connection is
   * @param cut ends the connection at once
   */
  constructor(
    private readonly outgoing: OutgoingBytes,
    private readonly client: string,
    private readonly cut: () => void,
  ) {}

  /** Whether the client takes what it is sent. */
  get isTaken(): boolean {
    return this.bytes <= LITTLE;
  }

  /**
   * Counts bytes that are about to be sent. Where that is too much, the connection is cut.
   *
   * @returns to be called once, when they have left or never will
   */
  sending(bytes: number): () => void {
    const isBehind = !this.isTaken;
    this.count(bytes);
    if (isBehind && (this.bytes > MOST_SOCKET_BYTES || this.outgoing.isTooMuch(this.client))) this.cut();
    return () => {
      this.count(-bytes);
      if (this.isTaken) this.onTaken();
    };
  }

  private count(bytes: number): void {
    this.bytes += bytes;
    this.outgoing.add(this.client, bytes);
    if (this.bytes > SOCKET_BYTES) this.stall ??= setTimeout(this.cut, STALL_MS).unref();
    else {
      clearTimeout(this.stall);
      this.stall = undefined;
    }
  }
}
