import {
  type FieldNode,
  type FragmentDefinitionNode,
  getArgumentValues,
  getNamedType,
  GraphQLError,
  type GraphQLObjectType,
  type GraphQLSchema,
  isAbstractType,
  isObjectType,
  type SelectionSetNode,
} from 'graphql';
import { collectFields, collectSubfields } from 'graphql/execution/collectFields';
import { ErrorCode, RequestError } from '../lib/errors';
import type { FieldUse } from './fieldUse';
import { type Entry, jsonColumns, jsonList, jsonObject } from './jsonObject';
import { type Plan, planOf } from './plan';
import type { ReadObject, ReadType, Role } from './readType';
import { type OpenTable, type Rows, keptRows, openRows, selectedRows, visibleRows } from './rows';
import { Bind, type Sql, raw, sql, textLiteral } from './sql';
import { CONDITION_LIMIT, ListSize, Work } from './work';

/** What a compilation is given. */
export interface CompilerInput {
  readonly schema: GraphQLSchema;
  readonly types: Readonly<Record<string, ReadType>>;
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
  /** Variables as their shape has them. */
  readonly variables: Readonly<Record<string, unknown>>;
  readonly role: Role;
  /** Bytes that the text of an answer may have. */
  readonly answerLimitBytes: number;
  /** Whether objects of an interface or union carry their type under TYPE_KEY, for an executor that must tell them apart. */
  readonly typed: boolean;
  /** Whether it reads what a transaction has written and not committed: what commits keep isn't there yet. */
  readonly uncommitted: boolean;
}

/** What is said of a type beside its table and who sees the rows of it. */
export type TypeOfRows = Omit<ReadType, 'table' | 'visible' | 'keptIn'>;

/** The key under which an object tells its type to the executor. It is no GraphQL name, so that no alias can be it. */
export const TYPE_KEY = '@type';

/** Compiles fields of one operation to SQL expressions, and adds up what they may cost. */
export class Compiler {
  private work = 0;
  private aliases = 0;
  /** Rows that each condition which is compiled now is examined for. */
  private candidates = 0;
  private conditions = 0;
  private readonly checks: Bind[] = [];
  private followsChanges = true;

  constructor(private readonly input: CompilerInput) {}

  /** What the compiled fields cost at worst, in units of {@link Work}. */
  get cost(): number {
    return Math.ceil(this.work);
  }

  /** The plan of a statement that gives one row with one text. */
  plan(statement: Sql): Plan {
    const { cost, checks, followsChanges } = this;
    return planOf(statement, { cost, checks, followsChanges, answerLimitBytes: this.input.answerLimitBytes });
  }

  /** Has the values of SQL looked at that nothing selected needs, so that a wrong argument is refused all the same. */
  check(unread: readonly Sql[]): void {
    for (const { values } of unread) for (const value of values) if (value instanceof Bind) this.checks.push(value);
  }

  /** Adds to the cost: an amount of work for each of so many rows. */
  charge(rows: number, work: number = Work.row): void {
    this.work += rows * work;
  }

  /** Compiles conditions that so many rows are examined by. */
  examining<Result>(candidates: number, compile: () => Result): Result {
    const outer = this.candidates;
    this.candidates = candidates;
    try {
      return compile();
    } finally {
      this.candidates = outer;
    }
  }

  /** Compiles conditions on rows of another type, of which each row that is examined has so many. */
  examiningEach<Result>(related: number, compile: () => Result): Result {
    this.charge(1, Work.table);
    return this.examining(this.candidates * related, compile);
  }

  /**
   * Adds the cost of one condition.
   *
   * @throws RequestError COST_LIMIT_EXCEEDED where there are more conditions than an operation may have
   */
  condition(work: number): void {
    this.conditions += 1;
    if (this.conditions > CONDITION_LIMIT) throw tooManyConditions();
    this.charge(this.candidates, work);
  }

  get role(): Role {
    return this.input.role;
  }

  get uncommitted(): boolean {
    return this.input.uncommitted;
  }

  /** A new name for a table's row in the statement. */
  alias(): Sql {
    this.aliases += 1;
    return raw(`t${String(this.aliases)}`);
  }

  /** How a type is read; its table is named by `rows` alone. */
  type(name: string): TypeOfRows {
    return this.tableType(name);
  }

  private tableType(name: string): ReadType {
    const type = this.input.types[name];
    if (!type) throw new Error(`The read map has no type ${name}.`);
    return type;
  }

  /** The rows of a type that this role may see. There is no other way to read its table. */
  rows(typeName: string): Rows {
    const type = this.tableType(typeName);
    if (type.hasNoChanges) this.followsChanges = false;
    return visibleRows(type, this);
  }

  /** What commits keep of a row, where this role may see it. */
  kept(typeName: string, row: Sql): Rows {
    return keptRows(this.tableType(typeName), raw(`${row.sql}k`), this);
  }

  /** All rows of a table that has nothing to hide. */
  open(table: OpenTable): Rows {
    return openRows(table, this.alias());
  }

  /** The rows of a subselect in parentheses. */
  selected(select: Sql): Rows {
    return selectedRows(select, this.alias());
  }

  /** The fields that a selection set of the operation's root asks for. */
  rootFields(parent: GraphQLObjectType, selectionSet: SelectionSetNode): FieldUse[] {
    const { schema, fragments, variables } = this.input;
    const collected = collectFields(schema, fragments, variables, parent, selectionSet);
    return [...collected].map(([key, nodes]) => this.fieldUse(parent, key, nodes, [key], 1));
  }

  /** The fields that are selected in a field, where its value is of this object type. */
  subfields(use: FieldUse, typeName: string, rows: number): FieldUse[] {
    const { schema, fragments, variables } = this.input;
    const type = schema.getType(typeName);
    if (!isObjectType(type)) throw new Error(`The schema has no object type ${typeName}.`);
    const collected = collectSubfields(schema, fragments, variables, type, use.nodes);
    this.charge(rows * collected.size, Work.value);
    return [...collected].map(([key, nodes]) => this.fieldUse(type, key, nodes, [...use.path, key], rows));
  }

  /** The use of a field whose nodes are known, as an executor's info has them. */
  fieldUse(
    parent: GraphQLObjectType,
    key: string,
    nodes: readonly FieldNode[],
    path: readonly string[],
    rows: number,
  ): FieldUse {
    const node = nodes[0];
    const name = node?.name.value ?? '';
    const field = parent.getFields()[name];
    if (!node || !field) {
      // Fields of introspection (__schema, __type) belong to no type of the schema, and no plan covers them.
      if (!name.startsWith('__')) throw new Error(`The schema has no field ${parent.name}.${name}.`);
      return { key, name, parent, type: parent, nodes, args: {}, path, rows, compiler: this };
    }
    const args = this.argumentValues(field, node, path);
    return { key, name, parent, type: field.type, nodes, args, path, rows, compiler: this };
  }

  private argumentValues(
    field: Parameters<typeof getArgumentValues>[0],
    node: FieldNode,
    path: readonly string[],
  ): Record<string, unknown> {
    try {
      return getArgumentValues(field, node, this.input.variables);
    } catch (error) {
      if (!(error instanceof GraphQLError)) throw error;
      throw new RequestError(ErrorCode.BAD_USER_INPUT, error.message, { path });
    }
  }

  /** The object of a type over a row, for what is selected in a field, as the entries of a JSON object. */
  entries(use: FieldUse, typeName: string, row: Sql, rows = use.rows): Entry[] {
    const entries = this.object(use, this.tableType(typeName), row, rows);
    const abstract = isAbstractType(getNamedType(use.type));
    return abstract && this.input.typed ? [...entries, { key: TYPE_KEY, value: textLiteral(typeName) }] : entries;
  }

  /** The entries of an object of any type, for what is selected in a field. */
  object<Source>(use: FieldUse, type: ReadObject<Source>, source: Source, rows = use.rows): Entry[] {
    return this.values(this.subfields(use, type.name, rows), type, source);
  }

  /** The same, where the fields that are selected are known already. */
  values<Source>(fields: readonly FieldUse[], type: ReadObject<Source>, source: Source): Entry[] {
    return fields.map((use) => ({ key: use.key, value: valueOfField(use, type, source) }));
  }

  /** One object of a type, or null: the row for which the condition holds and which the role may see. */
  one(use: FieldUse, typeName: string, condition: (row: Sql) => Sql): Sql {
    const rows = this.rows(typeName);
    this.charge(1, Work.table);
    this.charge(use.rows);
    const from = rows.from(condition(rows));
    return jsonObject(this.entries(use, typeName, rows), from);
  }

  /** All objects of a type for which a condition holds and which the role may see, in an order. */
  many(use: FieldUse, typeName: string, source: (row: Sql) => { join?: Sql; where: Sql; orderBy: Sql }): Sql {
    const row = this.rows(typeName);
    const rows = use.rows * ListSize.unpaged;
    this.charge(1, Work.table);
    this.charge(rows);
    const { join, where, orderBy } = source(row);
    const rest = sql`${row.from(where, join)} order by ${orderBy}`;
    return jsonList(jsonColumns(this.entries(use, typeName, row, rows)), rest);
  }
}

function valueOfField<Source>(use: FieldUse, type: ReadObject<Source>, source: Source): Sql {
  if (use.name === '__typename') return textLiteral(type.name);
  const field = type.fields[use.name];
  if (!field) throw new Error(`The read map has no field ${type.name}.${use.name}.`);
  return field(source, use);
}

function tooManyConditions(): RequestError {
  const limit = CONDITION_LIMIT;
  const message =
    `This operation has more than ${limit.toLocaleString('en')} conditions in its filters; ${limit.toLocaleString('en')} are allowed. ` +
    'Name several values in one condition (in, notIn), or ask in several operations.';
  return new RequestError(ErrorCode.COST_LIMIT_EXCEEDED, message, { cost: limit + 1, limit, of: 'conditions' });
}
