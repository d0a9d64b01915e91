/** What reads and writes the store inside one transaction, whichever client runs it. */
export interface Sql {
  rows<Row extends object>(text: string, values?: unknown[]): Promise<Row[]>;
  /** @returns how many rows it changed */
  run(text: string, values?: unknown[]): Promise<number>;
}

/** Parts of a list, each at most so long. */
export function* batches<Item>(list: readonly Item[], size: number): Generator<Item[]> {
  for (let start = 0; start < list.length; start += size) yield list.slice(start, start + size);
}
