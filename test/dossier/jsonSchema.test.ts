import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { parse } from 'yaml';
import { dossierJsonSchema } from '../../src/dossier/dossierJsonSchema';
import { emitJsonSchema } from '../../src/dossier/emitJsonSchema';
import { FERRY } from './dossierHarness';

interface Schema {
  title?: string;
  description?: string;
  properties?: Record<string, Schema>;
  additionalProperties?: boolean;
  items?: Schema;
}

test('the committed schema is the one that the code makes', () => {
  expect(readFileSync('dossier.schema.json', 'utf8')).toBe(emitJsonSchema());
});

test('every property has a title and a description, and no object takes others', () => {
  const without: string[] = [];
  const visit = (schema: Schema, path: string): void => {
    for (const [name, property] of Object.entries(schema.properties ?? {})) {
      if (!property.title || !property.description) without.push(`${path}.${name}`);
      visit(property, `${path}.${name}`);
    }
    if (schema.properties && schema.additionalProperties !== false) without.push(`${path} is open`);
    if (schema.items) visit(schema.items, `${path}[]`);
  };
  visit(dossierJsonSchema(), 'dossier');
  expect(without).toEqual([]);
});

test('the schema accepts a dossier, and refuses what editors should mark', () => {
  const validator = z.fromJSONSchema(JSON.parse(emitJsonSchema()) as z.core.JSONSchema.JSONSchema);
  const dossier = parse(FERRY, { schema: 'failsafe' }) as { parties: Record<string, unknown>[] };
  expect(validator.safeParse(dossier).error).toBeUndefined();
  for (const wrong of [
    { key: 'Foo Bar' },
    { kind: 'PERSN' },
    { colour: 'red' },
    { name: '' },
    { name: 'x'.repeat(601) },
  ]) {
    const changed = { ...dossier, parties: [{ ...dossier.parties[0], ...wrong }] };
    expect(validator.safeParse(changed).success).toBe(false);
  }
});
