import type { Allegation } from '../../database/generated/client';
import { connection } from '../connection';
import { history } from '../history';
import { dayOrder, partialDate, yearOf } from '../partialDate';
import { toMany, toSome } from '../relationFilters';
import { type ReadFilter, type ReadType, columnsOf } from '../readType';
import { type Sql, enumLiteral, sql } from '../sql';
import { allegationText, relevance, searchFilter } from '../fullText';
import { ACCUSING_STANCES, standing } from '../standing';
import { bound } from '../value';
import { dateFilter, enumFilter, idFilter, textFilter } from '../valueFilters';
import { ListSize, Work } from '../work';

const { column } = columnsOf<Allegation>();

/** Parties in a role of the allegation. */
const inRole = (role: 'ACCUSED' | 'AFFECTED'): ReadFilter =>
  toSome('Party', (row) => ({
    link: { table: sql`allegation_party a`, key: sql`a.party_id` },
    where: sql`a.allegation_id = ${row}.id and a.role = ${enumLiteral(role)}`,
  }));

function accusation(row: Sql, assertion: Sql, compiler: Parameters<ReadType['visible']>[1]): Sql {
  return sql`${assertion}.allegation_id = ${row}.id and ${assertion}.stance in ${ACCUSING_STANCES} and ${compiler.visible('Assertion', assertion)}`;
}

export const allegationType: ReadType = {
  name: 'Allegation',
  table: 'allegation',
  visible: (row) => sql`${row}.state = 'PUBLISHED'`,
  fields: {
    id: column('id'),
    slug: column('slug'),
    summary: column('summary'),
    occurredOn: partialDate('occurred_on', 'occurred_earliest', 'occurred_latest'),
    place: column('place'),
    standing: (row, { args, compiler, rows }) => {
      compiler.charge(rows, Work.standing);
      const asOf = args.asOf == null ? undefined : sql`${bound(args.asOf)}::date`;
      return standing(row, compiler, asOf);
    },
    parties: (row, use) =>
      use.compiler.many(use, 'AllegationParty', (each) => ({
        where: sql`${each}.allegation_id = ${row}.id`,
        orderBy: sql`${each}.position`,
      })),
    accused: (row, use) =>
      use.compiler.many(use, 'Party', (party) => ({
        join: sql`join allegation_party a on a.party_id = ${party}.id`,
        where: sql`a.allegation_id = ${row}.id and a.role = 'ACCUSED'`,
        orderBy: sql`a.position`,
      })),
    accusers: (row, use) =>
      use.compiler.many(use, 'Party', (party) => {
        const assertion = use.compiler.alias();
        use.compiler.charge(use.rows * ListSize.unpaged);
        return {
          where: sql`${party}.id in (select ${assertion}.speaker_id from assertion ${assertion} where ${accusation(row, assertion, use.compiler)})`,
          orderBy: sql`${party}.name, ${party}.id`,
        };
      }),
    assertions: (row, use) => connection(use, 'Assertion', (assertion) => sql`${assertion}.allegation_id = ${row}.id`),
    findings: (row, use) =>
      use.compiler.many(use, 'Finding', (finding) => ({
        where: sql`${finding}.allegation_id = ${row}.id`,
        orderBy: sql`${finding}.ruled_earliest desc nulls last, ${finding}.id desc`,
      })),
    counters: (row, use) =>
      use.compiler.many(use, 'Allegation', (countered) => ({
        join: sql`join allegation_counter c on c.countered_id = ${countered}.id`,
        where: sql`c.allegation_id = ${row}.id`,
        orderBy: sql`c.position`,
      })),
    counteredBy: (row, use) =>
      use.compiler.many(use, 'Allegation', (countering) => ({
        join: sql`join allegation_counter c on c.allegation_id = ${countering}.id`,
        where: sql`c.countered_id = ${row}.id`,
        orderBy: sql`${countering}.occurred_earliest desc nulls last, ${countering}.id desc`,
      })),
    state: column('state'),
    createdAt: column('createdAt'),
    updatedAt: column('updatedAt'),
    version: column('version'),
    history: (row, use) => history(use, sql`${row}.id`),
  },
  keptIn: 'allegation_count',
  orders: {
    occurredOn: { type: 'date', expression: dayOrder('occurred_earliest') },
    summary: { type: 'text', expression: (row) => sql`${row}.summary` },
    createdAt: { type: 'timestamptz', expression: (row) => sql`${row}.created_at` },
    updatedAt: { type: 'timestamptz', expression: (row) => sql`${row}.updated_at` },
    relevance: relevance(allegationText),
    assertionCount: {
      type: 'integer',
      expression: (row, _descending, { compiler }) => {
        const assertion = compiler.alias();
        return sql`(select count(*) from assertion ${assertion} where ${assertion}.allegation_id = ${row}.id and ${compiler.visible('Assertion', assertion)})::integer`;
      },
      kept: { EDITOR: 'assertions', READER: 'visible_assertions' },
    },
  },
  defaultOrder: [{ key: 'occurredOn', descending: true }],
  filters: {
    id: idFilter,
    slug: textFilter('slug'),
    summary: textFilter('summary'),
    place: textFilter('place', true),
    occurredOn: dateFilter('occurred_on', 'occurred_earliest', 'occurred_latest'),
    search: searchFilter(allegationText),
    standing: enumFilter('text', (row, compiler) => standing(row, compiler), Work.standing),
    state: enumFilter('publication_state', (row) => sql`${row}.state`),
    accused: inRole('ACCUSED'),
    affected: inRole('AFFECTED'),
    accuser: toSome('Party', (row, _party, compiler) => {
      const assertion = compiler.alias();
      return {
        link: { table: sql`assertion ${assertion}`, key: sql`${assertion}.speaker_id` },
        where: accusation(row, assertion, compiler),
      };
    }),
    assertions: toMany('Assertion', (row, assertion) => ({ where: sql`${assertion}.allegation_id = ${row}.id` })),
    findings: toMany('Finding', (row, finding) => ({ where: sql`${finding}.allegation_id = ${row}.id` })),
  },
  facets: {
    STANDING: { value: (row, compiler) => ({ value: standing(row, compiler) }), work: Work.standing },
    YEAR: { value: yearOf('occurred_earliest') },
    ACCUSED: {
      party: true,
      value: (row, compiler) => {
        const party = compiler.alias();
        const join = sql`join allegation_party a on a.allegation_id = ${row}.id and a.role = 'ACCUSED'
          join party ${party} on ${party}.id = a.party_id and ${compiler.visible('Party', party)}`;
        return { join, value: sql`${party}.id` };
      },
    },
    ACCUSER: {
      party: true,
      value: (row, compiler) => {
        const assertion = compiler.alias();
        // Who sees an assertion sees its speaker.
        const join = sql`join assertion ${assertion} on ${accusation(row, assertion, compiler)}`;
        return { join, value: sql`${assertion}.speaker_id` };
      },
    },
  },
};

export const allegationPartyType: ReadType = {
  name: 'AllegationParty',
  table: 'allegation_party',
  visible: (row, compiler) => {
    const party = compiler.alias();
    return sql`exists (select from party ${party} where ${party}.id = ${row}.party_id and ${compiler.visible('Party', party)})`;
  },
  fields: {
    party: (row, use) => use.compiler.one(use, 'Party', (party) => sql`${party}.id = ${row}.party_id`),
    role: (row) => sql`${row}.role`,
  },
};
