/** One that waits. */
export interface Waiting {
  readonly client: string;
  readonly begin: () => void;
}

/** A queue in which clients take turns, however many each has waiting. */
export class FairQueue {
  /** Those that wait, by client; the client whose turn is next comes first. */
  private readonly byClient = new Map<string, Set<Waiting>>();

  get size(): number {
    return [...this.byClient.values()].reduce((sum, own) => sum + own.size, 0);
  }

  add(waiting: Waiting): void {
    const others = this.byClient.get(waiting.client);
    if (others) others.add(waiting);
    else this.byClient.set(waiting.client, new Set([waiting]));
  }

  remove(waiting: Waiting): void {
    const own = this.byClient.get(waiting.client);
    own?.delete(waiting);
    if (own?.size === 0) this.byClient.delete(waiting.client);
  }

  /** Takes the first one of the next client that may have a turn; undefined where none may. */
  take(mayHaveTurn: (client: string) => boolean): Waiting | undefined {
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
