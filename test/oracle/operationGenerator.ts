import {
  getNamedType,
  isAbstractType,
  isInterfaceType,
  isLeafType,
  parse,
  validate,
  type DocumentNode,
  type GraphQLField,
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  type GraphQLSchema,
  type GraphQLUnionType,
} from 'graphql';
import { ArgumentWriter, type ArgumentOptions } from './argumentWriter';
import type { Random } from './random';

/** A generated operation. Variables may hold a CursorWanted, for whoever runs it to put a real cursor in its place. */
export interface GeneratedOperation {
  text: string;
  document: DocumentNode;
  variables: Record<string, unknown>;
  /** Other variables for the same document: some given that were left out, or left out that were given, or with other values. */
  otherVariables: Record<string, unknown>;
}

export interface GeneratorOptions extends ArgumentOptions {
  schema: GraphQLSchema;
  /** How deep selections go. */
  depth: number;
  /** How many fields it asks for, about: the least and the most. Default: 5 to 45. */
  fields?: readonly [number, number];
  /** Fields to leave alone, such as Query.search. */
  omit: (parent: string, field: string) => boolean;
}

type Composite = GraphQLObjectType | GraphQLInterfaceType;
type Abstract = GraphQLInterfaceType | GraphQLUnionType;

/** Makes a valid operation by walking the schema; the same random source makes the same one. */
export function generateOperation(random: Random, options: GeneratorOptions): GeneratedOperation {
  // Two merged selections can differ in a way that GraphQL forbids; such a one is thrown away.
  for (let attempt = 0; attempt < 200; attempt++) {
    const { text, variables, otherVariables } = new OperationWriter(random, options).write();
    const document = parse(text);
    if (validate(options.schema, document).length === 0) return { text, document, variables, otherVariables };
  }
  throw new Error('No valid operation came of 200 attempts.');
}

class OperationWriter {
  private readonly args: ArgumentWriter;
  private readonly fragments: { name: string; on: string; text: string }[] = [];
  private names = 0;
  private budget: number;

  constructor(
    private readonly random: Random,
    private readonly options: GeneratorOptions,
  ) {
    const [least, most] = options.fields ?? [5, 45];
    this.budget = random.between(least, most);
    this.args = new ArgumentWriter(random, options);
  }

  write(): Omit<GeneratedOperation, 'document'> {
    const query = this.options.schema.getQueryType();
    if (!query) throw new Error('The schema has no queries.');
    const count = this.random.pick([1, 1, 1, 2, 3]);
    const fields = Array.from({ length: count }, () => this.field(query, this.random.pick(this.known(query)), 0));
    const { definitions, variables } = this.args;
    const head = definitions.length > 0 ? `(${definitions.join(', ')})` : '';
    const fragments = this.fragments.map(({ name, on, text }) => `fragment ${name} on ${on} ${text}`);
    const text = [`query Generated${head} {\n${fields.join('\n')}\n}`, ...fragments].join('\n');
    return { text, variables, otherVariables: this.args.otherVariables() };
  }

  private known(type: Composite): GraphQLField<unknown, unknown>[] {
    return Object.values(type.getFields()).filter((field) => !this.options.omit(type.name, field.name));
  }

  private name(stem: string): string {
    this.names += 1;
    return `${stem}${String(this.names)}`;
  }

  private field(parent: Composite, field: GraphQLField<unknown, unknown>, depth: number): string {
    const type = getNamedType(field.type);
    const args = this.args.write(parent, field, depth);
    // Under an interface two object types may have fields of one name and different types.
    const clash = parent.name !== 'Query' && this.clashes(parent, field);
    const alias =
      args !== '' || clash || this.random.chance(0.1)
        ? `${this.name(this.random.chance(0.05) ? longStem : 'a')}: `
        : '';
    const head = `${alias}${field.name}${args}${this.args.directive()}`;
    if (isLeafType(type)) return head;
    const selection = this.selection(type as Composite | Abstract, depth + 1);
    // The same response key once more, with other parts of the same object.
    const again = this.random.chance(0.06)
      ? `\n${alias}${field.name}${args} ${this.selection(type as Composite | Abstract, depth + 1)}`
      : '';
    return `${head} ${selection}${again}`;
  }

  private clashes(parent: Composite, field: GraphQLField<unknown, unknown>): boolean {
    const node = this.options.schema.getType('Node');
    if (!isInterfaceType(node)) return false;
    const siblings = this.options.schema.getPossibleTypes(node).filter(({ name }) => name !== parent.name);
    return siblings.some((type) => {
      const other = type.getFields()[field.name];
      return other !== undefined && String(other.type) !== String(field.type);
    });
  }

  private selection(type: Composite | Abstract, depth: number): string {
    if (isAbstractType(type)) return this.abstractSelection(type, depth);
    const fields = this.known(type);
    const leaves = fields.filter((field) => isLeafType(getNamedType(field.type)));
    const branches = fields.filter((field) => !isLeafType(getNamedType(field.type)));
    const chosen = this.random.sample(leaves, this.random.between(branches.length > 0 ? 0 : 1, 3));
    if (depth < this.options.depth && this.budget > 0) {
      chosen.push(...this.random.sample(branches, this.random.pick([1, 1, 2, 2, 3])));
    }
    const parts = this.random.sample(chosen, chosen.length).map((field) => {
      this.budget -= 1;
      const text = this.field(type, field, depth);
      return this.random.chance(0.08) ? `... on ${type.name}${this.args.directive()} { ${text} }` : text;
    });
    // Two aliases of one field, whose arguments are chosen apart.
    const twice = chosen.find((field) => field.args.length > 0);
    if (twice && this.budget > 0 && this.random.chance(0.3)) parts.push(this.field(type, twice, depth));
    if (parts.length === 0 || this.random.chance(0.15))
      parts.push(this.random.chance(0.3) ? 'kindOfThing: __typename' : '__typename');
    const isNode = type.getInterfaces().some(({ name }) => name === 'Node');
    if (isNode && this.random.chance(0.15)) parts.push(this.spread(type, depth));
    return `{\n${parts.join('\n')}\n}`;
  }

  private abstractSelection(type: Abstract, depth: number): string {
    const common = isInterfaceType(type) ? ['id', '__typename', 'id __typename'] : ['__typename', '... on Node { id }'];
    const parts = [this.random.pick(common)];
    const types = this.random.sample(this.options.schema.getPossibleTypes(type), this.random.between(1, 4));
    for (const member of types) {
      parts.push(`... on ${member.name}${this.args.directive()} ${this.selection(member, depth)}`);
    }
    if (this.random.chance(0.3)) parts.push(this.spread(type, depth));
    return `{\n${parts.join('\n')}\n}`;
  }

  /** A named fragment, on the type itself or on Node: an earlier one once more, or a new one. */
  private spread(type: Composite | Abstract, depth: number): string {
    const fitting = this.fragments.filter(({ on }) => on === type.name || on === 'Node');
    if (fitting.length > 0 && this.random.chance(0.5))
      return `...${this.random.pick(fitting).name}${this.args.directive()}`;
    const node = this.options.schema.getType('Node');
    const onNode = this.random.chance(0.5) && isInterfaceType(node) && depth < this.options.depth;
    const on = onNode ? node : type;
    const name = this.name('Fragment');
    const text = this.selection(on, depth + 1);
    this.fragments.push({ name, on: on.name, text });
    return `...${name}${this.args.directive()}`;
  }
}

/** PostgreSQL cuts a name at 63 bytes; a response key has no such end. */
const longStem = 'aResponseKeyThatIsLongerThanThePlaceThatAnSqlIdentifierHasForIt';
