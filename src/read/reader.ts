import {
  type DocumentNode,
  type FieldNode,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
} from 'graphql';
import type { Database } from '../database/database';
import { ErrorCode, RequestError } from '../lib/errors';
import type { Asker } from './asker';
import { type ChangeEvent, changeObject, changeVariables, compileChange } from './changeEvent';
import { coerceVariables } from './coerceVariables';
import { CostBudget } from './costBudget';
import { Compiler, type CompilerInput } from './compiler';
import type { FieldUse } from './fieldUse';
import { jsonObject, jsonText } from './jsonObject';
import { compilePayload, payloadVariables } from './payload';
import { type Plan, checkCost, planValues } from './plan';
import { PlanCache, type PlanStatistics } from './planCache';
import { type PlanRun, PlanRunner, type RunOptions } from './planRunner';
import type { Role } from './readType';
import { readTypes } from './readTypes';
import { roots } from './roots';
import { selectionOf } from './selection';
import { SharedReads } from './sharedReads';
import { type Sql, sql, textLiteral } from './sql';
import { shapeVariables } from './variableShape';

/** What resolvers of root fields need to read: one field's own plan, answered as an object. */
export interface Reader {
  /**
   * @throws RequestError where an argument is wrong or the field costs too much
   */
  readField(info: GraphQLResolveInfo): Promise<unknown>;
  /**
   * Prepares the payload of a mutation, before anything is written: each of its fields is the object that was written, or
   * a list of those.
   *
   * @returns what reads the payload, given the ids of what was written
   * @throws RequestError where an argument in the payload is wrong or it costs too much
   */
  preparePayload(info: GraphQLResolveInfo): (ids: readonly string[]) => Promise<Readonly<Record<string, unknown>>>;
  /**
   * Prepares what a subscription selects in each change.
   *
   * @returns what reads the object of a change: by one statement for all who select the same, or by none where no node is
   *   selected or it is gone
   * @throws RequestError where an argument in the selection is wrong or it costs too much
   */
  prepareChange(info: GraphQLResolveInfo): (event: ChangeEvent) => Promise<unknown>;
}

export interface ReadOptions extends RunOptions {
  /** What one operation may cost at worst, in units of Work. */
  readonly costLimit: number;
  /** Bytes that the text of an answer may have. */
  readonly answerLimitBytes: number;
}

/** Stands for an answer that was not read, since whoever asks has it. It is JSON, as every text is. */
const NOTHING_READ = 'null';

type Variables = Readonly<Record<string, unknown>>;

/** What a plan is compiled from, and what tells it from the plan of anything else. */
interface Planned {
  /** Nodes of one document; none where the key says all. */
  readonly nodes: readonly object[];
  readonly key: string;
  /** Variables as their shape has them. */
  readonly variables: Variables;
  readonly fragments: () => CompilerInput['fragments'];
  /** Whether an executor goes on with what the plan reads. */
  readonly typed: boolean;
}

/** What the read path has done since the process began. */
export interface ReadStatistics extends PlanStatistics {
  /** Reads that wait for a connection now. */
  readonly waiting: number;
}

/** Notes why the nodes of a field are refused. */
type Refuse = (nodes: readonly FieldNode[], refusal: RequestError) => void;

/** Compiles an operation or a field; null where it is nothing that can be planned. */
type Compile = (input: CompilerInput, refuse: Refuse) => Plan | null;

/** What of the store a plan sees. */
type Sight = Pick<CompilerInput, 'role' | 'uncommitted'>;

/** Compiles reads to one SQL statement each, keeps the plans, and runs them. */
export class ReadService {
  private readonly cache = new PlanCache();
  private readonly runner: PlanRunner;
  /** Apart, so that what is written is answered while reads hold every connection of theirs. */
  private readonly answers: PlanRunner;
  private readonly sharedReads: SharedReads;

  constructor(
    private readonly schema: GraphQLSchema,
    database: Database,
    private readonly options: ReadOptions,
  ) {
    const budget = new CostBudget(options.clientCostPerMinute);
    this.runner = new PlanRunner(database.pool, options, budget);
    this.answers = new PlanRunner(database.answers, options, budget);
    this.sharedReads = new SharedReads(this.runner);
  }

  /**
   * Answers a whole operation as JSON text, the value of `data`.
   *
   * @returns {@link NOTHING_READ} where the asker has the answer already; null where the operation is not made of compiled reads alone, or has a fault that the executor must report in its
   * place: every root field's own plan finds it again
   */
  async readOperation(
    document: DocumentNode,
    operation: OperationDefinitionNode,
    given: Record<string, unknown>,
    asker: Asker,
  ): Promise<string | null> {
    const read = this.operationRead(document, operation, given, asker.role);
    if (!read) return null;
    const { plan, values } = read;
    const condition = plan.followsChanges ? asker.condition : undefined;
    // Before the read: what it then reads is at least as new as the tag says.
    if (await condition?.isAnswered(JSON.stringify([plan.name, values]))) return NOTHING_READ;
    return this.runner.run(plan, values, asker);
  }

  /** The statement that answers an operation and its values, for those who want to see how PostgreSQL runs it. */
  statementOf(
    document: DocumentNode,
    operation: OperationDefinitionNode,
    given: Record<string, unknown>,
    role: Role,
  ): { text: string; values: unknown[]; cost: number } | null {
    const read = this.operationRead(document, operation, given, role);
    return read && { text: read.plan.text, values: read.values, cost: read.plan.cost };
  }

  private operationRead(
    document: DocumentNode,
    operation: OperationDefinitionNode,
    given: Record<string, unknown>,
    role: Role,
  ): { plan: Plan; values: unknown[] } | null {
    const { coerced } = coerceVariables(this.schema, operation, given);
    if (!coerced) return null;
    const compile: Compile = (input, refuse) => this.compileOperation(operation, input, refuse);
    try {
      const { key, variables } = shapeVariables(this.schema, operation, coerced);
      const planned = { nodes: [operation], key, variables, fragments: () => fragmentsOf(document), typed: false };
      const plan = this.plan(planned, { role, uncommitted: false }, compile);
      if (!plan) return null;
      return { plan, values: planValues(plan, coerced) };
    } catch (error) {
      // What costs too much costs it as a whole: field by field, each might pass.
      if (error instanceof RequestError && error.code !== ErrorCode.COST_LIMIT_EXCEEDED) return null;
      throw error;
    }
  }

  /** What compiling has cost so far, how often a plan was there already, and how many reads wait now. */
  statistics(): ReadStatistics {
    return { ...this.cache.statistics(), waiting: this.runner.waiting + this.answers.waiting };
  }

  /**
   * A reader for the root resolvers of one request.
   *
   * @param transaction what its plans run on, where that is not the pool but a transaction which has written
   */
  readerFor(asker: Asker, transaction?: PlanRun): Reader {
    const runner = transaction ?? this.runner;
    const sight = { role: asker.role, uncommitted: transaction !== undefined };
    let cost = 0;
    return {
      readField: async (info) => {
        const plan = this.fieldPlan(info, sight);
        cost += plan.cost;
        checkCost(cost, this.options.costLimit);
        const text = await runner.run(plan, planValues(plan, info.variableValues), asker);
        return text === null ? null : (JSON.parse(text) as unknown);
      },
      preparePayload: (info) => {
        const plan = this.selectionPlan(info, sight, compilePayload);
        if (!plan) throw new Error(`The payload of ${info.fieldName} cannot be read by a plan.`);
        cost += plan.cost;
        checkCost(cost, this.options.costLimit);
        const valuesFor = (ids: readonly string[]): unknown[] => planValues(plan, payloadVariables(info, ids));
        // What is wrong with an argument shows now, and not when all is written.
        valuesFor([]);
        const read = this.payloadRead(plan, asker, transaction);
        return async (ids) => JSON.parse((await read(valuesFor(ids))) ?? '{}') as Record<string, unknown>;
      },
      prepareChange: (info) => this.changeReader(info, asker),
    };
  }

  /** What runs the plan of a payload. Nothing is written whose answer the client's budget doesn't allow. */
  private payloadRead(plan: Plan, asker: Asker, transaction?: PlanRun): (values: unknown[]) => Promise<string | null> {
    if (transaction) return (values) => transaction.run(plan, values, asker);
    this.answers.charge(plan, asker);
    return (values) => this.answers.runCharged(plan, values, asker);
  }

  private changeReader(info: GraphQLResolveInfo, asker: Asker): (event: ChangeEvent) => Promise<unknown> {
    const plan = this.selectionPlan(info, { role: asker.role, uncommitted: false }, compileChange);
    const valuesFor = (compiled: Plan, event: Pick<ChangeEvent, 'type' | 'id'>): unknown[] =>
      planValues(compiled, changeVariables(info, event));
    // What is wrong with an argument shows now, and not with the first change.
    if (plan) valuesFor(plan, { type: 'PARTY', id: '' });
    return async (event) => {
      const isRead = plan !== null && event.kind !== 'DELETED';
      const text = isRead ? await this.sharedReads.run(plan, valuesFor(plan, event), asker, event.asOf) : null;
      return changeObject(info, event, text === null ? null : (JSON.parse(text) as Record<string, unknown>));
    };
  }

  /** The plan of a field with its arguments, as its document has it. */
  private fieldPlan(info: GraphQLResolveInfo, sight: Sight): Plan {
    const { fieldNodes: nodes, operation, variableValues, fragments } = info;
    const { key, variables } = shapeVariables(this.schema, operation, variableValues);
    const planned = { nodes, key, variables, fragments: () => fragments, typed: true };
    const plan = this.plan(planned, sight, (input) => compileField(info, input));
    if (!plan) throw new Error(`${info.parentType.name}.${info.fieldName} cannot be read by a plan.`);
    return plan;
  }

  /** The plan of what is selected in a field, whatever its arguments and whichever document it is in. */
  private selectionPlan(
    info: GraphQLResolveInfo,
    sight: Sight,
    compileWith: (info: GraphQLResolveInfo, input: CompilerInput) => Plan | null,
  ): Plan | null {
    const selection = selectionOf(info);
    const shape = shapeVariables(this.schema, info.operation, info.variableValues, selection.variables);
    const key = `${selection.key} ${shape.key}`;
    const planned = { nodes: [], key, variables: shape.variables, fragments: () => info.fragments, typed: true };
    return this.plan(planned, sight, (input) => compileWith(info, input));
  }

  /** A plan from the cache, or compiled. */
  private plan({ nodes, key: of, variables, fragments, typed }: Planned, sight: Sight, compile: Compile): Plan | null {
    const key = `${sight.role}${sight.uncommitted ? ' uncommitted' : ''} ${of}`;
    return this.cache.plan(nodes, key, () => {
      const { answerLimitBytes, costLimit } = this.options;
      const settings = { schema: this.schema, types: readTypes, answerLimitBytes };
      const input = { ...settings, fragments: fragments(), variables, typed, ...sight };
      const plan = compile(input, (refused, refusal) => {
        this.cache.refuse(refused, key, refusal);
      });
      if (plan) checkCost(plan.cost, costLimit);
      return plan;
    });
  }

  private compileOperation(operation: OperationDefinitionNode, input: CompilerInput, refuse: Refuse): Plan | null {
    const query = this.schema.getQueryType();
    if (operation.operation !== OperationTypeNode.QUERY || !query) return null;
    const compiler = new Compiler(input);
    const uses = compiler.rootFields(query, operation.selectionSet);
    if (!uses.every(({ name }) => name === '__typename' || name in roots)) return null;
    const entries = uses.map((use) => ({ key: use.key, value: valueOrRefusal(use, refuse) }));
    return compiler.plan(sql`select ${jsonText(jsonObject(entries))}`);
  }
}

/** The value of a root field. Why it is refused is kept, since the executor asks for the same field next. */
function valueOrRefusal(use: FieldUse, refuse: Refuse): Sql {
  try {
    return rootValue(use);
  } catch (error) {
    if (error instanceof RequestError) refuse(use.nodes, error);
    throw error;
  }
}

function compileField(info: GraphQLResolveInfo, input: CompilerInput): Plan {
  const compiler = new Compiler(input);
  const key = String(info.path.key);
  const use = compiler.fieldUse(info.parentType, key, info.fieldNodes, [key], 1);
  return compiler.plan(sql`select ${rootValue(use)}::text`);
}

function rootValue(use: FieldUse): ReturnType<(typeof roots)[string]> {
  if (use.name === '__typename') return textLiteral(use.parent.name);
  const root = roots[use.name];
  if (!root) throw new Error(`The read map has no root field ${use.name}.`);
  return root(use);
}

function fragmentsOf(document: DocumentNode): CompilerInput['fragments'] {
  return Object.fromEntries(
    document.definitions.flatMap((definition) =>
      definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition]] : [],
    ),
  );
}
