import { circlesIn } from '../store/circles';
import { lockIdentities } from '../store/locks';
import { wholesOf } from '../store/rules/partOf';
import type { Sql } from '../store/sql';
import { ErrorCode, RequestError } from '../lib/errors';
import type { MergePartiesInput } from '../models/inputs/partyWrite.input';
import { badInput } from './inputReader';
import { asMergeAct } from './mergeAct';
import { mergedNames } from './mergedNames';
import { partyRedirects } from '../store/partyRedirects';
import { refuseChangedVisibility } from './refuseChangedVisibility';
import { refuseDistinct } from './refuseDistinct';
import { checkedId, notFound } from './references';
import { newId } from './storeContent';

/** Parties that one merge may take in. */
const MERGED_AT_A_TIME = 100;

/**
 * Makes several parties one: every reference to them then names `into`, which takes their names as aliases, their other names,
 * identifiers and relationships. Their ids and slugs lead to it. Returns its id.
 *
 * @throws RequestError BAD_USER_INPUT, NOT_FOUND, or CONFLICT where two are said to be distinct, where parties, assertions or
 *   findings would contradict each other, or where what readers see would change without a word in the input
 */
export async function mergeParties(sql: Sql, input: MergePartiesInput): Promise<string> {
  await lockIdentities(sql);
  const { into, from } = await lockParties(sql, input);
  await refuseDistinct(sql, [into, ...from]);
  if (input.changeVisibility !== true) await refuseChangedVisibility(sql, into, from);
  const mergeId = newId();
  await asMergeAct(sql, 'MERGE', mergeId, () => merge(sql, into, from, mergeId));
  return into;
}

async function merge(sql: Sql, into: string, from: readonly string[], mergeId: string): Promise<void> {
  await raiseVersions(sql, into, from);
  await mergedNames(sql, into, from);
  await moveLists(sql, into, from);
  await moveRelationships(sql, into, from);
  await moveAssertions(sql, into, from);
  await moveFindings(sql, into, from);
  await sql.run(`UPDATE party_redirect SET into_id = $1::uuid WHERE into_id = ANY ($2::uuid[])`, [into, from]);
  await sql.run(
    `INSERT INTO party_redirect (id, slug, into_id, merge_id, merged_into_id)
       SELECT id, slug, $1::uuid, $3::uuid, $1::uuid FROM party WHERE id = ANY ($2::uuid[])`,
    [into, from, mergeId],
  );
  await sql.run(`DELETE FROM party WHERE id = ANY ($1::uuid[])`, [from]);
  await refusePartOfCircle(sql, into);
}

async function lockParties(sql: Sql, input: MergePartiesInput): Promise<{ into: string; from: string[] }> {
  if (input.from.length === 0) throw badInput('input.from', 'is empty: name the parties to merge into the other');
  if (input.from.length > MERGED_AT_A_TIME) {
    throw badInput(
      'input.from',
      `has ${String(input.from.length)} ids: it may have ${String(MERGED_AT_A_TIME)} at most`,
    );
  }
  const given = [checkedId(input.into, 'input.into')];
  given.push(...input.from.map((id, index) => checkedId(id, `input.from[${String(index)}]`)));
  const leadsTo = await partyRedirects(sql, given);
  const ids = given.map((id) => leadsTo.get(id) ?? id);
  const places = ids.map((_, index) => (index === 0 ? 'input.into' : `input.from[${String(index - 1)}]`));
  const rows = await sql.rows<{ id: string }>(
    'SELECT id::text AS id FROM party WHERE id = ANY ($1::uuid[]) ORDER BY id FOR UPDATE',
    [ids],
  );
  const known = new Set(rows.map(({ id }) => id));
  for (const [index, id] of ids.entries()) {
    const place = places[index] ?? '';
    if (!known.has(id)) throw await notFound(sql, id, place, 'party');
    const first = ids.indexOf(id);
    if (first < index)
      throw badInput(place, `is the same party as ${places[first] ?? ''}: a party is merged into another, once`);
  }
  const [into = '', ...from] = ids;
  return { into, from };
}

/** What a merge changes gets its next version, so that nobody writes back what they read before. */
async function raiseVersions(sql: Sql, into: string, from: readonly string[]): Promise<void> {
  const touched: [string, string][] = [
    ['allegation', 'id IN (SELECT allegation_id FROM allegation_party WHERE party_id = ANY ($1::uuid[]))'],
    [
      'statement',
      `id IN (SELECT statement_id FROM attribution WHERE party_id = ANY ($1::uuid[])
              UNION SELECT statement_id FROM source WHERE publisher_id = ANY ($1::uuid[]))`,
    ],
    [
      'party',
      `id IN (SELECT party_id FROM party_name WHERE used_by_id = ANY ($1::uuid[])
              UNION SELECT subject_id FROM party_relationship WHERE object_id = ANY ($1::uuid[]))
       AND id <> ALL ($1::uuid[]) AND id <> $2::uuid`,
    ],
    [
      'assertion',
      'speaker_id = ANY ($1::uuid[]) OR id IN (SELECT assertion_id FROM assertion_via WHERE party_id = ANY ($1::uuid[]))',
    ],
    ['finding', 'body_id = ANY ($1::uuid[])'],
  ];
  for (const [table, condition] of touched) {
    await sql.run(
      `UPDATE ${table} SET version = version + 1, updated_at = now() WHERE ${condition}`,
      table === 'party' ? [from, into] : [from],
    );
  }
  await sql.run('UPDATE party SET version = version + 1, updated_at = now() WHERE id = $1::uuid', [into]);
}

/** Lists of other objects that name a merged party: what would stand there twice is left out. Other lists stay as they are. */
async function moveLists(sql: Sql, into: string, from: readonly string[]): Promise<void> {
  const lists: [string, string, string][] = [
    ['attribution', 'statement_id', 'statement_id, role'],
    ['allegation_party', 'allegation_id', 'allegation_id, role'],
    ['assertion_via', 'assertion_id', 'assertion_id'],
  ];
  for (const [table, owner, identity] of lists) {
    await sql.run(
      `DELETE FROM ${table} t USING (
         SELECT ${owner}, position, row_number() OVER (PARTITION BY ${identity} ORDER BY position) AS n
           FROM ${table} WHERE (party_id = $1::uuid OR party_id = ANY ($2::uuid[]))
            AND ${owner} IN (SELECT ${owner} FROM ${table} WHERE party_id = ANY ($2::uuid[]))
       ) d WHERE d.${owner} = t.${owner} AND d.position = t.position AND d.n > 1`,
      [into, from],
    );
    await sql.run(`UPDATE ${table} SET party_id = $1::uuid WHERE party_id = ANY ($2::uuid[])`, [into, from]);
  }
  await sql.run('UPDATE source SET publisher_id = $1::uuid WHERE publisher_id = ANY ($2::uuid[])', [into, from]);
}

/**
 * Relationships both ways; those between the merged parties are gone. Of equal ones the first stays, in `into` and in parties that
 * named a merged one.
 */
async function moveRelationships(sql: Sql, into: string, from: readonly string[]): Promise<void> {
  const all = [into, ...from];
  await sql.run('DELETE FROM party_relationship WHERE subject_id = ANY ($1::uuid[]) AND object_id = ANY ($1::uuid[])', [
    all,
  ]);
  const naming = await sql.rows<{ id: string }>(
    'SELECT DISTINCT subject_id::text AS id FROM party_relationship WHERE object_id = ANY ($1::uuid[])',
    [from],
  );
  await sql.run('UPDATE party_relationship SET object_id = $1::uuid WHERE object_id = ANY ($2::uuid[])', [into, from]);
  await sql.run(
    `UPDATE party_relationship r SET subject_id = $1::uuid, position = m.position
       FROM (SELECT subject_id, position AS old, (SELECT coalesce(max(position), -1) FROM party_relationship WHERE subject_id = $1::uuid)
                    + row_number() OVER (ORDER BY array_position($2::uuid[], subject_id), position) AS position
               FROM party_relationship WHERE subject_id = ANY ($2::uuid[])) m
      WHERE r.subject_id = m.subject_id AND r.position = m.old`,
    [into, from],
  );
  await sql.run(
    `DELETE FROM party_relationship r USING (
       SELECT subject_id, position, row_number() OVER (
                PARTITION BY subject_id, kind, object_id, title, valid_from, valid_to, asserted_in_id ORDER BY position) AS n
         FROM party_relationship WHERE subject_id = $1::uuid OR object_id = $1::uuid AND subject_id = ANY ($2::uuid[])
     ) d WHERE d.subject_id = r.subject_id AND d.position = r.position AND d.n > 1`,
    [into, naming.map(({ id }) => id)],
  );
}

/** A row that would be the same as another once merged. */
interface Same {
  readonly id: string;
  /** The one that stays, which is into's own or else the oldest. */
  readonly kept: string;
  readonly alike: boolean;
}

function sameRows(table: string, party: string, identity: string, details: string): string {
  return `WITH merged AS (
       SELECT id, ${party} = $1::uuid AS own, ROW(${identity})::text AS identity, ROW(${details})::text AS details
         FROM ${table} t WHERE ${party} = $1::uuid OR ${party} = ANY ($2::uuid[])
     ), ranked AS (
       SELECT id, details, first_value(id) OVER w AS kept, first_value(details) OVER w AS kept_details
         FROM merged WINDOW w AS (PARTITION BY identity ORDER BY own DESC, id)
     ) SELECT id::text AS id, kept::text AS kept, details = kept_details AS alike FROM ranked WHERE id <> kept`;
}

/** Assertions of the merged parties are into's. Of two that are then the same one stays, and what answered the other answers it. */
async function moveAssertions(sql: Sql, into: string, from: readonly string[]): Promise<void> {
  const identity = 'allegation_id, statement_id, stance, anchor_start, anchor_end';
  const via = 'ARRAY(SELECT v.party_id FROM assertion_via v WHERE v.assertion_id = t.id ORDER BY v.position)';
  const details = `mode, said_on, state, ${via}`;
  const same = await sql.rows<Same>(sameRows('assertion', 'speaker_id', identity, details), [into, from]);
  refuseUnlike(await withAnswers(sql, same), 'assertions', 'mode, saidOn, via, inResponseTo and state');
  for (const { id, kept } of same) {
    await sql.run(
      `UPDATE assertion SET in_response_to_id = CASE WHEN id = $2::uuid THEN NULL ELSE $2::uuid END, version = version + 1,
              updated_at = now() WHERE in_response_to_id = $1::uuid`,
      [id, kept],
    );
  }
  await sql.run('DELETE FROM assertion WHERE id = ANY ($1::uuid[])', [same.map(({ id }) => id)]);
  await sql.run('UPDATE assertion SET speaker_id = $1::uuid WHERE speaker_id = ANY ($2::uuid[])', [into, from]);
  if (same.length > 0) await refuseAnswerCircle(sql, same);
}

/** The same, alike only where they also answer what is the same once merged. */
async function withAnswers(sql: Sql, same: readonly Same[]): Promise<Same[]> {
  if (same.length === 0) return [];
  const rows = await sql.rows<{ id: string; answers: string | null }>(
    'SELECT id::text AS id, in_response_to_id::text AS answers FROM assertion WHERE id = ANY ($1::uuid[])',
    [same.flatMap(({ id, kept }) => [id, kept])],
  );
  const answers = new Map(rows.map((row) => [row.id, row.answers]));
  const keptOf = new Map(same.map(({ id, kept }) => [id, kept]));
  const answeredBy = (id: string, kept: string): string | null => {
    const answered = answers.get(id) ?? null;
    const stays = answered === null ? null : (keptOf.get(answered) ?? answered);
    // Of two that are the same, one may answer the other: nothing is lost with that.
    return stays === kept ? null : stays;
  };
  return same.map((pair) => {
    const { id, kept, alike } = pair;
    return { ...pair, alike: alike && answeredBy(id, kept) === answeredBy(kept, kept) };
  });
}

async function moveFindings(sql: Sql, into: string, from: readonly string[]): Promise<void> {
  const identity = 'allegation_id, statement_id, anchor_start, anchor_end';
  const details = 'verdict, rating_text, jurisdiction, ruled_on, url, state';
  const same = await sql.rows<Same>(sameRows('finding', 'body_id', identity, details), [into, from]);
  refuseUnlike(same, 'findings', 'verdict, ratingText, jurisdiction, ruledOn, url and state');
  await sql.run('DELETE FROM finding WHERE id = ANY ($1::uuid[])', [same.map(({ id }) => id)]);
  await sql.run('UPDATE finding SET body_id = $1::uuid WHERE body_id = ANY ($2::uuid[])', [into, from]);
}

/** Two that would become one and say different things: which of them stays is for an editor to say. */
function refuseUnlike(same: readonly Same[], kind: string, fields: string): void {
  const pairs = same.filter(({ alike }) => !alike).map(({ id, kept }) => [kept, id]);
  if (pairs.length === 0) return;
  const message =
    `Once merged, some ${kind} would be the same and yet differ in ${fields}: ${pairs.map((pair) => pair.join(' and ')).join('; ')}. ` +
    'Make them equal, or delete one of each two first.';
  throw new RequestError(ErrorCode.CONFLICT, message, { field: 'input.from', pairs });
}

async function refuseAnswerCircle(sql: Sql, same: readonly Same[]): Promise<void> {
  const rows = await sql.rows<{ id: string; next: string }>(
    `SELECT id::text AS id, in_response_to_id::text AS next FROM assertion WHERE in_response_to_id IS NOT NULL
        AND allegation_id IN (SELECT allegation_id FROM assertion WHERE id = ANY ($1::uuid[]))`,
    [same.map(({ kept }) => kept)],
  );
  refuseCircles(circlesIn(new Map(rows.map(({ id, next }) => [id, [next]]))), 'assertions would answer each other');
}

async function refusePartOfCircle(sql: Sql, into: string): Promise<void> {
  const circles = circlesIn(await wholesOf(sql, [into])).filter((circle) => circle.includes(into));
  refuseCircles(circles, 'parties would be parts of each other');
}

function refuseCircles(circles: readonly (readonly string[])[], what: string): void {
  if (circles.length === 0) return;
  const message = `Once merged, ${what} in a circle: ${circles.map((circle) => circle.join(' → ')).join('; ')}. Change that first.`;
  throw new RequestError(ErrorCode.CONFLICT, message, { field: 'input.from' });
}
