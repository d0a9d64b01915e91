import { type GraphQLSchema, getNamedType, isEnumType, isInputObjectType, isObjectType } from 'graphql';
import { CHANGE_FIELDS } from './changeEvent';
import { payloadType } from './payload';
import { readMap, readTypes } from './readTypes';
import { roots } from './roots';

/**
 * Checks that whatever an operation can ask for is read: each field of each object type by the read map or, outside of it, by
 * a resolver of its own, and each filter, order and facet by its type.
 *
 * @throws Error with the type and the name of all that nothing reads
 */
export function checkReadMap(schema: GraphQLSchema): void {
  const unread = [...unreadFields(schema), ...unreadArguments(schema)];
  if (unread.length === 0) return;
  throw new Error(`Nothing reads ${unread.join(', ')}: the read map (src/read) has to say how.`);
}

/** The fields that the read map has of each of its types. */
function mappedFields(): Map<string, ReadonlySet<string>> {
  const mapped = readMap.map(({ name, fields }) => [name, new Set(Object.keys(fields))] as const);
  return new Map<string, ReadonlySet<string>>([
    ...mapped,
    ['Query', new Set(Object.keys(roots))],
    ['Change', new Set<string>(CHANGE_FIELDS)],
  ]);
}

function unreadFields(schema: GraphQLSchema): string[] {
  const mapped = mappedFields();
  return Object.values(schema.getTypeMap()).flatMap((type) => {
    if (!isObjectType(type) || type.name.startsWith('__')) return [];
    const map = mapped.get(type.name);
    const ofPayload = payloadType(type).fields;
    const isRead = (name: string, hasResolver: boolean): boolean =>
      // In a type of the map, a resolver only hands on what the plan has read.
      map ? map.has(name) : hasResolver || (isPayload(schema, type.name) && name in ofPayload);
    return Object.values(type.getFields())
      .filter(({ name, resolve }) => !isRead(name, resolve !== undefined))
      .map(({ name }) => `${type.name}.${name}`);
  });
}

function isPayload(schema: GraphQLSchema, typeName: string): boolean {
  const mutations = Object.values(schema.getMutationType()?.getFields() ?? {});
  return mutations.some(({ type }) => getNamedType(type).name === typeName);
}

/** Names that a where input has beside the filters of its type. */
const COMBINATORS = { AND: true, OR: true, NOT: true };

function unreadArguments(schema: GraphQLSchema): string[] {
  return Object.values(readTypes).flatMap(({ name, filters, orders, facets }) => {
    const asked = [
      { input: `${name}WhereInput`, read: filters && { ...COMBINATORS, ...filters } },
      { input: `${name}OrderByInput`, read: orders },
      { input: `${name}Facet`, read: facets },
    ];
    return asked.flatMap(({ input, read }) =>
      namesIn(schema, input)
        .filter((each) => read && !(each in read))
        .map((each) => `${input}.${each}`),
    );
  });
}

function namesIn(schema: GraphQLSchema, typeName: string): string[] {
  const type = schema.getType(typeName);
  if (isInputObjectType(type)) return Object.keys(type.getFields());
  return isEnumType(type) ? type.getValues().map(({ name }) => name) : [];
}
