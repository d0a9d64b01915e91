import { readFile } from 'node:fs/promises';
import { types } from 'node:util';
import { createLocalJWKSet, errors, type JWTVerifyGetKey } from 'jose';
import { z } from 'zod';

/** Milliseconds for which an issuer may take to answer. */
const FETCH_MS = 5_000;

/** Characters that a key set may have; one of ten RSA keys has 5,000. */
const MOST_CHARACTERS = 1024 * 1024;

/** For how long keys are taken to be the issuer's, in milliseconds, by where they come from. */
const KEEP_MS = { url: 10 * 60_000, file: 10_000 };

/** Milliseconds between two readings that were asked for by tokens with an unknown key: anyone can make one up. */
const UNKNOWN_KEY_MS = { url: 30_000, file: 1_000 };

/** Milliseconds for which a reading that failed is not tried again. */
const RETRY_MS = 5_000;

const keySet = z.object({ keys: z.array(z.looseObject({ kty: z.string() })).min(1) });

/** The keys of an issuer cannot be had, for a reason that is no fault of whoever shows a token. */
export class KeysUnavailable extends Error {}

/**
 * The keys of an issuer (a JSON Web Key Set, RFC 7517), read when they are first needed, again when they have become old,
 * and again for a key that is not among them, so that an issuer can change its keys at any time. Where they have become
 * old and cannot be read again, they are not used any longer.
 */
export class KeySet {
  private find: ReturnType<typeof createLocalJWKSet> | undefined;
  private readAt = -Infinity;
  private failure: { error: KeysUnavailable; at: number } | undefined;
  private reading: Promise<void> | undefined;
  private readonly kind: 'url' | 'file';

  /** @param place a web address, or the path of a file */
  constructor(private readonly place: URL | string) {
    this.kind = place instanceof URL ? 'url' : 'file';
  }

  /**
   * Finds the key that a token says it was signed with. For jose's jwtVerify.
   *
   * @throws KeysUnavailable where the keys cannot be had; errors.JOSEError where the token's is not among them
   */
  readonly keyFor: JWTVerifyGetKey = async (header, token) => {
    if (this.find === undefined || this.age() >= KEEP_MS[this.kind]) await this.read();
    try {
      return await this.found()(header, token);
    } catch (error) {
      const isUnknown = error instanceof errors.JWKSNoMatchingKey;
      if (!isUnknown || this.age() < UNKNOWN_KEY_MS[this.kind]) throw error;
      await this.read();
      return await this.found()(header, token);
    }
  };

  /**
   * Reads the keys now; all who ask meanwhile wait for the same reading.
   *
   * @throws KeysUnavailable that says why
   */
  async read(): Promise<void> {
    if (this.failure !== undefined && performance.now() - this.failure.at < RETRY_MS) throw this.failure.error;
    this.reading ??= this.readAnew().finally(() => (this.reading = undefined));
    await this.reading;
  }

  private async readAnew(): Promise<void> {
    try {
      const text = this.place instanceof URL ? await fetchText(this.place) : await readFile(this.place, 'utf8');
      this.find = createLocalJWKSet(parseKeySet(text));
      this.readAt = performance.now();
      this.failure = undefined;
    } catch (cause) {
      const error = new KeysUnavailable(`The keys cannot be read from ${String(this.place)}: ${reasonOf(cause)}`, {
        cause,
      });
      this.failure = { error, at: performance.now() };
      throw error;
    }
  }

  private found(): ReturnType<typeof createLocalJWKSet> {
    if (this.find === undefined) throw new Error('The keys are asked for before they are read.');
    return this.find;
  }

  private age(): number {
    return performance.now() - this.readAt;
  }
}

/** What an error says, and what caused it: fetch itself says no more than that it failed. */
function reasonOf(error: unknown): string {
  if (!types.isNativeError(error)) return String(error);
  return error.cause === undefined ? error.message : `${error.message}: ${reasonOf(error.cause)}`;
}

async function fetchText(address: URL): Promise<string> {
  // A redirect could lead to an address that may not be asked, http:// for one.
  const response = await fetch(address, { redirect: 'error', signal: AbortSignal.timeout(FETCH_MS) });
  const text = await response.text();
  if (!response.ok) throw new Error(`the answer has the status ${response.status}`);
  return text;
}

function parseKeySet(text: string): z.infer<typeof keySet> {
  if (text.length > MOST_CHARACTERS) throw new Error(`a key set has at most ${MOST_CHARACTERS} characters`);
  const parsed = keySet.safeParse(JSON.parse(text));
  if (!parsed.success) throw new Error('it isn\'t a JSON Web Key Set: it has no list of keys in "keys"');
  return parsed.data;
}
