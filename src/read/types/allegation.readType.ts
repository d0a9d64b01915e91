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
import { dateFilter, enumFilter, idFilter, textFilter, recordFilters } from '../valueFilters';
import { ListSize, Work } from '../work';

const { column } = columnsOf<Allegation>();

/** Parties in a role of the allegation. */
const inRole = (role: 'ACCUSED' | 'AFFECTED'): ReadFilter =>
  toSome('Party', (row, _party, compiler) => {
    const link = compiler.open('allegation_party');
    return {
      link: { rows: link, key: sql`${link}.party_id` },
      where: sql`${link}.allegation_id = ${row}.id and ${link}.role = ${enumLiteral(role)}`,
    };
  });

function isAccusation(row: Sql, assertion: Sql): Sql {
  return sql`${assertion}.allegation_id = ${row}.id and ${assertion}.stance in ${ACCUSING_STANCES}`;
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
      use.compiler.many(use, 'Party', (party) => {
        const link = use.compiler.open('allegation_party');
        return {
          join: link.join(sql`${link}.party_id = ${party}.id`),
          where: sql`${link}.allegation_id = ${row}.id and ${link}.role = 'ACCUSED'`,
          orderBy: sql`${link}.position`,
        };
      }),
    accusers: (row, use) =>
      use.compiler.many(use, 'Party', (party) => {
        const assertion = use.compiler.rows('Assertion');
        use.compiler.charge(use.rows * ListSize.unpaged);
        return {
          where: sql`${party}.id in (select ${assertion}.speaker_id ${assertion.from(isAccusation(row, assertion))})`,
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
      use.compiler.many(use, 'Allegation', (countered) => {
        const link = use.compiler.open('allegation_counter');
        return {
          join: link.join(sql`${link}.countered_id = ${countered}.id`),
          where: sql`${link}.allegation_id = ${row}.id`,
          orderBy: sql`${link}.position`,
        };
      }),
    counteredBy: (row, use) =>
      use.compiler.many(use, 'Allegation', (countering) => {
        const link = use.compiler.open('allegation_counter');
        return {
          join: link.join(sql`${link}.allegation_id = ${countering}.id`),
          where: sql`${link}.countered_id = ${row}.id`,
          orderBy: sql`${countering}.occurred_earliest desc nulls last, ${countering}.id desc`,
        };
      }),
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
        const assertion = compiler.rows('Assertion');
        return sql`(select count(*) ${assertion.from(sql`${assertion}.allegation_id = ${row}.id`)})::integer`;
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
    standing: enumFilter('text', (row, compiler) => standing(row, compiler), { work: Work.standing }),
    state: enumFilter('publication_state', (row) => sql`${row}.state`),
    ...recordFilters,
    accused: inRole('ACCUSED'),
    affected: inRole('AFFECTED'),
    accuser: toSome('Party', (row, _party, compiler) => {
      const assertion = compiler.rows('Assertion');
      return { link: { rows: assertion, key: sql`${assertion}.speaker_id` }, where: isAccusation(row, assertion) };
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
        const [link, party] = [compiler.open('allegation_party'), compiler.rows('Party')];
        const accused = link.join(sql`${link}.allegation_id = ${row}.id and ${link}.role = 'ACCUSED'`);
        return { join: sql`${accused} ${party.join(sql`${party}.id = ${link}.party_id`)}`, value: sql`${party}.id` };
      },
    },
    ACCUSER: {
      party: true,
      value: (row, compiler) => {
        const assertion = compiler.rows('Assertion');
        // Who sees an assertion sees its speaker.
        return { join: assertion.join(isAccusation(row, assertion)), value: sql`${assertion}.speaker_id` };
      },
    },
  },
};

export const allegationPartyType: ReadType = {
  name: 'AllegationParty',
  table: 'allegation_party',
  visible: (row, compiler) => {
    const party = compiler.rows('Party');
    return party.exists(sql`${party}.id = ${row}.party_id`);
  },
  fields: {
    party: (row, use) => use.compiler.one(use, 'Party', (party) => sql`${party}.id = ${row}.party_id`),
    role: (row) => sql`${row}.role`,
  },
};
