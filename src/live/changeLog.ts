import type { Pool } from 'pg';
import type { Role } from '../read/readType';
import type { ChangedType } from '../database/generated/enums';
import type { StoredChange } from './storedChange';

/** Which changes somebody wants. */
export interface ChangeFilter {
  /** As whom they read. */
  readonly role: Role;
  /** Types of nodes; undefined means all. */
  readonly types?: readonly ChangedType[];
  /** The id of the one node that is meant; undefined means all. */
  readonly id?: string;
}

/** The columns by the names of StoredChange. Numbers of changes stay far below 2^53, which a float holds. */
const COLUMNS = `seq::float8 AS seq, node_type::text AS type, node_id::text AS id, kind::text AS kind,
  visible_before AS "visibleBefore", visible_after AS "visibleAfter", to_json(at) #>> '{}' AS at`;

/** Reads the changes that the store keeps. */
export class ChangeLog {
  constructor(private readonly pool: Pool) {}

  /**
   * The number up to which all changes are there: nothing at or below it can be committed any more, and a statement that begins
   * now sees what was. Below it are also numbers that were taken back. It can be lower than the time before.
   */
  async horizon(): Promise<number> {
    const { rows } = await this.pool.query<{ seq: number }>('SELECT change_horizon()::float8 AS seq');
    return rows[0]?.seq ?? 0;
  }

  /** Whether a change is there and not older than so many days. All that came after it are there too. */
  async has(seq: number, days: number): Promise<boolean> {
    const { rows } = await this.pool.query(
      'SELECT FROM change WHERE seq = $1 AND at >= now() - make_interval(days => $2)',
      [seq, days],
    );
    return rows.length > 0;
  }

  /** The changes after one, up to another, in their order, at most `limit`. */
  async allBetween(after: number, upTo: number, limit: number): Promise<StoredChange[]> {
    const { rows } = await this.pool.query<StoredChange>(
      `SELECT ${COLUMNS} FROM change WHERE change.seq > $1 AND change.seq <= $2 ORDER BY change.seq LIMIT $3`,
      [after, upTo, limit],
    );
    return rows;
  }

  /** The changes after one, up to another, which a filter lets pass, in their order, at most `limit`. */
  async between(after: number, upTo: number, filter: ChangeFilter, limit: number): Promise<StoredChange[]> {
    const { rows } = await this.pool.query<StoredChange>(
      `SELECT ${COLUMNS} FROM change WHERE change.seq > $1 AND change.seq <= $2
         AND ($3 OR visible_before OR visible_after)
         AND ($4::text[] IS NULL OR node_type::text = ANY ($4)) AND ($5::uuid IS NULL OR node_id = $5)
       ORDER BY change.seq LIMIT $6`,
      [after, upTo, filter.role === 'EDITOR', filter.types ?? null, filter.id ?? null, limit],
    );
    return rows;
  }

  /** The store's own secret, which its cursors are made with. */
  async cursorSecret(): Promise<Uint8Array> {
    const { rows } = await this.pool.query<{ key: Buffer }>('SELECT key FROM cursor_key');
    const [only] = rows;
    if (only === undefined) throw new Error('The table cursor_key is empty; it must have its one row.');
    return only.key;
  }
}
