import type { Sql } from '../store/sql';
import type { ContentTable } from '../store/tables';
import { ErrorCode, RequestError } from '../lib/errors';
import type { DeleteNodeInput } from '../models/inputs/nodeWrite.input';
import { checkedId, notFound } from './references';
import { lockVersion } from './storeContent';

type Table = ContentTable['name'];

/** What else may refer to a row of a table: kinds of reference, each with the query that counts those to $1. */
const REFERENCES: Readonly<Record<Table, Readonly<Record<string, string>>>> = {
  party: {
    names: 'party_name WHERE used_by_id = $1 AND party_id <> $1',
    relationships: 'party_relationship WHERE object_id = $1',
    attributions: 'attribution WHERE party_id = $1',
    sources: 'source WHERE publisher_id = $1',
    allegations: 'allegation_party WHERE party_id = $1',
    assertions: 'assertion WHERE speaker_id = $1',
    relayedAssertions: 'assertion_via WHERE party_id = $1',
    findings: 'finding WHERE body_id = $1',
  },
  statement: {
    citations: 'citation WHERE cited_id = $1',
    relationships: 'party_relationship WHERE asserted_in_id = $1',
    assertions: 'assertion WHERE statement_id = $1',
    findings: 'finding WHERE statement_id = $1',
  },
  allegation: {
    assertions: 'assertion WHERE allegation_id = $1',
    findings: 'finding WHERE allegation_id = $1',
    counteringAllegations: 'allegation_counter WHERE countered_id = $1',
  },
  assertion: { responses: 'assertion WHERE in_response_to_id = $1' },
  finding: {},
};

/**
 * Deletes an object to which nothing else refers, with its own lists. Returns its id.
 *
 * @throws RequestError NOT_FOUND, or CONFLICT where the version is stale or other content refers to it, with the number of
 *   references by kind in extensions.references
 */
export async function deleteNode(sql: Sql, input: DeleteNodeInput): Promise<string> {
  const given = checkedId(input.id, 'input.id');
  const table = await tableOf(sql, given);
  if (table === null) throw await notFound(sql, given, 'input.id', 'object');
  const id = await lockVersion(sql, table, input);
  const references = await countReferences(sql, table, id);
  const kinds = Object.entries(references);
  if (kinds.length > 0) {
    const list = kinds.map(([kind, count]) => `${kind} (${String(count)})`).join(', ');
    const message = `Other content refers to the ${table}: ${list}. Change or delete that first.`;
    throw new RequestError(ErrorCode.CONFLICT, message, { field: 'input.id', references });
  }
  // A list of another object that came to name it since is refused by the store, and told as a conflict.
  await sql.run(`DELETE FROM ${table} WHERE id = $1::uuid`, [id]);
  return id;
}

async function tableOf(sql: Sql, id: string): Promise<Table | null> {
  const select = Object.keys(REFERENCES).map((table) => `SELECT '${table}' AS table FROM ${table} WHERE id = $1::uuid`);
  const redirect = `SELECT 'party' AS table FROM party_redirect WHERE id = $1::uuid`;
  const [row] = await sql.rows<{ table: Table }>([...select, redirect].join(' UNION ALL '), [id]);
  return row?.table ?? null;
}

/** How many references there are of each kind of which there are any. */
async function countReferences(sql: Sql, table: Table, id: string): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const [kind, from] of Object.entries(REFERENCES[table])) {
    const [row] = await sql.rows<{ count: number }>(
      `SELECT count(*)::integer AS count FROM ${from.replaceAll('$1', '$1::uuid')}`,
      [id],
    );
    if (row !== undefined && row.count > 0) counts[kind] = row.count;
  }
  return counts;
}
