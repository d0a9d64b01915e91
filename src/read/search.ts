import type { FieldUse } from './fieldUse';
import { boundName, boundSearch, boundSought, statementText, textScore } from './fullText';
import { mixedNode } from './mixedNode';
import { orderOf } from './order';
import { pagedList } from './pagedList';
import { pagedTypes } from './pagedTypes';
import type { Rows } from './rows';
import { type Sql, join, raw, sql, textLiteral } from './sql';
import { bound } from './value';
import { ListSize, Work } from './work';

const TYPES = ['Statement', 'Allegation', 'Party'] as const;
type SearchType = (typeof TYPES)[number];

/** What names are held against, to find those that are spelt alike; null where the search has operators. */
const WANTED_NAME = sql`(select w.name from wanted w)`;

/** The words that are sought, which say how well a name fits. */
const SOUGHT_NAME = sql`(select w.sought from wanted w)`;

export const searchTypes = pagedTypes('Search', {
  edgeFields: { score: (row) => sql`${row}.score::float8`, snippet },
});

/** Query.search: what fits best first, of whichever type. */
export function search(use: FieldUse): Sql {
  const typed = boundSearch(use.args.query, 'query', use.path);
  const score = { type: 'numeric', expression: (row: Sql) => sql`${row}.score` } as const;
  const found = pagedList(use, {
    types: searchTypes,
    order: orderOf('Search', [{ key: 'score', descending: true }], { score }),
    rows: () => use.compiler.selected(sql`(${join([statements(use), allegations(use), parties(use)], ' union all ')})`),
    matching: () => sql`true`,
    candidates: TYPES.length * ListSize.all,
    filtered: true,
    node: (part, row, rows) => mixedNode(part, TYPES, row, rows),
  });
  // What was typed is made queries once, and not in each of the many places that ask for one.
  return sql`(with wanted as materialized (select search_query(${typed}) as query,
      search_name(${boundName(use.args.query)}) as name, search_name(${boundSought(use.args.query)}) as sought),
    queries as materialized (select q.configuration, q.query, search_sought(q.query) as sought
      from search_queries(${typed}) q) select ${found})`;
}

/** Whether a type is asked for; PostgreSQL leaves out the branch of one that is not. */
function wanted(use: FieldUse, type: SearchType): Sql {
  use.compiler.charge(1, Work.table);
  use.compiler.charge(ListSize.all, Work.search);
  const { types } = use.args;
  return types == null ? sql`true` : sql`${textLiteral(type.toUpperCase())} = any(${bound(types)}::text[])`;
}

/** The query of a configuration that is the same for all rows of a type. */
function queryOf(configuration: string, part: 'query' | 'sought' = 'query'): Sql {
  return sql`(select q.${raw(part)} from queries q where q.configuration = ${raw(`'${configuration}'`)}::regconfig)`;
}

/** The index finds what fits in any language; of that a statement counts if it fits in its own. */
function statements(use: FieldUse): Sql {
  const row = use.compiler.rows('Statement');
  const score = textScore(sql`${row}.search`, sql`q.sought`);
  const own = sql`join queries q on q.configuration = ${statementText.configuration(row)}`;
  const fits = sql`${row}.search @@ (select w.query from wanted w) and ${row}.search @@ q.query`;
  const found = row.from(sql`${wanted(use, 'Statement')} and ${fits}`, own);
  return sql`select 'Statement' as type, ${row}.id, ${score} as score ${found}`;
}

function allegations(use: FieldUse): Sql {
  const row = use.compiler.rows('Allegation');
  const query = queryOf('allegata_english');
  const words = textScore(sql`${row}.search`, queryOf('allegata_english', 'sought'));
  // What is only spelt alike counts half, so that it comes behind what has the very words.
  const alike = sql`round(word_similarity(${WANTED_NAME}, search_name(${row}.summary))::numeric / 2, 6)`;
  const score = sql`case when ${row}.search @@ ${query} then ${words} else ${alike} end`;
  const fits = sql`(${row}.search @@ ${query} or ${WANTED_NAME} <% search_name(${row}.summary))`;
  const found = row.from(sql`${wanted(use, 'Allegation')} and ${fits}`);
  return sql`select 'Allegation' as type, ${row}.id, ${score} as score ${found}`;
}

/** A party is found by any of its names, as the words of it or as one spelt alike; its best name scores. */
function parties(use: FieldUse): Sql {
  const { compiler } = use;
  const [query, sought] = [queryOf('allegata'), queryOf('allegata', 'sought')];
  const [party, other, found] = [compiler.rows('Party'), compiler.rows('PartyName'), compiler.rows('Party')];
  const fits = (name: Sql): Sql =>
    sql`(search_vector('allegata', ${name}) @@ ${query} or ${WANTED_NAME} <% search_name(${name}))`;
  const score = (name: Sql): Sql => {
    const vector = sql`search_vector('allegata', ${name})`;
    const words = sql`case when ${vector} @@ ${query} then ${textScore(vector, sought)} end`;
    return sql`greatest(round(word_similarity(${SOUGHT_NAME}, search_name(${name}))::numeric, 6), ${words})`;
  };
  const fitting = (rows: Rows): Sql => rows.from(sql`${wanted(use, 'Party')} and ${fits(sql`${rows}.name`)}`);
  const named = sql`select ${party}.id, ${score(sql`${party}.name`)} as score ${fitting(party)}
    union all select ${other}.party_id, ${score(sql`${other}.name`)} ${fitting(other)}`;
  return sql`select 'Party' as type, ${found}.id, max(n.score) as score from (${named}) n
    ${found.join(sql`${found}.id = n.id`)} group by ${found}.id`;
}

/** Where in the text the search was found; of a party, the name that fits best. */
function snippet(row: Sql, { compiler, rows }: FieldUse): Sql {
  compiler.charge(rows, Work.snippet);
  const [statement, allegation] = [compiler.rows('Statement'), compiler.rows('Allegation')];
  const [party, other] = [compiler.rows('Party'), compiler.rows('PartyName')];
  const names = sql`select ${party}.name ${party.from(sql`${party}.id = ${row}.id`)}
    union all select ${other}.name ${other.from(sql`${other}.party_id = ${row}.id`)}`;
  const best = sql`select n.name from (${names}) n order by word_similarity(${SOUGHT_NAME}, search_name(n.name)) desc, n.name limit 1`;
  const own = sql`join queries q on q.configuration = ${statementText.configuration(statement)}`;
  return sql`case ${row}.type
    when 'Statement' then (select search_snippet(q.configuration, ${statement}.body, q.query)
      ${statement.from(sql`${statement}.id = ${row}.id`, own)})
    when 'Allegation' then (select search_snippet('allegata_english', ${allegation}.summary, ${queryOf('allegata_english')})
      ${allegation.from(sql`${allegation}.id = ${row}.id`)})
    else search_snippet('allegata', (${best}), ${queryOf('allegata')}) end`;
}
