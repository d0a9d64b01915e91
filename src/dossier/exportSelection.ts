import { ErrorCode, RequestError } from '../lib/errors';
import { nearest } from './nearest';
import type { KeyedType } from './references';
import type { Sql } from '../store/sql';

/** The ids of what an export writes. */
export type Selection = Record<KeyedType, string[]>;

const TYPES = ['party', 'statement', 'allegation'] as const;

/** What each type refers to: a query from ids of the one to ids of the other. */
const REFERENCES: readonly { from: KeyedType; to: KeyedType; query: string }[] = [
  {
    from: 'party',
    to: 'party',
    query:
      'SELECT used_by_id AS id FROM party_name WHERE party_id = ANY ($1) UNION SELECT object_id FROM party_relationship WHERE subject_id = ANY ($1)',
  },
  {
    from: 'party',
    to: 'statement',
    query: 'SELECT asserted_in_id AS id FROM party_relationship WHERE subject_id = ANY ($1)',
  },
  {
    from: 'statement',
    to: 'party',
    query:
      'SELECT party_id AS id FROM attribution WHERE statement_id = ANY ($1) UNION SELECT publisher_id FROM source WHERE statement_id = ANY ($1)',
  },
  { from: 'statement', to: 'statement', query: 'SELECT cited_id AS id FROM citation WHERE statement_id = ANY ($1)' },
  {
    from: 'allegation',
    to: 'party',
    query: `SELECT party_id AS id FROM allegation_party WHERE allegation_id = ANY ($1)
      UNION SELECT speaker_id FROM assertion WHERE allegation_id = ANY ($1)
      UNION SELECT v.party_id FROM assertion_via v JOIN assertion a ON a.id = v.assertion_id WHERE a.allegation_id = ANY ($1)
      UNION SELECT body_id FROM finding WHERE allegation_id = ANY ($1)`,
  },
  {
    from: 'allegation',
    to: 'statement',
    query:
      'SELECT statement_id AS id FROM assertion WHERE allegation_id = ANY ($1) UNION SELECT statement_id FROM finding WHERE allegation_id = ANY ($1)',
  },
  {
    from: 'allegation',
    to: 'allegation',
    query: 'SELECT countered_id AS id FROM allegation_counter WHERE allegation_id = ANY ($1)',
  },
];

/**
 * What an export writes: everything, or what has one of the keys with all that it refers to, so that it can be imported into an
 * empty store. By key within each type.
 *
 * @throws RequestError NOT_FOUND that names each key that nothing has
 */
export async function selectForExport(sql: Sql, keys: readonly string[] | undefined): Promise<Selection> {
  const selected: Record<KeyedType, Set<string>> = { party: new Set(), statement: new Set(), allegation: new Set() };
  if (keys === undefined) {
    for (const type of TYPES) {
      for (const { id } of await sql.rows<{ id: string }>(`SELECT id FROM ${type}`)) selected[type].add(id);
    }
  } else {
    await addByKey(sql, keys, selected);
    await addReferences(sql, selected);
  }
  const sorted = { party: [], statement: [], allegation: [] } as Selection;
  for (const type of TYPES) {
    const rows = await sql.rows<{ id: string }>(`SELECT id FROM ${type} WHERE id = ANY ($1) ORDER BY slug`, [
      [...selected[type]],
    ]);
    sorted[type] = rows.map(({ id }) => id);
  }
  return sorted;
}

async function addByKey(sql: Sql, keys: readonly string[], selected: Record<KeyedType, Set<string>>): Promise<void> {
  const found = new Set<string>();
  for (const type of TYPES) {
    const rows = await sql.rows<{ id: string; slug: string }>(`SELECT id, slug FROM ${type} WHERE slug = ANY ($1)`, [
      keys,
    ]);
    for (const { id, slug } of rows) {
      selected[type].add(id);
      found.add(slug);
    }
  }
  const unknown = [...new Set(keys)].filter((key) => !found.has(key));
  if (unknown.length === 0) return;
  const known = await sql.rows<{ slug: string }>(TYPES.map((type) => `SELECT slug FROM ${type}`).join(' UNION '));
  const faults = unknown.map((key) => {
    const near = nearest(
      key,
      known.map(({ slug }) => slug),
    );
    return `No party, statement or allegation has the key '${key}'${near === null ? '' : `; do you mean '${near}'?`}`;
  });
  throw new RequestError(ErrorCode.NOT_FOUND, faults.join('\n'));
}

/** Follows references, round by round, until nothing new is found. */
async function addReferences(sql: Sql, selected: Record<KeyedType, Set<string>>): Promise<void> {
  let fresh: Selection = {
    party: [...selected.party],
    statement: [...selected.statement],
    allegation: [...selected.allegation],
  };
  while (TYPES.some((type) => fresh[type].length > 0)) {
    const next: Selection = { party: [], statement: [], allegation: [] };
    for (const { from, to, query } of REFERENCES) {
      if (fresh[from].length === 0) continue;
      for (const { id } of await sql.rows<{ id: string | null }>(query, [fresh[from]])) {
        if (id === null || selected[to].has(id)) continue;
        selected[to].add(id);
        next[to].push(id);
      }
    }
    fresh = next;
  }
}
