import type { Party, PartyName, PartyRelationship } from '../../database/generated/client';
import { connection } from '../connection';
import { history } from '../history';
import { partialDate } from '../partialDate';
import { toMany } from '../relationFilters';
import { type ReadType, columnsOf } from '../readType';
import { enumLiteral, sql } from '../sql';
import { enumFilter, partyIdFilter, textCondition, textFilter } from '../valueFilters';
import { Work } from '../work';

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
      use.compiler.many(use, 'PartyRelationship', (relation) => ({
        join: sql`join party s on s.id = ${relation}.subject_id`,
        where: sql`${relation}.object_id = ${row}.id`,
        orderBy: sql`s.name, s.id, ${relation}.position`,
      })),
    statements: (row, use) =>
      connection(use, 'Statement', (statement) => {
        const role = use.args.role ? sql` and a.role = ${enumLiteral(use.args.role)}` : sql``;
        return sql`exists (select from attribution a where a.statement_id = ${statement}.id and a.party_id = ${row}.id${role})`;
      }),
    assertions: (row, use) => connection(use, 'Assertion', (assertion) => sql`${assertion}.speaker_id = ${row}.id`),
    allegations: (row, use) =>
      connection(use, 'Allegation', (allegation) => {
        const role = use.args.role ? sql` and a.role = ${enumLiteral(use.args.role)}` : sql``;
        return sql`exists (select from allegation_party a where a.allegation_id = ${allegation}.id and a.party_id = ${row}.id${role})`;
      }),
    state: column('state'),
    createdAt: column('createdAt'),
    updatedAt: column('updatedAt'),
    version: column('version'),
    history: (row, use) => history(use, sql`${row}.id`),
  },
  keptIn: 'party_count',
  orders: {
    name: { type: 'text', expression: (row) => sql`${row}.name` },
    createdAt: { type: 'timestamptz', expression: (row) => sql`${row}.created_at` },
    updatedAt: { type: 'timestamptz', expression: (row) => sql`${row}.updated_at` },
    allegationCount: {
      type: 'integer',
      expression: (row, _descending, { compiler }) => {
        const allegation = compiler.alias();
        return sql`(select count(distinct ${allegation}.id) from allegation_party a join allegation ${allegation} on ${allegation}.id = a.allegation_id
          where a.party_id = ${row}.id and ${compiler.visible('Allegation', allegation)})::integer`;
      },
      kept: { EDITOR: 'allegations', READER: 'visible_allegations' },
    },
    statementCount: {
      type: 'integer',
      expression: (row, _descending, { compiler }) => {
        const statement = compiler.alias();
        return sql`(select count(distinct ${statement}.id) from attribution a join statement ${statement} on ${statement}.id = a.statement_id
          where a.party_id = ${row}.id and ${compiler.visible('Statement', statement)})::integer`;
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
    name: (row, value, compiler, path) =>
      textCondition(
        (condition) => {
          const other = compiler.alias();
          compiler.condition(Work.related);
          return sql`(${condition(sql`${row}.name`)} or exists (select from party_name ${other}
            where ${other}.party_id = ${row}.id and ${compiler.visible('PartyName', other)} and ${condition(sql`${other}.name`)}))`;
        },
        value,
        compiler,
        path,
        false,
      ),
    statements: toMany('Statement', (row) => ({
      link: { table: sql`attribution a`, key: sql`a.statement_id` },
      where: sql`a.party_id = ${row}.id`,
    })),
    assertions: toMany('Assertion', (row, assertion) => ({ where: sql`${assertion}.speaker_id = ${row}.id` })),
    allegations: toMany('Allegation', (row) => ({
      link: { table: sql`allegation_party a`, key: sql`a.allegation_id` },
      where: sql`a.party_id = ${row}.id`,
    })),
  },
  facets: { KIND: { value: (row) => ({ value: sql`${row}.kind` }) } },
};

/** A name that a hidden party uses is left out with it: without its user, an epithet would look like everybody's. */
export const partyNameType: ReadType = {
  name: 'PartyName',
  table: 'party_name',
  visible: (row, compiler) => {
    const user = compiler.alias();
    return sql`(${row}.used_by_id is null or exists (select from party ${user} where ${user}.id = ${row}.used_by_id and ${compiler.visible('Party', user)}))`;
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
    const [subject, object, statement] = [compiler.alias(), compiler.alias(), compiler.alias()];
    return sql`exists (select from party ${subject} where ${subject}.id = ${row}.subject_id and ${compiler.visible('Party', subject)})
      and exists (select from party ${object} where ${object}.id = ${row}.object_id and ${compiler.visible('Party', object)})
      and (${row}.asserted_in_id is null or exists (select from statement ${statement} where ${statement}.id = ${row}.asserted_in_id and ${compiler.visible('Statement', statement)}))`;
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
