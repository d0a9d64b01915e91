import {
  getNamedType,
  isAbstractType,
  isEnumType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';
import type { WalkValues } from './walkValues';

export type AnyField = GraphQLField<unknown, unknown>;

/** Says of some fields that the walk leaves them alone, because readers are refused. */
export type IsKept = (type: string, field: string) => boolean;

/** What to select in a node of a type. */
type Inner = (type: GraphQLObjectType) => string;

/** Writes selection sets by what the schema has. A node is what implements Node; all other objects are only the way to nodes. */
export class WalkSelection {
  constructor(
    readonly schema: GraphQLSchema,
    private readonly values: WalkValues,
    private readonly isKept: IsKept,
  ) {}

  fieldsOf(type: GraphQLObjectType): AnyField[] {
    return Object.values(type.getFields()).filter(({ name }) => !this.isKept(type.name, name));
  }

  /** The object types that a type stands for. */
  objectTypes(type: GraphQLNamedType): readonly GraphQLObjectType[] {
    if (isAbstractType(type)) return this.schema.getPossibleTypes(type);
    return isObjectType(type) ? [type] : [];
  }

  /** The types of the nodes that come next in a field's value. */
  nodeTypes(type: GraphQLNamedType, seen = new Set<string>()): GraphQLObjectType[] {
    return this.objectTypes(type).flatMap((each) => {
      if (seen.has(each.name)) return [];
      seen.add(each.name);
      if (isNode(each)) return [each];
      return this.fieldsOf(each).flatMap((field) => this.nodeTypes(getNamedType(field.type), seen));
    });
  }

  /** Little of each object: what tells which it is, and counts. */
  brief(type: GraphQLNamedType): string {
    return this.around(type, () => 'id', false);
  }

  /** All leaves of a node and of everything beside it, and the nodes that lie so many steps further. */
  full(type: GraphQLObjectType, steps: number): string {
    return this.fieldsOf(type)
      .flatMap((field) => this.uses(type, field, steps > 0 ? (next) => this.full(next, steps - 1) : () => 'id', false))
      .join('\n');
  }

  /** One field of a node in its variants, beside the node's id. */
  only(type: GraphQLObjectType, field: AnyField, inner: Inner): string {
    return ['id', ...this.uses(type, field, inner)].join('\n');
  }

  /**
   * The braces behind a field of this type: whatever lies on the way to nodes whole, and `inner` in each node.
   *
   * @param whole whether fields that need arguments, such as facets, are used too
   * @param inBuckets what to select in the nodes that facets lead to; there are many facets in each list
   */
  around(type: GraphQLNamedType, inner: Inner, whole = true, inBuckets: Inner = () => 'id'): string {
    if (isAbstractType(type)) {
      const fragments = this.objectTypes(type).map((each) => `... on ${each.name} { ${inner(each)} }`);
      return `{ __typename ${fragments.join('\n')} }`;
    }
    if (!isObjectType(type)) return '';
    if (isNode(type)) return `{ __typename ${inner(type)} }`;
    const fields = this.fieldsOf(type);
    const isConnection = fields.some(({ name }) => name === 'edges');
    const parts = fields.flatMap((field) => {
      if (!whole && field.args.some(isRequiredArgument)) return [];
      // A connection's nodes are those of its edges: the long way through both would be twice the same.
      if (isConnection && field.name === 'nodes') return this.uses(type, field, () => 'id');
      return this.uses(type, field, isFacet(field) ? inBuckets : inner);
    });
    return `{ __typename ${parts.join('\n')} }`;
  }

  /** A field with each of the arguments that change what it is; the long way goes through the first only. */
  private uses(parent: GraphQLObjectType, field: AnyField, inner: Inner, whole = true): string[] {
    const type = getNamedType(field.type);
    const variants = this.variants(parent, field);
    // Deep down, lists come in one variant only: an operation may not have more than so many tokens.
    return variants.slice(0, whole || isLeafType(type) ? variants.length : 1).map((args, index) => {
      const alias = index === 0 ? '' : `${field.name}_${String(index)}: `;
      const isFirst = index === 0;
      const selected = isLeafType(type)
        ? ''
        : this.around(type, isFirst || isFacet(field) ? inner : () => 'id', isFirst && whole);
      return `${alias}${field.name}${args} ${selected}`;
    });
  }

  private variants(parent: GraphQLObjectType, field: AnyField): string[] {
    const required = field.args.filter(isRequiredArgument);
    const named = (name: string): boolean => field.args.some((argument) => argument.name === name);
    const page = named('after') ? ['first: 100'] : [];
    const optional = field.args.filter(
      (argument) => !isRequiredArgument(argument) && !isList(argument) && changesWhat(argument),
    );
    if (required.length > 1) throw new Error(`The walk cannot fill ${parent.name}.${field.name}.`);
    const [must] = required;
    if (must) {
      return this.values.literals(must, field.name).flatMap((literal) => {
        const given = `${must.name}: ${literal}`;
        return [`(${given})`, ...(named('first') ? [`(${given}, first: 1)`] : [])];
      });
    }
    const others = optional.flatMap((argument) =>
      this.values.literals(argument, field.name).map((literal) => [...page, `${argument.name}: ${literal}`]),
    );
    return [page, ...others].map((args) => (args.length > 0 ? `(${args.join(', ')})` : ''));
  }
}

function isNode(type: GraphQLNamedType): boolean {
  if (isInterfaceType(type)) return type.name === 'Node';
  return isObjectType(type) && type.getInterfaces().some(({ name }) => name === 'Node');
}

export function isList(argument: GraphQLArgument): boolean {
  return isListType(isNonNullType(argument.type) ? argument.type.ofType : argument.type);
}

/** Whether an argument makes another list of it, such as role, or another value, such as asOf, and has few values. */
function changesWhat(argument: GraphQLArgument): boolean {
  const type = getNamedType(argument.type);
  return isEnumType(type) || type.name === 'Date';
}

function isFacet(field: AnyField): boolean {
  return field.args.some((argument) => isRequiredArgument(argument) && isEnumType(getNamedType(argument.type)));
}
