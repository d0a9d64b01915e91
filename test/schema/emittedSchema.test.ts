import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { buildSchema, findBreakingChanges, findDangerousChanges, validateSchema } from 'graphql';
import { buildAllegataSchema } from '../../src/schema/buildSchema';
import { firstDifference } from '../../src/schema/emitSchema';
import { printAllegataSchema } from '../../src/schema/printAllegataSchema';

test('a committed schema that differs is told by its first line that does', () => {
  expect(firstDifference('a\nb\n', 'a\nc\n')).toBe('line 2:\n  committed: b\n  emitted:   c');
  expect(firstDifference('a\n', 'a\nb\n')).toContain('line 2');
  expect(firstDifference('a\nb\nc', 'a\nb')).toBe('line 3:\n  committed: c\n  emitted:   (ends)');
  expect(firstDifference('a\n', 'a\n')).toBeUndefined();
});

test('schema.graphql is what the code makes', () => {
  const committed = readFileSync(resolve(__dirname, '../../schema.graphql'), 'utf8');
  expect(firstDifference(committed, printAllegataSchema(buildAllegataSchema()))).toBeUndefined();
});

test('the printed schema is valid and is the whole schema', () => {
  const schema = buildAllegataSchema();
  const printed = buildSchema(printAllegataSchema(schema));
  expect(validateSchema(printed)).toEqual([]);
  expect(Object.keys(printed.getTypeMap()).sort()).toEqual(Object.keys(schema.getTypeMap()).sort());
  for (const [from, to] of [
    [schema, printed],
    [printed, schema],
  ] as const) {
    expect(findBreakingChanges(from, to)).toEqual([]);
    expect(findDangerousChanges(from, to)).toEqual([]);
  }
});
