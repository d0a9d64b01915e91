import {
  getNamedType,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isObjectType,
  parse,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type GraphQLNamedType,
  type GraphQLSchema,
} from 'graphql';

/** Notes what of the schema operations have used: fields, arguments, fields of inputs, and values of enums in arguments. */
export class WalkCoverage {
  private readonly used = new Set<string>();

  /** @param isKept tells the fields that readers are refused, and so cannot use */
  constructor(
    private readonly schema: GraphQLSchema,
    private readonly isKept: (type: string, field: string) => boolean,
  ) {}

  note(query: string): void {
    const types = new TypeInfo(this.schema);
    const { used } = this;
    visit(
      parse(query),
      visitWithTypeInfo(types, {
        Field: () => void used.add(`${String(types.getParentType())}.${String(types.getFieldDef()?.name)}`),
        Argument: ({ name }) =>
          void used.add(`${String(types.getParentType())}.${String(types.getFieldDef()?.name)}(${name.value})`),
        ObjectField: ({ name }) => {
          const parent = types.getParentInputType();
          used.add(`${parent ? getNamedType(parent).name : ''}.${name.value}`);
        },
        EnumValue: ({ value }) => {
          const type = types.getInputType();
          used.add(`${type ? getNamedType(type).name : ''}.${value}`);
        },
      }),
    );
  }

  /** What a query can use and none has. */
  missing(): string[] {
    return [...usable(this.schema, this.isKept)].filter((name) => !this.used.has(name));
  }
}

/** All that a query can use, by the names that `note` gives. */
function usable(schema: GraphQLSchema, isKept: (type: string, field: string) => boolean): Set<string> {
  const names = new Set<string>();
  const seen = new Set<string>();
  const add = (type: GraphQLNamedType | null | undefined, isInput: boolean): void => {
    if (!type || seen.has(`${type.name} ${String(isInput)}`)) return;
    seen.add(`${type.name} ${String(isInput)}`);
    if (isAbstractType(type)) for (const each of schema.getPossibleTypes(type)) add(each, false);
    if (isEnumType(type) && isInput) for (const { name } of type.getValues()) names.add(`${type.name}.${name}`);
    if (isInputObjectType(type)) {
      for (const field of Object.values(type.getFields())) {
        names.add(`${type.name}.${field.name}`);
        add(getNamedType(field.type), true);
      }
    }
    if (!isObjectType(type)) return;
    for (const field of Object.values(type.getFields())) {
      if (isKept(type.name, field.name)) continue;
      names.add(`${type.name}.${field.name}`);
      for (const argument of field.args) {
        names.add(`${type.name}.${field.name}(${argument.name})`);
        add(getNamedType(argument.type), true);
      }
      add(getNamedType(field.type), false);
    }
  };
  add(schema.getQueryType(), false);
  return names;
}
