import { oracleCursorMark } from './oracleConnection';

/**
 * An answer of the product's with the oracle's cursors in the place of its own, so that the two can be compared whole: only
 * the product knows what its cursors say, and the oracle whose they are.
 *
 * @param learn told each cursor of the product's, with the id of the row that it was given for
 */
export function laidBeside(oracle: unknown, product: unknown, learn: (cursor: string, id: string) => void): unknown {
  if (typeof oracle === 'string' && oracle.startsWith(oracleCursorMark)) {
    if (typeof product !== 'string' || product === '') return product;
    learn(product, oracle.slice(oracleCursorMark.length));
    return oracle;
  }
  if (Array.isArray(oracle) && Array.isArray(product)) {
    return product.map((item, index) => laidBeside(oracle[index], item, learn));
  }
  if (isObject(oracle) && isObject(product)) {
    return Object.fromEntries(
      Object.entries(product).map(([key, value]) => [key, laidBeside(oracle[key], value, learn)]),
    );
  }
  return product;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Where two answers first differ, the order of keys included; undefined where they are the same. */
export function firstDifference(expected: unknown, found: unknown, path = 'data'): string | undefined {
  if (Array.isArray(expected) && Array.isArray(found)) {
    if (expected.length !== found.length) {
      return `${path}: ${String(expected.length)} items expected, ${String(found.length)} found\n${shown(expected, found)}`;
    }
    for (const [index, item] of expected.entries()) {
      const difference = firstDifference(item, found[index], `${path}[${String(index)}]`);
      if (difference) return difference;
    }
    return undefined;
  }
  if (isObject(expected) && isObject(found)) {
    const [keys, otherKeys] = [Object.keys(expected).join(), Object.keys(found).join()];
    if (keys !== otherKeys) return `${path}: keys ${keys} expected, ${otherKeys} found`;
    for (const key of Object.keys(expected)) {
      const difference = firstDifference(expected[key], found[key], `${path}.${key}`);
      if (difference) return difference;
    }
    return undefined;
  }
  return Object.is(expected, found) ? undefined : `${path}: values differ\n${shown(expected, found)}`;
}

function shown(expected: unknown, found: unknown): string {
  return `  expected ${JSON.stringify(expected)}\n  found    ${JSON.stringify(found)}`;
}
