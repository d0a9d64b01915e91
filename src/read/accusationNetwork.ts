import type { FieldUse } from './fieldUse';
import { type Entry, jsonColumns, jsonList, jsonObjectWith } from './jsonObject';
import { LARGEST_PAGE_SIZE, checkedPageSize } from './page';
import { type Sql, allOf, raw, sql, textLiteral } from './sql';
import { ACCUSING_STANCES } from './standing';
import { whereCondition } from './whereCondition';
import { ListSize, Work } from './work';

/**
 * Query.accusationNetwork: who accuses whom over the allegations that match. Its `pairs` are the distinct (allegation, accuser,
 * accused); from them come the accusations, those with the most allegations first, and the parties at their ends.
 */
export function accusationNetwork(use: FieldUse): Sql {
  const first = checkedPageSize(use, 'first', use.args.first ?? LARGEST_PAGE_SIZE);
  const rows = use.rows * first;
  use.compiler.charge(rows);
  const shown = sql`select p.accuser, p.accused, count(*) as allegations, count(*) filter (where p.answered) as answered
    from pairs p group by 1, 2 order by 3 desc, 1, 2 limit ${raw(String(first))}`;
  const entries = use.compiler.subfields(use, 'AccusationNetwork', rows).map((part): Entry => {
    if (part.name === '__typename') return { key: part.key, value: textLiteral('AccusationNetwork') };
    return { key: part.key, value: part.name === 'parties' ? parties(part, rows) : accusations(part, rows) };
  });
  return jsonObjectWith(sql`pairs as materialized (${pairs(use)}), shown as materialized (${shown})`, entries);
}

function pairs(use: FieldUse): Sql {
  const { compiler, args, path } = use;
  const [allegation, assertion, accused, answer] = Array.from({ length: 4 }, () => compiler.alias()) as [
    Sql,
    Sql,
    Sql,
    Sql,
  ];
  const type = compiler.type('Allegation');
  const candidates = use.rows * ListSize.all;
  compiler.charge(1, Work.table);
  compiler.charge(candidates, Work.network);
  const matching = allOf([
    compiler.visible('Allegation', allegation),
    ...compiler.examining(candidates, () => whereCondition(type, allegation, args.where, compiler, [...path, 'where'])),
  ]);
  const answered = sql`exists (select from assertion ${answer} where ${answer}.allegation_id = ${allegation}.id
    and ${answer}.speaker_id = ${accused}.id and ${answer}.stance in ('DENIES', 'REBUTS') and ${compiler.visible('Assertion', answer)})`;
  // Whoever sees an assertion sees its speaker.
  return sql`select d.id, d.accuser, d.accused, bool_or(d.answered) as answered from (
    select ${allegation}.id, ${assertion}.speaker_id as accuser, ${accused}.id as accused, ${answered} as answered from allegation ${allegation}
    join assertion ${assertion} on ${assertion}.allegation_id = ${allegation}.id and ${assertion}.stance in ${ACCUSING_STANCES}
      and ${compiler.visible('Assertion', assertion)}
    join allegation_party a on a.allegation_id = ${allegation}.id and a.role = 'ACCUSED'
    join party ${accused} on ${accused}.id = a.party_id and ${compiler.visible('Party', accused)}
    where ${matching}) d group by 1, 2, 3`;
}

function accusations(use: FieldUse, rows: number): Sql {
  const values: Readonly<Record<string, (part: FieldUse) => Sql>> = {
    accuser: (part) => part.compiler.one(part, 'Party', (party) => sql`${party}.id = s.accuser`),
    accused: (part) => part.compiler.one(part, 'Party', (party) => sql`${party}.id = s.accused`),
    allegations: () => sql`s.allegations`,
    answered: () => sql`s.answered`,
  };
  const entries = listEntries(use, 'NetworkAccusation', rows, values);
  return jsonList(jsonColumns(entries), sql`from shown s order by s.allegations desc, s.accuser, s.accused`);
}

function parties(use: FieldUse, rows: number): Sql {
  const count = (side: 'accuser' | 'accused'): Sql => {
    // Each party goes through all pairs.
    use.compiler.charge(rows * ListSize.related, Work.counted);
    return sql`(select count(distinct p.id) from pairs p where p.${raw(side)} = e.id)`;
  };
  const values: Readonly<Record<string, (part: FieldUse) => Sql>> = {
    party: (part) => part.compiler.one(part, 'Party', (party) => sql`${party}.id = e.id`),
    made: () => count('accuser'),
    received: () => count('accused'),
  };
  const entries = listEntries(use, 'NetworkParty', rows, values);
  const ends = sql`select s.accuser as id from shown s union select s.accused from shown s`;
  return jsonList(jsonColumns(entries), sql`from (${ends}) e join party n on n.id = e.id order by n.name, n.id`);
}

function listEntries(
  use: FieldUse,
  typeName: string,
  rows: number,
  values: Readonly<Record<string, (part: FieldUse) => Sql>>,
): Entry[] {
  return use.compiler
    .subfields(use, typeName, rows)
    .map((part) => ({ key: part.key, value: values[part.name]?.(part) ?? textLiteral(typeName) }));
}
