import { GraphQLScalarType } from 'graphql';

/** A JSON value in an answer; see the description. */
export const JSONScalar = new GraphQLScalarType<unknown>({
  name: 'JSON',
  description: 'A JSON value (RFC 8259) as it stands: an object, a list, a string, a number, a boolean or null.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc8259',
});
