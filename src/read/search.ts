import type { FieldUse } from './fieldUse';
import { boundSearch, boundWords, statementText, textRank } from './fullText';
import { mixedNode } from './mixedNode';
import { orderOf } from './order';
import { pagedList } from './pagedList';
import { type Sql, join, raw, sql, textLiteral } from './sql';
import { bound } from './value';
import { ListSize, Work } from './work';

const TYPES = ['Statement', 'Allegation', 'Party'] as const;
type SearchType = (typeof TYPES)[number];

/** A search as all of its parts need it. */
interface Search {
  readonly use: FieldUse;
  /** What names are held against, to find those that are spelt alike; null where the search has operators. */
  readonly name: Sql;
}

/** Query.search: what fits best first, of whichever type. */
export function search(use: FieldUse): Sql {
  const typed = boundSearch(use.args.query, 'query', use.path);
  const parts: Search = { use, name: sql`(select w.name from wanted w)` };
  const score = { type: 'numeric', expression: (row: Sql) => sql`${row}.score` } as const;
  const found = pagedList(use, {
    name: 'Search',
    order: orderOf('Search', [{ key: 'score', descending: true }], { score }),
    rows: () => sql`(${join([statements(parts), allegations(parts), parties(parts)], ' union all ')})`,
    matching: () => sql`true`,
    candidates: TYPES.length * ListSize.all,
    filtered: true,
    node: (part, row, rows) => mixedNode(part, TYPES, row, rows),
    edgeField: (field, row) => (field.name === 'score' ? sql`${row}.score::float8` : snippet(parts, field, row)),
  });
  // What was typed is made queries once, and not in each of the many places that ask for one.
  return sql`(with wanted as materialized (select search_query(${typed}) as query, search_name(${boundWords(use.args.query)}) as name),
    queries as materialized (select * from search_queries(${typed})) select ${found})`;
}

/** Whether a type is asked for; PostgreSQL leaves out the branch of one that is not. */
function wanted({ use }: Search, type: SearchType): Sql {
  use.compiler.charge(1, Work.table);
  use.compiler.charge(ListSize.all, Work.search);
  const { types } = use.args;
  return types == null ? sql`true` : sql`${textLiteral(type.toUpperCase())} = any(${bound(types)}::text[])`;
}

/** Scores are rounded, so that a cursor carries them whole. */
function rounded(score: Sql): Sql {
  return sql`round((${score})::numeric, 6) as score`;
}

/** The query of a configuration that is the same for all rows of a type. */
function queryOf(configuration: string): Sql {
  return sql`(select q.query from queries q where q.configuration = ${raw(`'${configuration}'`)}::regconfig)`;
}

/** The index finds what fits in any language; of that a statement counts if it fits in its own. */
function statements(search: Search): Sql {
  const row = search.use.compiler.alias();
  const rank = textRank(sql`${row}.search`, sql`q.query`);
  return sql`select 'Statement' as type, ${row}.id, ${rounded(rank)} from statement ${row}
    join queries q on q.configuration = ${statementText.configuration(row)}
    where ${wanted(search, 'Statement')} and ${search.use.compiler.visible('Statement', row)}
    and ${row}.search @@ (select w.query from wanted w) and ${row}.search @@ q.query`;
}

function allegations(search: Search): Sql {
  const row = search.use.compiler.alias();
  const query = queryOf('allegata_english');
  const rank = textRank(sql`${row}.search`, query);
  // What is only spelt alike counts half, so that it comes behind what has the very words.
  const alike = sql`word_similarity(${search.name}, search_name(${row}.summary)) / 2`;
  return sql`select 'Allegation' as type, ${row}.id, ${rounded(sql`greatest(${rank}, ${alike})`)} from allegation ${row}
    where ${wanted(search, 'Allegation')} and ${search.use.compiler.visible('Allegation', row)}
    and (${row}.search @@ ${query} or ${search.name} <% search_name(${row}.summary))`;
}

/** A party is found by any of its names, as the words of it or as one spelt alike; its best name scores. */
function parties(search: Search): Sql {
  const { compiler } = search.use;
  const query = queryOf('allegata');
  const [party, other, found] = [compiler.alias(), compiler.alias(), compiler.alias()];
  const fits = (name: Sql): Sql =>
    sql`(search_vector('allegata', ${name}) @@ ${query} or ${search.name} <% search_name(${name}))`;
  const score = (name: Sql): Sql =>
    sql`greatest(word_similarity(${search.name}, search_name(${name})), ${textRank(sql`search_vector('allegata', ${name})`, query)})`;
  const named = sql`select ${party}.id, ${score(sql`${party}.name`)} as score from party ${party}
    where ${wanted(search, 'Party')} and ${fits(sql`${party}.name`)}
    union all select ${other}.party_id, ${score(sql`${other}.name`)} from party_name ${other}
    where ${wanted(search, 'Party')} and ${compiler.visible('PartyName', other)} and ${fits(sql`${other}.name`)}`;
  return sql`select 'Party' as type, ${found}.id, ${rounded(sql`max(n.score)`)} from (${named}) n join party ${found} on ${found}.id = n.id
    where ${compiler.visible('Party', found)} group by ${found}.id`;
}

/** Where in the text the search was found; of a party, the name that fits best. */
function snippet(search: Search, { compiler, rows }: FieldUse, row: Sql): Sql {
  compiler.charge(rows, Work.snippet);
  const [statement, allegation, party, other] = [
    compiler.alias(),
    compiler.alias(),
    compiler.alias(),
    compiler.alias(),
  ];
  const names = sql`select ${party}.name from party ${party} where ${party}.id = ${row}.id
    union all select ${other}.name from party_name ${other} where ${other}.party_id = ${row}.id and ${compiler.visible('PartyName', other)}`;
  const best = sql`select n.name from (${names}) n order by word_similarity(${search.name}, search_name(n.name)) desc, n.name limit 1`;
  return sql`case ${row}.type
    when 'Statement' then (select search_snippet(q.configuration, ${statement}.body, q.query) from statement ${statement}
      join queries q on q.configuration = ${statementText.configuration(statement)}
      where ${statement}.id = ${row}.id and ${compiler.visible('Statement', statement)})
    when 'Allegation' then (select search_snippet('allegata_english', ${allegation}.summary, ${queryOf('allegata_english')})
      from allegation ${allegation} where ${allegation}.id = ${row}.id and ${compiler.visible('Allegation', allegation)})
    else search_snippet('allegata', (${best}), ${queryOf('allegata')}) end`;
}
