import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';

interface TextScalarOptions {
  readonly name: string;
  readonly description: string;
  /** Where the format is specified, as `@specifiedBy` gives it. */
  readonly specifiedByURL: string;
  /**
   * Checks what a client gives.
   *
   * @returns the text as it is stored
   * @throws Error whose message says what is wrong and what would be right
   */
  readonly parse: (text: string) => string;
}

/**
 * A scalar that is a string of some format, on the wire and inside. What is stored was checked when it was written, so
 * that it goes out unchanged and the answer is the same whether PostgreSQL or graphql-js writes it.
 */
export function textScalar({ name, description, specifiedByURL, parse }: TextScalarOptions): GraphQLScalarType<string> {
  const parseValue = (value: unknown): string => {
    if (typeof value !== 'string') {
      throw new Error(`${name} must be a string.`);
    }
    return parse(value);
  };
  return new GraphQLScalarType<string>({
    name,
    description,
    specifiedByURL,
    serialize(value) {
      if (typeof value !== 'string') {
        throw new GraphQLError(`${name} cannot represent a value that is no string.`);
      }
      return value;
    },
    parseValue,
    parseLiteral(node) {
      // Only a string literal is one: an enum literal such as `on: today` has a text too.
      if (node.kind !== Kind.STRING) {
        throw new GraphQLError(`${name} must be a string.`, { nodes: node });
      }
      return parseValue(node.value);
    },
  });
}
