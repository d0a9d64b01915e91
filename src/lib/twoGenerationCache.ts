import { LRUCache } from 'lru-cache';

/** How much a cache may hold, and how much each entry takes. */
export interface CacheSizes<Value> {
  /** Bytes that all entries may take together. */
  readonly maxBytes: number;
  /** Bytes that one entry may take; a larger one is not kept. At most a quarter of `maxBytes`. */
  readonly maxEntryBytes: number;
  /** An estimate of the bytes that an entry takes in memory, its key included. It is asked once for each `set`. */
  readonly bytesOf: (value: Value, key: string) => number;
}

interface Entry<Value> {
  readonly value: Value;
  readonly bytes: number;
}

/** The part of a cache's bytes that entries on probation may take. */
const PROBATION_PART = 1 / 4;

/**
 * Keeps values, bounded by their bytes. A new entry is on probation until it is asked for: those who ask for thousands of
 * things once push out each other, and nothing that is in use.
 */
export class TwoGenerationCache<Value> {
  private readonly onProbation: LRUCache<string, Entry<Value>>;
  private readonly proven: LRUCache<string, Entry<Value>>;

  /** @throws RangeError where the largest entry would not fit among those on probation */
  constructor(private readonly sizes: CacheSizes<Value>) {
    const probationBytes = Math.floor(sizes.maxBytes * PROBATION_PART);
    if (sizes.maxEntryBytes > probationBytes) {
      throw new RangeError(`maxEntryBytes is ${sizes.maxEntryBytes}; at most a quarter of maxBytes is possible.`);
    }
    this.onProbation = new LRUCache({ maxSize: probationBytes });
    this.proven = new LRUCache({
      maxSize: sizes.maxBytes - probationBytes,
      dispose: (entry, key, reason) => {
        if (reason === 'evict') this.onProbation.set(key, entry, { size: entry.bytes });
      },
    });
  }

  /** How many entries there are. */
  get size(): number {
    return this.onProbation.size + this.proven.size;
  }

  /** Bytes that all entries take together. */
  get bytes(): number {
    return this.onProbation.calculatedSize + this.proven.calculatedSize;
  }

  get(key: string): Value | undefined {
    const proven = this.proven.get(key);
    if (proven !== undefined) return proven.value;
    const entry = this.onProbation.get(key);
    if (entry === undefined) return undefined;
    this.onProbation.delete(key);
    this.proven.set(key, entry, { size: entry.bytes });
    return entry.value;
  }

  /** Keeps a value in place of one that was there; a value that is too large is not kept, nor is the one before. */
  set(key: string, value: Value): void {
    const bytes = Math.max(1, Math.ceil(this.sizes.bytesOf(value, key)));
    const generation = this.proven.has(key) ? this.proven : this.onProbation;
    if (bytes > this.sizes.maxEntryBytes) generation.delete(key);
    else generation.set(key, { value, bytes }, { size: bytes });
  }

  /** @returns whether there was such an entry */
  delete(key: string): boolean {
    return this.proven.delete(key) || this.onProbation.delete(key);
  }
}
