import type { IncomingHttpHeaders } from 'node:http';
import fresh from 'fresh';
import type { ReadValidators } from '../live/readValidators';
import type { ReadCondition } from '../read/asker';
import type { Role } from '../read/readType';

/** The condition of a GET request: If-None-Match, with the tags of earlier answers (RFC 9110, section 13.1.2). */
export class RequestCondition implements ReadCondition {
  private current: string | null = null;
  private isMet = false;

  constructor(
    private readonly validators: Pick<ReadValidators, 'tagOf'>,
    private readonly role: Role,
    private readonly headers: IncomingHttpHeaders,
  ) {}

  /** The tag of the answer; null where it has none. */
  get tag(): string | null {
    return this.current;
  }

  /** Whether the client has the answer already. */
  get isUnchanged(): boolean {
    return this.isMet;
  }

  async isAnswered(read: string): Promise<boolean> {
    this.current = await this.validators.tagOf(this.role, read);
    this.isMet = this.current !== null && fresh(this.headers, { etag: this.current });
    return this.isMet;
  }
}
