import type { z } from 'zod';
import type { DossierPath, FaultCollector } from './dossierFault';
import { type Dossier, type Lenient, dossierSchema } from './dossierSchema';
import { nearest } from './nearest';

type Issue = z.core.$ZodIssue;
type Properties = Record<string | number, unknown>;

/**
 * Holds a value against the shape of dossiers. Everything that does not fit becomes a fault and is taken out of the value, so
 * that the checks which follow find the other faults of the same file.
 *
 * @param value as parsed; it is changed
 */
export function checkShape(value: unknown, faults: FaultCollector): Lenient<Dossier> {
  const result = dossierSchema.safeParse(value);
  if (result.success) return result.data;
  const spoilt: DossierPath[] = [];
  for (const issue of result.error.issues) {
    const path = issue.path.filter((step): step is string | number => typeof step !== 'symbol');
    if (issue.code === 'unrecognized_keys') {
      const known = knownProperties(path);
      for (const name of issue.keys) faults.addAtKey([...path, name], () => unknownProperty(name, known));
      continue;
    }
    faults.add(path, () => messageOf(issue, path, value));
    spoilt.push(path);
  }
  for (const path of spoilt) takeOut(value, path);
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}

function messageOf(issue: Issue, path: DossierPath, value: unknown): string {
  const found = valueAt(value, path);
  switch (issue.code) {
    case 'custom':
      return issue.message;
    case 'invalid_value':
      if (found === undefined)
        return path.at(-1) === 'format'
          ? `is missing: write format: ${String(issue.values[0])}`
          : missing(issue.values.map(String));
      return unknownValue(found, issue.values.map(String));
    case 'invalid_type':
      if (found === undefined) return path.length === 0 ? 'is no dossier' : 'is missing: write it';
      return wrongType(issue.expected, found);
    default:
      return issue.message;
  }
}

const missing = (values: string[]): string => `is missing: write one of ${values.join(', ')}`;

function unknownValue(found: unknown, values: string[]): string {
  if (values.length === 1) return `is ${shown(found)}: this program reads ${values.join('')}`;
  const near = typeof found === 'string' ? nearest(found, values) : null;
  return `is ${shown(found)}: write ${near === null ? '' : `${near}, or another `}one of ${values.join(', ')}`.replace(
    'or another one of',
    'or another of',
  );
}

function unknownProperty(name: string, known: string[]): string {
  const near = nearest(name, known);
  return `is no property here: ${near === null ? '' : `do you mean ${near}? `}There are ${known.join(', ')}`;
}

function wrongType(expected: string, found: unknown): string {
  const wanted: Record<string, string> = {
    string: 'text',
    array: 'a list',
    object: 'properties with values',
    boolean: 'true or false',
  };
  const right = wanted[expected] ?? expected;
  if (found === null) return `is empty (null): write ${right}, or leave the property out`;
  if (expected === 'string' && (typeof found === 'number' || typeof found === 'boolean')) {
    return `is ${shown(found)}, which is no text: write it in quotation marks, ${JSON.stringify(String(found))}`;
  }
  if (expected === 'array') return `is ${kindOf(found)}: write a list, even of one`;
  return `is ${kindOf(found)}: write ${right}`;
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a group of properties';
  return typeof value === 'string' ? `the text ${shown(value)}` : shown(value);
}

function shown(value: unknown): string {
  if (value === null) return 'empty (null)';
  if (typeof value === 'object') return kindOf(value);
  const text = typeof value === 'string' ? `'${value}'` : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}…'` : text;
}

/** The properties that the schema has at a path. */
function knownProperties(path: DossierPath): string[] {
  let schema: unknown = dossierSchema;
  for (const step of path) {
    const definition = definitionOf(schema);
    schema = typeof step === 'number' ? definition.element : definition.shape?.[step];
  }
  return Object.keys(definitionOf(schema).shape ?? {});
}

interface Definition {
  shape?: Properties;
  element?: unknown;
  innerType?: unknown;
}

function definitionOf(schema: unknown): Definition {
  const definition = (schema as { def: Definition }).def;
  return definition.innerType === undefined ? definition : definitionOf(definition.innerType);
}

function valueAt(value: unknown, path: DossierPath): unknown {
  return path.reduce<unknown>(
    (at, step) => (typeof at === 'object' && at !== null ? (at as Properties)[step] : undefined),
    value,
  );
}

function takeOut(value: unknown, path: DossierPath): void {
  const parent = valueAt(value, path.slice(0, -1));
  const step = path.at(-1);
  if (step === undefined || typeof parent !== 'object' || parent === null) return;
  (parent as Properties)[step] = undefined;
}
