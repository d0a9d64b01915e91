/** The items of a list with their positions, without the holes that faults left. */
export function* entries<Item>(list: readonly (Item | undefined)[] | undefined): Generator<[number, Item]> {
  for (const [index, item] of (list ?? []).entries()) {
    if (item !== undefined) yield [index, item];
  }
}
