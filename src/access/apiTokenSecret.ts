import { createHash, randomBytes } from 'node:crypto';

/** What every secret begins with, so that scanners for leaked secrets can find them, and nobody takes one for a JWT. */
export const SECRET_PREFIX = 'allegata_';

/** 256 bits in base64url are 43 characters. */
const SECRET_FORM = new RegExp(`^${SECRET_PREFIX}[A-Za-z0-9_-]{43}$`);

/** A new secret of 256 random bits. */
export function createApiTokenSecret(): string {
  return SECRET_PREFIX + randomBytes(32).toString('base64url');
}

/** Whether a text could be a secret of ours at all. */
export function isApiTokenSecret(text: string): boolean {
  return SECRET_FORM.test(text);
}

/**
 * The digest under which a secret is kept. One round of SHA-256 will do: nobody can guess 256 random bits, as they could a
 * password.
 */
export function hashApiTokenSecret(secret: string): Buffer<ArrayBuffer> {
  return Buffer.from(createHash('sha256').update(secret).digest());
}
