import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { execute, getOperationAST, parse, validate, type DocumentNode, type ExecutionResult } from 'graphql';
import { importDossier } from '../../src/dossier/importDossier';
import { readEnvironment } from '../../src/lib/environment';
import { ReadService } from '../../src/read/reader';
import { resolveFromPlan } from '../../src/resolvers/resolveFromPlan';
import { buildAllegataSchema } from '../../src/schema/buildSchema';
import { countStatements } from '../oracle/readHarness';
import { createTestDatabase, type TestDatabase } from '../support/testDatabase';

type Variables = Record<string, unknown>;

interface Question {
  readonly title: string;
  readonly document: DocumentNode;
  /** As written: an id stands there as `<party its-slug>`. */
  readonly variables: Variables;
  readonly answer: unknown;
}

const root = join(__dirname, '..', '..');
const schema = buildAllegataSchema();
const questions = questionsOf(readFileSync(join(root, 'docs', 'queries.md'), 'utf8'));

let database: TestDatabase;
let reads: ReadService;

beforeAll(async () => {
  database = await createTestDatabase();
  await importDossier(database, { file: join(root, 'examples', 'harbour-of-vessen', 'dossier.yaml') });
  // The limit that a store has when nobody sets one, so that no documented query is refused there.
  reads = new ReadService(schema, database, readEnvironment({}));
});
afterAll(() => database.drop());

it('has twenty questions, numbered, that each say what to mind and name their operation', () => {
  const numbers = questions.map(({ title }) => Number.parseInt(title, 10));
  expect(numbers).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
  const names = questions.map(({ document }) => getOperationAST(document)?.name?.value);
  expect(names).not.toContain(undefined);
  expect(new Set(names).size).toBe(20);
});

describe.each(questions)('$title', ({ document, variables, answer }) => {
  it('is valid', () => {
    expect(validate(schema, document)).toEqual([]);
  });

  it('is answered by one SQL statement, alike in both deliveries, with something', async () => {
    const given = await withIds(variables);
    const { result, statements } = await countStatements(database, () => textOf(document, given));
    expect(statements).toBe(1);
    const { data, errors } = await objectsOf(document, given);
    expect(errors).toBeUndefined();
    expect(plain(data)).toEqual(result);
    expect(listsWithSomething(result)).toBeGreaterThan(0);
  });

  if (answer !== undefined) {
    it('has the documented answer', async () => {
      expect(await textOf(document, await withIds(variables))).toEqual(answer);
    });
  }
});

it('shows nearly every answer', () => {
  expect(questions.filter(({ answer }) => answer === undefined).map(({ title }) => title)).toEqual([
    '12. Where in a statement does who say what?',
    '19. How do I fetch everything, and nothing twice?',
  ]);
});

it('comes by the segments of question 12 to the whole body', async () => {
  const { document, variables } = questionOf(12);
  const { statement } = (await textOf(document, variables)) as {
    statement: { body: string; segments: { text: string }[] };
  };
  expect(statement.segments.map(({ text }) => text).join('')).toBe(statement.body);
});

it('comes by the pages of question 19 to every allegation, once', async () => {
  const { document, variables } = questionOf(19);
  const slugs: string[] = [];
  let after: string | null = null;
  for (let pages = 0; pages < 10; pages++) {
    const { allegations } = (await textOf(document, { ...variables, after })) as {
      allegations: { pageInfo: { hasNextPage: boolean; endCursor: string }; nodes: { slug: string }[] };
    };
    slugs.push(...allegations.nodes.map(({ slug }) => slug));
    if (!allegations.pageInfo.hasNextPage) break;
    after = allegations.pageInfo.endCursor;
  }
  const stored = await database.prisma.allegation.findMany({ select: { slug: true } });
  expect(slugs.toSorted()).toEqual(stored.map(({ slug }) => slug).toSorted());
});

/** The questions of the document, by its headings of the second level. */
function questionsOf(markdown: string): Question[] {
  return markdown
    .split(/^## /m)
    .slice(1)
    .map((section) => {
      const title = section.split('\n', 1)[0] ?? '';
      const [about = ''] = section.split('```', 1);
      const query = /^```graphql\n([^]*?)^```$/m.exec(section)?.[1];
      const variables = /^Variables:\n\n```json\n([^]*?)^```$/m.exec(section)?.[1];
      const answer = /^Answer:\n\n```json\n([^]*?)^```$/m.exec(section)?.[1];
      if (query === undefined || variables === undefined || about.trim().split('\n').length < 2) {
        throw new Error(`Question “${title}” lacks a word on it, its query or its variables.`);
      }
      return {
        title,
        document: parse(query),
        variables: JSON.parse(variables) as Variables,
        answer: answer === undefined ? undefined : (JSON.parse(answer) as unknown),
      };
    });
}

function questionOf(number: number): Question {
  const question = questions[number - 1];
  if (!question) throw new Error(`There is no question ${String(number)}.`);
  return question;
}

/** The variables with each `<party its-slug>` replaced by the id. */
async function withIds(variables: Variables): Promise<Variables> {
  const filled: Variables = {};
  for (const [name, value] of Object.entries(variables)) {
    const [, type, slug] = /^<(party|allegation) (.+)>$/.exec(String(value)) ?? [];
    filled[name] = type && slug ? await idOf(type, slug) : value;
  }
  return filled;
}

async function idOf(type: string, slug: string): Promise<string> {
  const document = parse(`query IdOf($slug: String!) { found: ${type}(slug: $slug) { id } }`);
  const { found } = (await textOf(document, { slug })) as { found: { id: string } };
  return found.id;
}

async function textOf(document: DocumentNode, variables: Variables): Promise<unknown> {
  const operation = getOperationAST(document);
  if (!operation) throw new Error('The document has not exactly one operation.');
  const text = await reads.readOperation(document, operation, variables, { role: 'READER', client: 'test' });
  if (text === null) throw new Error('The operation was left to the executor.');
  return JSON.parse(text) as unknown;
}

async function objectsOf(document: DocumentNode, variables: Variables): Promise<ExecutionResult> {
  const contextValue = { reader: reads.readerFor({ role: 'READER', client: 'test' }) };
  return execute({ schema, document, variableValues: variables, contextValue, fieldResolver: resolveFromPlan });
}

/** Results of graphql-js have no prototype; as JSON they are like any other. */
function plain(data: unknown): unknown {
  return JSON.parse(JSON.stringify(data));
}

function listsWithSomething(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const own = Array.isArray(value) && value.length > 0 ? 1 : 0;
  return Object.values(value).reduce<number>((sum, part) => sum + listsWithSomething(part), own);
}
