import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';

/** What every cursor of changes begins with once it is opened: it tells them from all other texts. */
const MARK = 'changes\0';

const CURSOR_FORM = /^[\w-]{22}$/;

/**
 * Makes the cursors of live changes. A cursor is the change's number in one block of AES-256 under the store's own key, so
 * that it is the same text in every process, and the gaps between two of them tell a reader nothing of hidden changes.
 */
export class ChangeCursors {
  private readonly key: Buffer;

  /** @param secret the store's own, of any length */
  constructor(secret: Uint8Array) {
    this.key = createHash('sha256').update(secret).digest();
  }

  /** The cursor of a change, as base64url. */
  encode(seq: number): string {
    const block = Buffer.alloc(16);
    block.write(MARK, 'latin1');
    block.writeBigInt64BE(BigInt(seq), 8);
    // One block that is never the same twice needs no more than the bare cipher.
    const cipher = createCipheriv('aes-256-ecb', this.key, null).setAutoPadding(false);
    return cipher.update(block).toString('base64url');
  }

  /** The number of the change that a cursor names; null where the text is no cursor of this store's changes. */
  decode(cursor: string): number | null {
    if (!CURSOR_FORM.test(cursor)) return null;
    const decipher = createDecipheriv('aes-256-ecb', this.key, null).setAutoPadding(false);
    const block = decipher.update(Buffer.from(cursor, 'base64url'));
    if (block.length !== 16 || block.toString('latin1', 0, 8) !== MARK) return null;
    return Number(block.readBigInt64BE(8));
  }
}
