import type { Departure } from '../../lib/departure';
import { ErrorCode, RequestError } from '../../lib/errors';
import { FairQueue } from '../../read/fairQueue';

/** Dossiers that wait to be read, those of one client, and the UTF-16 units of all. */
export const MOST_WAITING = 32;
const MOST_OF_CLIENT = 16;
export const MOST_UNITS = 16 * 1024 * 1024;

/** Milliseconds that one waits. */
export const PATIENCE_MS = 15_000;

/** Lets one dossier be read at a time. Clients take turns; what waits is bounded in number, in size and in time. */
export class DossierQueue {
  private readonly waiting = new FairQueue();
  private readonly waitingOf = new Map<string, number>();
  private waitingUnits = 0;
  private isBusy = false;

  /**
   * Waits for a turn.
   *
   * @param units UTF-16 units of the dossier
   * @returns ends the turn
   * @throws RequestError RATE_LIMITED where the client has too many waiting, OVERLOADED where all have, or where this one has
   *   waited too long, TIMEOUT where the client goes away
   */
  async enter(
    units: number,
    { client, departure }: { client: string; departure?: Departure | undefined },
  ): Promise<() => void> {
    if (this.isBusy) await this.wait(client, units, departure);
    this.isBusy = true;
    return () => {
      this.isBusy = false;
      this.waiting.next(() => true);
    };
  }

  private wait(client: string, units: number, departure: Departure | undefined): Promise<void> {
    const ofClient = this.waitingOf.get(client) ?? 0;
    if (ofClient >= MOST_OF_CLIENT) throw tooMany(ErrorCode.RATE_LIMITED, 'Too many of your dossiers');
    if (this.waiting.size >= MOST_WAITING || this.waitingUnits + units > MOST_UNITS) throw overloaded();
    this.count(client, 1, units);
    return this.waiting.wait({
      client,
      departure,
      patienceMs: PATIENCE_MS,
      tooLate: overloaded,
      take: () => {
        this.isBusy = true;
      },
      ended: () => {
        this.count(client, -1, -units);
      },
    });
  }

  private count(client: string, change: number, units: number): void {
    const count = (this.waitingOf.get(client) ?? 0) + change;
    if (count === 0) this.waitingOf.delete(client);
    else this.waitingOf.set(client, count);
    this.waitingUnits += units;
  }
}

const overloaded = (): RequestError => tooMany(ErrorCode.OVERLOADED, 'Too many dossiers');

function tooMany(code: ErrorCode, what: string): RequestError {
  const message = `${what} wait to be read at the moment. Try again in some seconds.`;
  return new RequestError(code, message, { retryAfter: 5 });
}
