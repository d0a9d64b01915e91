import type { Fault, PlacedFault } from '../store/rules/fault';
import { repetitionFaults } from '../store/rules/repetition';
import { type SelfReference, selfReferenceFault } from '../store/rules/selfReference';
import type { Value } from '../store/storeRecords';
import { ErrorCode, RequestError } from '../lib/errors';
import { parsePartialDate } from '../lib/partialDate';

import type { References, ReferredType } from './references';
import type { InputRule } from './textRule';

/** The fields of an input whose values are of a type, or null, or left out. */
type FieldsOf<Input, Type> = {
  [Name in keyof Input & string]-?: NonNullable<Input[Name]> extends Type ? Name : never;
}[keyof Input & string];

type ItemOf<List> = NonNullable<List> extends readonly (infer Item extends object)[] ? Item : never;

/** The columns of one row, by name. */
export type Row = Record<string, Value>;

/**
 * Reads an input object into columns, each field by its rule. What is left out is undefined, which keeps what is stored; null
 * clears what may be empty, and is refused elsewhere. Every method throws RequestError BAD_USER_INPUT with the place of the
 * field, such as input.names[0].name, in extensions.field.
 */
export class InputReader<Input extends object> {
  /**
   * @param at the place of the object in the arguments
   * @param references where to note what the input refers to
   */
  constructor(
    private readonly input: Input,
    readonly at: string,
    private readonly references: References,
  ) {}

  /** Text that has to be there. */
  text(name: FieldsOf<Input, string>, rule: InputRule): string | undefined {
    const value = this.input[name] as string | null | undefined;
    return value === null ? this.refuseNull(name) : this.ruled(name, value, rule);
  }

  /** Text that may be missing. */
  optionalText(name: FieldsOf<Input, string>, rule: InputRule): string | null | undefined {
    const value = this.input[name] as string | null | undefined;
    return value === null ? null : this.ruled(name, value, rule);
  }

  /** A value of an enum that has to be there. */
  choice(name: FieldsOf<Input, string>): string | undefined {
    return this.text(name, same);
  }

  /** A value of an enum that may be missing. */
  optionalChoice(name: FieldsOf<Input, string>): string | null | undefined {
    return this.optionalText(name, same);
  }

  /** The three columns of a partial date. */
  date(name: FieldsOf<Input, string>, columns: readonly string[]): Row {
    const value = this.input[name] as string | null | undefined;
    if (value === undefined) return {};
    const date =
      value === null ? { edtf: null, earliest: null, latest: null } : this.attempt(name, () => parsePartialDate(value));
    const values = [date.edtf, date.earliest, date.latest];
    return Object.fromEntries(columns.map((column, index) => [column, values[index]]));
  }

  /** The id of another object that has to be there. */
  reference(name: FieldsOf<Input, string>, type: ReferredType): string | undefined {
    return this.text(name, (id) => this.references.add(type, id, this.place(name)));
  }

  /** The id of another object that may be missing. */
  optionalReference(name: FieldsOf<Input, string>, type: ReferredType): string | null | undefined {
    return this.optionalText(name, (id) => this.references.add(type, id, this.place(name)));
  }

  /** The ids of a list, each in the column of a row. */
  referenceList(name: FieldsOf<Input, readonly string[]>, type: ReferredType, column: string): Row[] | undefined {
    const value = this.input[name] as readonly string[] | null | undefined;
    if (value === null) return this.refuseNull(name);
    return value?.map((id, index) => ({
      [column]: this.references.add(type, id, `${this.place(name)}[${String(index)}]`),
    }));
  }

  /** The objects of a list as rows. */
  list<Name extends FieldsOf<Input, readonly object[]>>(
    name: Name,
    row: (item: InputReader<ItemOf<Input[Name]>>) => Row,
  ): Row[] | undefined {
    const value = this.input[name] as readonly ItemOf<Input[Name]>[] | null | undefined;
    if (value === null) return this.refuseNull(name);
    return value?.map((item, index) =>
      row(new InputReader(item, `${this.place(name)}[${String(index)}]`, this.references)),
    );
  }

  /** @throws RequestError with the field's place */
  refuse(name: string, fault: Fault): never {
    throw inputFault(this.place(name), fault);
  }

  private place(name: string): string {
    return `${this.at}.${name}`;
  }

  private ruled(name: string, value: string | undefined, rule: InputRule): string | undefined {
    return value === undefined ? undefined : this.attempt(name, () => rule(value));
  }

  private attempt<Result>(name: string, work: () => Result): Result {
    try {
      return work();
    } catch (error) {
      if (error instanceof RequestError || !(error instanceof Error)) throw error;
      throw badInput(this.place(name), error.message);
    }
  }

  private refuseNull(name: string): never {
    throw badInput(this.place(name), 'cannot be null: leave it out to keep it as it is');
  }
}

const same: InputRule = (text) => text;

/** The error for a field; the message goes on from its place. */
export function badInput(at: string, message: string, details: Record<string, unknown> = {}): RequestError {
  return inputFault(at, { code: ErrorCode.BAD_USER_INPUT, message }, details);
}

/** The error for what a rule found in a field. */
export function inputFault(at: string, fault: Fault, details: Record<string, unknown> = {}): RequestError {
  return new RequestError(fault.code, `${at} ${fault.message}.`, { field: at, ...details });
}

/** Throws the first of some faults, if there is one. */
export function refuseFirst([first]: readonly PlacedFault<string>[]): void {
  if (first !== undefined) throw inputFault(first.at, first);
}

/**
 * Refuses rows that are equal in some columns.
 *
 * @throws RequestError BAD_USER_INPUT that names the second of them
 */
export function refuseTwice(rows: readonly Row[] | undefined, columns: readonly string[], at: string): void {
  const items = (rows ?? []).map((row, index) => ({
    at: `${at}[${String(index)}]`,
    identity: JSON.stringify(columns.map((column) => row[column])),
  }));
  refuseFirst(repetitionFaults(items, (place) => place));
}

/**
 * Refuses rows that refer to the object itself.
 *
 * @throws RequestError BAD_USER_INPUT that names the first of them
 */
export function refuseItself(
  kind: SelfReference,
  rows: readonly Row[] | undefined,
  column: string,
  id: string,
  at: (index: number) => string,
): void {
  const index = rows?.findIndex((row) => row[column] === id) ?? -1;
  if (index >= 0) throw inputFault(at(index), selfReferenceFault(kind));
}
