import { Field } from 'type-graphql';
import { PartialDate } from '../partialDate.model';
import { TextAnchor } from '../textAnchor.model';
import { declareField, type FieldKind, type FieldOptions, type ModelClass } from './declaredField';
import { describeRead } from './describeField';
import type { Same, StoredName } from './storedValue';
import { type TextKind, textKinds } from './textKinds';

type Empty<Options> = Options extends { readonly nullable: true | string } ? null : never;

/** A decorator of a property that has this type and isn't readonly. */
type StoredAs<Value> = <Model extends object, Name extends keyof Model & string>(
  model: Model,
  name: Same<Model[Name], Value> extends true
    ? Name extends StoredName<Model>
      ? Name
      : 'a stored field is not readonly'
    : 'the property is not of the type that its decorator declares',
) => void;

interface LimitOptions extends FieldOptions {
  /** How many characters it may have. */
  readonly limit?: number;
}

interface ListOptions extends Omit<FieldOptions, 'nullable'> {
  /** Whether a new object has to say it, even if the list is empty. */
  readonly required?: boolean;
}

function textField<const Options extends LimitOptions>(text: TextKind, options: Options) {
  const field = { kind: 'text', text, limit: options.limit ?? text.limit } as const;
  return stored(() => text.type, field, options) as StoredAs<string | Empty<Options>>;
}

/** A kind whose check takes a limit of the field's own. */
const limited =
  (text: TextKind) =>
  <const Options extends LimitOptions>(options: Options) =>
    textField(text, options);

const unlimited =
  (text: TextKind) =>
  <const Options extends FieldOptions & { readonly limit?: never }>(options: Options) =>
    textField(text, options);

/** A readable key, unique among its type. */
export const Slug = unlimited(textKinds.slug);
/** Text on one line. */
export const Line = limited(textKinds.line);
/** What something is called by, and listed under. */
export const Name = limited(textKinds.name);
/** Text that may have several lines. */
export const Text = limited(textKinds.text);
/** The whole text of a statement. */
export const Body = unlimited(textKinds.body);
/** An address on the web. */
export const Url = unlimited(textKinds.url);
/** The digest of a file. */
export const Sha256 = unlimited(textKinds.sha256);
/** A language, as a BCP 47 tag. */
export const Language = unlimited(textKinds.language);
/** A day of the calendar. */
export const Day = unlimited(textKinds.day);

/** One value of an enum. */
export function Choice<const Values extends Record<string, string>, const Options extends FieldOptions>(
  values: Values,
  options: Options,
): StoredAs<Values[keyof Values] | Empty<Options>> {
  return stored(() => values, { kind: 'choice', values }, options);
}

/** A date as precise as its source makes it. */
export function When<const Options extends FieldOptions>(options: Options): StoredAs<PartialDate | Empty<Options>> {
  return stored(() => PartialDate, { kind: 'partialDate' }, options);
}

/** Words out of the body of the statement that the object names; in an input they are the field `quote`. */
export function Quotation<const Options extends FieldOptions>(options: Options): StoredAs<TextAnchor | Empty<Options>> {
  return stored(() => TextAnchor, { kind: 'quotation' }, options);
}

/** Another object; an input names it by its id. */
export function Reference<Type extends object, const Options extends FieldOptions>(
  of: () => ModelClass<Type>,
  options: Options,
): StoredAs<Type | Empty<Options>> {
  return stored(of, { kind: 'reference', of }, options);
}

/** Other objects in an order; an input names them by their ids. */
export function References<Type extends object>(of: () => ModelClass<Type>, options: ListOptions): StoredAs<Type[]> {
  return stored(() => [of()], { kind: 'references', of }, options);
}

/** What belongs to the object alone, in an order. */
export function Parts<Type extends object>(of: () => ModelClass<Type>, options: ListOptions): StoredAs<Type[]> {
  return stored(() => [of()], { kind: 'parts', of }, options);
}

/** Declares the property to type-graphql, as it is read, and keeps what else is said of it. */
function stored(type: () => object, kind: FieldKind, options: FieldOptions & ListOptions) {
  const nullable = Boolean(options.nullable);
  const isList = kind.kind === 'references' || kind.kind === 'parts';
  const required = options.required ?? !(nullable || isList);
  return (model: object, name: string): void => {
    Field(type, { nullable, description: describeRead(options) })(model, name);
    declareField(model.constructor, { ...options, ...kind, name, required });
  };
}
