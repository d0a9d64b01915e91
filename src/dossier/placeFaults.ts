import type { DossierText } from './dossierDocument';
import { type DossierFault, pathText, type UnplacedFault } from './dossierFault';
import { locateInJson } from './parseJson';
import { locateInYaml } from './parseYaml';

/** Gives each fault its line and column, in the order of the file. */
export function placeFaults({ file, text, syntax }: DossierText, faults: readonly UnplacedFault[]): DossierFault[] {
  const paths = faults.map((fault) => fault.path);
  const places = syntax === 'JSON' ? locateInJson(text, paths) : locateInYaml(text, paths);
  return faults
    .map((fault, index): DossierFault => {
      const place = places[index];
      const position = (fault.atKey ? place?.key : place?.value) ?? { line: 1, column: 1 };
      const { path, message, code } = fault;
      return { file, ...position, path: pathText(path), message, ...(code !== undefined && { code }) };
    })
    .sort((a, b) => a.line - b.line || a.column - b.column);
}
