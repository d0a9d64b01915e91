import type { ContentTable } from '../store/tables';
import { columnsOf, snakeCase } from '../models/fields/columns';
import type { DeclaredField, ModelClass } from '../models/fields/declaredField';
import { InputReader, type Row } from './inputReader';
import { textRule } from './textRule';
import type { References, ReferredType } from './references';
import type { Draft } from './storeContent';

/** The input of a mutation, of which GraphQL has checked that its fields have the types of their declarations. */
type Texts = Readonly<Record<string, string>>;
type Ids = Readonly<Record<string, readonly string[]>>;
type Parts = Readonly<Record<string, readonly Texts[]>>;

/**
 * Reads the input of a new object into the columns and lists of its table, each field as it is declared. A quotation is left
 * to quoteAnchor.
 *
 * @throws RequestError BAD_USER_INPUT with the place of the field
 */
export function readDraft(table: ContentTable, input: object, references: References): Draft {
  return readFields(table, table.fields, input, references);
}

/** Reads what an input changes; fixed fields, which an old revision has too, stay as they are. */
export function readChanges(table: ContentTable, input: object, references: References): Draft {
  return readFields(
    table,
    table.fields.filter(({ fixed }) => !fixed),
    input,
    references,
  );
}

function readFields(
  { lists }: ContentTable,
  fields: readonly DeclaredField[],
  input: object,
  references: References,
): Draft {
  const ids = new InputReader(input as Ids, 'input', references);
  const parts = new InputReader(input as Parts, 'input', references);
  return {
    row: rowOf(fields, new InputReader(input as Texts, 'input', references)),
    lists: Object.fromEntries(
      lists.map(({ name, field, fields: ofPart, columns: [column = ''] }) => [
        name,
        field.kind === 'references'
          ? ids.referenceList(field.name, tableOf(field.of()), column)
          : parts.list(field.name, (part) => rowOf(ofPart, part)),
      ]),
    ),
  };
}

function rowOf(fields: readonly DeclaredField[], reader: InputReader<Texts>): Row {
  return Object.assign({}, ...fields.map((field) => columnsRead(field, reader))) as Row;
}

function columnsRead(field: DeclaredField, reader: InputReader<Texts>): Row {
  const { name } = field;
  const columns = columnsOf(field);
  const [column = ''] = columns;
  switch (field.kind) {
    case 'text': {
      const rule = textRule(field.text, field.limit);
      return { [column]: field.nullable ? reader.optionalText(name, rule) : reader.text(name, rule) };
    }
    case 'choice':
      return { [column]: field.nullable ? reader.optionalChoice(name) : reader.choice(name) };
    case 'reference': {
      const type = tableOf(field.of());
      return { [column]: field.nullable ? reader.optionalReference(name, type) : reader.reference(name, type) };
    }
    case 'partialDate':
      return reader.date(name, columns);
    default:
      return {};
  }
}

/** The tables that content refers to are named after their models. */
const tableOf = (model: ModelClass): ReferredType => snakeCase(model.name) as ReferredType;
