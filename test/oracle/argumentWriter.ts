import {
  getNamedType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredArgument,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLNamedType,
} from 'graphql';
import type { OracleInputs } from './inputGenerator';
import type { Random } from './random';

/** A place for a cursor: of which list, in which order, and which of the cursors found there (0 to 1). */
export interface CursorWanted {
  list: string;
  orderBy: string;
  share: number;
}

export interface ArgumentOptions {
  /** Ids and slugs that a query may name, by type; strings and days for filters. */
  inputs: OracleInputs;
  /** Whether lists carry where and orderBy. */
  filters: boolean;
  /** Whether every list is kept short, so that the whole costs little. Default: only lists in lists. */
  short?: boolean;
}

/** A variable as it is declared, and a value for it. */
interface Declared {
  type: string;
  value: unknown;
  /** Whether it may be left out and null. */
  optional: boolean;
}

/** Writes the arguments of an operation's fields, and keeps the variables that they come through. */
export class ArgumentWriter {
  readonly definitions: string[] = [];
  readonly variables: Record<string, unknown> = {};
  private readonly declared: Record<string, Declared> = {};
  private names = 0;

  constructor(
    private readonly random: Random,
    private readonly options: ArgumentOptions,
  ) {}

  otherVariables(): Record<string, unknown> {
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

  private name(): string {
    this.names += 1;
    return `v${String(this.names)}`;
  }

  /** Gives a value through a variable: given, left to its default, or (where it may be) left out or null. */
  private variable(type: string, literal: string, value: unknown): string {
    const name = this.name();
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

  /** Now and then one that takes a selection or leaves it out. */
  directive(): string {
    if (!this.random.chance(0.08)) return '';
    const included = this.random.chance(0.6);
    const directive = this.random.pick(['include', 'skip']);
    const value = directive === 'include' ? included : !included;
    if (this.random.chance(0.3)) return ` @${directive}(if: ${String(value)})`;
    if (this.random.chance(0.4)) {
      const name = this.name();
      this.definitions.push(`$${name}: Boolean = ${String(value)}`);
      this.declared[name] = { type: 'Boolean', value, optional: false };
      return ` @${directive}(if: $${name})`;
    }
    return ` @${directive}(if: ${this.variable('Boolean!', String(value), value)})`;
  }

  /** The arguments of a field in parentheses, or nothing. */
  write(parent: GraphQLNamedType, field: GraphQLField<unknown, unknown>, depth: number): string {
    const parts = isPaged(field) ? this.pageArgs(parent, field, depth) : [];
    const others = field.args.filter(({ name }) => !pageArgNames.includes(name) || !isPaged(field));
    if (others.some(({ name }) => name === 'slug')) return `(${this.keyArg(field)})`;
    const period = others.some(({ name }) => name === 'from') ? this.period() : {};
    for (const argument of others) {
      if (argument.name === 'where' && !this.options.filters) continue;
      if (isRequiredArgument(argument) || this.random.chance(0.5)) {
        parts.push(this.arg(parent, field, argument, period[argument.name]));
      }
    }
    return parts.length > 0 ? `(${parts.join(', ')})` : '';
  }

  /** Two days that a list may be asked to lie between: one that ends before it begins is refused. */
  private period(): Record<string, string> {
    const { inputs } = this.options;
    const [from = '', to = ''] = [inputs.day(this.random), inputs.day(this.random)].sort();
    return { from, to };
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
    const name = this.name();
    this.definitions.push(`$${name}: ${type}`);
    this.variables[name] = value;
    this.declared[name] = { type, value, optional: false };
    return `$${name}`;
  }

  private arg(
    parent: GraphQLNamedType,
    field: GraphQLField<unknown, unknown>,
    argument: GraphQLArgument,
    day?: string,
  ): string {
    const type = getNamedType(argument.type);
    if (type.name === 'ID') return `${argument.name}: ${this.idArg(argument)}`;
    if (isInputObjectType(type)) return this.whereArg(type, true);
    if (isEnumType(type)) {
      const name = this.random.pick(type.getValues()).name;
      if (isNonNullType(argument.type) || this.random.chance(0.6)) return `${argument.name}: ${name}`;
      return `${argument.name}: ${this.variable(type.name, name, name)}`;
    }
    if (type.name === 'Date') {
      return `${argument.name}: ${this.value('Date', day ?? this.options.inputs.day(this.random), 'optional')}`;
    }
    if (type.name === 'Int') return `${argument.name}: ${this.value('Int', this.random.between(1, 5), 'optional')}`;
    throw new Error(`Nothing is known to give to ${parent.name}.${field.name}(${argument.name}).`);
  }

  private idArg(argument: GraphQLArgument): string {
    const { random, options } = this;
    if (isList(argument)) {
      return this.value(
        '[ID!]!',
        Array.from({ length: random.between(0, 5) }, () => options.inputs.anyId(random)),
      );
    }
    const type = typeOfIdArg[argument.name];
    if (type === undefined) return this.value('ID!', options.inputs.anyId(random));
    return this.value('ID', options.inputs.id(random, type), 'optional');
  }

  private pageArgs(parent: GraphQLNamedType, field: GraphQLField<unknown, unknown>, depth: number): string[] {
    const { random, options } = this;
    const parts: string[] = [];
    const named = (name: string): GraphQLArgument | undefined => field.args.find((argument) => argument.name === name);
    const where = named('where');
    if (options.filters && where && random.chance(0.5)) {
      parts.push(this.whereArg(getNamedType(where.type)));
    }
    let orderByLiteral = '';
    const orderBy = named('orderBy');
    if (options.filters && orderBy && random.chance(0.5)) {
      orderByLiteral = options.inputs.orderBy(random, getNamedType(orderBy.type));
      parts.push(`orderBy: ${orderByLiteral}`);
    }
    const isLong = random.chance(0.2) && depth < (options.short ? 1 : 2);
    const size = isLong ? random.between(5, options.short ? 20 : 100) : random.between(1, 4);
    const backwards = random.chance(0.3) && named('last') !== undefined;
    // The deeper a list, the more it must be kept short.
    if (options.short || random.chance(depth < 1 ? 0.6 : 0.9)) {
      parts.push(
        `${backwards ? 'last' : 'first'}: ${depth < 2 && !options.short ? this.value('Int', size, 'optional') : this.value('Int', size)}`,
      );
    }
    for (const side of ['after', 'before'] as const) {
      if (!random.chance(0.15) || !named(side)) continue;
      const wanted: CursorWanted = {
        list: `${parent.name}.${field.name}`,
        orderBy: orderByLiteral,
        share: random.next(),
      };
      parts.push(`${side}: ${this.requiredVariable('String', wanted)}`);
    }
    return parts;
  }

  private whereArg(type: GraphQLNamedType, mayBeNull = false): string {
    const { literal, value } = this.options.inputs.where(this.random, type, 3);
    if (mayBeNull && this.random.chance(0.1)) return 'where: null';
    return `where: ${this.random.chance(0.5) ? literal : this.requiredVariable(String(type), value)}`;
  }
}

/** Of which type an object must be that an argument names by its id, where not of any. */
const typeOfIdArg: Readonly<Record<string, string>> = { party: 'Party', allegation: 'Allegation' };
const pageArgNames = ['where', 'orderBy', 'first', 'after', 'last', 'before'];

function isPaged(field: GraphQLField<unknown, unknown>): boolean {
  return field.args.some(({ name }) => name === 'after');
}

function isList(argument: GraphQLArgument): boolean {
  return isListType(isNonNullType(argument.type) ? argument.type.ofType : argument.type);
}
