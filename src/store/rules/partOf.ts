import { ErrorCode } from '../../lib/errors';
import { circlesIn } from '../circles';
import type { Sql } from '../sql';
import type { PlacedFault } from './fault';

/** A relationship of the kind PART_OF, by the ids of the parties. */
export interface PartOf<Place> {
  readonly part: string;
  readonly whole: string;
  /** The place of the whole. */
  readonly at: Place;
}

/** Parties of a circle that a message names. */
const NAMED = 8;

/**
 * Faults of parties that would be parts of themselves by way of others, in what is written and what is stored together. The lock of
 * identities keeps two writers from closing a circle together.
 *
 * @param replaced the parties whose stored relationships give way to the ones that are written
 * @param slugOf the slugs of parties that are not stored yet
 */
export async function partOfFaults<Place>(
  sql: Sql,
  written: readonly PartOf<Place>[],
  replaced: ReadonlySet<string>,
  slugOf: (id: string) => string | undefined = () => undefined,
): Promise<PlacedFault<Place>[]> {
  if (written.length === 0) return [];
  const links = new Map<string, string[]>();
  const places = new Map<string, Place>();
  for (const { part, whole, at } of written) {
    const wholes = links.get(part);
    if (wholes === undefined) links.set(part, [whole]);
    else wholes.push(whole);
    places.set(`${part} ${whole}`, at);
  }
  for (const [part, wholes] of await wholesOf(sql, new Set(written.map(({ whole }) => whole)))) {
    if (!replaced.has(part)) links.set(part, [...(links.get(part) ?? []), ...wholes]);
  }
  const faults: PlacedFault<Place>[] = [];
  for (const circle of circlesIn(links)) {
    const steps = circle.slice(1).map((whole, index) => `${circle[index] ?? ''} ${whole}`);
    const step = steps.find((name) => places.has(name));
    const at = step === undefined ? undefined : places.get(step);
    // A circle that is stored already is none of the writer's.
    if (at === undefined) continue;
    const names = await slugsOf(sql, circle, slugOf);
    const message = `makes a party a part of itself: ${names.join(' is a part of ')}`;
    faults.push({ at, code: ErrorCode.BAD_USER_INPUT, message });
  }
  return faults;
}

/** What parties are stored as parts of, and what that is a part of in turn, by the part. */
export async function wholesOf(sql: Sql, parts: Iterable<string>): Promise<Map<string, string[]>> {
  const rows = await sql.rows<{ part: string; whole: string }>(
    `WITH RECURSIVE part (id) AS (
       SELECT unnest($1::uuid[])
       UNION SELECT r.object_id FROM part p JOIN party_relationship r ON r.subject_id = p.id WHERE r.kind = 'PART_OF'
     ) SELECT r.subject_id::text AS part, r.object_id::text AS whole
         FROM part p JOIN party_relationship r ON r.subject_id = p.id WHERE r.kind = 'PART_OF' ORDER BY 1, r.position`,
    [[...parts]],
  );
  const wholes = new Map<string, string[]>();
  for (const { part, whole } of rows) {
    const list = wholes.get(part);
    if (list === undefined) wholes.set(part, [whole]);
    else list.push(whole);
  }
  return wholes;
}

/** The slugs of a circle's parties; of a long one, those at both ends. */
async function slugsOf(
  sql: Sql,
  circle: readonly string[],
  slugOf: (id: string) => string | undefined,
): Promise<string[]> {
  const long = circle.length > NAMED;
  const named = long ? [...circle.slice(0, NAMED / 2), ...circle.slice(-NAMED / 2)] : circle;
  const rows = await sql.rows<{ id: string; slug: string }>(
    'SELECT id::text AS id, slug FROM party WHERE id = ANY ($1::uuid[])',
    [named],
  );
  const stored = new Map(rows.map(({ id, slug }) => [id, slug]));
  const slugs = named.map((id) => slugOf(id) ?? stored.get(id) ?? id);
  if (long) slugs.splice(NAMED / 2, 0, '…');
  return slugs;
}
