import { randomUUID } from 'node:crypto';
import { createAllegation, createParty, createStatement } from '../support/factories';
import { post } from '../server/graphqlServer';
import { contents, startWriteServer, type WriteServer } from './writeHarness';

type Fields = Record<string, unknown>;

let server: WriteServer;
/** Ids of what the inputs refer to, by what stands for them. */
const ids: Record<string, string> = {};
let before: string;

beforeAll(async () => {
  server = await startWriteServer();
  const { database } = server;
  const [party, other] = [await createParty(database, { slug: 'taken' }), await createParty(database)];
  const statement = await createStatement(database, { slug: 'taken', body: 'It rained. It rained again.' });
  const [allegation, second] = [await createAllegation(database, { slug: 'taken' }), await createAllegation(database)];
  Object.assign(ids, {
    party: party.id,
    other: other.id,
    statement: statement.id,
    allegation: allegation.id,
    second: second.id,
  });
  const say = async (input: Fields): Promise<string> =>
    (
      await server.write('createAssertion', {
        allegation: ids.allegation,
        statement: ids.statement,
        speaker: ids.party,
        ...input,
      })
    ).assertion!.id;
  ids.assertion = await say({ stance: 'ALLEGES' });
  ids.answer = await say({ stance: 'DENIES', inResponseTo: ids.assertion });
  ids.elsewhere = await say({ stance: 'ALLEGES', allegation: ids.second });
  const finding = await server.write('createFinding', {
    allegation: ids.allegation,
    body: ids.party,
    verdict: 'MIXED',
  });
  ids.finding = finding.finding!.id;
  await server.write('updateParty', {
    id: ids.other,
    version: 1,
    relationships: [{ kind: 'PART_OF', object: ids.party }],
  });
  before = await contents(server);
});
afterAll(() => server.close());
// Whatever a test here sends is refused whole.
afterEach(async () => {
  expect(await contents(server)).toBe(before);
});

/** A valid input of each mutation, made when the store is there. */
const inputs: Record<string, () => Fields> = {
  createParty: () => ({
    slug: 'new',
    kind: 'BODY',
    name: 'New',
    description: 'D',
    names: [{ name: 'N', kind: 'ALIAS' }],
    identifiers: [{ scheme: 's', value: 'v' }],
    relationships: [{ kind: 'PART_OF', object: ids.party, title: 'T' }],
  }),
  updateParty: () => ({
    ...inputs.createParty!(),
    id: ids.party,
    version: 1,
    relationships: [{ kind: 'MEMBER_OF', object: ids.other, title: 'T' }],
  }),
  createStatement: () => ({
    slug: 'new',
    kind: 'POST',
    title: 'T',
    subtitle: 'S',
    body: 'B',
    attributions: [{ party: ids.party, role: 'ISSUER' }],
    sources: [{ title: 'T', url: 'https://example.org/', sha256: 'a'.repeat(64) }],
  }),
  updateStatement: () => ({ ...inputs.createStatement!(), id: ids.statement, version: 1 }),
  createAllegation: () => ({ slug: 'new', summary: 'S', place: 'P', parties: [{ party: ids.party, role: 'ACCUSED' }] }),
  updateAllegation: () => ({ ...inputs.createAllegation!(), id: ids.allegation, version: 1 }),
  createAssertion: () => ({
    allegation: ids.allegation,
    statement: ids.statement,
    speaker: ids.other,
    stance: 'ALLEGES',
    quote: { exact: 'It rained', suffix: ' again' },
  }),
  updateAssertion: () => ({ id: ids.assertion, version: 1, quote: { exact: 'It rained', suffix: ' again' } }),
  createFinding: () => ({
    allegation: ids.second,
    body: ids.party,
    verdict: 'MIXED',
    ratingText: 'R',
    jurisdiction: 'J',
    url: 'https://example.org/',
  }),
  updateFinding: () => ({
    id: ids.finding,
    version: 1,
    ratingText: 'R',
    jurisdiction: 'J',
    url: 'https://example.org/',
  }),
};

/** Text fields, each with the characters that it may have. */
const texts: Record<string, [path: string, limit: number][]> = {
  Party: [
    ['slug', 120],
    ['name', 600],
    ['description', 10_000],
    ['names[0].name', 600],
    ['identifiers[0].scheme', 100],
    ['identifiers[0].value', 500],
    ['relationships[0].title', 1_000],
  ],
  Statement: [
    ['slug', 120],
    ['title', 600],
    ['subtitle', 1_000],
    ['body', Infinity],
    ['sources[0].title', 1_000],
    ['sources[0].url', 2_000],
    ['sources[0].sha256', 64],
  ],
  Allegation: [
    ['slug', 120],
    ['summary', 600],
    ['place', 1_000],
  ],
  Assertion: [
    ['quote.exact', Infinity],
    ['quote.suffix', Infinity],
  ],
  Finding: [
    ['ratingText', 10_000],
    ['jurisdiction', 1_000],
    ['url', 2_000],
  ],
};

/** The input with one field set to a value, or left out where that is undefined. */
function withField(input: Fields, path: string, value: unknown): Fields {
  const copy = structuredClone(input);
  const steps = path.split(/[.[\]]+/).filter(Boolean);
  let holder = copy;
  for (const step of steps.slice(0, -1)) holder = holder[step] as Fields;
  holder[steps.at(-1)!] = value;
  return copy;
}

describe.each(
  Object.entries(texts).flatMap(([type, fields]) =>
    ['create', 'update'].map((verb) => [`${verb}${type}`, fields] as const),
  ),
)('%s refuses text', (mutation, fields) => {
  it.each(fields)('%s, empty, too long, or with what is no text, and names it', async (path, limit) => {
    const isUrl = path.endsWith('url');
    const whole = isUrl ? 'https://example.org/x' : 'x';
    const bad = ['', ...(limit === Infinity ? [] : [whole.padEnd(limit + 1, 'x')])];
    for (const character of ['\u0000', '\u0007', '\u009f', '\ud800', '\udc00']) bad.push(`${whole}${character}y`);
    if (!/body|quote|description|ratingText/.test(path)) bad.push(`${whole}\n${whole}`);
    if (!isUrl) bad.push(...(path.startsWith('quote') ? [] : [' \u00a0\n ']));
    for (const value of bad) {
      const refusal = await server.refused(mutation, withField(inputs[mutation]!(), path, value));
      expect({ value, code: refusal.code, field: refusal.field }).toEqual({
        value,
        code: 'BAD_USER_INPUT',
        field: `input.${path}`,
      });
    }
  });
});

it.each(Object.keys(inputs))('%s names each field that is missing or null and may not be', async (mutation) => {
  const optional = [
    'description',
    'subtitle',
    'place',
    'quote',
    'ratingText',
    'jurisdiction',
    'url',
    'sources',
    'names',
    'identifiers',
    'relationships',
  ];
  const isUpdate = mutation.startsWith('update');
  for (const field of Object.keys(inputs[mutation]!())) {
    if (optional.includes(field)) continue;
    const given = isUpdate && !['id', 'version'].includes(field) ? [null] : [undefined, null];
    for (const value of given) {
      const refusal = await server.refused(mutation, withField(inputs[mutation]!(), field, value));
      expect([field, refusal.code, refusal.field]).toEqual([field, 'BAD_USER_INPUT', `input.${field}`]);
    }
  }
});

describe('references', () => {
  const places: [mutation: string, path: string, type: string][] = [
    ['createParty', 'names[0].usedBy', 'party'],
    ['createParty', 'relationships[0].object', 'party'],
    ['updateParty', 'relationships[0].assertedIn', 'statement'],
    ['createStatement', 'attributions[0].party', 'party'],
    ['updateStatement', 'sources[0].publisher', 'party'],
    ['createStatement', 'cites', 'statement'],
    ['createAllegation', 'parties[0].party', 'party'],
    ['updateAllegation', 'counters', 'allegation'],
    ['createAssertion', 'allegation', 'allegation'],
    ['createAssertion', 'statement', 'statement'],
    ['updateAssertion', 'speaker', 'party'],
    ['createAssertion', 'via', 'party'],
    ['updateAssertion', 'inResponseTo', 'assertion'],
    ['createFinding', 'body', 'party'],
    ['createFinding', 'statement', 'statement'],
    ['createFinding', 'allegation', 'allegation'],
    ['updateParty', 'id', 'party'],
    ['updateStatement', 'id', 'statement'],
    ['updateAllegation', 'id', 'allegation'],
    ['updateAssertion', 'id', 'assertion'],
    ['updateFinding', 'id', 'finding'],
  ];
  it.each(places)('%s refuses %s to nothing, to another type and to no id', async (mutation, path, type) => {
    const isList = ['cites', 'counters', 'via'].includes(path);
    const field = `input.${path}${isList ? '[0]' : ''}`;
    const wrong = type === 'party' ? ids.statement : ids.party;
    for (const [id, code] of [
      [randomUUID(), 'NOT_FOUND'],
      [wrong, 'NOT_FOUND'],
      ['me', 'BAD_USER_INPUT'],
      ['', 'BAD_USER_INPUT'],
    ]) {
      const refusal = await server.refused(mutation, withField(inputs[mutation]!(), path, isList ? [id] : id));
      expect([id, refusal.code, refusal.field]).toEqual([id, code, field]);
    }
  });
});

const badCases: [what: string, mutation: string, input: () => Fields, code: string, field: string][] = [
  [
    'a party part of itself',
    'updateParty',
    () => ({ id: ids.party, version: 1, relationships: [{ kind: 'PART_OF', object: ids.party }] }),
    'BAD_USER_INPUT',
    'input.relationships[0].object',
  ],
  [
    'a party part of its own part',
    'updateParty',
    () => ({ id: ids.party, version: 1, relationships: [{ kind: 'PART_OF', object: ids.other }] }),
    'BAD_USER_INPUT',
    'input.relationships[0].object',
  ],
  [
    'a relationship that ends before it begins',
    'createParty',
    () =>
      withField(
        withField(inputs.createParty!(), 'relationships[0].validFrom', '2015'),
        'relationships[0].validTo',
        '2014',
      ),
    'BAD_USER_INPUT',
    'input.relationships[0].validTo',
  ],
  [
    'an identifier twice',
    'createParty',
    () => ({
      ...inputs.createParty!(),
      identifiers: [
        { scheme: 's', value: 'v' },
        { scheme: 's', value: ' v' },
      ],
    }),
    'BAD_USER_INPUT',
    'input.identifiers[1]',
  ],
  [
    'a statement citing itself',
    'updateStatement',
    () => ({ id: ids.statement, version: 1, cites: [ids.statement] }),
    'BAD_USER_INPUT',
    'input.cites[0]',
  ],
  [
    'an attribution twice',
    'createStatement',
    () => ({ ...inputs.createStatement!(), attributions: [1, 2].map(() => ({ party: ids.party, role: 'ISSUER' })) }),
    'BAD_USER_INPUT',
    'input.attributions[1]',
  ],
  [
    'an allegation countering itself',
    'updateAllegation',
    () => ({ id: ids.allegation, version: 1, counters: [ids.allegation] }),
    'BAD_USER_INPUT',
    'input.counters[0]',
  ],
  [
    'a party twice in a role',
    'createAllegation',
    () => ({ ...inputs.createAllegation!(), parties: [1, 2].map(() => ({ party: ids.party, role: 'ACCUSED' })) }),
    'BAD_USER_INPUT',
    'input.parties[1]',
  ],
  [
    'an assertion answering itself',
    'updateAssertion',
    () => ({ id: ids.assertion, version: 1, inResponseTo: ids.assertion }),
    'BAD_USER_INPUT',
    'input.inResponseTo',
  ],
  [
    'answers in a circle',
    'updateAssertion',
    () => ({ id: ids.assertion, version: 1, inResponseTo: ids.answer }),
    'BAD_USER_INPUT',
    'input.inResponseTo',
  ],
  [
    'an answer to an assertion on another allegation',
    'createAssertion',
    () => ({ ...inputs.createAssertion!(), inResponseTo: ids.elsewhere }),
    'BAD_USER_INPUT',
    'input.inResponseTo',
  ],
  [
    'the same assertion twice',
    'createAssertion',
    () => ({ allegation: ids.allegation, statement: ids.statement, speaker: ids.party, stance: 'ALLEGES' }),
    'CONFLICT',
    'input',
  ],
  [
    'an assertion made the same as another',
    'updateAssertion',
    () => ({ id: ids.answer, version: 1, stance: 'ALLEGES' }),
    'CONFLICT',
    'input',
  ],
  [
    'the same finding twice',
    'createFinding',
    () => ({ allegation: ids.allegation, body: ids.party, verdict: 'UPHELD' }),
    'CONFLICT',
    'input',
  ],
  [
    'words that are not there',
    'createAssertion',
    () => withField(inputs.createAssertion!(), 'quote', { exact: 'It snowed' }),
    'BAD_USER_INPUT',
    'input.quote.exact',
  ],
  [
    'words that are there twice',
    'createAssertion',
    () => withField(inputs.createAssertion!(), 'quote', { exact: 'It rained' }),
    'BAD_USER_INPUT',
    'input.quote.exact',
  ],
  [
    'a quotation of no statement',
    'updateFinding',
    () => ({ id: ids.finding, version: 1, quote: { exact: 'It' } }),
    'BAD_USER_INPUT',
    'input.quote',
  ],
  [
    'a slug of another party',
    'createParty',
    () => ({ ...inputs.createParty!(), slug: 'taken' }),
    'CONFLICT',
    'input.slug',
  ],
  [
    'a slug of another party in an update',
    'updateParty',
    () => ({ id: ids.other, version: 2, slug: 'taken' }),
    'CONFLICT',
    'input.slug',
  ],
  [
    'a slug of another statement',
    'createStatement',
    () => ({ ...inputs.createStatement!(), slug: 'taken' }),
    'CONFLICT',
    'input.slug',
  ],
  [
    'a slug of another allegation',
    'createAllegation',
    () => ({ ...inputs.createAllegation!(), slug: 'taken' }),
    'CONFLICT',
    'input.slug',
  ],
  [
    'a slug with capitals',
    'createParty',
    () => ({ ...inputs.createParty!(), slug: 'Taken' }),
    'BAD_USER_INPUT',
    'input.slug',
  ],
  [
    'a date that is none',
    'updateAllegation',
    () => ({ id: ids.allegation, version: 1, occurredOn: '2014-02-30' }),
    'BAD_USER_INPUT',
    'input.occurredOn',
  ],
  [
    'a day that is none',
    'createStatement',
    () => withField(inputs.createStatement!(), 'sources[0].retrievedOn', '2014-02-30'),
    'BAD_USER_INPUT',
    'input.sources[0].retrievedOn',
  ],
  [
    'a language that is none',
    'createParty',
    () => withField(inputs.createParty!(), 'names[0].language', 'not a tag'),
    'BAD_USER_INPUT',
    'input.names[0].language',
  ],
  [
    'an address of another protocol',
    'createFinding',
    () => ({ ...inputs.createFinding!(), url: 'javascript:alert(1)' }),
    'BAD_USER_INPUT',
    'input.url',
  ],
  [
    'a kind that is none',
    'createParty',
    () => ({ ...inputs.createParty!(), kind: 'ALIEN' }),
    'BAD_USER_INPUT',
    'input.kind',
  ],
  [
    'null for a list',
    'updateParty',
    () => ({ id: ids.party, version: 1, names: null }),
    'BAD_USER_INPUT',
    'input.names',
  ],
  [
    'a stale version',
    'updateAllegation',
    () => ({ id: ids.allegation, version: 9, place: 'P' }),
    'CONFLICT',
    'input.version',
  ],
  ['states of nothing', 'setPublicationState', () => ({ ids: [], state: 'DRAFT' }), 'BAD_USER_INPUT', 'input.ids'],
  [
    'states of too much',
    'setPublicationState',
    () => ({ ids: Array.from({ length: 101 }, () => ids.party), state: 'DRAFT' }),
    'BAD_USER_INPUT',
    'input.ids',
  ],
  [
    'the state of nobody',
    'setPublicationState',
    () => ({ ids: [ids.party, randomUUID()], state: 'DRAFT' }),
    'NOT_FOUND',
    'input.ids[1]',
  ],
  ['a merge of nothing', 'mergeParties', () => ({ into: ids.party, from: [] }), 'BAD_USER_INPUT', 'input.from'],
  [
    'a merge with itself',
    'mergeParties',
    () => ({ into: ids.party, from: [ids.other, ids.party] }),
    'BAD_USER_INPUT',
    'input.from[1]',
  ],
  [
    'a merge of a statement',
    'mergeParties',
    () => ({ into: ids.party, from: [ids.statement] }),
    'NOT_FOUND',
    'input.from[0]',
  ],
  [
    'a dossier with U+0000',
    'importDossier',
    () => ({ dossier: 'format: dossier/1\nparties:\n  - { key: x, kind: BODY, name: "a\\0" }\n' }),
    'BAD_USER_INPUT',
    'input.dossier',
  ],
];
it.each(badCases)('refuses %s', async (_what, mutation, input, code, field) => {
  const refusal = await server.refused(mutation, input());
  expect([refusal.code, refusal.field]).toEqual([code, field]);
});

it('is for editors only', async () => {
  const { body } = await post(server.app, {
    query: 'mutation { createParty(input: { slug: "x", kind: BODY, name: "X" }) { party { id } } }',
  });
  expect(JSON.parse(body)).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
});
