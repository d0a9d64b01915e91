import { LOCK_ORDER } from '../store/locks';
import type { Sql } from '../store/sql';
import type { SetPublicationStateInput } from '../models/inputs/nodeWrite.input';
import { badInput } from './inputReader';
import { partyRedirects } from '../store/partyRedirects';
import { checkedId, notFound } from './references';

/** Objects whose state one mutation may set: as many as one page of nodes. */
const STATES_AT_A_TIME = 100;

/** Sets the state of every object; those that have it already stay as they are. Returns their ids, in the order given. */
export async function setPublicationState(sql: Sql, { ids, state }: SetPublicationStateInput): Promise<string[]> {
  if (ids.length === 0) throw badInput('input.ids', 'is empty: name at least one object');
  if (ids.length > STATES_AT_A_TIME) {
    throw badInput('input.ids', `has ${String(ids.length)} ids: it may have ${String(STATES_AT_A_TIME)} at most`);
  }
  const given = ids.map((id, index) => checkedId(id, `input.ids[${String(index)}]`));
  const known = new Map<string, string>();
  const leadsTo = await partyRedirects(sql, given);
  const wanted = given.map((id) => leadsTo.get(id) ?? id);
  for (const table of LOCK_ORDER) {
    const rows = await sql.rows<{ id: string; state: string }>(
      `SELECT id::text AS id, state::text AS state FROM ${table} WHERE id = ANY ($1::uuid[]) ORDER BY id FOR NO KEY UPDATE`,
      [wanted],
    );
    for (const row of rows) known.set(row.id, row.state);
  }
  const missing = wanted.findIndex((id) => !known.has(id));
  if (missing >= 0) throw await notFound(sql, wanted[missing] ?? '', `input.ids[${String(missing)}]`, 'object');
  const changed = wanted.filter((id) => known.get(id) !== state);
  for (const table of LOCK_ORDER) {
    if (changed.length === 0) break;
    await sql.run(
      `UPDATE ${table} SET state = $2::publication_state, version = version + 1, updated_at = now() WHERE id = ANY ($1::uuid[])`,
      [changed, state],
    );
  }
  return wanted;
}
