import type { Node } from '../node.model';
import type { PartialDate } from '../partialDate.model';
import type { QuoteInput } from '../inputs/quote.input';
import type { TextAnchor } from '../textAnchor.model';

/** Whether two types are the same one, readonly properties included. */
export type Same<A, B> =
  (<T>(value: T) => T extends A ? 1 : 2) extends <T>(value: T) => T extends B ? 1 : 2 ? true : false;

/** The properties of a model that are stored as they are given. What is derived is readonly. */
export type StoredName<Model> = {
  [Name in keyof Model & string]: Same<Pick<Model, Name>, Record<Name, Model[Name]>> extends true ? Name : never;
}[keyof Model & string];

/** A property as an input has it: objects by their ids, dates as EDTF, parts with their own fields. */
export type InputValue<Value> = Value extends PartialDate
  ? string
  : Value extends TextAnchor
    ? QuoteInput
    : Value extends Node
      ? string
      : Value extends readonly (infer Item)[]
        ? InputValue<Item>[]
        : Value extends object
          ? PartInput<Value>
          : Value;

type InputName<Name, Value> = NonNullable<Value> extends TextAnchor ? 'quote' : Name;
type IsOptional<Value> = null extends Value ? true : NonNullable<Value> extends readonly unknown[] ? true : false;

/** What is given to make a model, or a part of one. */
export type PartInput<Model> = {
  -readonly [
    Name in StoredName<Model> as IsOptional<Model[Name]> extends true ? never : InputName<Name, Model[Name]>
  ]: InputValue<Model[Name]>;
} & {
  -readonly [
    Name in StoredName<Model> as IsOptional<Model[Name]> extends true ? InputName<Name, Model[Name]> : never
  ]?: InputValue<NonNullable<Model[Name]>> | null;
};
