import type { DossierFault, DossierPath, UnplacedFault } from './dossierFault';
import { pathText } from './dossierFault';

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

/** The text of a dossier, read into plain values; where each of them stands is worked out only when it is asked. */
export interface DossierDocument {
  /** How faults name it. */
  file: string;
  value: unknown;
  /** The places of paths; of one that isn't there, the place of what is nearest above it. */
  locate(paths: readonly DossierPath[]): Place[];
}

/** Gives each fault its line and column, in the order of the file. */
export function placeFaults(
  document: Pick<DossierDocument, 'file' | 'locate'>,
  faults: readonly UnplacedFault[],
): DossierFault[] {
  const places = document.locate(faults.map((fault) => fault.path));
  return faults
    .map((fault, index): DossierFault => {
      const place = places[index];
      const position = (fault.atKey ? place?.key : place?.value) ?? { line: 1, column: 1 };
      return { file: document.file, ...position, path: pathText(fault.path), message: fault.message };
    })
    .sort((a, b) => a.line - b.line || a.column - b.column);
}
