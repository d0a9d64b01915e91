import type { TextKind } from './textKinds';

/** A model, or a part of one. */
export type ModelClass<Type extends object = object> = abstract new () => Type;

/** What is said of every stored field, whatever its kind. */
export interface FieldOptions {
  /** What it is, in whole sentences. */
  readonly description: string;
  /** Whether it may be empty, or when it is: 'where it has none'. */
  readonly nullable?: boolean | string;
  /** What only its reader has to know. */
  readonly whenRead?: string;
  /** What only its writer has to know. */
  readonly whenWritten?: string;
  /** What a value may look like: editors of dossiers show it. */
  readonly examples?: readonly string[];
  /** Whether it is given once, when the object is made, and stays. */
  readonly fixed?: boolean;
}

/** What its value is. */
export type FieldKind =
  | { readonly kind: 'text'; readonly text: TextKind; readonly limit: number }
  | { readonly kind: 'choice'; readonly values: Readonly<Record<string, string>> }
  | { readonly kind: 'partialDate' }
  | { readonly kind: 'quotation' }
  | { readonly kind: 'reference'; readonly of: () => ModelClass }
  | { readonly kind: 'references'; readonly of: () => ModelClass }
  | { readonly kind: 'parts'; readonly of: () => ModelClass };

/** A field that is stored as it is given, as the decorator over its property declares it. */
export type DeclaredField = FieldKind &
  FieldOptions & {
    readonly name: string;
    /** Whether a new object has to have it. */
    readonly required: boolean;
  };

const declared = new Map<object, DeclaredField[]>();

export function declareField(model: object, field: DeclaredField): void {
  const fields = declared.get(model);
  if (fields === undefined) declared.set(model, [field]);
  else fields.push(field);
}

/** The fields of a model that are stored as they are given, in the order of its properties. */
export function declaredFields(model: ModelClass): readonly DeclaredField[] {
  const fields = declared.get(model);
  if (fields === undefined)
    throw new Error(`${model.name} declares no stored field: use the decorators of models/fields.`);
  return fields;
}

/** A model without an identity of its own, which belongs to others. */
export interface DeclaredPart {
  readonly description: string;
  /** Its input type. */
  readonly input: ModelClass;
}

const parts = new Map<object, DeclaredPart>();

export function declarePart(model: ModelClass, part: DeclaredPart): void {
  parts.set(model, part);
}

export function declaredPart(model: ModelClass): DeclaredPart {
  const part = parts.get(model);
  if (part === undefined) throw new Error(`${model.name} is not a part: decorate the class with @PartType.`);
  return part;
}
