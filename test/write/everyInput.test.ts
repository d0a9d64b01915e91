import { randomUUID } from 'node:crypto';
import {
  getNamedType,
  getNullableType,
  type GraphQLInputObjectType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
} from 'graphql';
import { createAllegation, createParty, createStatement } from '../support/factories';
import { schema } from '../server/graphqlServer';
import { contents, documentOf, startWriteServer, type WriteServer } from './writeHarness';

/** A field somewhere in the input of a mutation. */
interface InputField {
  /** Such as names[0].name; a list of references has its first item as a field of its own, such as via[0]. */
  readonly path: string;
  /** The name of its scalar or enum; null for an object or a list. */
  readonly type: string | null;
  readonly isRequired: boolean;
}

type Value = Record<string, unknown>;

const mutations = Object.values(schema.getMutationType()!.getFields());
const inputTypeOf = (mutation: (typeof mutations)[number]): GraphQLInputObjectType =>
  getNamedType(mutation.args[0]!.type) as GraphQLInputObjectType;

/** Every field of an input type, those of the objects and lists in it too. */
function fieldsOf(type: GraphQLInputObjectType, at = ''): InputField[] {
  return Object.values(type.getFields()).flatMap((field): InputField[] => {
    const path = `${at}${field.name}`;
    const isRequired = isNonNullType(field.type);
    const named = getNamedType(field.type);
    const isList = isListType(getNullableType(field.type));
    const item = isList ? `${path}[0]` : path;
    const whole = { path, type: null, isRequired };
    if (isInputObjectType(named)) return [whole, ...fieldsOf(named, `${item}.`)];
    const single = { path: item, type: named.name, isRequired: isRequired && !isList };
    return isList ? [whole, single] : [single];
  });
}

const stepsOf = (path: string): string[] => path.split(/[.[\]]+/).filter(Boolean);

function valueAt(input: Value, path: string): unknown {
  return stepsOf(path).reduce<unknown>((value, step) => (value as Value | undefined)?.[step], input);
}

/** The input with one field set to a value, or left out where that is undefined. */
function withValue(input: Value, path: string, value: unknown): Value {
  const copy = structuredClone(input);
  const steps = stepsOf(path);
  const holder = valueAt(copy, steps.slice(0, -1).join('.')) as Value;
  holder[steps.at(-1)!] = value;
  return copy;
}

let server: WriteServer;
/** Ids of what the inputs refer to, by what stands for them. */
const ids: Record<string, string> = {};
let before: string;

beforeAll(async () => {
  server = await startWriteServer();
  const { database } = server;
  for (const name of ['party', 'other', 'third']) ids[name] = (await createParty(database)).id;
  ids.merged = (await createParty(database)).id;
  await server.write('mergeParties', { into: ids.third, from: [ids.merged] });
  ids.statement = (await createStatement(database, { body: 'It rained. It rained again.' })).id;
  ids.cited = (await createStatement(database)).id;
  for (const name of ['allegation', 'countered']) ids[name] = (await createAllegation(database)).id;
  const said = { allegation: ids.allegation, statement: ids.statement, speaker: ids.party };
  for (const [name, stance] of [
    ['answered', 'ALLEGES'],
    ['assertion', 'DENIES'],
  ]) {
    ids[name!] = (await server.write('createAssertion', { ...said, stance })).assertion!.id;
  }
  const ruling = { allegation: ids.allegation, body: ids.party, statement: ids.statement, verdict: 'MIXED' };
  ids.finding = (await server.write('createFinding', ruling)).finding!.id;
  await server.write('updateAllegation', { id: ids.countered, version: 1, place: 'P' });
  const { rows } = await database.pool.query<{ id: string }>(
    'SELECT id::text AS id FROM revision WHERE node_id = $1 ORDER BY seq',
    [ids.countered],
  );
  ids.revision = rows[0]!.id;
  before = await contents(server);
});
afterAll(() => server.close());
// Whatever a test here sends is refused whole.
afterEach(async () => {
  expect(await contents(server)).toBe(before);
});

const quote = (): Value => ({ exact: 'rained again', prefix: 'It ', suffix: '.' });
const party = (): Value => ({
  slug: 'new',
  kind: 'BODY',
  name: 'New',
  description: 'D',
  names: [{ name: 'N', kind: 'EPITHET', language: 'el', usedBy: ids.other }],
  identifiers: [{ scheme: 's', value: 'v' }],
  relationships: [
    { kind: 'PART_OF', object: ids.other, title: 'T', validFrom: '2001', validTo: '2004~', assertedIn: ids.statement },
  ],
});
const statement = (): Value => ({
  slug: 'new',
  kind: 'POST',
  title: 'T',
  subtitle: 'S',
  body: 'It rained. It rained again, again.',
  language: 'fr-CH',
  issuedOn: '2014-07',
  attributions: [{ party: ids.party, role: 'ISSUER' }],
  sources: [
    {
      title: 'T',
      url: 'https://example.org/a',
      archiveUrl: 'https://example.org/b',
      publisher: ids.other,
      retrievedOn: '2020-02-29',
      sha256: 'a'.repeat(64),
    },
  ],
  cites: [ids.cited],
});
const allegation = (): Value => ({
  slug: 'new',
  summary: 'S',
  occurredOn: '1987-07/1994',
  place: 'P',
  parties: [{ party: ids.party, role: 'ACCUSED' }],
  counters: [ids.countered],
});
const assertion = (): Value => ({
  speaker: ids.other,
  stance: 'REBUTS',
  mode: 'DIRECT',
  saidOn: '2014-07-13',
  via: [ids.third],
  quote: quote(),
  inResponseTo: ids.answered,
});
const finding = (): Value => ({
  verdict: 'UPHELD',
  ratingText: 'R',
  jurisdiction: 'J',
  ruledOn: '2015',
  quote: quote(),
  url: 'https://example.org/',
});
const about = (): Value => ({ allegation: ids.allegation, statement: ids.statement });
const DOSSIER = 'format: dossier/1\nparties: [ { key: fresh, kind: BODY, name: Fresh } ]\n';

/** A valid input of each mutation, with every field that it has. */
const inputs: Record<string, () => Value> = {
  createParty: () => ({ ...party(), state: 'PUBLISHED' }),
  updateParty: () => ({ id: ids.party, version: 1, ...party() }),
  mergeParties: () => ({ into: ids.party, from: [ids.third], changeVisibility: true }),
  unmergeParties: () => ({ id: ids.merged, changeVisibility: true }),
  markDistinct: () => ({ parties: [ids.party, ids.other] }),
  unmarkDistinct: () => ({ parties: [ids.party, ids.other] }),
  createStatement: () => ({ ...statement(), state: 'DRAFT' }),
  updateStatement: () => ({ id: ids.statement, version: 1, ...statement() }),
  createAllegation: () => ({ ...allegation(), state: 'ARCHIVED' }),
  updateAllegation: () => ({ id: ids.allegation, version: 1, ...allegation() }),
  createAssertion: () => ({ ...about(), ...assertion() }),
  updateAssertion: () => ({ id: ids.assertion, version: 1, ...assertion() }),
  createFinding: () => ({ ...about(), body: ids.other, ...finding() }),
  updateFinding: () => ({ id: ids.finding, version: 1, ...finding() }),
  deleteNode: () => ({ id: ids.cited, version: 1 }),
  setPublicationState: () => ({ ids: [ids.party], state: 'DRAFT' }),
  restoreRevision: () => ({ id: ids.revision, version: 2 }),
  importDossier: () => ({ dossier: DOSSIER, dryRun: false, state: 'DRAFT' }),
};

const NOT_TEXT = ['\u0000', 'a\u0000b', 'a\u0007b', 'a\u009fb', 'a\ud800b', 'a\udc00b'];
const LONG = 'x'.repeat(20_000);
const NO_STRINGS = [12, true, {}, ['a', 'b']];

/** What a field of a type refuses, each with its code. */
function hostileValues(mutation: string, { path, type }: InputField): [unknown, string][] {
  const bad = (values: readonly unknown[]): [unknown, string][] => values.map((value) => [value, 'BAD_USER_INPUT']);
  // Context of a quotation is compared with the body before anything else is said of it.
  const isContext = /(prefix|suffix)$/.test(path);
  const hasLimit = !/(body|exact|dossier)$/.test(path);
  switch (type) {
    case null:
      return bad(['text', 7]);
    case 'String':
      return bad([...NO_STRINGS, '', ...NOT_TEXT, ...(isContext ? [] : [' \u00a0\n', ...(hasLimit ? [LONG] : [])])]);
    case 'ID': {
      const isStatement =
        /^(statement|cites|.*assertedIn)/.test(path) || `${mutation}.${path}` === 'updateStatement.id';
      const wrong = isStatement ? ids.party : ids.statement;
      const others: [unknown, string][] = [[randomUUID(), 'NOT_FOUND']];
      // Of an id that may be of any type, none is of the wrong one.
      const isAnyType = /^(deleteNode|setPublicationState)$/.test(mutation);
      return [
        ...bad(['', 'me', 12, {}, ...NOT_TEXT, LONG]),
        ...others,
        ...(isAnyType ? [] : [[wrong, 'NOT_FOUND'] as [unknown, string]]),
      ];
    }
    case 'Int':
      return [...bad(['1', 1.5, 2 ** 31, true, {}]), [-1, 'CONFLICT'], [0, 'CONFLICT'], [99, 'CONFLICT']];
    case 'Boolean':
      return bad(['true', 1, {}]);
    case 'EDTF':
    case 'Date':
      return bad([...NO_STRINGS, '', 'yesterday', '2014-02-30', '2014-13', ...NOT_TEXT, LONG]);
    case 'LanguageTag':
      return bad([...NO_STRINGS, '', 'not a tag', '12', ...NOT_TEXT, LONG]);
    case 'URL':
      return bad([
        ...NO_STRINGS,
        '',
        'example.org',
        'javascript:alert(1)',
        'https://',
        'https://a b/',
        ...NOT_TEXT,
        `https://example.org/${LONG}`,
      ]);
    default:
      if (!isEnumType(schema.getType(type))) throw new Error(`No hostile values are known for the type ${type}.`);
      return bad(['', 'ALIEN', 'draft', 7, {}, ...NOT_TEXT]);
  }
}

describe.each(mutations.map((mutation) => [mutation.name, fieldsOf(inputTypeOf(mutation))] as const))(
  '%s',
  (mutation, fields) => {
    const input = (): Value => inputs[mutation]!();
    const isThere = (path: string): boolean => valueAt(input(), path) !== undefined;

    it('takes its whole input', async () => {
      expect(fields.map(({ path }) => path).filter((path) => !isThere(path))).toEqual([]);
      expect(await errorOf(mutation, input())).toBeNull();
    });

    it.each(fields)('refuses $path where it is missing or null and may not be', async ({ path, isRequired }) => {
      const isUpdate = mutation.startsWith('update');
      for (const value of [null, ...(isRequired ? [undefined] : [])]) {
        const error = await errorOf(mutation, withValue(input(), path, value));
        // What may be empty is cleared by null, and what has to be there is refused.
        if (!isRequired && error === null) continue;
        // A finding that quotes needs the statement that it quotes: there it is the quotation that is at fault.
        const field = mutation === 'createFinding' && path === 'statement' ? 'input.quote' : `input.${path}`;
        expect([value, error]).toEqual([value, { code: 'BAD_USER_INPUT', field }]);
      }
      if (isUpdate && !isRequired && !path.includes('[')) {
        expect(await errorOf(mutation, withValue(input(), path, undefined))).toBeNull();
      }
    });

    it.each(fields)('refuses whatever else is wrong with $path, and names it', async (field) => {
      for (const [value, code] of hostileValues(mutation, field)) {
        const error = await errorOf(mutation, withValue(input(), field.path, value));
        const shown = typeof value === 'string' ? value.slice(0, 40) : value;
        expect([shown, error?.code, error?.field]).toEqual([shown, code, expect.stringMatching(placeOf(field))]);
      }
    });

    it('refuses a field that there is not, wherever it stands', async () => {
      const holders = [
        '',
        ...fields.filter(({ path }) => typeof valueAt(input(), path) === 'object').map(({ path }) => path),
      ];
      for (const holder of holders.map((path) => (Array.isArray(valueAt(input(), path)) ? `${path}[0]` : path))) {
        if (holder !== '' && typeof valueAt(input(), holder) !== 'object') continue;
        const at = holder === '' ? 'surprise' : `${holder}.surprise`;
        const error = await errorOf(mutation, withValue(input(), at, 1));
        expect(error).toEqual({ code: 'BAD_USER_INPUT', field: `input.${at}` });
      }
    });
  },
);

/** The place that an error may give for a field: the field, or the first item of what should be a list. */
function placeOf({ path }: InputField): RegExp {
  return new RegExp(`^input\\.${path.replaceAll(/[[\].]/g, String.raw`\$&`)}(\\[0\\])?`);
}

/**
 * Sends an input, and takes it back whatever happens: the mutation is one of two in an atomic operation, and the second fails.
 *
 * @returns what was wrong with the input, or null where it was taken
 */
async function errorOf(mutation: string, input: Value): Promise<{ code: unknown; field: unknown } | null> {
  const document = documentOf(mutation)
    .replace('mutation (', 'mutation ($nobody: DeleteNodeInput!, ')
    .replace(') {', ') @atomic {')
    .replace(/}$/, 'last: deleteNode(input: $nobody) { deletedId } }');
  const nobody = { id: '00000000-0000-7000-8000-000000000000', version: 1 };
  const answer = await server.as('ADMIN', document, { input, nobody });
  expect(answer.data ?? null).toBeNull();
  expect(answer.errors).toHaveLength(1);
  const { path, extensions = {} } = answer.errors![0]!;
  if (path?.[0] === 'last') return null;
  return { code: extensions.code, field: extensions.field };
}
