import { UNKNOWN_ID } from './plain/plainFields';

/** Which id of the store is which of the model. */
export class KnownIds {
  private readonly real = new Map<string, string>();
  private readonly plain = new Map<string, string>();

  learn(plain: string, real: string): void {
    this.real.set(plain, real);
    this.plain.set(real, plain);
  }

  realOf(plain: string): string | undefined {
    return this.real.get(plain);
  }

  /** The model's word for an id; the id itself where the model knows of none. */
  plainOf(real: string): string {
    return this.plain.get(real) ?? real;
  }

  /** Any value with the ids of the store in the place of the model's. */
  toReal(value: unknown): unknown {
    return mapped(value, (text) => this.real.get(text) ?? (/^[a-z]+-\d+@\d+$/.test(text) ? UNKNOWN_ID : text));
  }

  toPlain(value: unknown): unknown {
    return mapped(value, (text) => this.plainOf(text));
  }
}

function mapped(value: unknown, map: (text: string) => string): unknown {
  if (typeof value === 'string') return map(value);
  if (Array.isArray(value)) return value.map((item) => mapped(item, map));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, mapped(part, map)]));
}
