/**
 * A stream of pseudo-random numbers (mulberry32): the same seed gives the same numbers on every machine.
 *
 * @param {number} seed a 32-bit integer
 */
export function randomStream(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  return {
    /** A number from 0 to 1. */
    next,
    /** An integer from 0 to below `limit`. */
    below: (limit) => Math.floor(next() * limit),
    chance: (probability) => next() < probability,
    pick: (items) => items[Math.floor(next() * items.length)],
    /** One of [item, weight] pairs, as often as its weight says. */
    weighted: (pairs) => {
      let rest = next() * pairs.reduce((sum, [, weight]) => sum + weight, 0);
      return (pairs.find(([, weight]) => (rest -= weight) < 0) ?? pairs[0])[0];
    },
  };
}

/**
 * Draws ranks as Zipf's law has them: rank r is drawn in proportion to 1 / (r + offset).
 *
 * @param {number} count how many ranks there are
 * @param {number} offset flattens the head: the first rank gets 1 / (offset * ln(count / offset)) of all draws
 */
export function zipf(count, offset) {
  const cumulative = new Float64Array(count);
  let sum = 0;
  for (let rank = 0; rank < count; rank += 1) cumulative[rank] = sum += 1 / (rank + offset);
  return (random) => {
    const target = random.next() * sum;
    let [low, high] = [0, count - 1];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (cumulative[middle] < target) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}

/** A UUID of version 7 from milliseconds and a stream; ids of later milliseconds sort later. */
export function uuidv7(milliseconds, random) {
  const time = milliseconds.toString(16).padStart(12, '0');
  const hex = (digits) =>
    Math.floor(random.next() * 16 ** digits)
      .toString(16)
      .padStart(digits, '0');
  const variant = '89ab'[random.below(4)];
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(3)}-${variant}${hex(3)}-${hex(6)}${hex(6)}`;
}
