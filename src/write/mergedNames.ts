import type { Sql } from '../store/sql';

/**
 * Gives a party the names of others that are merged into it: what each was called as an alias, their other names, and their
 * identifiers. What it has already is left out. Names that others used stay theirs, by the party that they are merged into.
 */
export async function mergedNames(sql: Sql, into: string, from: readonly string[]): Promise<void> {
  await sql.run('UPDATE party_name SET used_by_id = $1::uuid WHERE used_by_id = ANY ($2::uuid[])', [into, from]);
  await sql.run(
    `INSERT INTO party_name (party_id, position, name, kind, language, used_by_id)
     WITH candidate AS (
       SELECT name, 'ALIAS'::party_name_kind AS kind, NULL::text AS language, NULL::uuid AS used_by_id,
              array_position($2::uuid[], id) AS rank, -1 AS position
         FROM party WHERE id = ANY ($2::uuid[])
       UNION ALL
       SELECT name, kind, language, used_by_id, array_position($2::uuid[], party_id), position
         FROM party_name WHERE party_id = ANY ($2::uuid[])
     ), fresh AS (
       SELECT DISTINCT ON (name, kind, language, used_by_id) * FROM candidate c
        WHERE NOT EXISTS (SELECT FROM party_name n WHERE n.party_id = $1::uuid AND n.name = c.name
                             AND (c.position = -1 AND n.used_by_id IS NULL
                                  OR (n.kind, n.language, n.used_by_id) IS NOT DISTINCT FROM (c.kind, c.language, c.used_by_id)))
          AND NOT (c.used_by_id IS NULL AND c.kind = 'ALIAS'
                   AND c.name = (SELECT name FROM party WHERE id = $1::uuid))
        ORDER BY name, kind, language, used_by_id, rank, position
     )
     SELECT $1::uuid, (SELECT coalesce(max(position), -1) FROM party_name WHERE party_id = $1::uuid)
                      + row_number() OVER (ORDER BY rank, position), name, kind, language, used_by_id
       FROM fresh`,
    [into, from],
  );
  await sql.run(
    `INSERT INTO party_identifier (party_id, position, scheme, value)
     WITH fresh AS (
       SELECT DISTINCT ON (scheme, value) scheme, value, array_position($2::uuid[], party_id) AS rank, position
         FROM party_identifier i WHERE party_id = ANY ($2::uuid[])
          AND NOT EXISTS (SELECT FROM party_identifier o WHERE o.party_id = $1::uuid AND o.scheme = i.scheme AND o.value = i.value)
        ORDER BY scheme, value, rank, position
     )
     SELECT $1::uuid, (SELECT coalesce(max(position), -1) FROM party_identifier WHERE party_id = $1::uuid)
                      + row_number() OVER (ORDER BY rank, position), scheme, value
       FROM fresh`,
    [into, from],
  );
}
