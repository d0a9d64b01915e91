import { normalizeLine, normalizeText } from '../lib/unicode';
import type { DossierDocument, Position } from './dossierDocument';
import { type DossierFault, type DossierPath, DossierFaults, FAULT_LIMIT, pathText } from './dossierFault';
import { hiddenJsonFaults, jsonSyntaxFault } from './parseJson';
import { YAML_LIMIT_BYTES, parseYaml } from './parseYaml';

/**
 * Reads the text of a dossier, JSON or YAML, into plain values whose text is in the stored form.
 *
 * @param file how faults name it
 * @throws DossierFaults where it is neither, has a property twice, is empty, nested too deeply or an alias bomb
 */
export function parseDossier(source: string, file: string): DossierDocument {
  const text = source.startsWith('\uFEFF') ? source.slice(1) : source;
  const refuse = (faults: (Position & { path: DossierPath; message: string })[]): never => {
    const told = faults.slice(0, FAULT_LIMIT).map(({ line, column, path, message }): DossierFault => {
      return { file, line, column, path: pathText(path), message };
    });
    throw new DossierFaults(told, faults.length);
  };
  const json = asJson(text);
  if (json !== undefined) {
    const faults = hiddenJsonFaults(text);
    if (faults.length > 0) refuse(faults.map((fault) => ({ ...fault, ...fault.position })));
    return { file, text, syntax: 'JSON', value: storedForm(json.value) };
  }
  const looksLikeJson = /^\s*\{\s*["}]/.test(text) || /\.json$/i.test(file);
  const tooLong = text.length > YAML_LIMIT_BYTES || Buffer.byteLength(text) > YAML_LIMIT_BYTES;
  if (looksLikeJson && (tooLong || /\.json$/i.test(file))) refuse([{ ...jsonSyntaxFault(text), path: [] }]);
  if (tooLong) {
    refuse([
      {
        line: 1,
        column: 1,
        path: [],
        message: `is larger than YAML may be, ${YAML_LIMIT_BYTES.toLocaleString('en')} bytes: write it as JSON, or in parts`,
      },
    ]);
  }
  const yaml = parseYaml(text);
  if ('faults' in yaml) return refuse(looksLikeJson ? [{ ...jsonSyntaxFault(text), path: [] }] : yaml.faults);
  if (yaml.value === null) {
    refuse([{ line: 1, column: 1, path: [], message: 'is empty: a dossier begins with the line format: dossier/1' }]);
  }
  return { file, text, syntax: 'YAML', value: storedForm(yaml.value) };
}

function asJson(text: string): { value: unknown } | undefined {
  if (!/^\s*\{/.test(text)) return undefined;
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    // It may still be YAML, of which a mapping in braces is a part.
    return undefined;
  }
}

/** Properties whose space and line ends matter, and those that name a file as the file system spells it. */
const UNTRIMMED = new Set(['body', 'exact', 'prefix', 'suffix']);
const VERBATIM = new Set(['bodyFile', 'file']);

/** Brings all text into the stored form, in place. A finding's body is a key, so it may be trimmed or not. */
function storedForm(value: unknown, property = ''): unknown {
  if (typeof value === 'string') {
    if (VERBATIM.has(property)) return value;
    return UNTRIMMED.has(property) ? normalizeText(value) : normalizeLine(value);
  }
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) value[index] = storedForm(item, property);
  } else if (typeof value === 'object' && value !== null) {
    const properties = value as Record<string, unknown>;
    for (const name of Object.keys(properties)) {
      if (name !== '__proto__') properties[name] = storedForm(properties[name], name);
    }
  }
  return value;
}
