import type { Actor } from '../lib/actor';
import type { WantedChanges } from '../live/changeFeed';
import type { ChangeEvent } from '../read/changeEvent';
import type { Reader } from '../read/reader';
import type { DossierThreads } from '../dossier/threads/dossierThreads';
import type { Departure } from '../lib/departure';
import type { Writer } from '../write/writer';

/** What every resolver of one request shares. */
export interface Context {
  /** Who asks. */
  readonly actor: Actor;
  /** Reads with the rights of whoever asks. */
  readonly reader: Reader;
  /** Writes in the name of whoever asks; whether they may is asked before. */
  readonly writer: Writer;
  /** Read and store dossiers. */
  readonly dossierThreads: DossierThreads;
  /** Happens when whoever asks leaves before they are answered. */
  readonly departure: Departure;
}

/** What the resolvers of one subscription share, from its start to its end. */
export interface SubscriptionContext extends Pick<Context, 'actor' | 'reader'> {
  /**
   * Begins to follow changes, with the rights of whoever asks.
   *
   * @throws RequestError where `after` is wrong
   */
  readonly follow: (wanted: Pick<WantedChanges, 'types' | 'id' | 'after'>) => Promise<AsyncIterable<ChangeEvent>>;
}
