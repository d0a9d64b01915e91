import { createHash } from 'node:crypto';

/** A whole number from 0 up to below a limit, always the same for the same key. */
export function draw(key: string, limit: number): number {
  return createHash('sha256').update(key).digest().readUInt32BE(0) % limit;
}

/** One of a list, always the same for the same key. */
export function pick<Item>(key: string, items: readonly Item[]): Item {
  const item = items[draw(key, items.length)];
  if (item === undefined) throw new Error(`There is nothing to pick for ${key}.`);
  return item;
}
