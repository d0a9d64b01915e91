import type { Pool } from 'pg';
import { connectDatabase, type Database } from '../../src/database/database';
import { seedRandomWorld } from '../oracle/randomWorld';
import { createAllegation, createAssertion, createParty, createStatement } from '../support/factories';
import { createDatabase } from '../support/testDatabase';
import { TEMPLATE } from '../support/testServer';

/** Two stores with the same published world, the same ids and times; only in the first are there drafts. */
export interface TwinWorlds {
  readonly withDrafts: Database;
  readonly withoutDrafts: Database;
  drop(): Promise<void>;
}

const SEED = 29;
const SIZES = { parties: 22, statements: 18, allegations: 22, assertions: 170, findings: 40, published: 0.72 };

/** Words that drafts alone have. */
export const DRAFT_WORDS = ['Quorlish', 'Mirefen'];
/** A name that only a draft uses, of a party that is published. */
export const RARE_NAME = 'Tidewater';
/** Slugs that lead to parties, by what their parties are. */
export const OLD_SLUGS = { ofPublished: 'old-slug-of-a-published', ofDraft: 'old-slug-of-a-draft' };

const HIDDEN = (table: string): string => `(SELECT id FROM ${table} WHERE state <> 'PUBLISHED')`;

/** Makes both: a world with drafts woven into it, and a copy of it from which all that a reader must not see is taken. */
export async function createTwinWorlds(): Promise<TwinWorlds> {
  const first = await createDatabase(TEMPLATE);
  const woven = connectDatabase(first.url);
  await seedRandomWorld(woven, SEED, SIZES);
  await markDrafts(woven.pool);
  await addRareTies(woven);
  for (const sql of [...REDIRECTS, ...PUBLISH_AND_UNPUBLISH]) await woven.pool.query(sql);
  // A database is copied only while nobody is connected to it.
  await woven.close();
  const second = await createDatabase(new URL(first.url).pathname.slice(1));
  const [withDrafts, withoutDrafts] = [connectDatabase(first.url), connectDatabase(second.url)];
  for (const sql of REMOVE_DRAFTS) await withoutDrafts.pool.query(sql);
  return {
    withDrafts,
    withoutDrafts,
    drop: async () => {
      await Promise.all([withDrafts.close(), withoutDrafts.close()]);
      await Promise.all([first.drop(), second.drop()]);
    },
  };
}

/** Ties that chance makes too seldom: what a draft adds to something that is found, accused or named anyway. */
async function addRareTies(database: Database): Promise<void> {
  const draft = await createParty(database, { slug: 'rare-draft', name: 'Rare draft', state: 'DRAFT' });
  // Found by its own name; the name that fits best is one that only a draft uses.
  const named = await createParty(database, { slug: 'rare-trust', name: 'Tidewater Mooring Trust' });
  const name = { partyId: named.id, position: 0, name: RARE_NAME, kind: 'EPITHET', usedById: draft.id } as const;
  await database.prisma.partyName.create({ data: name });
  // Accused, and answering in a draft only.
  const accuser = await createParty(database, { slug: 'rare-accuser', name: 'Rare accuser' });
  const statement = await createStatement(database, { slug: 'rare-statement' });
  const allegation = await createAllegation(database, {
    slug: 'rare-allegation',
    parties: [{ party: named, role: 'ACCUSED' }],
  });
  await createAssertion(database, { allegation, statement, speaker: accuser });
  await createAssertion(database, { allegation, statement, speaker: named, stance: 'DENIES', state: 'DRAFT' });
}

/** Every text of a draft gets words that drafts alone have; quotations in a body keep their places. */
export async function markDrafts(pool: Pool): Promise<void> {
  for (const sql of MARK_DRAFTS) await pool.query(sql);
}

const MARK_DRAFTS = [
  `UPDATE party SET name = name || ' Quorlish', description = 'Mirefen ' || coalesce(description, '') WHERE id IN ${HIDDEN('party')} AND slug ~ '[02468]$'`,
  `UPDATE party_name SET name = name || ' Quorlish' WHERE party_id IN ${HIDDEN('party')} OR used_by_id IN ${HIDDEN('party')}`,
  `UPDATE statement SET title = 'Quorlish ' || title, body = body || ' Mirefen' WHERE id IN ${HIDDEN('statement')}`,
  `UPDATE allegation SET summary = 'Quorlish ' || summary, place = 'Mirefen' WHERE id IN ${HIDDEN('allegation')}`,
];

const REDIRECTS = [
  `INSERT INTO party_redirect (id, slug, into_id) SELECT '01890000-0000-7000-8000-0000000000a1', '${OLD_SLUGS.ofPublished}', id
     FROM party WHERE state = 'PUBLISHED' ORDER BY slug LIMIT 1`,
  `INSERT INTO party_redirect (id, slug, into_id) SELECT '01890000-0000-7000-8000-0000000000a2', '${OLD_SLUGS.ofDraft}', id
     FROM party WHERE state <> 'PUBLISHED' ORDER BY slug LIMIT 1`,
];

/** Some drafts were published for a while, so that whatever publishing leaves behind is there. */
const PUBLISH_AND_UNPUBLISH = ['party', 'statement', 'allegation', 'assertion', 'finding'].flatMap((table) => [
  `CREATE TEMP TABLE was AS SELECT id, state FROM ${table} WHERE state <> 'PUBLISHED' AND left(id::text, 2) < '08'`,
  `UPDATE ${table} SET state = 'PUBLISHED' WHERE id IN (SELECT id FROM was)`,
  `UPDATE ${table} t SET state = was.state FROM was WHERE t.id = was.id`,
  `DROP TABLE was`,
]);

const HIDDEN_ASSERTIONS = `(SELECT id FROM assertion WHERE state <> 'PUBLISHED' OR allegation_id IN ${HIDDEN('allegation')}
  OR statement_id IN ${HIDDEN('statement')} OR speaker_id IN ${HIDDEN('party')})`;

/**
 * What a reader must not see, said once more and in other words than the read path says it. Foreign keys refuse it where a
 * reference to a draft is forgotten.
 */
const REMOVE_DRAFTS = [
  `DELETE FROM party_name WHERE used_by_id IN ${HIDDEN('party')}`,
  `DELETE FROM party_relationship WHERE subject_id IN ${HIDDEN('party')} OR object_id IN ${HIDDEN('party')}
     OR asserted_in_id IN ${HIDDEN('statement')}`,
  `UPDATE source SET publisher_id = NULL WHERE publisher_id IN ${HIDDEN('party')}`,
  `DELETE FROM attribution WHERE party_id IN ${HIDDEN('party')}`,
  `DELETE FROM citation WHERE cited_id IN ${HIDDEN('statement')}`,
  `DELETE FROM allegation_party WHERE party_id IN ${HIDDEN('party')}`,
  `DELETE FROM allegation_counter WHERE countered_id IN ${HIDDEN('allegation')}`,
  `DELETE FROM assertion_via WHERE party_id IN ${HIDDEN('party')}`,
  `DELETE FROM finding WHERE state <> 'PUBLISHED' OR allegation_id IN ${HIDDEN('allegation')}
     OR body_id IN ${HIDDEN('party')} OR statement_id IN ${HIDDEN('statement')}`,
  `UPDATE assertion SET in_response_to_id = NULL WHERE in_response_to_id IN ${HIDDEN_ASSERTIONS}`,
  `DELETE FROM assertion WHERE id IN ${HIDDEN_ASSERTIONS}`,
  ...['statement', 'allegation', 'party'].map((table) => `DELETE FROM ${table} WHERE state <> 'PUBLISHED'`),
];

/** A column that refers to a node, how often it does so from something published to a draft, and the other way round. */
interface Reference {
  readonly column: string;
  readonly toDraft: number;
  readonly toPublished: number;
}

/** Every column of the store that refers to a node, with how drafts and published content are tied by it. */
export async function referencesToDrafts(pool: Pool): Promise<Reference[]> {
  const { rows } = await pool.query<{
    child: string;
    key: string;
    owner: string | null;
    ownerKey: string;
    target: string;
  }>(
    // A row of a list belongs to the node that its primary key begins with; a node belongs to itself.
    `WITH reference AS (
       SELECT c.conrelid, c.conrelid::regclass::text AS child, a.attname AS key, c.confrelid::regclass::text AS target
       FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
       WHERE c.contype = 'f' AND EXISTS (SELECT FROM pg_attribute s WHERE s.attrelid = c.confrelid AND s.attname = 'state')
     ), own AS (
       SELECT i.indrelid, a.attname AS key FROM pg_index i
       JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0] WHERE i.indisprimary
     )
     SELECT r.child, r.key, r.target, own.key AS "ownerKey",
       CASE WHEN EXISTS (SELECT FROM pg_attribute s WHERE s.attrelid = r.conrelid AND s.attname = 'state') THEN r.child
         ELSE (SELECT o.target FROM reference o WHERE o.conrelid = r.conrelid AND o.key = own.key) END AS owner
     FROM reference r JOIN own ON own.indrelid = r.conrelid WHERE r.key <> own.key ORDER BY 1, 2`,
  );
  const references: Reference[] = [];
  for (const { child, key, owner, ownerKey, target } of rows) {
    const from = owner
      ? `JOIN ${owner} o ON o.id = c.${ownerKey}`
      : `CROSS JOIN (SELECT 'PUBLISHED' AS state UNION ALL SELECT 'DRAFT') o`;
    const counts = await pool.query<{ toDraft: number; toPublished: number }>(
      `SELECT count(*) FILTER (WHERE o.state = 'PUBLISHED' AND t.state <> 'PUBLISHED')::int AS "toDraft",
         count(*) FILTER (WHERE o.state <> 'PUBLISHED' AND t.state = 'PUBLISHED')::int AS "toPublished"
       FROM ${child} c ${from} JOIN ${target} t ON t.id = c.${key}`,
    );
    for (const count of counts.rows) references.push({ column: `${child}.${key}`, ...count });
  }
  return references;
}
