import type { FastifyInstance } from 'fastify';
import { buildSchema, getIntrospectionQuery, parse, validate } from 'graphql';
import { DEPTH_LIMIT, depthLimit } from '../../src/server/limits/depthLimit';
import { checkDocumentNesting, NESTING_LIMIT } from '../../src/server/limits/nesting';
import { checkVariables } from '../../src/server/limits/variableSize';
import { onlyError, post, send, startServerOf } from './graphqlServer';

const schema = buildSchema(`
  type Query { self: Query leaf: Int list(where: Where): Query }
  input Where { AND: [Where!] text: String }
`);
let app: FastifyInstance;

beforeAll(async () => {
  ({ app } = await startServerOf(schema));
});
afterAll(() => app.close());

/** A query that asks so many levels of fields. */
const deep = (levels: number): string => `${'{ self '.repeat(levels - 1)}{ leaf ${'}'.repeat(levels)}`;

const depthErrors = (query: string, limit: number): string[] =>
  validate(schema, parse(query), [depthLimit(limit)]).map(({ message }) => message);

it('refuses a query 200 levels deep, names the limit, and says where', async () => {
  const response = await post(app, { query: `query Deep ${deep(200)}` });
  expect(response.status).toBe(400);
  expect(response.json()).toEqual({
    errors: [
      {
        message: 'The operation "Deep" asks 200 levels deep; at most 40 are allowed.',
        locations: [{ line: 1, column: 7 }],
        extensions: { code: 'BAD_USER_INPUT', depth: 200, limit: 40 },
      },
    ],
  });
});

it.each([201, 1000, 3000])('refuses a query %d levels deep without recursing into it', async (levels) => {
  const response = await post(app, { query: deep(levels) });
  expect(response.status).toBe(400);
  expect(onlyError(response.json())).toEqual({
    message: 'The query nests more than 200 levels deep; 200 are allowed.',
    code: 'BAD_USER_INPUT',
  });
});

it('refuses deep documents by GET too', async () => {
  const query = encodeURIComponent(deep(300).replaceAll(' ', ''));
  const response = await send(app, { path: `/graphql?query=${query}`, headers: { 'apollo-require-preflight': '1' } });
  expect([response.status, onlyError(response.json()).code]).toEqual([400, 'BAD_USER_INPUT']);
});

it('takes a query as deep as the limit', async () => {
  const response = await post(app, { query: deep(DEPTH_LIMIT) });
  expect(response.status).toBe(200);
});

it('takes the introspection query of IDEs', async () => {
  const query = getIntrospectionQuery({ inputValueDeprecation: true, schemaDescription: true, oneOf: true });
  const response = await post(app, { query });
  expect(response.status).toBe(200);
});

it('follows fragments, without counting them as levels', () => {
  const query = '{ self { ...A } } fragment A on Query { self { ... on Query { ...B } } } fragment B on Query { leaf }';
  expect(depthErrors(query, 3)).toEqual([]);
  expect(depthErrors(query, 2)).toEqual(['This operation asks 3 levels deep; at most 2 are allowed.']);
});

it('ends on fragments that spread themselves, on fragments that are not there, and on wide fans of fragments', () => {
  expect(
    depthErrors('{ ...A } fragment A on Query { self { ...B } } fragment B on Query { self { ...A } }', 1),
  ).toHaveLength(1);
  expect(depthErrors('{ self { ...Nowhere } }', 1)).toEqual([]);
  const fan = Array.from(
    { length: 60 },
    (_, index) => `fragment F${String(index)} on Query { ...F${String(index + 1)} ...F${String(index + 1)} }`,
  );
  expect(depthErrors(`{ ...F0 } ${fan.join(' ')} fragment F60 on Query { leaf }`, 1)).toEqual([]);
});

it('judges each operation of a document by itself', () => {
  expect(depthErrors('query A { leaf } query B { self { leaf } }', 1)).toEqual([
    'The operation "B" asks 2 levels deep; at most 1 are allowed.',
  ]);
});

it.each([
  ['lists', `{ list(where: { AND: ${'['.repeat(NESTING_LIMIT)}${']'.repeat(NESTING_LIMIT)} }) { leaf } }`],
  ['input objects', `{ list(where: ${'{ AND: '.repeat(NESTING_LIMIT)}[]${'}'.repeat(NESTING_LIMIT)}) { leaf } }`],
  ['inline fragments', `${'{ ...'.repeat(NESTING_LIMIT + 1)}{ leaf }${'}'.repeat(NESTING_LIMIT + 1)}`],
  ['types', `query($v: ${'['.repeat(NESTING_LIMIT)}Int${']'.repeat(NESTING_LIMIT)}) { leaf }`],
])('refuses %s that nest too deeply', (_what, query) => {
  expect(() => {
    checkDocumentNesting(query);
  }).toThrow('nests more than 200 levels deep');
});

it.each([
  ['a string', `"${'{'.repeat(500)}"`],
  ['a string with quotes in it', `"\\"${'{'.repeat(500)}\\\\"`],
  ['a block string', `"""${'{'.repeat(500)} " \\""" ${'('.repeat(500)}"""`],
])('counts no bracket that stands in %s', (_what, text) => {
  const query = `{ list(where: { text: ${text} }) { leaf } }`;
  expect(() => parse(query)).not.toThrow();
  expect(() => {
    checkDocumentNesting(query);
  }).not.toThrow();
  expect(() => {
    checkDocumentNesting(`${query}${'{'.repeat(NESTING_LIMIT + 1)}`);
  }).toThrow('nests more than');
});

it('counts no bracket that stands in a comment, and goes on after it', () => {
  const comment = `# " ${'{'.repeat(500)}`;
  expect(() => {
    checkDocumentNesting(`${comment}\n{ leaf }`);
  }).not.toThrow();
  expect(() => {
    checkDocumentNesting(`${comment}\n${'{'.repeat(NESTING_LIMIT + 1)}`);
  }).toThrow('nests more than');
});

it('ends on strings that never end', () => {
  for (const source of ['"'.repeat(601), `"""${'x'.repeat(600)}`, `"${'\\'.repeat(601)}`]) {
    expect(() => {
      checkDocumentNesting(source);
    }).not.toThrow();
  }
});

it('refuses variables that nest too deeply, and names the variable', async () => {
  let where: unknown = [];
  for (let level = 0; level < 20_000; level++) where = { AND: [where] };
  const payload = `{"query": "query($where: Where) { list(where: $where) { leaf } }", "variables": {"where": ${'{"AND":['.repeat(20_000)}${']}'.repeat(20_000)}}}`;
  const response = await send(app, {
    method: 'POST',
    path: '/graphql',
    headers: { 'content-type': 'application/json' },
    payload,
  });
  expect(response.status).toBe(400);
  expect(response.json()).toEqual({
    errors: [
      {
        message: 'The variable "$where" nests more than 200 levels deep; 200 are allowed.',
        extensions: { code: 'BAD_USER_INPUT', field: 'where' },
      },
    ],
  });
  expect(() => {
    checkVariables({ where });
  }).toThrow('"$where"');
});
