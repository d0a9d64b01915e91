import type { Database } from '../database/database';
import type { ApiTokenRole } from '../database/generated/enums';
import type { Actor } from '../lib/actor';
import type { Logger } from '../lib/logger';
import { hashApiTokenSecret, isApiTokenSecret } from './apiTokenSecret';

/** Whose token it is, and whether its last use was noted more than a minute ago, or never. */
const FIND = {
  name: 'allegata_find_api_token',
  text: `SELECT id, name, role::text AS role,
      coalesce(last_used_at < now() - interval '1 minute', true) AS unnoted
    FROM api_token
    WHERE hash = $1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())`,
};

interface FoundToken {
  id: string;
  name: string;
  role: ApiTokenRole;
  unnoted: boolean;
}

/**
 * Tells whose an API token is, by one look-up in the database for each request, so that a token that was revoked or has
 * expired is refused from then on, in every process.
 */
export class ApiTokenCheck {
  /** Ids of tokens whose use is being noted. */
  private readonly noting = new Set<string>();

  constructor(
    private readonly database: Database,
    private readonly preparedStatements: boolean,
    private readonly log: Logger,
  ) {}

  /**
   * @param secret as it was sent
   * @returns who holds it; null where it is no token that is valid now
   */
  async actorOf(secret: string): Promise<Actor | null> {
    if (!isApiTokenSecret(secret)) return null;
    const query = this.preparedStatements ? FIND : { text: FIND.text };
    const { rows } = await this.database.internal.query<FoundToken>({ ...query, values: [hashApiTokenSecret(secret)] });
    const [found] = rows;
    if (found === undefined) return null;
    if (found.unnoted && !this.noting.has(found.id)) void this.noteUse(found.id);
    return { id: `token:${found.id}`, name: found.name, role: found.role };
  }

  /** Writes down that a token was used just now. No request waits for it, and none fails with it. */
  private async noteUse(id: string): Promise<void> {
    this.noting.add(id);
    try {
      await this.database.prisma.$executeRaw`UPDATE api_token SET last_used_at = now()
        WHERE id = ${id}::uuid AND coalesce(last_used_at < now() - interval '1 minute', true)`;
    } catch (error) {
      this.log.warn({ err: error }, 'The use of an API token could not be noted.');
    } finally {
      this.noting.delete(id);
    }
  }
}
