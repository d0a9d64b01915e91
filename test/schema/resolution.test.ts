import {
  execute,
  type GraphQLField,
  type GraphQLResolveInfo,
  isInterfaceType,
  isIntrospectionType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  parse,
} from 'graphql';
import { ANONYMOUS } from '../../src/lib/actor';
import type { Context } from '../../src/resolvers/context';
import { resolveFromPlan } from '../../src/resolvers/resolveFromPlan';
import { TYPE_KEY } from '../../src/read/compiler';
import type { Database } from '../../src/database/database';
import { DossierThreads } from '../../src/dossier/threads/dossierThreads';
import { Writer } from '../../src/write/writer';
import { Departure } from '../../src/lib/departure';
import { buildAllegataSchema } from '../../src/schema/buildSchema';

const schema = buildAllegataSchema();
const queryFields = Object.values(schema.getQueryType()?.getFields() ?? {});

/** Runs a query on answers that lie ready, and records what the reader was asked for. */
async function run(query: string, answer: (info: GraphQLResolveInfo) => unknown) {
  const asked: string[] = [];
  const contextValue: Context = {
    actor: ANONYMOUS,
    reader: {
      readField(info) {
        asked.push(`${info.fieldName} as ${String(info.path.key)}`);
        return Promise.resolve(answer(info));
      },
      preparePayload: () => () => Promise.reject(new Error('Nothing is written here.')),
      prepareChange: () => () => Promise.reject(new Error('Nothing is followed here.')),
    },
    writer: new Writer({} as Database, ANONYMOUS),
    dossierThreads: new DossierThreads(),
    departure: new Departure(),
  };
  const result = await execute({ schema, document: parse(query), contextValue, fieldResolver: resolveFromPlan });
  return { asked, ...result };
}

function emptyAnswer(field: GraphQLField<unknown, unknown>): unknown {
  if (!isNonNullType(field.type)) return null;
  return isListType(field.type.ofType) ? [] : {};
}

test.each(queryFields.map((field) => [field.name, field] as const))(
  'Query.%s asks the reader, once for each response key, and answers what it gives',
  async (name, field) => {
    const required = field.args.filter(isRequiredArgument);
    const args = required.map((arg) => `${arg.name}: ${isListType(arg.type) ? '[]' : '"x"'}`).join(', ');
    const call = `${name}${args && `(${args})`} { __typename }`;
    const answer = emptyAnswer(field);
    const { asked, data, errors } = await run(`{ one: ${call} two: ${call} }`, () => answer);
    expect(errors).toBeUndefined();
    expect(asked).toEqual([`${name} as one`, `${name} as two`]);
    expect(Object.keys(data ?? {})).toEqual(['one', 'two']);
  },
);

test('a fault of the reader is the error of its field, and the other fields are answered', async () => {
  const { data, errors } = await run('{ party(slug: "a") { name } statement(slug: "b") { title } }', (info) => {
    if (info.fieldName === 'party') throw new Error('no party today');
    return { title: 'A letter' };
  });
  expect(data).toEqual({ party: null, statement: { title: 'A letter' } });
  expect(errors).toEqual([expect.objectContaining({ message: 'no party today', path: ['party'] })]);
});

test('fields are read by response key, with and without arguments, so that aliases keep apart', async () => {
  const query = `{
    allegation(slug: "a") {
      summary: id
      then: standing(asOf: "2014-07-13") now: standing
      denials: assertions(where: { stance: { equals: DENIES } }) { count: totalCount by: facets(by: YEAR) { year: value } }
      all: assertions { count: totalCount by: facets(by: SPEAKER) { year: value } }
    }
  }`;
  const answer = {
    summary: '0198',
    then: 'UNANSWERED',
    now: 'CONTESTED',
    denials: { count: 1, by: [{ year: '2014' }] },
    all: { count: 5, by: [{ year: 'x' }] },
  };
  const { data, errors } = await run(query, () => answer);
  expect(errors).toBeUndefined();
  expect(data).toEqual({ allegation: answer });
});

test('what the plan has not read is an error where the field cannot be null, never a made-up value', async () => {
  const { errors } = await run('{ party(slug: "a") { alias: name } }', () => ({ name: 'read under another key' }));
  expect(errors?.[0]?.message).toBe('Cannot return null for non-nullable field Party.name.');
});

test('only root fields and fields with arguments have resolvers of their own', () => {
  const types = Object.values(schema.getTypeMap()).filter((type) => isObjectType(type));
  const resolved = types
    .filter((type) => type !== schema.getQueryType() && !isIntrospectionType(type))
    .flatMap((type) => Object.values(type.getFields()).map((field) => ({ type, field })))
    // What a mutation answers without reading it, no plan has put under response keys.
    .filter(({ type }) => !['DeletePayload', 'ImportReport', 'ImportCounts', 'UnmergeRemainder'].includes(type.name))
    .filter(({ type, field }) => `${type.name}.${field.name}` !== 'UnmergePartiesPayload.remaining')
    .filter(({ field }) => (field.resolve !== undefined) !== field.args.length > 0)
    .map(({ type, field }) => `${type.name}.${field.name}`);
  expect(resolved).toEqual([]);
});

test('Node is implemented by the five types of content', () => {
  const node = schema.getType('Node');
  const types = isInterfaceType(node) ? schema.getPossibleTypes(node) : [];
  expect(types.map((type) => type.name).sort()).toEqual(['Allegation', 'Assertion', 'Finding', 'Party', 'Statement']);
});

test('an object behind Node is of the type that the plan names', async () => {
  const query = '{ nodes(ids: []) { __typename id ... on Party { name } ... on Finding { verdict } } }';
  const nodes = [
    { [TYPE_KEY]: 'Finding', id: '1', verdict: 'UPHELD', __typename: 'Finding' },
    null,
    { [TYPE_KEY]: 'Party', id: '2', name: 'Harbour Council', __typename: 'Party' },
  ];
  const { data, errors } = await run(query, () => nodes);
  expect(errors).toBeUndefined();
  expect(data).toEqual({
    nodes: [
      { __typename: 'Finding', id: '1', verdict: 'UPHELD' },
      null,
      { __typename: 'Party', id: '2', name: 'Harbour Council' },
    ],
  });
});
