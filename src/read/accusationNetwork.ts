import type { FieldUse } from './fieldUse';
import { jsonColumns, jsonList, jsonObjectWith } from './jsonObject';
import { LARGEST_PAGE_SIZE, checkedPageSize } from './page';
import type { ReadObject } from './readType';
import { type Sql, allOf, raw, sql } from './sql';
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
  const tables = sql`pairs as materialized (${pairs(use)}), shown as materialized (${shown})`;
  return jsonObjectWith(tables, use.compiler.object(use, accusationNetworkType, undefined, rows));
}

function pairs(use: FieldUse): Sql {
  const { compiler, args, path } = use;
  const [allegation, accused, link] = [
    compiler.rows('Allegation'),
    compiler.rows('Party'),
    compiler.open('allegation_party'),
  ];
  const [assertion, answer] = [compiler.rows('Assertion'), compiler.rows('Assertion')];
  const type = compiler.type('Allegation');
  const candidates = use.rows * ListSize.all;
  compiler.charge(1, Work.table);
  compiler.charge(candidates, Work.network);
  const matching = allOf(
    compiler.examining(candidates, () => whereCondition(type, allegation, args.where, compiler, [...path, 'where'])),
  );
  const answered = answer.exists(
    sql`${answer}.allegation_id = ${allegation}.id and ${answer}.speaker_id = ${accused}.id and ${answer}.stance in ('DENIES', 'REBUTS')`,
  );
  const accusing = assertion.join(
    sql`${assertion}.allegation_id = ${allegation}.id and ${assertion}.stance in ${ACCUSING_STANCES}`,
  );
  const ofAccused = link.join(sql`${link}.allegation_id = ${allegation}.id and ${link}.role = 'ACCUSED'`);
  const joined = sql`${accusing} ${ofAccused} ${accused.join(sql`${accused}.id = ${link}.party_id`)}`;
  // Whoever sees an assertion sees its speaker.
  return sql`select d.id, d.accuser, d.accused, bool_or(d.answered) as answered from (
    select ${allegation}.id, ${assertion}.speaker_id as accuser, ${accused}.id as accused, ${answered} as answered
    ${allegation.from(matching, joined)}) d group by 1, 2, 3`;
}

/** A row `s` of those that are shown. */
const networkAccusationType: ReadObject<undefined> = {
  name: 'NetworkAccusation',
  fields: {
    accuser: (_shown, use) => use.compiler.one(use, 'Party', (party) => sql`${party}.id = s.accuser`),
    accused: (_shown, use) => use.compiler.one(use, 'Party', (party) => sql`${party}.id = s.accused`),
    allegations: () => sql`s.allegations`,
    answered: () => sql`s.answered`,
  },
};

/** Over how many allegations a party `e` is on a side. Each party goes through all pairs. */
const count =
  (side: 'accuser' | 'accused') =>
  (_end: undefined, { compiler, rows }: FieldUse): Sql => {
    compiler.charge(rows * ListSize.related, Work.counted);
    return sql`(select count(distinct p.id) from pairs p where p.${raw(side)} = e.id)`;
  };

/** A party `e` at an end of those that are shown. */
const networkPartyType: ReadObject<undefined> = {
  name: 'NetworkParty',
  fields: {
    party: (_end, use) => use.compiler.one(use, 'Party', (party) => sql`${party}.id = e.id`),
    made: count('accuser'),
    received: count('accused'),
  },
};

/** Over the tables `pairs` and `shown`. */
const accusationNetworkType: ReadObject<undefined> = {
  name: 'AccusationNetwork',
  fields: {
    accusations: (_tables, use) => {
      const entries = use.compiler.object(use, networkAccusationType, undefined);
      return jsonList(jsonColumns(entries), sql`from shown s order by s.allegations desc, s.accuser, s.accused`);
    },
    parties: (_tables, use) => {
      const entries = use.compiler.object(use, networkPartyType, undefined);
      const ends = sql`select s.accuser as id from shown s union select s.accused from shown s`;
      const party = use.compiler.rows('Party');
      const named = party.join(sql`${party}.id = e.id`);
      return jsonList(jsonColumns(entries), sql`from (${ends}) e ${named} order by ${party}.name, ${party}.id`);
    },
  },
};

export const networkTypes = [accusationNetworkType, networkAccusationType, networkPartyType];
