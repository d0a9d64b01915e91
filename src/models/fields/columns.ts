import type { Node } from '../node.model';
import type { PartialDate } from '../partialDate.model';
import type { TextAnchor } from '../textAnchor.model';
import type { DeclaredField } from './declaredField';
import type { Same, StoredName } from './storedValue';

/** The columns of a quotation. */
const ANCHOR = ['anchor_start', 'anchor_end', 'anchor_exact', 'anchor_prefix', 'anchor_suffix'] as const;

/** A name of the API as the database has it: ratingText is rating_text. */
export const snakeCase = (name: string): string =>
  name.replace(/[A-Z]/g, (letter, at) => `${at === 0 ? '' : '_'}${letter.toLowerCase()}`);

/** The columns of a field, the one with its own name first. A list has none: its rows are in a table of their own. */
export function columnsOf({ kind, name }: DeclaredField): readonly string[] {
  const column = snakeCase(name);
  switch (kind) {
    case 'partialDate': {
      const stem = column.replace(/_on$/, '');
      return [column, `${stem}_earliest`, `${stem}_latest`];
    }
    case 'quotation':
      return ANCHOR;
    case 'reference':
      return [`${column}_id`];
    case 'references':
    case 'parts':
      return [];
    default:
      return [column];
  }
}

type ColumnName<Name extends string, Value> = Value extends Node
  ? `${Name}Id`
  : Value extends TextAnchor
    ? `${Name}Exact`
    : Value extends readonly unknown[]
      ? never
      : Name;

/** The columns that the fields of a model want, by the names that they have in Prisma's model. */
type ColumnsOf<Model> = {
  [Name in StoredName<Model> as ColumnName<Name, NonNullable<Model[Name]>>]: Model[Name] extends
    Node | PartialDate | TextAnchor | null
    ? string | (null extends Model[Name] ? null : never)
    : Model[Name];
};

/** The first type where a day is text, as in the API, and no Date. */
type Texts<Value> = Value extends Date ? string : Value;

type Misfit<Columns, Row> = {
  [Name in keyof Columns]: Name extends keyof Row
    ? Same<Texts<Row[Name]>, Columns[Name]> extends true
      ? never
      : Name
    : Name;
}[keyof Columns];

/** The names of the columns that a model wants and Prisma's model of its table lacks, or has with another type or nullability. */
export type MisfitOf<Model, Row> = Misfit<ColumnsOf<Model>, Row>;
