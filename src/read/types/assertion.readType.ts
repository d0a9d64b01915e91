import type { Assertion, Finding } from '../../database/generated/client';
import { history } from '../history';
import { dayOrder, partialDate, yearOf } from '../partialDate';
import { textAnchor } from '../textAnchor';
import { toSome } from '../relationFilters';
import { type ReadType, columnsOf } from '../readType';
import { sql } from '../sql';
import { dateFilter, enumFilter, idFilter, recordFilters } from '../valueFilters';

const { column } = columnsOf<Assertion>();
const finding = columnsOf<Finding>();

export const assertionType: ReadType = {
  name: 'Assertion',
  table: 'assertion',
  visible: (row) => sql`${row}.visible`,
  fields: {
    id: column('id'),
    allegation: (row, use) => use.compiler.one(use, 'Allegation', (target) => sql`${target}.id = ${row}.allegation_id`),
    statement: (row, use) => use.compiler.one(use, 'Statement', (target) => sql`${target}.id = ${row}.statement_id`),
    speaker: (row, use) => use.compiler.one(use, 'Party', (target) => sql`${target}.id = ${row}.speaker_id`),
    via: (row, use) =>
      use.compiler.many(use, 'Party', (party) => {
        const link = use.compiler.open('assertion_via');
        return {
          join: link.join(sql`${link}.party_id = ${party}.id`),
          where: sql`${link}.assertion_id = ${row}.id`,
          orderBy: sql`${link}.position`,
        };
      }),
    stance: column('stance'),
    mode: column('mode'),
    saidOn: partialDate('said_on', 'said_earliest', 'said_latest'),
    anchor: textAnchor,
    inResponseTo: (row, use) =>
      use.compiler.one(use, 'Assertion', (target) => sql`${target}.id = ${row}.in_response_to_id`),
    responses: (row, use) =>
      use.compiler.many(use, 'Assertion', (answer) => ({
        where: sql`${answer}.in_response_to_id = ${row}.id`,
        orderBy: sql`${answer}.statement_issued desc nulls last, ${answer}.statement_id desc, ${answer}.anchor_start nulls last, ${answer}.id`,
      })),
    state: column('state'),
    createdAt: column('createdAt'),
    updatedAt: column('updatedAt'),
    version: column('version'),
    history: (row, use) => history(use, sql`${row}.id`),
  },
  orders: {
    saidOn: { type: 'date', expression: dayOrder('said_earliest') },
    position: {
      type: 'integer',
      expression: (row, descending) =>
        descending ? sql`coalesce(${row}.anchor_start, -1)` : sql`coalesce(${row}.anchor_start, 2147483647)`,
    },
    createdAt: { type: 'timestamptz', expression: (row) => sql`${row}.created_at` },
    updatedAt: { type: 'timestamptz', expression: (row) => sql`${row}.updated_at` },
    statementIssuedOn: { type: 'date', expression: dayOrder('statement_issued') },
    statementId: { type: 'uuid', expression: (row) => sql`${row}.statement_id` },
  },
  defaultOrder: [
    { key: 'statementIssuedOn', descending: true },
    { key: 'statementId', descending: true },
    { key: 'position', descending: false },
  ],
  filters: {
    id: idFilter,
    stance: enumFilter('stance', (row) => sql`${row}.stance`),
    mode: enumFilter('speech_mode', (row) => sql`${row}.mode`, { nullable: true }),
    saidOn: dateFilter('said_on', 'said_earliest', 'said_latest'),
    state: enumFilter('publication_state', (row) => sql`${row}.state`),
    ...recordFilters,
    speaker: toSome('Party', (row, target) => ({ where: sql`${target}.id = ${row}.speaker_id` })),
    statement: toSome('Statement', (row, target) => ({ where: sql`${target}.id = ${row}.statement_id` })),
    allegation: toSome('Allegation', (row, target) => ({ where: sql`${target}.id = ${row}.allegation_id` })),
    inResponseTo: toSome('Assertion', (row, target) => ({ where: sql`${target}.id = ${row}.in_response_to_id` })),
    via: toSome('Party', (row, _party, compiler) => {
      const link = compiler.open('assertion_via');
      return { link: { rows: link, key: sql`${link}.party_id` }, where: sql`${link}.assertion_id = ${row}.id` };
    }),
  },
  facets: {
    STANCE: { value: (row) => ({ value: sql`${row}.stance` }) },
    YEAR: { value: yearOf('said_earliest') },
    SPEAKER: { party: true, value: (row) => ({ value: sql`${row}.speaker_id` }) },
  },
};

export const findingType: ReadType = {
  name: 'Finding',
  table: 'finding',
  visible: (row) => sql`${row}.visible`,
  fields: {
    id: finding.column('id'),
    allegation: (row, use) => use.compiler.one(use, 'Allegation', (target) => sql`${target}.id = ${row}.allegation_id`),
    body: (row, use) => use.compiler.one(use, 'Party', (target) => sql`${target}.id = ${row}.body_id`),
    verdict: finding.column('verdict'),
    ratingText: finding.column('ratingText'),
    jurisdiction: finding.column('jurisdiction'),
    ruledOn: partialDate('ruled_on', 'ruled_earliest', 'ruled_latest'),
    statement: (row, use) => use.compiler.one(use, 'Statement', (target) => sql`${target}.id = ${row}.statement_id`),
    anchor: textAnchor,
    url: finding.column('url'),
    state: finding.column('state'),
    createdAt: finding.column('createdAt'),
    updatedAt: finding.column('updatedAt'),
    version: finding.column('version'),
    history: (row, use) => history(use, sql`${row}.id`),
  },
  filters: {
    verdict: enumFilter('verdict', (row) => sql`${row}.verdict`),
    ruledOn: dateFilter('ruled_on', 'ruled_earliest', 'ruled_latest'),
    ...recordFilters,
    body: toSome('Party', (row, target) => ({ where: sql`${target}.id = ${row}.body_id` })),
  },
};
