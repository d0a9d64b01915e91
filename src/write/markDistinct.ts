import type { Sql } from '../store/sql';
import type { MarkDistinctInput, UnmarkDistinctInput } from '../models/inputs/partyWrite.input';
import { badInput } from './inputReader';
import { References } from './references';

/** Parties that one mutation may tell apart: each two of them are a pair, and of twenty there are 190. */
const DISTINCT_AT_A_TIME = 20;

/**
 * Says of each two parties that they are not the same; a pair of which it is said already stays as it is. Returns their ids.
 *
 * @throws RequestError BAD_USER_INPUT or NOT_FOUND
 */
export async function markDistinct(sql: Sql, input: MarkDistinctInput): Promise<string[]> {
  const parties = await heldParties(sql, input);
  const said = await distinctPairs(sql, parties);
  const isSaid = new Set(said.map((pair) => pairKey(pair.one, pair.other)));
  const fresh = pairsOf(parties).filter(([one, other]) => !isSaid.has(pairKey(one, other)));
  await sql.run(
    `INSERT INTO party_distinction (lesser_id, greater_id)
       SELECT least(p.one, p.other), greatest(p.one, p.other) FROM unnest($1::uuid[], $2::uuid[]) AS p (one, other)
       ON CONFLICT DO NOTHING`,
    [fresh.map(([one]) => one), fresh.map(([, other]) => other)],
  );
  return parties;
}

/**
 * Takes back that any two of the parties are not the same. Returns their ids.
 *
 * @throws RequestError BAD_USER_INPUT or NOT_FOUND
 */
export async function unmarkDistinct(sql: Sql, input: UnmarkDistinctInput): Promise<string[]> {
  const parties = await heldParties(sql, input);
  const said = await distinctPairs(sql, parties);
  await sql.run(
    `UPDATE party_distinction SET lifted_at = now(), lifted_actor = current_actor_name(), lifted_actor_id = current_actor_id()
      WHERE id = ANY ($1::uuid[]) AND lifted_at IS NULL`,
    [said.map(({ id }) => id)],
  );
  return parties;
}

/** A distinction that holds, between what its parties are now. */
export interface DistinctPair {
  readonly id: string;
  readonly one: string;
  readonly other: string;
}

/** What is said, and not taken back, of any two of these parties, or of parties that were merged into them. */
export function distinctPairs(sql: Sql, parties: readonly string[]): Promise<DistinctPair[]> {
  return sql.rows<DistinctPair>(
    `WITH member AS MATERIALIZED (
       SELECT p.id, p.id AS leads_to FROM unnest($1::uuid[]) AS p (id)
       UNION ALL SELECT r.id, r.into_id FROM party_redirect r WHERE r.into_id = ANY ($1::uuid[])
     ) SELECT d.id::text AS id, m.leads_to::text AS one, o.leads_to::text AS other
         FROM member m JOIN party_distinction d ON d.lesser_id = m.id JOIN member o ON o.id = d.greater_id
        WHERE d.lifted_at IS NULL AND m.leads_to <> o.leads_to ORDER BY d.at, d.id`,
    [parties],
  );
}

/** The parties of an input, held until the transaction ends, so that none is merged or deleted meanwhile. */
async function heldParties(sql: Sql, input: MarkDistinctInput): Promise<string[]> {
  const count = input.parties.length;
  if (count < 2 || count > DISTINCT_AT_A_TIME) {
    const wanted = `name 2 to ${String(DISTINCT_AT_A_TIME)} parties`;
    throw badInput('input.parties', `has ${String(count)} ${count === 1 ? 'id' : 'ids'}: ${wanted}`);
  }
  const references = new References();
  const given = input.parties.map((id, index) => references.add('party', id, `input.parties[${String(index)}]`));
  await references.resolve(sql);
  const ids = given.map((id) => references.idOf(id));
  for (const [index, id] of ids.entries()) {
    const first = ids.indexOf(id);
    if (first < index) {
      throw badInput(
        `input.parties[${String(index)}]`,
        `is the same party as input.parties[${String(first)}]: name each once`,
      );
    }
  }
  return ids;
}

const pairKey = (one: string, other: string): string => [one, other].sort().join(' ');

function pairsOf(parties: readonly string[]): [string, string][] {
  return parties.flatMap((one, index) => parties.slice(index + 1).map((other): [string, string] => [one, other]));
}
