import 'reflect-metadata';
import type * as rows from '../database/generated/client';
import { Allegation } from '../models/allegation.model';
import { AllegationParty } from '../models/allegationParty.model';
import { Assertion } from '../models/assertion.model';
import { Attribution } from '../models/attribution.model';
import { columnsOf, type MisfitOf } from '../models/fields/columns';
import { type DeclaredField, declaredFields, type ModelClass } from '../models/fields/declaredField';
import type { StoredName } from '../models/fields/storedValue';
import { Finding } from '../models/finding.model';
import { Identifier } from '../models/identifier.model';
import { Party } from '../models/party.model';
import { PartyName } from '../models/partyName.model';
import { PartyRelationship } from '../models/partyRelationship.model';
import { Source } from '../models/source.model';
import { Statement } from '../models/statement.model';

/** A list that belongs to a row: its rows are replaced together, in their positions. */
export interface ListTable {
  name: string;
  /** The column that names the row which the list belongs to. */
  owner: string;
  columns: readonly string[];
  /** What a row of it holds beside its place: the fields of a part; none where it is one id. */
  fields: readonly DeclaredField[];
}

/** A table of content, as far as what is written says something about it. */
export interface ContentTable {
  name: 'party' | 'statement' | 'allegation' | 'assertion' | 'finding';
  columns: readonly string[];
  /** A column so long that a digest of it is compared instead. */
  long?: string;
  fields: readonly DeclaredField[];
  lists: readonly (ListTable & { field: DeclaredField })[];
}

type ListName<Model> = {
  [Name in StoredName<Model>]: Model[Name] extends readonly unknown[] ? Name : never;
}[StoredName<Model>];

/** The declaration of a model, where Prisma's model of its table has a column for each of its fields. */
type Declared<Model extends object, Row> = [MisfitOf<Model, Row>] extends [never]
  ? ModelClass<Model>
  : { readonly 'is no column of its Prisma model, or one of another type': MisfitOf<Model, Row> };

/** The table of a type of content. Its columns, and those of its lists of parts, are what the models declare. */
const contentTable =
  <Row>() =>
  <Model extends object>(
    name: ContentTable['name'],
    model: Declared<Model, Row> & ModelClass<Model>,
    lists: Record<ListName<Model>, ListTable>,
  ): ContentTable => {
    const fields = declaredFields(model);
    return {
      name,
      columns: [...fields.flatMap(columnsOf), 'state'],
      long: fields.find((field) => field.kind === 'text' && field.text.long)?.name,
      fields,
      lists: fields.flatMap((field) => {
        const list = (lists as Partial<Record<string, ListTable>>)[field.name];
        return list === undefined ? [] : [{ ...list, field }];
      }),
    };
  };

const parts =
  <Row>() =>
  <Model extends object>(name: string, model: Declared<Model, Row> & ModelClass<Model>, owner: string): ListTable => {
    const fields = declaredFields(model);
    return { name, owner, columns: fields.flatMap(columnsOf), fields };
  };

const references = (name: string, column: string, owner: string): ListTable => ({
  name,
  owner,
  columns: [column],
  fields: [],
});

export const partyTable = contentTable<rows.Party>()('party', Party, {
  names: parts<rows.PartyName>()('party_name', PartyName, 'party_id'),
  identifiers: parts<rows.PartyIdentifier>()('party_identifier', Identifier, 'party_id'),
  relationships: parts<rows.PartyRelationship>()('party_relationship', PartyRelationship, 'subject_id'),
});

export const statementTable = contentTable<rows.Statement>()('statement', Statement, {
  attributions: parts<rows.Attribution>()('attribution', Attribution, 'statement_id'),
  sources: parts<rows.Source>()('source', Source, 'statement_id'),
  cites: references('citation', 'cited_id', 'statement_id'),
});

export const allegationTable = contentTable<rows.Allegation>()('allegation', Allegation, {
  parties: parts<rows.AllegationParty>()('allegation_party', AllegationParty, 'allegation_id'),
  counters: references('allegation_counter', 'countered_id', 'allegation_id'),
});

export const assertionTable = contentTable<rows.Assertion>()('assertion', Assertion, {
  via: references('assertion_via', 'party_id', 'assertion_id'),
});

export const findingTable = contentTable<rows.Finding>()('finding', Finding, {});
