/**
 * What a read costs, in units: one is the work of reading a row and writing it out, about 10 microseconds of PostgreSQL. A
 * cost is what an operation takes at worst, and is known before anything is read. docs/limits.md has the whole table.
 */
export const Work = {
  /** A row that is read. */
  row: 1,
  /** A value of a row that is written out. */
  value: 0.1,
  /** A table that PostgreSQL plans the reading of, however few rows it then reads. */
  table: 20,
  /** A row that is counted, or compared with a cursor. */
  counted: 0.1,
  /** A row whose value of a facet is found and counted. */
  facet: 1,
  /** A condition on a value of a row: an id, an enum, a day, or a text that is compared whole. */
  comparison: 0.1,
  /** A condition that looks into a text, or compares it without regard to case. */
  pattern: 0.5,
  /** A condition on the rows that belong to a row, beside what is asked of each of those. */
  related: 0.5,
  /** A row that a full-text search examines, ranks or is ordered by. */
  search: 1,
  /** The standing of one allegation: up to five look-ups. */
  standing: 5,
  /** A long text that is read: a body, or words out of it. */
  body: 10,
  /** A snippet out of a text. */
  snippet: 50,
  /** A row of the network of accusations. */
  network: 3,
  /** A row whose name is held against the names of a party. */
  duplicates: 3,
} as const;

/** Units that PostgreSQL does in a millisecond, roughly. */
export const UNITS_PER_MILLISECOND = 100;

/** How many rows a list is taken to have, where what is asked does not say it. */
export const ListSize = {
  /** A list that is not paged. */
  unpaged: 10,
  /** The stretches that a statement's body is cut into. */
  segments: 50,
  /** All rows of a type, of which a filter, a total, a facet or a search may have to look at each. */
  all: 1_000,
  /** All rows of a connection inside an object. */
  related: 100,
  /** The rows that one condition looks at for each row: of a relation to one object, and to many. */
  ofOne: 1,
  ofMany: 5,
} as const;

/** Conditions that the filters of an operation may have together. */
export const CONDITION_LIMIT = 500;

/** Characters of SQL that an operation may compile to. */
export const STATEMENT_LIMIT = 1024 * 1024;

/** Values that a statement may bind. PostgreSQL's protocol counts them in 16 bits. */
export const VALUE_LIMIT = 5_000;

/** Values that the lists which a statement binds may have together, each as often as it is bound. */
export const LISTED_LIMIT = 50_000;
