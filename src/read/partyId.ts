import { openRows } from './rows';
import { type Sql, raw, sql } from './sql';

const redirect = openRows('party_redirect', raw('r'));

/**
 * The id of a party, or that of the party which it was merged into. It depends on no row: PostgreSQL looks it up once for a
 * statement, and compares with it as with a constant, so that indexes serve it.
 */
export function partyId(id: Sql): Sql {
  return sql`coalesce((select ${redirect}.into_id ${redirect.from(sql`${redirect}.id = ${id}`)}), ${id})`;
}

/** The id of an object of a type, where that of a merged party stands for the one that it leads to. */
export function nodeId(type: string, id: Sql): Sql {
  return type === 'Party' ? partyId(id) : id;
}

/** The same for a list of ids of parties. */
export function partyIds(ids: Sql): Sql {
  const led = redirect.leftJoin(sql`${redirect}.id = u.id`);
  return sql`array(select coalesce(${redirect}.into_id, u.id) from unnest(${ids}) u(id) ${led})`;
}

/** The id of the party that one with this slug was merged into; null where none was. */
export function partyIdOfOldSlug(slug: Sql): Sql {
  return sql`(select ${redirect}.into_id ${redirect.from(sql`${redirect}.slug = ${slug}`)})`;
}

/** The ids that lead to a party: its own, and those of the parties that were merged into it. */
export function idsOfParty(party: Sql): Sql {
  const merged = redirect.from(sql`${redirect}.into_id = ${party}.id`);
  return sql`array(select ${party}.id union all select ${redirect}.id ${merged})`;
}
