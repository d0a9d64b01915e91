import {
  execute,
  getOperationAST,
  parse,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { readEnvironment } from '../../src/lib/environment';
import { ReadService } from '../../src/read/reader';
import { resolveFromPlan } from '../../src/resolvers/resolveFromPlan';
import { buildAllegataSchema } from '../../src/schema/buildSchema';
import { createTestDatabase, type TestDatabase } from '../support/testDatabase';
import type { CursorWanted } from './argumentWriter';
import { firstDifference, laidBeside } from './laidBeside';
import { OracleExecutor, publishedSchema } from './oracleExecutor';
import { loadOracleStore, type OracleStore } from './oracleStore';
import type { OracleRole } from './oracleView';

type Variables = Record<string, unknown>;

/** A store, the product's two deliveries over it, and the oracle, so that one question can be asked of all three. */
export class ReadHarness {
  /** The ids of the rows that the product's cursors were given for. */
  private readonly idsOfCursors = new Map<string, string>();
  private readonly cursorsOfLists = new Map<string, string[]>();

  private constructor(
    readonly database: TestDatabase,
    readonly schema: GraphQLSchema,
    readonly store: OracleStore,
    private readonly oracle: OracleExecutor,
    readonly reads: ReadService,
  ) {}

  /** @param fill puts into the new, empty store what is to be asked about */
  static async create(fill: (database: TestDatabase) => Promise<void>): Promise<ReadHarness> {
    const database = await createTestDatabase();
    await fill(database);
    const schema = buildAllegataSchema();
    const store = await loadOracleStore(database.pool);
    const oracle = new OracleExecutor(publishedSchema(), store);
    const reads = new ReadService(schema, database, {
      ...readEnvironment({}),
      clientCostPerMinute: Infinity,
      costLimit: Number.MAX_SAFE_INTEGER,
      preparedStatements: true,
    });
    return new ReadHarness(database, schema, store, oracle, reads);
  }

  /** The operation's answer as the text delivery has it; undefined where it leaves the operation to the executor. */
  async text(document: DocumentNode, variables: Variables, role: OracleRole): Promise<unknown> {
    const text = await this.reads.readOperation(document, operationOf(document), variables, { role, client: 'test' });
    return text === null ? undefined : JSON.parse(text);
  }

  /** The operation's answer as the executor has it. */
  async objects(document: DocumentNode, variables: Variables, role: OracleRole): Promise<ExecutionResult> {
    return execute({
      schema: this.schema,
      document,
      variableValues: variables,
      contextValue: { reader: this.reads.readerFor({ role, client: 'test' }) },
      fieldResolver: resolveFromPlan,
    });
  }

  /** In what the text, the objects and the oracle differ; undefined where all agree and the text took one statement. */
  async disagreement(document: DocumentNode, given: Variables, role: OracleRole): Promise<string | undefined> {
    const variables = await this.withCursors(given, role);
    const expected = this.oracleAnswer(document, variables, role);
    const counted = await countStatements(this.database, () => this.text(document, variables, role));
    const objects = await this.objects(document, variables, role);
    if (objects.errors) return `objects: ${objects.errors.map(String).join('; ')}`;
    if (counted.result === undefined) return 'text: the operation was left to the executor';
    if (counted.statements !== 1) return `text: ${String(counted.statements)} SQL statements`;
    const between = firstDifference(counted.result, plain(objects.data));
    if (between) return `objects are not the text (expected is the text):\n${between}`;
    const learn = (cursor: string, id: string): void => void this.idsOfCursors.set(cursor, id);
    const difference = firstDifference(expected, laidBeside(expected, counted.result, learn));
    return difference && `the product is not the oracle (expected is the oracle):\n${difference}`;
  }

  private oracleAnswer(document: DocumentNode, variables: Variables, role: OracleRole): unknown {
    const idOfCursor = (cursor: string): string | undefined => this.idsOfCursors.get(cursor);
    const answer = this.oracle.execute({ document, variables, role, idOfCursor });
    if (answer.errors) throw new Error(`The oracle failed: ${answer.errors.map(String).join('; ')}`);
    return plain(answer.data);
  }

  /** Puts real cursors into the places that a generated operation keeps for them. */
  async withCursors(variables: Variables, role: OracleRole): Promise<Variables> {
    const filled: Variables = {};
    for (const [name, value] of Object.entries(variables)) {
      filled[name] = isCursorWanted(value) ? await this.cursor(value, role) : value;
    }
    return filled;
  }

  private async cursor({ list, orderBy, share }: CursorWanted, role: OracleRole): Promise<string | null> {
    const key = `${list} ${orderBy} ${role}`;
    const known = this.cursorsOfLists.get(key) ?? (await this.cursorsOf(list, orderBy, role));
    this.cursorsOfLists.set(key, known);
    return known[Math.floor(share * known.length)] ?? null;
  }

  /** The cursors of a list, or of that list of every parent, as the product gives them. */
  private async cursorsOf(list: string, orderBy: string, role: OracleRole): Promise<string[]> {
    const [parent = '', field = ''] = list.split('.');
    const edges = `${field}(first: 100${orderBy && `, orderBy: ${orderBy}`}) { edges { cursor } }`;
    const parents = { Party: 'parties', Statement: 'statements', Allegation: 'allegations' }[parent];
    const document = parse(parents ? `{ ${parents}(first: 100) { nodes { ${edges} } } }` : `{ ${edges} }`);
    const { data, errors } = await this.objects(document, {}, role);
    if (errors) throw new Error(`The cursors of ${list} cannot be read: ${errors.map(String).join('; ')}`);
    const found: string[] = [];
    const expected = this.oracleAnswer(document, {}, role);
    laidBeside(expected, plain(data), (cursor, id) => {
      this.idsOfCursors.set(cursor, id);
      found.push(cursor);
    });
    return found;
  }
}

/** Counts the statements that reads send while something runs. */
export async function countStatements<T>(
  { pool }: TestDatabase,
  run: () => Promise<T>,
): Promise<{ result: T; statements: number }> {
  const client = await pool.connect();
  // All clients of the pool share this prototype, so that none is missed.
  const spy = jest.spyOn(Object.getPrototypeOf(client) as { query: () => unknown }, 'query');
  client.release();
  try {
    const result = await run();
    return { result, statements: spy.mock.calls.length };
  } finally {
    spy.mockRestore();
  }
}

function operationOf(document: DocumentNode): OperationDefinitionNode {
  const operation = getOperationAST(document);
  if (!operation) throw new Error('The document has not exactly one operation.');
  return operation;
}

/** Results of graphql-js have no prototype; as JSON they are like any other. */
function plain(data: unknown): unknown {
  return JSON.parse(JSON.stringify(data));
}

function isCursorWanted(value: unknown): value is CursorWanted {
  return typeof value === 'object' && value !== null && 'share' in value && 'list' in value;
}
