import { ErrorCode, RequestError } from '../lib/errors';
import type { Asker } from './asker';
import { FairQueue } from './fairQueue';

/** How a gate shares the connections of a pool. */
export interface GateOptions {
  /** Connections of the pool. */
  readonly connections: number;
  /** Bytes of requests that may wait, for each client; all clients together may have four times as many. */
  readonly waitingBytes?: number;
  /** Milliseconds that a request waits at most. */
  readonly patienceMs?: number;
}

/** One read that asks for a connection. */
export interface GateRequest extends Asker {
  /** What it costs, in units of Work. */
  readonly cost: number;
  /** Works out the memory that it holds, which is asked for only where it has to wait. */
  readonly bytes: () => number;
}

/** Costs up to which a read is small, and medium. */
const SMALL_COST = 1_000;
const MEDIUM_COST = 10_000;

const LANES = ['small', 'medium', 'large'] as const;
type Lane = (typeof LANES)[number];

const WAITING_BYTES = 16 * 1024 * 1024;
const PATIENCE_MS = 10_000;

/** Whether a read of this cost is one of those that clients may have a limited number of in a minute. */
export function isLarge(cost: number): boolean {
  return laneOf(cost) === 'large';
}

/**
 * Shares the connections that reads use, so that nobody's reads hold up everybody's: large reads never hold more than a third
 * of them, one client never holds all, and whoever waits gets a connection in turn with the other clients. What waits is
 * bounded in bytes and in time.
 */
export class ReadGate {
  private readonly running: Record<Lane, number> = { small: 0, medium: 0, large: 0 };
  private readonly runningOf = new Map<string, number>();
  private readonly lanes: Readonly<Record<Lane, FairQueue>> = {
    small: new FairQueue(),
    medium: new FairQueue(),
    large: new FairQueue(),
  };
  private readonly waitingBytesOf = new Map<string, number>();
  private waitingBytes = 0;
  private nextLane = 0;

  constructor(private readonly options: GateOptions) {}

  /**
   * Takes a place for a read, or waits for one.
   *
   * @returns what gives the place back; a promise of it where the read has to wait
   * @throws RequestError RATE_LIMITED where the client has too much waiting, OVERLOADED where all have, or it has waited too
   *   long, TIMEOUT where the client goes away meanwhile
   */
  enter(request: GateRequest): (() => void) | Promise<() => void> {
    const lane = laneOf(request.cost);
    // Whoever waits may not start now: what gives a place back starts those who may.
    if (this.mayStart(lane, request.client)) return this.start(lane, request.client);
    return this.wait(lane, request);
  }

  /** Reads that wait now. */
  get waiting(): number {
    return LANES.reduce((sum, lane) => sum + this.lanes[lane].size, 0);
  }

  private mayStart(lane: Lane, client: string): boolean {
    const { small, medium, large } = this.running;
    const { connections } = this.options;
    // What is kept for others: of the pool for small reads, and of each client's reads for other clients.
    const kept = Math.min(connections - 1, Math.max(1, Math.floor(connections / 5)));
    if (small + medium + large >= connections) return false;
    if ((this.runningOf.get(client) ?? 0) >= connections - kept) return false;
    if (lane !== 'small' && medium + large >= connections - kept) return false;
    return lane !== 'large' || large < Math.max(1, Math.floor(connections / 3));
  }

  private start(lane: Lane, client: string): () => void {
    this.running[lane] += 1;
    this.runningOf.set(client, (this.runningOf.get(client) ?? 0) + 1);
    return () => {
      this.running[lane] -= 1;
      add(this.runningOf, client, -1);
      this.startWaiting();
    };
  }

  private wait(lane: Lane, { client, bytes: bytesOf, departure }: GateRequest): Promise<() => void> {
    const bytes = bytesOf();
    this.checkRoom(client, bytes);
    this.waitingBytes += bytes;
    add(this.waitingBytesOf, client, bytes);
    return this.lanes[lane].wait({
      client,
      departure,
      patienceMs: this.options.patienceMs ?? PATIENCE_MS,
      tooLate: overloaded,
      take: () => this.start(lane, client),
      ended: () => {
        this.waitingBytes -= bytes;
        add(this.waitingBytesOf, client, -bytes);
      },
    });
  }

  private checkRoom(client: string, bytes: number): void {
    const { waitingBytes: limit = WAITING_BYTES } = this.options;
    if ((this.waitingBytesOf.get(client) ?? 0) + bytes > limit) {
      const message = 'Too many of your requests wait for the database at once. Send fewer at a time.';
      throw new RequestError(ErrorCode.RATE_LIMITED, message, { retryAfter: 1 });
    }
    if (this.waitingBytes + bytes > 4 * limit) throw overloaded();
  }

  /** Starts what waits, as far as there are places: in turn from the lanes, and within a lane from the clients. */
  private startWaiting(): void {
    for (let idle = 0; idle < LANES.length;) {
      const lane = LANES[this.nextLane] ?? 'small';
      this.nextLane = (this.nextLane + 1) % LANES.length;
      const hasStarted = this.lanes[lane].next((client) => this.mayStart(lane, client));
      idle = hasStarted ? 0 : idle + 1;
    }
  }
}

function laneOf(cost: number): Lane {
  if (cost <= SMALL_COST) return 'small';
  return cost <= MEDIUM_COST ? 'medium' : 'large';
}

function overloaded(): RequestError {
  const message = 'More is asked of the database at the moment than it can answer. Try again in some seconds.';
  return new RequestError(ErrorCode.OVERLOADED, message, { retryAfter: 5 });
}

function add(amounts: Map<string, number>, key: string, amount: number): void {
  const sum = (amounts.get(key) ?? 0) + amount;
  if (sum === 0) amounts.delete(key);
  else amounts.set(key, sum);
}
