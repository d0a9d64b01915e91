import type { Party, PartyName, PartyRelationship } from '../../database/generated/client';
import { connection } from '../connection';
import { history } from '../history';
import { partialDate } from '../partialDate';
import { toMany } from '../relationFilters';
import { possibleDuplicates } from '../possibleDuplicates';
import { type ReadType, columnsOf } from '../readType';
import { enumLiteral, sql } from '../sql';
import { enumFilter, partyIdFilter, textCondition, textFilter, recordFilters } from '../valueFilters';
import { Work } from '../work';
import { distinctions } from './partyDistinction.readType';

const { column } = columnsOf<Party>();
const name = columnsOf<PartyName>();
const relationship = columnsOf<PartyRelationship>();

export const partyType: ReadType = {
  name: 'Party',
  table: 'party',
  visible: (row) => sql`${row}.state = 'PUBLISHED'`,
  fields: {
    id: column('id'),
    slug: column('slug'),
    kind: column('kind'),
    name: column('name'),
    description: column('description'),
    names: (row, use) =>
      use.compiler.many(use, 'PartyName', (other) => ({
        where: sql`${other}.party_id = ${row}.id`,
        orderBy: sql`${other}.position`,
      })),
    identifiers: (row, use) =>
      use.compiler.many(use, 'Identifier', (identifier) => ({
        where: sql`${identifier}.party_id = ${row}.id`,
        orderBy: sql`${identifier}.position`,
      })),
    relationships: (row, use) =>
      use.compiler.many(use, 'PartyRelationship', (relation) => ({
        where: sql`${relation}.subject_id = ${row}.id`,
        orderBy: sql`${relation}.position`,
      })),
    inverseRelationships: (row, use) =>
      use.compiler.many(use, 'PartyRelationship', (relation) => {
        const subject = use.compiler.rows('Party');
        return {
          join: subject.join(sql`${subject}.id = ${relation}.subject_id`),
          where: sql`${relation}.object_id = ${row}.id`,
          orderBy: sql`${subject}.name, ${subject}.id, ${relation}.position`,
        };
      }),
    statements: (row, use) =>
      connection(use, 'Statement', (statement) => {
        const link = use.compiler.open('attribution');
        const role = use.args.role ? sql` and ${link}.role = ${enumLiteral(use.args.role)}` : sql``;
        return link.exists(sql`${link}.statement_id = ${statement}.id and ${link}.party_id = ${row}.id${role}`);
      }),
    assertions: (row, use) => connection(use, 'Assertion', (assertion) => sql`${assertion}.speaker_id = ${row}.id`),
    allegations: (row, use) =>
      connection(use, 'Allegation', (allegation) => {
        const link = use.compiler.open('allegation_party');
        const role = use.args.role ? sql` and ${link}.role = ${enumLiteral(use.args.role)}` : sql``;
        return link.exists(sql`${link}.allegation_id = ${allegation}.id and ${link}.party_id = ${row}.id${role}`);
      }),
    state: column('state'),
    createdAt: column('createdAt'),
    updatedAt: column('updatedAt'),
    version: column('version'),
    history: (row, use) => history(use, sql`${row}.id`),
    distinctions,
    possibleDuplicates,
  },
  keptIn: 'party_count',
  orders: {
    name: { type: 'text', expression: (row) => sql`${row}.name` },
    createdAt: { type: 'timestamptz', expression: (row) => sql`${row}.created_at` },
    updatedAt: { type: 'timestamptz', expression: (row) => sql`${row}.updated_at` },
    allegationCount: {
      type: 'integer',
      expression: (row, _descending, { compiler }) => {
        const [allegation, link] = [compiler.rows('Allegation'), compiler.open('allegation_party')];
        const tie = link.join(sql`${link}.allegation_id = ${allegation}.id`);
        return sql`(select count(distinct ${allegation}.id) ${allegation.from(sql`${link}.party_id = ${row}.id`, tie)})::integer`;
      },
      kept: { EDITOR: 'allegations', READER: 'visible_allegations' },
    },
    statementCount: {
      type: 'integer',
      expression: (row, _descending, { compiler }) => {
        const [statement, link] = [compiler.rows('Statement'), compiler.open('attribution')];
        const tie = link.join(sql`${link}.statement_id = ${statement}.id`);
        return sql`(select count(distinct ${statement}.id) ${statement.from(sql`${link}.party_id = ${row}.id`, tie)})::integer`;
      },
      kept: { EDITOR: 'statements', READER: 'visible_statements' },
    },
  },
  defaultOrder: [{ key: 'name', descending: false }],
  filters: {
    id: partyIdFilter,
    slug: textFilter('slug'),
    kind: enumFilter('party_kind', (row) => sql`${row}.kind`),
    state: enumFilter('publication_state', (row) => sql`${row}.state`),
    ...recordFilters,
    name: (row, value, compiler, path) =>
      textCondition(
        (condition) => {
          const [party, other] = [compiler.rows('Party'), compiler.rows('PartyName')];
          compiler.condition(Work.related);
          // Found apart, so that an index serves each: an `or` over two tables has none. `in`, because PostgreSQL would join
          // what does `not exists` row by row.
          return sql`${row}.id in (select ${party}.id ${party.from(condition(sql`${party}.name`))}
            union all select ${other}.party_id ${other.from(condition(sql`${other}.name`))})`;
        },
        value,
        compiler,
        path,
        { hasFoldedIndexOnly: true },
      ),
    statements: toMany('Statement', (row, _statement, compiler) => {
      const link = compiler.open('attribution');
      return { link: { rows: link, key: sql`${link}.statement_id` }, where: sql`${link}.party_id = ${row}.id` };
    }),
    assertions: toMany('Assertion', (row, assertion) => ({ where: sql`${assertion}.speaker_id = ${row}.id` })),
    allegations: toMany('Allegation', (row, _allegation, compiler) => {
      const link = compiler.open('allegation_party');
      return { link: { rows: link, key: sql`${link}.allegation_id` }, where: sql`${link}.party_id = ${row}.id` };
    }),
  },
  facets: { KIND: { value: (row) => ({ value: sql`${row}.kind` }) } },
};

/** A name that a hidden party uses is left out with it: without its user, an epithet would look like everybody's. */
export const partyNameType: ReadType = {
  name: 'PartyName',
  table: 'party_name',
  visible: (row, compiler) => {
    const user = compiler.rows('Party');
    return sql`${row}.used_by_id is null or ${user.exists(sql`${user}.id = ${row}.used_by_id`)}`;
  },
  fields: {
    name: name.column('name'),
    kind: name.column('kind'),
    language: name.column('language'),
    usedBy: (row, use) => use.compiler.one(use, 'Party', (party) => sql`${party}.id = ${row}.used_by_id`),
  },
};

export const identifierType: ReadType = {
  name: 'Identifier',
  table: 'party_identifier',
  visible: () => sql`true`,
  fields: { scheme: (row) => sql`${row}.scheme`, value: (row) => sql`${row}.value` },
};

/** A contested relationship is hidden with the statement that makes it known: without it, it would look uncontested. */
export const partyRelationshipType: ReadType = {
  name: 'PartyRelationship',
  table: 'party_relationship',
  visible: (row, compiler) => {
    const [subject, object, statement] = [compiler.rows('Party'), compiler.rows('Party'), compiler.rows('Statement')];
    const isKnown = statement.exists(sql`${statement}.id = ${row}.asserted_in_id`);
    return sql`${subject.exists(sql`${subject}.id = ${row}.subject_id`)} and ${object.exists(sql`${object}.id = ${row}.object_id`)}
      and (${row}.asserted_in_id is null or ${isKnown})`;
  },
  fields: {
    kind: relationship.column('kind'),
    subject: (row, use) => use.compiler.one(use, 'Party', (party) => sql`${party}.id = ${row}.subject_id`),
    object: (row, use) => use.compiler.one(use, 'Party', (party) => sql`${party}.id = ${row}.object_id`),
    title: relationship.column('title'),
    validFrom: partialDate('valid_from', 'valid_from_earliest', 'valid_from_latest'),
    validTo: partialDate('valid_to', 'valid_to_earliest', 'valid_to_latest'),
    assertedIn: (row, use) =>
      use.compiler.one(use, 'Statement', (statement) => sql`${statement}.id = ${row}.asserted_in_id`),
  },
};
