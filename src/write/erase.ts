import type { Database } from '../database/database';
import type { ErasableType } from '../store/rules/heldSlugs';
import { lockIdentities } from '../store/locks';
import type { Sql } from '../store/sql';
import { commandActor } from '../lib/actor';
import { eraseContent } from './eraseContent';
import { eraseHistory } from './eraseHistory';
import { inTransaction } from '../store/transaction';

/** What an erasure did, and what it leaves for a person to look at. */
export interface Erasure {
  /** Rows that went, or lost what they said of it, by kind. */
  readonly counts: Readonly<Record<string, number>>;
  /** Slugs of allegations that went, since nobody made them any more and they concerned nobody. */
  readonly removedAllegations: readonly string[];
  /** Slugs of allegations that lost something by it and have no assertion now. */
  readonly unsaidAllegations: readonly string[];
  /** Slugs of content whose text still holds one of its names, or the statement's title. */
  readonly mentions: { readonly statements: readonly string[]; readonly allegations: readonly string[] };
}

interface Tombstone {
  readonly type: ErasableType;
  readonly id: string;
  readonly reason: string;
  readonly actor: string;
  readonly at: Date;
}

const ERASER = commandActor('erase');

/**
 * Removes a party or a statement for a lawful request, from the content and from all histories, and leaves a tombstone, which
 * keeps imports and mutations from bringing its slug back.
 *
 * @throws Error, with nothing changed, where there is none with this slug
 */
export function erase(database: Database, type: ErasableType, slug: string, reason: string): Promise<Erasure> {
  return inTransaction(database, ERASER, async (sql) => {
    await lockIdentities(sql);
    const id = await lockBySlug(sql, type, slug);
    const names = await namesOf(sql, type, id);
    const merged = await sql.rows<{ id: string }>(
      'SELECT id::text AS id FROM party_redirect WHERE into_id = $1::uuid',
      [id],
    );
    await bury(sql, type, id, reason);
    const { counts, gone, removedAllegations, allegations } = await eraseContent(sql, type, id);
    const ids = [...gone, ...merged.map((party) => party.id)];
    const { removed, changed } = await eraseHistory(sql, ids);
    const distinctions = await sql.run(
      'DELETE FROM party_distinction WHERE lesser_id = ANY ($1::uuid[]) OR greater_id = ANY ($1::uuid[])',
      [ids],
    );
    return {
      counts: { ...counts, distinctions, 'revisions removed': removed, 'revisions of others changed': changed },
      removedAllegations,
      unsaidAllegations: await unsaid(sql, allegations),
      mentions: await mentionsOf(sql, names),
    };
  });
}

/** What was erased, the latest first. */
export async function listTombstones({ pool }: Database): Promise<Tombstone[]> {
  const { rows } = await pool.query<Tombstone>(
    'SELECT lower(node_type::text) AS type, node_id AS id, reason, actor, at FROM tombstone ORDER BY at DESC, node_id',
  );
  return rows;
}

async function lockBySlug(sql: Sql, type: ErasableType, slug: string): Promise<string> {
  const [row] = await sql.rows<{ id: string }>(`SELECT id::text AS id FROM ${type} WHERE slug = $1 FOR UPDATE`, [slug]);
  if (row !== undefined) return row.id;
  const [into] = await sql.rows<{ slug: string }>(
    'SELECT p.slug FROM party_redirect r JOIN party p ON p.id = r.into_id WHERE r.slug = $1',
    [slug],
  );
  if (type === 'party' && into !== undefined) {
    throw new Error(`The party "${slug}" was merged into "${into.slug}": erase that one, and this goes with it.`);
  }
  throw new Error(`There is no ${type} with the slug "${slug}".`);
}

/** A tombstone for it, and for each party that had been merged into it. */
async function bury(sql: Sql, type: ErasableType, id: string, reason: string): Promise<void> {
  const merged = type === 'party' ? 'UNION ALL SELECT id, slug FROM party_redirect WHERE into_id = $1::uuid' : '';
  await sql.run(
    `INSERT INTO tombstone (node_id, node_type, slug_hash, reason, actor)
       SELECT d.id, $2::changed_type, tombstone_digest(d.slug), $3, $4
         FROM (SELECT id, slug FROM ${type} WHERE id = $1::uuid ${merged}) d`,
    [id, type.toUpperCase(), reason, ERASER.id],
  );
}

/** The names by which others may have written of it. */
async function namesOf(sql: Sql, type: ErasableType, id: string): Promise<string[]> {
  const query =
    type === 'party'
      ? 'SELECT name FROM party WHERE id = $1::uuid UNION SELECT name FROM party_name WHERE party_id = $1::uuid'
      : 'SELECT title AS name FROM statement WHERE id = $1::uuid';
  return (await sql.rows<{ name: string }>(query, [id])).map(({ name }) => name);
}

async function unsaid(sql: Sql, allegations: readonly string[]): Promise<string[]> {
  return slugs(
    sql,
    `SELECT a.slug FROM allegation a WHERE a.id = ANY ($1::uuid[])
        AND NOT EXISTS (SELECT FROM assertion x WHERE x.allegation_id = a.id) ORDER BY a.slug`,
    allegations,
  );
}

async function mentionsOf(sql: Sql, names: readonly string[]): Promise<Erasure['mentions']> {
  const having = (text: string, table: string): string =>
    `SELECT t.slug FROM ${table} t WHERE EXISTS (
       SELECT FROM unnest($1::text[]) AS n (name) WHERE position(search_name(n.name) IN search_name(${text})) > 0) ORDER BY t.slug`;
  return {
    statements: await slugs(sql, having(`concat_ws(' ', t.title, t.subtitle, t.body)`, 'statement'), names),
    allegations: await slugs(sql, having(`concat_ws(' ', t.summary, t.place)`, 'allegation'), names),
  };
}

async function slugs(sql: Sql, query: string, given: readonly string[]): Promise<string[]> {
  return (await sql.rows<{ slug: string }>(query, [given])).map(({ slug }) => slug);
}
