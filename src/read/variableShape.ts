import {
  type GraphQLInputType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isScalarType,
  type OperationDefinitionNode,
  typeFromAST,
} from 'graphql';

/** The place of a value in an operation's variables. It stands for the value in a plan, which serves all values. */
export class VariableLeaf {
  constructor(readonly path: readonly (string | number)[]) {}

  /** The value that this place holds in these variables. */
  read(variables: Readonly<Record<string, unknown>>): unknown {
    let value: unknown = variables;
    for (const step of this.path) value = (value as Record<string | number, unknown>)[step];
    return value;
  }
}

/** Variables as a plan sees them, and a text that is equal for all variables which the same plan serves. */
export interface VariableShape {
  readonly key: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/**
 * Tells the shape of coerced variables: which are given, null or absent, the booleans, integers and single enum values (they
 * change the SQL), and the keys of input objects. Strings, ids, other scalars, and lists of any of them are places.
 *
 * @param used the variables that the plan can depend on, where that is not all of them
 */
export function shapeVariables(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  coerced: Readonly<Record<string, unknown>>,
  used?: ReadonlySet<string>,
): VariableShape {
  // A client may name a variable like a property of Object.prototype.
  const shaped = Object.create(null) as Record<string, unknown>;
  for (const [name, type] of variableTypes(schema, operation)) {
    if (used?.has(name) === false) continue;
    if (Object.hasOwn(coerced, name)) shaped[name] = shapeValue(type, coerced[name], [name]);
  }
  const key = Object.keys(shaped).length === 0 ? '' : JSON.stringify(shaped, leafAsMark);
  return { key, variables: shaped };
}

const knownTypes = new WeakMap<OperationDefinitionNode, [string, GraphQLInputType][]>();

/** The types of an operation's variables, by their names. An operation is of one schema only. */
function variableTypes(schema: GraphQLSchema, operation: OperationDefinitionNode): [string, GraphQLInputType][] {
  const known = knownTypes.get(operation);
  if (known) return known;
  const types = (operation.variableDefinitions ?? []).map(({ variable, type }): [string, GraphQLInputType] => [
    variable.name.value,
    typeFromAST(schema, type) as GraphQLInputType,
  ]);
  knownTypes.set(operation, types);
  return types;
}

function leafAsMark(_key: string, value: unknown): unknown {
  return value instanceof VariableLeaf ? '$' : value;
}

function shapeValue(type: GraphQLInputType, value: unknown, path: readonly (string | number)[]): unknown {
  if (value === null || value === undefined) return value;
  if (isNonNullType(type)) return shapeValue(type.ofType, value, path);
  if (isListType(type)) {
    const itemType = isNonNullType(type.ofType) ? type.ofType.ofType : type.ofType;
    if (!isInputObjectType(itemType) && !isListType(itemType)) return new VariableLeaf(path);
    return (value as readonly unknown[]).map((item, index) => shapeValue(type.ofType, item, [...path, index]));
  }
  if (isInputObjectType(type)) {
    const fields = type.getFields();
    return Object.fromEntries(
      Object.entries(value as Record<string, unknown>).map(([key, item]) => {
        const field = fields[key];
        return [key, field ? shapeValue(field.type, item, [...path, key]) : item];
      }),
    );
  }
  if (isEnumType(type)) return value;
  if (isScalarType(type) && (type.name === 'Boolean' || type.name === 'Int')) return value;
  return new VariableLeaf(path);
}
