import {
  coerceInputValue,
  GraphQLError,
  type GraphQLSchema,
  isInputType,
  isNonNullType,
  type OperationDefinitionNode,
  print,
  typeFromAST,
  type VariableDefinitionNode,
  valueFromAST,
} from 'graphql';
import { ErrorCode, MOST_ERRORS, RequestError } from '../lib/errors';
import { shorten } from '../lib/shorten';

/** UTF-16 units that a message, and the parts of it that clients choose, may have. */
const MOST_MESSAGE = 300;
const MOST_NAME = 60;
const MOST_PLACE = 100;
const MOST_TEXT = 60;

/** Items of a list or an object that a message shows. */
const MOST_ITEMS = 3;

/** graphql-js names a field that is not there, or is missing, in its words only. */
const FIELD_FAULT = /^Field "(\w{1,100})" (?:of required type|is not defined)/;

type Values = Readonly<Record<string, unknown>>;

/** The values of an operation's variables, without a prototype; or what is wrong with them. */
export type CoercedVariables =
  | { readonly coerced: Values; readonly errors?: undefined }
  | { readonly coerced?: undefined; readonly errors: readonly GraphQLError[] };

/** Thrown where there are so many faults that no more are looked for. */
class TooManyFaults extends Error {}

/**
 * Coerces the variables of an operation to their types. It takes what `getVariableValues` of graphql-js takes, with equal
 * results. That function writes the whole input into each of its errors, of which there may be one for each key of the input:
 * some kilobytes that don't fit keep it busy for minutes. Here the errors are few, short, and name their field.
 *
 * @param given the variables of the request, as JSON gave them
 */
export function coerceVariables(
  schema: GraphQLSchema,
  { variableDefinitions }: OperationDefinitionNode,
  given: Values,
): CoercedVariables {
  const faults = new Faults();
  const coerced = Object.create(null) as Record<string, unknown>;
  try {
    for (const definition of variableDefinitions ?? []) coerceInto(coerced, schema, definition, given, faults);
  } catch (error) {
    if (!(error instanceof TooManyFaults)) throw error;
  }
  return faults.errors.length > 0 ? { errors: faults.errors } : { coerced };
}

function coerceInto(
  coerced: Record<string, unknown>,
  schema: GraphQLSchema,
  definition: VariableDefinitionNode,
  given: Values,
  faults: Faults,
): void {
  const name = definition.variable.name.value;
  const shown = `Variable "$${shorten(name, MOST_NAME)}"`;
  const type = typeFromAST(schema, definition.type);
  if (!isInputType(type)) {
    const typeName = print(definition.type);
    faults.add(
      definition,
      name,
      `${shown} expected value of type "${typeName}" which cannot be used as an input type.`,
    );
  } else if (!Object.hasOwn(given, name)) {
    if (definition.defaultValue !== undefined) coerced[name] = valueFromAST(definition.defaultValue, type);
    else if (isNonNullType(type)) {
      faults.add(definition, name, `${shown} of required type "${String(type)}" was not provided.`);
    }
  } else if (given[name] === null && isNonNullType(type)) {
    faults.add(definition, name, `${shown} of non-null type "${String(type)}" must not be null.`);
  } else {
    coerced[name] = coerceInputValue(given[name], type, (path, value, { message }) => {
      const place = path.reduce<string>(
        (above, step) => (typeof step === 'number' ? `${above}[${step}]` : `${above}.${step}`),
        name,
      );
      const at = path.length === 0 ? '' : ` at "${shorten(place, MOST_PLACE)}"`;
      const field = FIELD_FAULT.exec(message)?.[1];
      faults.add(
        definition,
        field === undefined ? place : `${place}.${field}`,
        `${shown} got invalid value ${briefly(value)}${at}; ${message}`,
      );
    });
  }
}

/** Gathers errors, and ends the work once there are enough. */
class Faults {
  readonly errors: GraphQLError[] = [];

  add(definition: VariableDefinitionNode, field: string, message: string): void {
    if (this.errors.length === MOST_ERRORS) {
      const more = `There are more errors in the variables; only the first ${MOST_ERRORS} are shown.`;
      this.errors.push(new RequestError(ErrorCode.BAD_USER_INPUT, more));
      throw new TooManyFaults();
    }
    const short = shorten(message, MOST_MESSAGE);
    const cause = new RequestError(ErrorCode.BAD_USER_INPUT, short, { field: shorten(field, MOST_MESSAGE) });
    this.errors.push(new GraphQLError(short, { nodes: definition, originalError: cause }));
  }
}

/** A value in a few words, as GraphQL would write it, whatever its size. */
function briefly(value: unknown, isInside = false): string {
  if (typeof value === 'string') return JSON.stringify(shorten(value, MOST_TEXT));
  if (typeof value !== 'object' || value === null) return String(value);
  if (isInside) return Array.isArray(value) ? '[…]' : '{…}';
  if (Array.isArray(value)) {
    const items = value.slice(0, MOST_ITEMS).map((item) => briefly(item, true));
    return `[${[...items, ...(value.length > MOST_ITEMS ? ['…'] : [])].join(', ')}]`;
  }
  const keys = Object.keys(value);
  const items = keys
    .slice(0, MOST_ITEMS)
    .map((key) => `${shorten(key, MOST_TEXT)}: ${briefly((value as Values)[key], true)}`);
  return keys.length === 0 ? '{}' : `{ ${[...items, ...(keys.length > MOST_ITEMS ? ['…'] : [])].join(', ')} }`;
}
