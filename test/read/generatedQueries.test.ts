import type { AddressInfo } from 'node:net';
import {
  getNamedType,
  isAbstractType,
  isObjectType,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';
import { generatedFailures, generatedSeeds } from '../oracle/generatedFailures';
import { OracleInputs } from '../oracle/inputGenerator';
import { generateOperation, type GeneratedOperation } from '../oracle/operationGenerator';
import { standingOf } from '../oracle/oracleComputed';
import { OracleView } from '../oracle/oracleView';
import { Random } from '../oracle/random';
import { seedRandomWorld } from '../oracle/randomWorld';
import { countStatements, ReadHarness } from '../oracle/readHarness';
import { startGraphqlServer } from '../server/graphqlServer';
import { EDITORS_FIELDS } from '../support/editorsFields';

const seeds = generatedSeeds(250);
const worldSizes = { parties: 24, statements: 18, allegations: 28, assertions: 130, findings: 16 };

/** The search, whose answers are ranked, has a test of its own. */
const omit = (parent: string, field: string): boolean =>
  EDITORS_FIELDS.includes(field) || `${parent}.${field}` === 'Query.search';

/** The fields of a type that are not left alone. */
function fieldsOf(type: GraphQLObjectType): GraphQLField<unknown, unknown>[] {
  return Object.values(type.getFields()).filter((field) => !omit(type.name, field.name));
}

/** The object types that a query comes to without the fields that are left alone. */
function reachableTypes(schema: GraphQLSchema): GraphQLObjectType[] {
  const found = new Set<GraphQLObjectType>();
  const add = (type: GraphQLNamedType | null | undefined): void => {
    if (isAbstractType(type)) schema.getPossibleTypes(type).forEach(add);
    if (!isObjectType(type) || found.has(type)) return;
    found.add(type);
    for (const field of fieldsOf(type)) add(getNamedType(field.type));
  };
  add(schema.getQueryType());
  return [...found];
}

describe('generated nested queries', () => {
  let harness: ReadHarness;
  beforeAll(async () => {
    harness = await ReadHarness.create((database) => seedRandomWorld(database, 17, worldSizes));
  });
  afterAll(() => harness.database.drop());

  function operationOf(seed: number): GeneratedOperation {
    const inputs = new OracleInputs(harness.store);
    const options = { schema: harness.schema, inputs, depth: 2 + (seed % 5), filters: seed % 3 === 0, omit };
    return generateOperation(new Random(seed), options);
  }

  it('has a world in which an order of standings, of answers and of missing places can go wrong', () => {
    const view = new OracleView(harness.store, 'READER');
    const standings = view.allegations.map((allegation) => standingOf(view, allegation));
    expect(new Set(standings).size).toBe(4);
    const denied = view.allegations.filter(
      (allegation) =>
        standingOf(view, allegation) === 'RETRACTED' &&
        view.assertionsOfAllegation(allegation).some(({ stance }) => stance === 'DENIES' || stance === 'REBUTS'),
    );
    expect(denied.length).toBeGreaterThan(0);
    const mixed = view.assertions.filter((assertion) => {
      const places = view
        .responsesTo(assertion)
        .map((answer) => [answer.statementId, answer.anchorStart === null].join());
      return places.some((place) => place.endsWith('true') && places.includes(place.replace('true', 'false')));
    });
    expect(mixed.length).toBeGreaterThan(0);
  });

  it('asks for every field and argument of the schema that can be read', () => {
    const { schema } = harness;
    const asked = new Set<string>();
    for (let seed = 1; seed <= 250; seed++) {
      const { document } = operationOf(seed);
      const types = new TypeInfo(schema);
      visit(
        document,
        visitWithTypeInfo(types, {
          Field: () => void asked.add(`${String(types.getParentType())}.${String(types.getFieldDef()?.name)}`),
          Argument: ({ name }) =>
            void asked.add(`${String(types.getParentType())}.${String(types.getFieldDef()?.name)}(${name.value})`),
        }),
      );
    }
    const all = reachableTypes(schema).flatMap((type) =>
      fieldsOf(type).flatMap((field) => {
        const name = `${type.name}.${field.name}`;
        return [name, ...field.args.map((argument) => `${name}(${argument.name})`)];
      }),
    );
    expect(all.filter((name) => !asked.has(name))).toEqual([]);
  });

  for (const role of ['READER', 'EDITOR'] as const) {
    it(`text, objects and the oracle agree for a ${role}, in one SQL statement`, async () => {
      expect(await generatedFailures(harness, seeds, operationOf, role)).toBe('');
    }, 600_000);
  }

  it('over HTTP the answer is that of the text delivery, in one SQL statement', async () => {
    const { database, schema, reads } = harness;
    const server = await startGraphqlServer({ schema, reads });
    const { port } = server.app.server.address() as AddressInfo;
    try {
      for (const seed of seeds.slice(0, Math.ceil(seeds.length / 5))) {
        const { document, text, variables: wanted } = operationOf(seed);
        const variables = await harness.withCursors(wanted, 'READER');
        const body = JSON.stringify({ query: text, variables });
        const { result, statements } = await countStatements(database, async () => {
          const request = { method: 'POST', headers: { 'content-type': 'application/json' }, body };
          return (await fetch(`http://127.0.0.1:${String(port)}/graphql`, request)).text();
        });
        expect({ seed, statements, answer: JSON.parse(result) as unknown }).toEqual({
          seed,
          statements: 1,
          answer: { data: await harness.text(document, variables, 'READER') },
        });
      }
    } finally {
      await server.close();
    }
  }, 600_000);
});
