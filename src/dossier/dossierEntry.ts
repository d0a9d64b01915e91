import { z } from 'zod';
import { type DeclaredField, declaredFields, declaredPart, type ModelClass } from '../models/fields/declaredField';
import type { StoredName } from '../models/fields/storedValue';
import { textKinds } from '../models/fields/textKinds';
import type { Node } from '../models/node.model';
import type { PartialDate } from '../models/partialDate.model';
import type { TextAnchor } from '../models/textAnchor.model';
import { type FieldMeta, key, text } from './dossierFields';

/** Words out of the body of a statement. */
export interface DossierQuote {
  exact: string;
  prefix?: string | undefined;
  suffix?: string | undefined;
}

/** Fields with another name in dossiers. */
const NAMES = { slug: 'key', object: 'party', anchor: 'quote' } as const;
type Names = typeof NAMES;
type EntryName<Name> = Name extends keyof Names ? Names[Name] : Name;

type EntryValue<Value> = Value extends PartialDate | Node
  ? string
  : Value extends TextAnchor
    ? DossierQuote
    : Value extends readonly (infer Item)[]
      ? EntryValue<Item>[]
      : Value extends object
        ? Entry<Value>
        : Value;

type IsNeeded<Name, Value, List> = null extends Value
  ? false
  : Value extends readonly unknown[]
    ? Name extends List
      ? true
      : false
    : true;

/**
 * What a dossier says of an object of a model: other objects by their keys, dates as EDTF.
 *
 * @typeParam List the lists that it has to have
 */
export type Entry<Model, List = never> = {
  -readonly [
    Name in StoredName<Model> as IsNeeded<Name, Model[Name], List> extends true ? EntryName<Name> : never
  ]: EntryValue<Model[Name]>;
} & {
  -readonly [Name in StoredName<Model> as IsNeeded<Name, Model[Name], List> extends true ? never : EntryName<Name>]?:
    EntryValue<NonNullable<Model[Name]>> | undefined;
};

type Shape = Record<string, z.ZodType>;

const words = (title: string, description: string): z.ZodString => text(textKinds.words, { title, description });

const quote = z
  .strictObject({
    exact: words(
      'Exact words',
      'The words as they stand in the body. With prefix and suffix, where given, they are found exactly once.',
    ),
    prefix: words('Words before', 'What stands right before, to tell equal words apart.').optional(),
    suffix: words('Words after', 'What stands right after, to tell equal words apart.').optional(),
  })
  .meta({ title: 'Quotation', description: 'Words out of the body of the statement.' });

/** A name as a title: archiveUrl is Archive URL. */
function titleOf(name: string): string {
  const words = name
    .split(/(?=[A-Z])/)
    .join(' ')
    .toLowerCase()
    .replace(/\burl\b/, 'URL')
    .replace('sha256', 'SHA-256');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const keyOf = (type: string): string => `The key of the ${type.toLowerCase()}.`;

/** The properties of an entry, as the model declares its fields. */
function entryShape(model: ModelClass): Shape {
  return Object.fromEntries(
    declaredFields(model).map((field) => {
      const name = field.name in NAMES ? NAMES[field.name as keyof Names] : field.name;
      const { examples } = field;
      const about = {
        title: titleOf(name),
        description: describe(field),
        ...(examples && { examples: [...examples] }),
      };
      const property = propertyOf(field, about);
      return [name, field.required ? property : property.optional()];
    }),
  );
}

/**
 * An entry, or a part of one: the fields of its model, and what a dossier says beside them.
 *
 * @typeParam Said what it says in all
 * @param beside further properties, and others in the place of fields
 * @param without a field that the place of the entry says
 */
export function entry<Said extends object>(
  model: ModelClass,
  description: string,
  beside: Shape = {},
  without?: string,
): z.ZodType<Said> {
  const shape = { ...entryShape(model), ...beside };
  const properties = Object.entries(shape).filter(([name]) => name !== without);
  const schema = z.strictObject(Object.fromEntries(properties)).meta({ title: titleOf(model.name), description });
  return schema as z.ZodType<object> as z.ZodType<Said>;
}

function propertyOf(field: DeclaredField, about: FieldMeta): z.ZodType {
  switch (field.kind) {
    case 'text':
      return text(field.text, about, field.limit);
    case 'choice':
      return z.enum(field.values).meta({ ...about });
    case 'partialDate':
      return text(textKinds.partialDate, about);
    case 'quotation':
      return quote;
    case 'reference':
      return key(about);
    case 'references': {
      const { name } = field.of();
      return z.array(key({ title: titleOf(name), description: keyOf(name) })).meta({ ...about });
    }
    case 'parts': {
      const part = field.of();
      return z.array(entry(part, declaredPart(part).description)).meta({ ...about });
    }
  }
}

/** What the property says: what the field means, what its writer has to know, and how it is written. */
function describe(field: DeclaredField): string {
  return [field.description, field.whenWritten, notation(field)].filter(Boolean).join(' ');
}

function notation(field: DeclaredField): string | undefined {
  if (field.kind === 'partialDate') return textKinds.partialDate.notation;
  if (field.kind === 'reference') return keyOf(field.of().name);
  return field.kind === 'text' ? field.text.notation : undefined;
}
