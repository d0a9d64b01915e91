import type { Source, Statement } from '../../database/generated/client';
import type { Compiler } from '../compiler';
import { connection } from '../connection';
import type { FieldUse } from '../fieldUse';
import { history } from '../history';
import { dayOrder, partialDate, yearOf } from '../partialDate';
import { type Tie, someRow, toMany, toSome } from '../relationFilters';
import { nullFault } from '../whereCondition';
import { type ReadField, type ReadType, columnsOf } from '../readType';
import { relevance, searchFilter, statementText } from '../fullText';
import { segments } from '../segments';
import { type Sql, enumLiteral, sql } from '../sql';
import { dateFilter, enumFilter, idFilter, textFilter, recordFilters } from '../valueFilters';
import { Work } from '../work';

const { column, ref } = columnsOf<Statement>();
const source = columnsOf<Source>();

/** In a statement the first parts of the default order are the same for all of its assertions. */
const BY_POSITION = [{ key: 'position', descending: false }];

const makesAllegation = (row: Sql, allegation: Sql, { compiler }: FieldUse): Sql => {
  const assertion = compiler.rows('Assertion');
  return assertion.exists(sql`${assertion}.allegation_id = ${allegation}.id and ${assertion}.statement_id = ${row}.id`);
};

const publisher: ReadField = (row, use) =>
  use.compiler.one(use, 'Party', (party) => sql`${party}.id = ${row}.publisher_id`);

export const statementType: ReadType = {
  name: 'Statement',
  table: 'statement',
  visible: (row) => sql`${row}.state = 'PUBLISHED'`,
  fields: {
    id: column('id'),
    slug: column('slug'),
    kind: column('kind'),
    title: column('title'),
    subtitle: column('subtitle'),
    body: (row, use) => {
      use.compiler.charge(use.rows, Work.body);
      return ref(row, 'body');
    },
    language: column('language'),
    issuedOn: partialDate('issued_on', 'issued_earliest', 'issued_latest'),
    attributions: (row, use) =>
      use.compiler.many(use, 'Attribution', (attribution) => ({
        where: sql`${attribution}.statement_id = ${row}.id`,
        orderBy: sql`${attribution}.position`,
      })),
    issuers: (row, use) =>
      use.compiler.many(use, 'Party', (party) => {
        const link = use.compiler.open('attribution');
        return {
          join: link.join(sql`${link}.party_id = ${party}.id`),
          where: sql`${link}.statement_id = ${row}.id and ${link}.role = 'ISSUER'`,
          orderBy: sql`${link}.position`,
        };
      }),
    sources: (row, use) =>
      use.compiler.many(use, 'Source', (each) => ({
        where: sql`${each}.statement_id = ${row}.id`,
        orderBy: sql`${each}.position`,
      })),
    assertions: (row, use) =>
      connection(use, 'Assertion', (assertion) => sql`${assertion}.statement_id = ${row}.id`, BY_POSITION),
    allegations: (row, use) => connection(use, 'Allegation', (allegation) => makesAllegation(row, allegation, use)),
    segments,
    cites: (row, use) =>
      use.compiler.many(use, 'Statement', (cited) => {
        const link = use.compiler.open('citation');
        return {
          join: link.join(sql`${link}.cited_id = ${cited}.id`),
          where: sql`${link}.statement_id = ${row}.id`,
          orderBy: sql`${link}.position`,
        };
      }),
    citedBy: (row, use) =>
      use.compiler.many(use, 'Statement', (citing) => {
        const link = use.compiler.open('citation');
        return {
          join: link.join(sql`${link}.statement_id = ${citing}.id`),
          where: sql`${link}.cited_id = ${row}.id`,
          orderBy: sql`${citing}.issued_earliest desc nulls last, ${citing}.id desc`,
        };
      }),
    state: column('state'),
    createdAt: column('createdAt'),
    updatedAt: column('updatedAt'),
    version: column('version'),
    history: (row, use) => history(use, sql`${row}.id`),
  },
  orders: {
    issuedOn: { type: 'date', expression: dayOrder('issued_earliest') },
    title: { type: 'text', expression: (row) => sql`${row}.title` },
    relevance: relevance(statementText),
    createdAt: { type: 'timestamptz', expression: (row) => sql`${row}.created_at` },
    updatedAt: { type: 'timestamptz', expression: (row) => sql`${row}.updated_at` },
  },
  defaultOrder: [{ key: 'issuedOn', descending: true }],
  filters: {
    id: idFilter,
    slug: textFilter('slug'),
    kind: enumFilter('statement_kind', (row) => sql`${row}.kind`),
    search: searchFilter(statementText),
    title: textFilter('title'),
    language: textFilter('language', true),
    issuedOn: dateFilter('issued_on', 'issued_earliest', 'issued_latest'),
    state: enumFilter('publication_state', (row) => sql`${row}.state`),
    ...recordFilters,
    issuer: toSome('Party', (row, _party, compiler) => attribution(row, 'ISSUER', compiler)),
    attributed: (row, value, compiler, path) => {
      const { role, party } = value as { readonly role?: unknown; readonly party?: unknown };
      if (role === null || party === null) throw nullFault([...path, role === null ? 'role' : 'party']);
      return someRow('Party', () => attribution(row, role, compiler), party, compiler, [...path, 'party']);
    },
    assertions: toMany('Assertion', (row, assertion) => ({ where: sql`${assertion}.statement_id = ${row}.id` })),
    allegations: toMany('Allegation', (row, _allegation, compiler) => {
      const assertion = compiler.rows('Assertion');
      const link = { rows: assertion, key: sql`${assertion}.allegation_id` };
      return { link, where: sql`${assertion}.statement_id = ${row}.id` };
    }),
  },
  facets: {
    KIND: { value: (row) => ({ value: sql`${row}.kind` }) },
    LANGUAGE: { value: (row) => ({ value: sql`${row}.language` }) },
    YEAR: { value: yearOf('issued_earliest') },
    ISSUER: {
      party: true,
      value: (row, compiler) => {
        const [link, party] = [compiler.open('attribution'), compiler.rows('Party')];
        const issued = link.join(sql`${link}.statement_id = ${row}.id and ${link}.role = 'ISSUER'`);
        return { join: sql`${issued} ${party.join(sql`${party}.id = ${link}.party_id`)}`, value: sql`${party}.id` };
      },
    },
  },
};

/** A party's attribution, in the role where one is named. */
function attribution(row: Sql, role: unknown, compiler: Compiler): Tie {
  const link = compiler.open('attribution');
  const inRole = role === undefined ? sql`` : sql` and ${link}.role = ${enumLiteral(role)}`;
  return { link: { rows: link, key: sql`${link}.party_id` }, where: sql`${link}.statement_id = ${row}.id${inRole}` };
}

export const attributionType: ReadType = {
  name: 'Attribution',
  table: 'attribution',
  visible: (row, compiler) => {
    const party = compiler.rows('Party');
    return party.exists(sql`${party}.id = ${row}.party_id`);
  },
  fields: {
    party: (row, use) => use.compiler.one(use, 'Party', (party) => sql`${party}.id = ${row}.party_id`),
    role: (row) => sql`${row}.role`,
  },
};

export const sourceType: ReadType = {
  name: 'Source',
  table: 'source',
  visible: () => sql`true`,
  fields: {
    title: source.column('title'),
    url: source.column('url'),
    archiveUrl: source.column('archiveUrl'),
    publisher,
    retrievedOn: source.column('retrievedOn'),
    sha256: source.column('sha256'),
  },
};
