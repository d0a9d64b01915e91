import { LOCK_ORDER } from '../store/locks';
import { unknownReferenceFault } from '../store/rules/unknownReference';
import type { Sql } from '../store/sql';
import type { Target } from '../store/storeRecords';
import { ErrorCode, RequestError } from '../lib/errors';
import { isUuid } from '../lib/uuid';
import { partyRedirects } from '../store/partyRedirects';

/** What an input may refer to, by the names of the tables. */
export type ReferredType = 'party' | 'statement' | 'allegation' | 'assertion';

/** A place in an input that names another object by its id. */
interface Reference {
  readonly type: ReferredType;
  readonly id: string;
  /** Such as input.parties[0].party. */
  readonly at: string;
}

/**
 * An id as it is stored.
 *
 * @throws RequestError BAD_USER_INPUT for text that is no id
 */
export function checkedId(id: string, at: string): string {
  if (isUuid(id)) return id.toLowerCase();
  const message = `${at} must be an id that this server gave, such as 01930f5e-6c3a-7b52-9d1c-0a1b2c3d4e5f.`;
  throw new RequestError(ErrorCode.BAD_USER_INPUT, message, { field: at });
}

/** Gathers what an input refers to, and looks it up at once. */
export class References {
  private readonly found: Reference[] = [];
  private readonly redirected = new Map<string, string>();

  add(type: ReferredType, id: string, at: string): string {
    const reference = { type, id: checkedId(id, at), at };
    this.found.push(reference);
    return reference.id;
  }

  /**
   * Holds every object that is referred to until the transaction ends, so that none is deleted meanwhile. The id of a merged
   * party stands for the party that it was merged into.
   *
   * @throws RequestError NOT_FOUND, with the place in the input, for an id of nothing or of another type
   */
  async resolve(sql: Sql): Promise<void> {
    for (const type of LOCK_ORDER) {
      const references = this.found.filter((reference) => reference.type === type);
      if (references.length === 0) continue;
      if (type === 'party') await this.follow(sql, references);
      const ids = [...new Set(references.map(({ id }) => this.idOf(id)))];
      const rows = await sql.rows<{ id: string }>(
        `SELECT id::text AS id FROM ${type} WHERE id = ANY ($1::uuid[]) ORDER BY id FOR KEY SHARE`,
        [ids],
      );
      const known = new Set(rows.map(({ id }) => id));
      const missing = references.find(({ id }) => !known.has(this.idOf(id)));
      if (missing) throw await notFound(sql, missing.id, missing.at, type);
    }
  }

  /** The id that an id leads to. */
  idOf(id: string): string {
    return this.redirected.get(id) ?? id;
  }

  /** Puts the parties that merged ones lead to in their place. */
  redirect(target: Pick<Target, 'row' | 'lists'>): void {
    if (this.redirected.size === 0) return;
    const rows = [target.row, ...Object.values(target.lists).flatMap((list) => list ?? [])];
    for (const row of rows) {
      for (const [column, value] of Object.entries(row)) {
        if (column.endsWith('_id') && typeof value === 'string') row[column] = this.idOf(value);
      }
    }
  }

  private async follow(sql: Sql, references: readonly Reference[]): Promise<void> {
    const found = await partyRedirects(
      sql,
      references.map(({ id }) => id),
    );
    for (const [id, into] of found) this.redirected.set(id, into);
  }
}

/** The error for an id that is not one of the wanted type's. */
export async function notFound(sql: Sql, id: string, at: string, type: string): Promise<RequestError> {
  const union = LOCK_ORDER.map((table) => `SELECT '${table}' AS type FROM ${table} WHERE id = $1::uuid`).join(
    ' UNION ALL ',
  );
  const [other] = await sql.rows<{ type: string }>(union, [id]);
  const fault = unknownReferenceFault(type, 'id', id);
  const message =
    other === undefined || other.type === type
      ? fault.message
      : `names ${withArticle(other.type)}: give the id of ${withArticle(type)}`;
  return new RequestError(fault.code, `${at} ${message}.`, { field: at });
}

const withArticle = (word: string): string => `${word.startsWith('a') ? 'an' : 'a'} ${word}`;
