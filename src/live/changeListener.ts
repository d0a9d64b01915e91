import { Client, type Pool } from 'pg';
import type { Logger } from '../lib/logger';

/** The channel on which a transaction that changed something says so when it commits. */
const CHANNEL = 'allegata_changes';

/** Milliseconds before a connection that broke is opened anew: twice as long each time. */
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 30_000;

/**
 * One connection that listens for changes, opened anew where it breaks. It tells only that there may be something to read:
 * after each notification, and each time that it has come to listen.
 */
export class ChangeListener {
  private client: Client | undefined;
  private timer: NodeJS.Timeout | undefined;
  private pause = FIRST_PAUSE_MS;
  private isClosed = false;

  /**
   * @param pool whose address is used, as it is at the moment of connecting
   * @param wake called when there may be something to read; it must not throw
   */
  constructor(
    private readonly pool: Pool,
    private readonly wake: () => void,
    private readonly log: Logger,
  ) {}

  /** Opens the connection; one that cannot be had is tried again, with growing pauses. Never rejects. */
  async open(): Promise<void> {
    const { connectionString, connectionTimeoutMillis } = this.pool.options;
    const client = new Client({
      connectionString,
      connectionTimeoutMillis,
      keepAlive: true,
      application_name: 'allegata changes',
    });
    this.client = client;
    client.on('notification', this.wake);
    client.on('error', (error) => {
      this.lost(client, error);
    });
    client.on('end', () => {
      this.lost(client, new Error('the server ended it'));
    });
    try {
      await client.connect();
      await client.query(`LISTEN ${CHANNEL}`);
      this.pause = FIRST_PAUSE_MS;
      this.wake();
    } catch (error) {
      this.lost(client, error);
    }
  }

  async close(): Promise<void> {
    this.isClosed = true;
    clearTimeout(this.timer);
    const { client } = this;
    this.client = undefined;
    await client?.end().catch(() => undefined);
  }

  private lost(client: Client, error: unknown): void {
    // A connection says more than once that it broke.
    if (this.client !== client || this.isClosed) return;
    this.client = undefined;
    this.log.warn(
      { err: error },
      `The connection that listens for changes broke; opening it anew in ${this.pause} ms.`,
    );
    void client.end().catch(() => undefined);
    this.timer = setTimeout(() => void this.open(), this.pause);
    this.pause = Math.min(2 * this.pause, LONGEST_PAUSE_MS);
  }
}
