import {
  buildSchema,
  type GraphQLNamedType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedScalarType,
} from 'graphql';
import { buildAllegataSchema } from '../../src/schema/buildSchema';

interface Described {
  readonly name: string;
  readonly description?: string | null;
}

/** Everything of a schema that a reader of it meets by name, each with its place. */
function parts(schema: GraphQLSchema): { place: string; description: string | null | undefined }[] {
  const own = (type: GraphQLNamedType): boolean => !isIntrospectionType(type) && !isSpecifiedScalarType(type);
  const place = (at: string, members: readonly Described[]) =>
    members.map(({ name, description }) => ({ place: `${at}.${name}`, description }));
  return Object.values(schema.getTypeMap())
    .filter(own)
    .flatMap((type) => {
      const self = { place: type.name, description: type.description };
      if (isEnumType(type)) return [self, ...place(type.name, type.getValues())];
      if (isInputObjectType(type)) return [self, ...place(type.name, Object.values(type.getFields()))];
      if (!isObjectType(type) && !isInterfaceType(type)) return [self];
      const fields = Object.values(type.getFields());
      const args = fields.flatMap((field) => place(`${type.name}.${field.name}`, field.args));
      return [self, ...place(type.name, fields), ...args];
    });
}

const bare = (schema: GraphQLSchema): string[] =>
  parts(schema)
    .filter(({ description }) => !description?.trim())
    .map((part) => part.place);

test('a type, field, argument, enum value or input field without a description is found', () => {
  const schema = buildSchema(`
    type Query { a(b: I, "described" c: E): String }
    input I { d: Int }
    enum E { F }
  `);
  expect(bare(schema)).toEqual(expect.arrayContaining(['Query', 'Query.a', 'Query.a.b', 'I', 'I.d', 'E', 'E.F']));
  expect(bare(schema)).not.toContain('Query.a.c');
});

test('every type, field, argument, enum value and input field has a description', () => {
  const schema = buildAllegataSchema();
  expect(parts(schema).length).toBeGreaterThan(300);
  expect(bare(schema)).toEqual([]);
});

test('every description is whole sentences: it begins with a capital and ends with a full stop', () => {
  const odd = parts(buildAllegataSchema()).filter(({ description }) => !/^[A-Z%`][^]*[.)]$/.test(description ?? ''));
  expect(odd).toEqual([]);
});

const LIMIT = 300;

test('no description is longer than 300 characters', () => {
  const long = parts(buildAllegataSchema()).filter(({ description }) => (description?.length ?? 0) > LIMIT);
  expect(long).toEqual([]);
});

/** Words that no native speaker would use there. */
const ODD = /unless told|\btold (of|apart)\b|\btells\b|who may all|\bmeets?\b|^(It|They) as (it|they)/i;

test.each(['20 unless told.', 'It tells who did it.', 'They as they are now.'])('%s is odd English', (text) => {
  expect(text).toMatch(ODD);
});

test('descriptions are in plain English', () => {
  expect(parts(buildAllegataSchema()).filter(({ description }) => ODD.test(description ?? ''))).toEqual([]);
});
