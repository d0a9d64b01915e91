import type { FieldUse } from './fieldUse';
import { jsonColumns, jsonList } from './jsonObject';
import { checkedPageSize } from './page';
import type { ReadObject } from './readType';
import { refuseReaders } from './refuseReaders';
import type { Rows } from './rows';
import { type Sql, raw, sql } from './sql';
import { notDistinct } from './types/partyDistinction.readType';
import { ListSize, Work } from './work';

const DEFAULT_SIZE = 10;

/** Names of the party that others are held against: its own, and its first further ones. */
const NAMES_COMPARED = 10;

/** Pairs of names that say why a party is proposed. */
const PAIRS_SHOWN = 5;

/** How alike two names must be. At 0.3, where pg_trgm's index begins, most pairs have no more than a word in common. */
const LEAST_SCORE = '0.4';

/** The names of the statement's tables, and what its parts are compiled by. */
interface Parts {
  readonly use: FieldUse;
  readonly party: Sql;
  /** The party's names, those that are like them, and the parties that have these. */
  readonly own: Sql;
  readonly alike: Sql;
  readonly best: Sql;
}

/** Over the rows of `best`. */
const possibleDuplicateType: ReadObject<Parts> = {
  name: 'PossibleDuplicate',
  fields: {
    party: ({ best }, use) => use.compiler.one(use, 'Party', (other) => sql`${other}.id = ${best}.id`),
    score: ({ best }) => sql`${best}.score::float8`,
    names: namePairs,
  },
};

/** Over rows `a` of `alike`. */
const alikeNamesType: ReadObject<undefined> = {
  name: 'AlikeNames',
  fields: {
    own: () => sql`a.own`,
    other: () => sql`a.other`,
    score: () => sql`a.score::float8`,
  },
};

export const duplicateTypes = [possibleDuplicateType, alikeNamesType];

/**
 * Party.possibleDuplicates: parties with names like this one's, those most alike first, without those said to be distinct. An
 * epithet is left out: what somebody calls several parties makes them no nearer to each other.
 *
 * @throws RequestError FORBIDDEN where a reader asks: what is left out would show what editors have marked, and a guess that two
 *   are one is nothing that the record says
 */
export function possibleDuplicates(party: Sql, use: FieldUse): Sql {
  refuseReaders(use);
  const { compiler } = use;
  const first = checkedPageSize(use, 'first', use.args.first ?? DEFAULT_SIZE);
  const rows = use.rows * first;
  compiler.charge(rows);
  compiler.charge(4, Work.table);
  compiler.charge(use.rows * ListSize.all, Work.duplicates);
  const parts: Parts = { use, party, own: compiler.alias(), alike: compiler.alias(), best: compiler.alias() };
  const { own, alike, best } = parts;
  const entries = compiler.object(use, possibleDuplicateType, parts, rows);
  const list = jsonList(jsonColumns(entries), sql`from ${best} order by ${best}.score desc, ${best}.name, ${best}.id`);
  return sql`(with ${own} as materialized (${ownNames(parts)}), ${alike} as materialized (${alikeNames(parts)}),
    ${best} as materialized (${bestParties(parts, first)}) select ${list})`;
}

function ownNames({ use, party }: Parts): Sql {
  const name = use.compiler.rows('PartyName');
  return sql`select n.name, search_name(n.name) as folded from (
    select ${party}.name, -1 as position
    union all select ${name}.name, ${name}.position ${name.from(sql`${name}.party_id = ${party}.id and ${isNoEpithet(name)}`)}
    order by position limit ${raw(String(NAMES_COMPARED))}) n`;
}

function alikeNames({ use, party, own }: Parts): Sql {
  const [other, name] = [use.compiler.rows('Party'), use.compiler.rows('PartyName')];
  const alike = (
    id: Sql,
    row: Rows,
    condition: Sql,
  ): Sql => sql`select ${id} as id, ${own}.name as own, ${row}.name as other,
    round(similarity(${own}.folded, search_name(${row}.name))::numeric, 3) as score
    from ${own} ${row.join(sql`search_name(${row}.name) % ${own}.folded and ${condition}`)}`;
  const ofParties = alike(sql`${other}.id`, other, sql`${other}.id <> ${party}.id`);
  const ofNames = alike(sql`${name}.party_id`, name, sql`${name}.party_id <> ${party}.id and ${isNoEpithet(name)}`);
  return sql`select s.id, s.own, s.other, s.score from (${ofParties} union ${ofNames}) s where s.score >= ${raw(LEAST_SCORE)}`;
}

const isNoEpithet = (name: Sql): Sql => sql`${name}.kind <> 'EPITHET'`;

function bestParties({ use: { compiler }, party, alike }: Parts, first: number): Sql {
  const other = compiler.rows('Party');
  return sql`select ${other}.id, ${other}.name, max(a.score) as score from ${alike} a ${other.join(sql`${other}.id = a.id`)}
    where ${notDistinct(party, sql`${other}.id`, compiler)}
    group by ${other}.id order by score desc, ${other}.name, ${other}.id limit ${raw(String(first))}`;
}

function namePairs({ alike, best }: Parts, use: FieldUse): Sql {
  const shown = use.rows * PAIRS_SHOWN;
  use.compiler.charge(shown);
  const entries = use.compiler.object(use, alikeNamesType, undefined, shown);
  return jsonList(
    jsonColumns(entries),
    sql`from ${alike} a where a.id = ${best}.id order by a.score desc, a.own, a.other limit ${raw(String(PAIRS_SHOWN))}`,
  );
}
