import type { Compiler } from './compiler';
import type { FieldUse } from './fieldUse';
import { type Sql, raw, sql } from './sql';

/** Who reads: anyone sees published content only, an editor everything. */
export type Role = 'READER' | 'EDITOR';

/** How a field is read: an expression over its parent's row. */
export type ReadField = (row: Sql, use: FieldUse) => Sql;

/** One part of an order: an expression that is never null, so that a row comparison can resume after it. */
export interface OrderKey {
  /** PostgreSQL's name of the expression's type, to which a cursor's value is cast. */
  readonly type: 'text' | 'date' | 'integer' | 'bigint' | 'numeric' | 'timestamptz' | 'uuid';
  /** Nulls come last in both directions, so that what stands for them depends on it. */
  readonly expression: (row: Sql, descending: boolean, use: FieldUse) => Sql;
  /** The columns of the type's `keptIn` that have the value of the expression, for an editor and for a reader. */
  readonly kept?: Readonly<Record<Role, string>>;
}

/** A part of an order as it is used: which key, and which way. */
export interface OrderPart {
  readonly key: string;
  readonly descending: boolean;
}

/** A condition on a row, from a field of a where input. */
export type ReadFilter = (row: Sql, value: unknown, compiler: Compiler, path: readonly string[]) => Sql;

/** How each field of an object type of the schema is read, from what there is of an object: its row, unless said otherwise. */
export interface ReadObject<Source = Sql> {
  readonly name: string;
  readonly fields: Readonly<Record<string, (source: Source, use: FieldUse) => Sql>>;
}

/** Everything there is to know about how the objects of a table are read. It says so in one place, and nothing else does. */
export interface ReadType extends ReadObject {
  /** Compiler.rows alone names it, and only beside `visible`. */
  readonly table: string;
  /** Holds for the rows that a reader may see. */
  readonly visible: (row: Sql, compiler: Compiler) => Sql;
  /** Whether its rows change without a change that tells of it. */
  readonly hasNoChanges?: true;
  /**
   * A table that has a row for each of its rows, of the same id, in which commits keep values that would take work to find;
   * `visible` tells whether a reader sees the row.
   */
  readonly keptIn?: string;
  /** What lists of it can be ordered by, and how they are unless told. */
  readonly orders?: Readonly<Record<string, OrderKey>>;
  readonly defaultOrder?: readonly OrderPart[];
  readonly filters?: Readonly<Record<string, ReadFilter>>;
  readonly facets?: Readonly<Record<string, ReadFacet>>;
}

/** What a facet counts: a value of each row, or, over the joined rows, several. */
export interface ReadFacet {
  readonly value: (row: Sql, compiler: Compiler) => { readonly join?: Sql; readonly value: Sql };
  /** Whether the values are ids of parties. */
  readonly party?: boolean;
  /** The work that its value takes for a row, beside that of counting it. */
  readonly work?: number;
}

/** The columns of a table, named as Prisma's model names them, so that one that is renamed there does not compile here. */
export function columnsOf<Model>(): {
  column: (name: keyof Model & string) => ReadField;
  ref: (row: Sql, name: keyof Model & string) => Sql;
} {
  const ref = (row: Sql, name: keyof Model & string): Sql => sql`${row}.${raw(snakeCase(name))}`;
  return {
    ref,
    column: (name) => (row) => ref(row, name),
  };
}

/** Prisma's names are camelCase, and every @map in its schema is the same name in snake_case. */
function snakeCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
