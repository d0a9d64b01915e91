import {
  type GraphQLDirective,
  type GraphQLNamedType,
  GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isIntrospectionType,
  isSpecifiedDirective,
  isScalarType,
  isSpecifiedScalarType,
  printSchema,
  printType,
} from 'graphql';

/**
 * Prints the schema as SDL in an order that is stable and made for reading: directives, the root types, then objects, interfaces and
 * unions, inputs, enums and scalars, each by name; fields stay in the order of the code.
 *
 * @returns the text, with a line end at its end
 */
export function printAllegataSchema(schema: GraphQLSchema): string {
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  const rank = (type: GraphQLNamedType): number => {
    const root = roots.findIndex((other) => other === type);
    return root >= 0 ? root : roots.length + kindRank(type);
  };
  const directives = schema.getDirectives().filter((directive) => !isSpecifiedDirective(directive));
  const types = Object.values(schema.getTypeMap())
    .filter((type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type))
    .sort((a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : 1));
  const texts = [...directives.map(printDirective), ...types.map(printType)];
  return texts.map((text) => `${text}\n`).join('\n');
}

function printDirective(directive: GraphQLDirective): string {
  return printSchema(new GraphQLSchema({ directives: [directive] }));
}

function kindRank(type: GraphQLNamedType): number {
  if (isScalarType(type)) return 3;
  if (isEnumType(type)) return 2;
  return isInputObjectType(type) ? 1 : 0;
}
