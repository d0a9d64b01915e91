import { createHmac } from 'node:crypto';
import type { Database } from '../database/database';
import type { Role } from '../read/readType';
import { ChangeLog } from './changeLog';
import { ContentStates } from './contentStates';

/**
 * Makes the entity tags of reads (RFC 9110, section 8.8.3): equal for equal reads of equal content, in every process. They are
 * digests under the store's own key, so that nobody learns the numbers of changes from them.
 */
export class ReadValidators {
  private readonly log: ChangeLog;
  private readonly states: ContentStates;
  private key: Promise<Uint8Array> | undefined;

  constructor({ internal }: Pick<Database, 'internal'>, preparedStatements: boolean) {
    this.log = new ChangeLog(internal);
    this.states = new ContentStates(internal, preparedStatements);
  }

  /**
   * The tag of what a read gives from now on.
   *
   * @param read equal for reads of the same
   * @returns a weak tag, since the bytes differ with their compression; null while the content has no name
   */
  async tagOf(role: Role, read: string): Promise<string | null> {
    const [key, states] = await Promise.all([this.secret(), this.states.current()]);
    const state = states[role];
    if (state === null) return null;
    const digest = createHmac('sha256', key).update(JSON.stringify(['etag', role, state, read]));
    return `W/"${digest.digest('base64url')}"`;
  }

  private secret(): Promise<Uint8Array> {
    // Where the database is away, whoever comes next tries again.
    this.key ??= this.log.cursorSecret().catch((error: unknown) => {
      this.key = undefined;
      throw error;
    });
    return this.key;
  }
}
