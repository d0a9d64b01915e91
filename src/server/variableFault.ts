/** Words of graphql-js for a value of a variable that its type does not take; the value itself is quoted with escapes. */
const INVALID_VALUE = /^Variable "\$(\w+)" got invalid value /;
const PLACE = / at "([^"\\]+)"; /;
const FIELD = /; Field "(\w+)" (?:of required type|is not defined)/;

/**
 * The place of a fault that GraphQL itself finds in the variables of a request, such as input.names[0].name.
 *
 * @param message the words of the error
 * @returns null where they are about anything else
 */
export function placeOfVariableFault(message: string): string | null {
  const variable = INVALID_VALUE.exec(message)?.[1];
  if (variable === undefined) return null;
  const place = PLACE.exec(message)?.[1] ?? variable;
  const field = FIELD.exec(message)?.[1];
  return field === undefined ? place : `${place}.${field}`;
}
