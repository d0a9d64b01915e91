import { LRUCache } from 'lru-cache';

/** How results are shared. */
export interface Sharing<T> {
  /** Bytes that all kept results may have. */
  readonly bytes: number;
  /** Milliseconds from the moment that making one began, after which it is made anew. */
  readonly ms: number;
  /** Bytes of a result. */
  readonly sizeOf: (result: T) => number;
  /** Whether a result is kept once it is there; all are unless given. */
  readonly keeps?: (result: T) => boolean;
}

/** Makes a result once for all who ask for the same at about the same time. What fails fails for all who wait for it. */
export class SharedResults<T> {
  private readonly kept: LRUCache<string, { readonly result: T }>;
  private readonly underWay = new Map<string, Promise<T>>();

  constructor(private readonly sharing: Sharing<T>) {
    this.kept = new LRUCache({ maxSize: sharing.bytes, ttl: sharing.ms, perf: performance });
  }

  /**
   * @param key equal for equal results; what a result depends on must be in it
   * @param make makes the result where there is none
   */
  get(key: string, make: () => Promise<T>): Promise<T> {
    const kept = this.kept.get(key);
    if (kept) return Promise.resolve(kept.result);
    const known = this.underWay.get(key);
    if (known) return known;
    const making = this.make(key, make).finally(() => this.underWay.delete(key));
    this.underWay.set(key, making);
    return making;
  }

  private async make(key: string, make: () => Promise<T>): Promise<T> {
    const start = performance.now();
    const result = await make();
    const { sizeOf, keeps } = this.sharing;
    // The key is held as well.
    if (keeps?.(result) ?? true) this.kept.set(key, { result }, { start, size: sizeOf(result) + 2 * key.length + 100 });
    return result;
  }
}
