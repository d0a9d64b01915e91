import type { Actor } from '../lib/actor';
import type { Reader } from '../read/reader';
import type { Writer } from '../write/writer';

/** What every resolver of one request shares. */
export interface Context {
  /** Who asks. */
  readonly actor: Actor;
  /** Reads with the rights of whoever asks. */
  readonly reader: Reader;
  /** Writes in the name of whoever asks; whether they may is asked before. */
  readonly writer: Writer;
}
