import { type Sql, sql } from './sql';

/**
 * The id of a party, or that of the party which it was merged into. It depends on no row: PostgreSQL looks it up once for a
 * statement, and compares with it as with a constant, so that indexes serve it.
 */
export function partyId(id: Sql): Sql {
  return sql`coalesce((select r.into_id from party_redirect r where r.id = ${id}), ${id})`;
}

/** The id of an object of a type, where that of a merged party stands for the one that it leads to. */
export function nodeId(type: string, id: Sql): Sql {
  return type === 'Party' ? partyId(id) : id;
}

/** The same for a list of ids of parties. */
export function partyIds(ids: Sql): Sql {
  return sql`array(select coalesce(r.into_id, u.id) from unnest(${ids}) u(id) left join party_redirect r on r.id = u.id)`;
}
