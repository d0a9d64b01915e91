/** A place in a text: line and column from 1, columns in UTF-16 units. */
export interface Position {
  line: number;
  column: number;
}

/** Where a property's name and its value begin. */
export interface Place {
  key: Position;
  value: Position;
}

/** The text of a dossier. Where in it a value stands is worked out only when it is asked. */
export interface DossierText {
  /** How faults name it. */
  readonly file: string;
  readonly text: string;
  readonly syntax: 'JSON' | 'YAML';
}

/** The same, read into plain values. */
export interface DossierDocument extends DossierText {
  readonly value: unknown;
}
