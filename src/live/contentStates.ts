import type { Pool } from 'pg';
import type { Role } from '../read/readType';

/**
 * What names the content that each role sees: equal only where the content is equal, and another whenever something visible
 * changes. Null while it has no name: a change may be committed soon that has a lower number than the newest one.
 */
export type ContentState = Readonly<Record<Role, string | null>>;

interface StateRow {
  readonly version: string;
  readonly reader: string | null;
  readonly editor: string | null;
  readonly readersWhole: boolean;
  readonly editorsWhole: boolean;
}

/**
 * The newest change that each role sees, with its instant: a store that was set back to an older backup gives numbers again. What
 * is read depends on the store's migrations too. Two names are equal only where both were whole (see change_horizon()): all that
 * comes later has a higher number.
 */
const STATE = `
  SELECT (SELECT max(migration_name) FROM _prisma_migrations) AS version,
         r.seq || ' ' || r.at AS reader, coalesce(r.seq, 0) <= h.seq AS "readersWhole",
         e.seq || ' ' || e.at AS editor, coalesce(e.seq, 0) <= h.seq AS "editorsWhole"
    FROM (SELECT change_horizon() AS seq) h
    LEFT JOIN (SELECT seq, at FROM change WHERE visible_before OR visible_after ORDER BY seq DESC LIMIT 1) r ON true
    LEFT JOIN (SELECT seq, at FROM change ORDER BY seq DESC LIMIT 1) e ON true`;

/** Looks up what content there is. Whoever asks while a look is under way shares the next one: it has to begin after they asked. */
export class ContentStates {
  private looking: Promise<unknown> = Promise.resolve();
  private next: Promise<ContentState> | undefined;

  /** @param pool the program's own, so that no look waits for reads */
  constructor(
    private readonly pool: Pool,
    private readonly preparedStatements: boolean,
  ) {}

  /** The state of a moment after the call. Content that is read after it is at least as new. */
  current(): Promise<ContentState> {
    this.next ??= this.looking.then(() => {
      this.next = undefined;
      const look = this.look();
      this.looking = look.catch(() => undefined);
      return look;
    });
    return this.next;
  }

  private async look(): Promise<ContentState> {
    const name = this.preparedStatements ? { name: 'content_state' } : {};
    const { rows } = await this.pool.query<StateRow>({ ...name, text: STATE });
    const [state] = rows;
    if (state === undefined) throw new Error('PostgreSQL has answered without a row.');
    const { version, reader, readersWhole, editor, editorsWhole } = state;
    const nameOf = (newest: string | null, isWhole: boolean): string | null =>
      isWhole ? `${version} ${newest ?? 'none'}` : null;
    return { READER: nameOf(reader, readersWhole), EDITOR: nameOf(editor, editorsWhole) };
  }
}
