import {
  getNamedType,
  isEnumType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isRequiredArgument,
  parse,
  validate,
  type DocumentNode,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';
import { type OracleInputs } from './inputGenerator';
import type { Random } from './random';

/** A place for a cursor: of which list, in which order, and which of the cursors found there (0 to 1). */
export interface CursorWanted {
  list: string;
  orderBy: string;
  share: number;
}

/** A generated operation. Variables may hold a CursorWanted, for whoever runs it to put a real cursor in its place. */
export interface GeneratedOperation {
  text: string;
  document: DocumentNode;
  variables: Record<string, unknown>;
  /** Other variables for the same document: some given that were left out, or left out that were given, or with other values. */
  otherVariables: Record<string, unknown>;
}

/** A variable as it is declared, and a value for it. */
interface Declared {
  type: string;
  value: unknown;
  /** Whether it may be left out and null. */
  optional: boolean;
}

export interface GeneratorOptions {
  schema: GraphQLSchema;
  /** Ids and slugs that a query may name, by type; strings and days for filters. */
  inputs: OracleInputs;
  /** How deep selections go. */
  depth: number;
  /** Whether lists carry where and orderBy. */
  filters: boolean;
  /** Fields to leave alone, such as Query.search. */
  omit: (parent: string, field: string) => boolean;
}

type Composite = GraphQLObjectType | GraphQLInterfaceType;

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
  private readonly definitions: string[] = [];
  private readonly variables: Record<string, unknown> = {};
  private readonly declared: Record<string, Declared> = {};
  private readonly fragments: { name: string; on: string; text: string }[] = [];
  private names = 0;
  private budget: number;

  constructor(
    private readonly random: Random,
    private readonly options: GeneratorOptions,
  ) {
    this.budget = random.between(5, 45);
  }

  write(): Omit<GeneratedOperation, 'document'> {
    const query = this.options.schema.getQueryType();
    if (!query) throw new Error('The schema has no queries.');
    const count = this.random.pick([1, 1, 1, 2, 3]);
    const fields = Array.from({ length: count }, () => this.field(query, this.random.pick(this.known(query)), 0));
    const variables = this.definitions.length > 0 ? `(${this.definitions.join(', ')})` : '';
    const fragments = this.fragments.map(({ name, on, text }) => `fragment ${name} on ${on} ${text}`);
    const text = [`query Generated${variables} {\n${fields.join('\n')}\n}`, ...fragments].join('\n');
    return { text, variables: this.variables, otherVariables: this.otherVariables() };
  }

  private otherVariables(): Record<string, unknown> {
    const { random } = this;
    const other: Record<string, unknown> = {};
    for (const [name, { type, value, optional }] of Object.entries(this.declared)) {
      if (optional && random.chance(0.3)) continue;
      if (type.startsWith('Boolean')) other[name] = !value;
      else if (optional && random.chance(0.2)) other[name] = null;
      else if (type === 'Int') other[name] = random.between(1, 5);
      else if (typeof value === 'object' && value !== null && 'share' in value)
        other[name] = { ...value, share: random.next() };
      else other[name] = value;
    }
    return other;
  }

  private known(type: Composite): GraphQLField<unknown, unknown>[] {
    return Object.values(type.getFields()).filter((field) => !this.options.omit(type.name, field.name));
  }

  private name(stem: string): string {
    this.names += 1;
    return `${stem}${String(this.names)}`;
  }

  /** Gives a value through a variable: given, left to its default, or (where it may be) left out or null. */
  private variable(type: string, literal: string, value: unknown): string {
    const name = this.name('v');
    this.declared[name] = { type, value, optional: !type.endsWith('!') };
    if (!type.endsWith('!') && this.random.chance(0.25)) {
      this.definitions.push(`$${name}: ${type} = ${literal}`);
      // An explicit null beats the default.
      if (this.random.chance(0.3)) this.variables[name] = null;
      return `$${name}`;
    }
    this.definitions.push(`$${name}: ${type}`);
    if (type.endsWith('!') || this.random.chance(0.8)) this.variables[name] = value;
    return `$${name}`;
  }

  private directive(): string {
    if (!this.random.chance(0.08)) return '';
    const included = this.random.chance(0.6);
    const directive = this.random.pick(['include', 'skip']);
    const value = directive === 'include' ? included : !included;
    if (this.random.chance(0.3)) return ` @${directive}(if: ${String(value)})`;
    if (this.random.chance(0.4)) {
      const name = this.name('v');
      this.definitions.push(`$${name}: Boolean = ${String(value)}`);
      this.declared[name] = { type: 'Boolean', value, optional: false };
      return ` @${directive}(if: $${name})`;
    }
    return ` @${directive}(if: ${this.variable('Boolean!', String(value), value)})`;
  }

  private field(parent: Composite, field: GraphQLField<unknown, unknown>, depth: number): string {
    const type = getNamedType(field.type);
    const args = this.args(parent, field, depth);
    // Under an interface two object types may have fields of one name and different types.
    const clash = parent.name !== 'Query' && this.clashes(parent, field);
    const alias =
      args !== '' || clash || this.random.chance(0.1)
        ? `${this.name(this.random.chance(0.05) ? longStem : 'a')}: `
        : '';
    const head = `${alias}${field.name}${args}${this.directive()}`;
    if (isLeafType(type)) return head;
    const selection = this.selection(type as Composite, depth + 1);
    // The same response key once more, with other parts of the same object.
    const again = this.random.chance(0.06)
      ? `\n${alias}${field.name}${args} ${this.selection(type as Composite, depth + 1)}`
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

  private selection(type: Composite, depth: number): string {
    if (isInterfaceType(type)) return this.interfaceSelection(type, depth);
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
      return this.random.chance(0.08) ? `... on ${type.name}${this.directive()} { ${text} }` : text;
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

  private interfaceSelection(type: GraphQLInterfaceType, depth: number): string {
    const parts = [this.random.pick(['id', '__typename', 'id __typename'])];
    const types = this.random.sample(this.options.schema.getPossibleTypes(type), this.random.between(1, 4));
    for (const member of types) {
      parts.push(`... on ${member.name}${this.directive()} ${this.selection(member, depth)}`);
    }
    if (this.random.chance(0.3)) parts.push(this.spread(type, depth));
    return `{\n${parts.join('\n')}\n}`;
  }

  /** A named fragment, on the type itself or on Node: an earlier one once more, or a new one. */
  private spread(type: Composite, depth: number): string {
    const fitting = this.fragments.filter(({ on }) => on === type.name || on === 'Node');
    if (fitting.length > 0 && this.random.chance(0.5)) return `...${this.random.pick(fitting).name}${this.directive()}`;
    const node = this.options.schema.getType('Node');
    const onNode = this.random.chance(0.5) && isInterfaceType(node) && depth < this.options.depth;
    const on = onNode ? node : type;
    const name = this.name('Fragment');
    const text = this.selection(on, depth + 1);
    this.fragments.push({ name, on: on.name, text });
    return `...${name}${this.directive()}`;
  }

  private args(parent: Composite, field: GraphQLField<unknown, unknown>, depth: number): string {
    const parts = isPaged(field) ? this.pageArgs(parent, field, depth) : [];
    const others = field.args.filter(({ name }) => !pageArgNames.includes(name) || !isPaged(field));
    if (others.some(({ name }) => name === 'slug')) return `(${this.keyArg(field)})`;
    for (const argument of others) {
      if (isRequiredArgument(argument) || this.random.chance(0.5)) parts.push(this.arg(parent, field, argument));
    }
    return parts.length > 0 ? `(${parts.join(', ')})` : '';
  }

  /** Either the id or the slug of something, mostly of what is there. */
  private keyArg(field: GraphQLField<unknown, unknown>): string {
    const type = getNamedType(field.type).name;
    if (this.random.chance(0.5)) return `id: ${this.value('ID', this.options.inputs.id(this.random, type))}`;
    return `slug: ${this.value('String', this.options.inputs.slug(this.random, type), 'required')}`;
  }

  private value(type: string, value: unknown, kind: 'optional' | 'required' = 'required'): string {
    const literal = JSON.stringify(value);
    if (this.random.chance(0.6)) return literal;
    return kind === 'required' ? this.requiredVariable(type, value) : this.variable(type, literal, value);
  }

  /** A variable that always has a value, though its type may not ask for one. */
  private requiredVariable(type: string, value: unknown): string {
    const name = this.name('v');
    this.definitions.push(`$${name}: ${type}`);
    this.variables[name] = value;
    this.declared[name] = { type, value, optional: false };
    return `$${name}`;
  }

  private arg(parent: Composite, field: GraphQLField<unknown, unknown>, argument: GraphQLArgument): string {
    const { inputs } = this.options;
    const type = getNamedType(argument.type);
    if (type.name === 'ID') {
      if (isList(argument)) {
        const ids = Array.from({ length: this.random.between(0, 5) }, () => inputs.anyId(this.random));
        return `${argument.name}: ${this.value('[ID!]!', ids)}`;
      }
      return `${argument.name}: ${this.value('ID!', inputs.anyId(this.random))}`;
    }
    if (isEnumType(type)) {
      const name = this.random.pick(type.getValues()).name;
      if (isNonNullType(argument.type) || this.random.chance(0.6)) return `${argument.name}: ${name}`;
      return `${argument.name}: ${this.variable(type.name, name, name)}`;
    }
    if (type.name === 'Date') return `${argument.name}: ${this.value('Date', inputs.day(this.random), 'optional')}`;
    if (type.name === 'Int') return `${argument.name}: ${this.value('Int', this.random.between(1, 5), 'optional')}`;
    throw new Error(`Nothing is known to give to ${parent.name}.${field.name}(${argument.name}).`);
  }

  private pageArgs(parent: Composite, field: GraphQLField<unknown, unknown>, depth: number): string[] {
    const { random, options } = this;
    const parts: string[] = [];
    const named = (name: string): GraphQLArgument | undefined => field.args.find((argument) => argument.name === name);
    const where = named('where');
    if (options.filters && where && random.chance(0.5)) {
      const type = getNamedType(where.type);
      const value = options.inputs.where(random, type, 3);
      parts.push(`where: ${this.inputValue(String(type), value.literal, value.value)}`);
    }
    let orderByLiteral = '';
    const orderBy = named('orderBy');
    if (options.filters && orderBy && random.chance(0.5)) {
      orderByLiteral = options.inputs.orderBy(random, getNamedType(orderBy.type));
      parts.push(`orderBy: ${orderByLiteral}`);
    }
    const size = random.chance(0.2) && depth < 2 ? random.between(5, 100) : random.between(1, 4);
    const backwards = random.chance(0.3);
    // The deeper a list, the more it must be kept short.
    if (random.chance(depth < 1 ? 0.6 : 0.9)) {
      parts.push(
        `${backwards ? 'last' : 'first'}: ${depth < 2 ? this.value('Int', size, 'optional') : this.value('Int', size)}`,
      );
    }
    for (const side of ['after', 'before'] as const) {
      if (!random.chance(0.15)) continue;
      const wanted: CursorWanted = {
        list: `${parent.name}.${field.name}`,
        orderBy: orderByLiteral,
        share: random.next(),
      };
      parts.push(`${side}: ${this.requiredVariable('String', wanted)}`);
    }
    return parts;
  }

  private inputValue(type: string, literal: string, value: unknown): string {
    return this.random.chance(0.5) ? literal : this.requiredVariable(type, value);
  }
}

/** PostgreSQL cuts a name at 63 bytes; a response key has no such end. */
const longStem = 'aResponseKeyThatIsLongerThanThePlaceThatAnSqlIdentifierHasForIt';
const pageArgNames = ['where', 'orderBy', 'first', 'after', 'last', 'before'];

function isPaged(field: GraphQLField<unknown, unknown>): boolean {
  return field.args.some(({ name }) => name === 'after');
}

function isList(argument: GraphQLArgument): boolean {
  return isListType(isNonNullType(argument.type) ? argument.type.ofType : argument.type);
}
