import type { Faults } from './refusal';
import { followed, type NodeType, type Nullable, type PlainStore } from './plainStore';
import { PARTIAL_DATES } from './partialDates';
import { storedLine, storedText } from './plainText';

/** An id that no store gives, and one of nothing. */
export const NO_ID = 'no id at all';
export const UNKNOWN_ID = '01930f5e-6c3a-7b52-9d1c-0a1b2c3d4e5f';

type Given = string | null | undefined;

/** Reads the fields of an input: what is left out stays, null clears what may be empty and is wrong elsewhere. */
export class PlainFields {
  constructor(
    readonly store: PlainStore,
    readonly faults: Faults,
  ) {}

  required(given: Given, stored: string, limit = 600): string {
    this.faults.refuseIf(given === null, 'BAD_USER_INPUT');
    return this.optional(given, stored, limit) ?? stored;
  }

  optional(given: Given, stored: Nullable, limit = 1_000): Nullable {
    if (given == null) return given === undefined ? stored : null;
    const line = storedLine(given);
    const isWrong = line === '' || /[\n\t\u0000-\u001F]/.test(line) || [...line].length > limit;
    this.faults.refuseIf(isWrong, 'BAD_USER_INPUT');
    return line;
  }

  /** Text of several lines, without the space around it. */
  text(given: Given, stored: Nullable): Nullable {
    if (given == null) return given === undefined ? stored : null;
    const text = storedText(given).trim();
    this.faults.refuseIf(text === '' || [...text].length > 10_000, 'BAD_USER_INPUT');
    return text;
  }

  /** Text of several lines, with the space around it. */
  body(given: Given, stored: string): string {
    this.faults.refuseIf(given === null, 'BAD_USER_INPUT');
    if (given == null) return stored;
    this.faults.refuseIf(given.trim() === '', 'BAD_USER_INPUT');
    return storedText(given);
  }

  slug(given: Given, stored: string): string {
    this.faults.refuseIf(given === null, 'BAD_USER_INPUT');
    if (given == null) return stored;
    this.faults.refuseIf(!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(given), 'BAD_USER_INPUT');
    return given;
  }

  choice<Choice extends string>(given: Choice | null | undefined, stored: Choice): Choice {
    this.faults.refuseIf(given === null, 'BAD_USER_INPUT');
    return given ?? stored;
  }

  date(given: Given, stored: Nullable): Nullable {
    if (given === undefined) return stored;
    this.faults.refuseIf(given !== null && !(given in PARTIAL_DATES), 'BAD_USER_INPUT');
    return given;
  }

  list<Item, Row>(given: readonly Item[] | null | undefined, stored: Row[], row: (item: Item) => Row): Row[] {
    this.faults.refuseIf(given === null, 'BAD_USER_INPUT');
    return given?.map(row) ?? stored;
  }

  /** The id of another node, which must be there. */
  reference(given: Given, type: NodeType, stored: string): string {
    this.faults.refuseIf(given === null, 'BAD_USER_INPUT');
    return this.optionalReference(given, type, stored) ?? stored;
  }

  optionalReference(given: Given, type: NodeType, stored: Nullable): Nullable {
    if (given == null) return given === undefined ? stored : null;
    const id = type === 'PARTY' ? followed(this.store, given) : given;
    if (given === NO_ID) this.faults.add('BAD_USER_INPUT');
    else this.faults.refuseIf(this.store.nodes.get(id)?.type !== type, 'NOT_FOUND');
    return id;
  }

  /** Rows of which no two may be equal. */
  refuseTwice(rows: readonly unknown[]): void {
    this.faults.refuseIf(new Set(rows.map((row) => JSON.stringify(row))).size < rows.length, 'BAD_USER_INPUT');
  }
}
