import { type Departure, nobodyWaits } from '../lib/departure';

/** One that waits. */
interface Waiting {
  readonly client: string;
  readonly begin: () => void;
}

/** How somebody waits for a turn. */
export interface Turn<Place> {
  readonly client: string;
  readonly departure?: Departure | undefined;
  /** Milliseconds that they wait at most. */
  readonly patienceMs: number;
  /** The error of who has waited that long. */
  readonly tooLate: () => Error;
  /** Takes the place at once, so that nobody comes in between, and gives what whoever waits is given. */
  readonly take: () => Place;
  /** Called once when the waiting is over, however it ends, and before the place is taken. */
  readonly ended: () => void;
}

/** A queue in which clients take turns, however many each has waiting. */
export class FairQueue {
  /** Those that wait, by client; the client whose turn is next comes first. */
  private readonly byClient = new Map<string, Set<Waiting>>();

  get size(): number {
    return [...this.byClient.values()].reduce((sum, own) => sum + own.size, 0);
  }

  /**
   * Waits for a turn, which {@link next} gives.
   *
   * @throws RequestError TIMEOUT where the client goes away meanwhile, and what `tooLate` gives
   */
  wait<Place>({ client, departure, patienceMs, tooLate, take, ended }: Turn<Place>): Promise<Place> {
    return new Promise((resolve, reject) => {
      const end = (): void => {
        clearTimeout(timer);
        departure?.unlisten(leave);
        ended();
      };
      const waiting: Waiting = {
        client,
        begin: () => {
          end();
          resolve(take());
        },
      };
      const giveUp = (error: Error): void => {
        this.remove(waiting);
        end();
        reject(error);
      };
      const leave = (): void => {
        giveUp(nobodyWaits());
      };
      const timer = setTimeout(() => {
        giveUp(tooLate());
      }, patienceMs).unref();
      departure?.listen(leave);
      this.add(waiting);
    });
  }

  /**
   * Gives the first one of the next client that may have a turn its place.
   *
   * @returns whether there was one
   */
  next(mayHaveTurn: (client: string) => boolean): boolean {
    const waiting = this.take(mayHaveTurn);
    waiting?.begin();
    return waiting !== undefined;
  }

  private add(waiting: Waiting): void {
    const others = this.byClient.get(waiting.client);
    if (others) others.add(waiting);
    else this.byClient.set(waiting.client, new Set([waiting]));
  }

  private remove(waiting: Waiting): void {
    const own = this.byClient.get(waiting.client);
    own?.delete(waiting);
    if (own?.size === 0) this.byClient.delete(waiting.client);
  }

  /** Takes the first one of the next client that may have a turn; undefined where none may. */
  private take(mayHaveTurn: (client: string) => boolean): Waiting | undefined {
    for (const [client, own] of this.byClient) {
      const [first] = own;
      if (first === undefined || !mayHaveTurn(client)) continue;
      // Its next turn comes after those of all others.
      this.byClient.delete(client);
      own.delete(first);
      if (own.size > 0) this.byClient.set(client, own);
      return first;
    }
    return undefined;
  }
}
