/** Values of an input, in which '$party port' stands for the id of the party whose slug is port. */
export type Fields = Record<string, unknown>;

/** An input with one mistake, and the place of what is wrong. */
export interface Mistake {
  readonly name: string;
  readonly mutation: string;
  readonly input: Fields;
  /** Below the input, such as names[0].name; empty for the whole. */
  readonly field: string;
}

/** What the dossier of a store holds that the mistakes are made in. Nothing refers to `nobody`. */
export const BASE = `format: dossier/1
parties:
  - { key: port, kind: ORGANIZATION, name: Port }
  - { key: union, kind: GROUP, name: Union, relationships: [ { kind: PART_OF, party: port } ] }
  - { key: crew, kind: GROUP, name: Crew, relationships: [ { kind: PART_OF, party: union } ] }
  - { key: merged, kind: GROUP, name: Merged }
  - { key: erased, kind: GROUP, name: Erased }
statements:
  - { key: note, kind: POST, title: Note, body: "It rained. It rained again. Nobody saw it.", attributions: [] }
  - { key: erased, kind: POST, title: Erased, body: Gone., attributions: [] }
allegations:
  - key: toll
    summary: S
    parties: []
    assertions:
      - { statement: note, speaker: port, stance: ALLEGES, ref: claim }
      - { statement: note, speaker: union, stance: DENIES, ref: denial, inResponseTo: claim, quote: { exact: Nobody saw it } }
    findings: [ { body: crew, verdict: MIXED } ]
  - { key: other, summary: S, parties: [], assertions: [ { statement: note, speaker: port, stance: ALLEGES, ref: elsewhere } ] }
`;

/** A valid input of each mutation, with every field that may be wrong. */
const VALID: Readonly<Record<string, Fields>> = {
  createParty: {
    slug: 'new',
    kind: 'BODY',
    name: 'New',
    description: 'D',
    names: [{ name: 'N', kind: 'ALIAS', language: 'en', usedBy: '$party port' }],
    identifiers: [{ scheme: 's', value: 'v' }],
    relationships: [
      {
        kind: 'MEMBER_OF',
        object: '$party port',
        title: 'T',
        validFrom: '2001',
        validTo: '2002',
        assertedIn: '$statement note',
      },
    ],
  },
  createStatement: {
    slug: 'new',
    kind: 'POST',
    title: 'T',
    subtitle: 'S',
    body: 'B',
    language: 'en',
    issuedOn: '2001',
    attributions: [{ party: '$party port', role: 'ISSUER' }],
    sources: [
      {
        title: 'T',
        url: 'https://example.org/',
        archiveUrl: 'https://example.org/a',
        publisher: '$party port',
        retrievedOn: '2001-01-01',
        sha256: 'a'.repeat(64),
      },
    ],
    cites: ['$statement note'],
  },
  createAllegation: {
    slug: 'new',
    summary: 'S',
    place: 'P',
    occurredOn: '2001',
    parties: [{ party: '$party port', role: 'ACCUSED' }],
    counters: ['$allegation toll'],
  },
  createAssertion: {
    allegation: '$allegation toll',
    statement: '$statement note',
    speaker: '$party crew',
    stance: 'REPEATS',
    mode: 'DIRECT',
    saidOn: '2001',
    via: ['$party port'],
    quote: { exact: 'It rained', prefix: undefined, suffix: ' again' },
  },
  createFinding: {
    allegation: '$allegation toll',
    body: '$party port',
    verdict: 'MIXED',
    ratingText: 'R',
    jurisdiction: 'J',
    ruledOn: '2001',
    url: 'https://example.org/',
    statement: '$statement note',
    quote: { exact: 'It rained', prefix: undefined, suffix: ' again' },
  },
};

const line = (limit: number): string[] => [
  '',
  '  ',
  'a\u0000b',
  'a\nb',
  'a\tb',
  'a\u2028b',
  'a\u202Eb',
  'a\uD800b',
  'é'.repeat(limit + 1),
];
const slug = ['', 'Upper', 'a--b', 'é', 'a b', 'x'.repeat(121)];
const text = ['', ' \n ', 'a\u0000b', 'a\uD800b', 'x'.repeat(10_001)];
const body = ['', ' \n ', 'a\u0000b', 'a\uD800b'];
const words = ['', 'a\u0000b', 'a\uD800b'];
const url = ['ftp://example.org', 'example.org', 'http://', 'https://a b', `https://a.org/${'x'.repeat(2_000)}`];
const sha256 = ['abc', 'g'.repeat(64)];
const date = ['', 'yesterday', '2014-13', '2014-02-30', '2015/2014', '2'.repeat(300)];
const day = ['2014-02-30', '2014-07', 'today'];
const language = ['', 'x', 'not a language'];
const reference = (type: string): string[] => [`$${type} nobody`];

/** What each field of each type is not to hold. */
const BAD_VALUES: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  createParty: {
    slug,
    name: line(600),
    description: text,
    'names[0].name': line(600),
    'names[0].language': language,
    'names[0].usedBy': reference('party'),
    'identifiers[0].scheme': line(100),
    'identifiers[0].value': line(500),
    'relationships[0].title': line(1_000),
    'relationships[0].object': reference('party'),
    'relationships[0].assertedIn': reference('statement'),
    'relationships[0].validFrom': date,
    'relationships[0].validTo': date,
  },
  createStatement: {
    slug,
    title: line(600),
    subtitle: line(1_000),
    body,
    language,
    issuedOn: date,
    'attributions[0].party': reference('party'),
    'sources[0].title': line(1_000),
    'sources[0].url': url,
    'sources[0].archiveUrl': url,
    'sources[0].publisher': reference('party'),
    'sources[0].retrievedOn': day,
    'sources[0].sha256': sha256,
    'cites[0]': reference('statement'),
  },
  createAllegation: {
    slug,
    summary: line(600),
    place: line(1_000),
    occurredOn: date,
    'parties[0].party': reference('party'),
    'counters[0]': reference('allegation'),
  },
  createAssertion: {
    statement: reference('statement'),
    speaker: reference('party'),
    saidOn: date,
    'via[0]': reference('party'),
    'quote.exact': words,
    'quote.prefix': words,
    'quote.suffix': words,
    inResponseTo: reference('assertion'),
  },
  createFinding: {
    body: reference('party'),
    statement: reference('statement'),
    ratingText: text,
    jurisdiction: line(1_000),
    ruledOn: date,
    url,
    'quote.exact': words,
    'quote.prefix': words,
    'quote.suffix': words,
  },
};

/** Objects that contradict themselves, each other, or what is stored. */
const CONTRADICTIONS: readonly [name: string, mutation: string, changes: Fields, field: string][] = [
  ['the slug of a merged party', 'createParty', { slug: 'merged' }, 'slug'],
  ['the slug of an erased party', 'createParty', { slug: 'erased' }, 'slug'],
  ['the slug of an erased statement', 'createStatement', { slug: 'erased' }, 'slug'],
  [
    'a relationship that ends before it begins',
    'createParty',
    { 'relationships[0].validFrom': '2003', 'relationships[0].validTo': '2002-12' },
    'relationships[0].validTo',
  ],
  [
    'an identifier twice',
    'createParty',
    {
      identifiers: [
        { scheme: 's', value: 'v' },
        { scheme: 's', value: 'w' },
        { scheme: ' s', value: 'v ' },
      ],
    },
    'identifiers[2]',
  ],
  [
    'an attribution twice',
    'createStatement',
    {
      attributions: ['AUTHOR', 'ISSUER', 'ISSUER'].map((role) => ({ party: '$party port', role })),
    },
    'attributions[2]',
  ],
  ['a citation twice', 'createStatement', { cites: ['$statement note', '$statement note'] }, 'cites[1]'],
  [
    'a place in an allegation twice',
    'createAllegation',
    { parties: [1, 2].map(() => ({ party: '$party port', role: 'ACCUSED' })) },
    'parties[1]',
  ],
  ['a counter twice', 'createAllegation', { counters: ['$allegation toll', '$allegation toll'] }, 'counters[1]'],
  ['a quotation without a statement', 'createFinding', { statement: undefined }, 'quote'],
  ['words that are not there', 'createAssertion', { quote: { exact: 'It snowed' } }, 'quote.exact'],
  ['words in capitals', 'createAssertion', { quote: { exact: 'IT RAINED AGAIN' } }, 'quote.exact'],
  ['words in another context', 'createAssertion', { quote: { exact: 'It rained', prefix: 'Nobody' } }, 'quote.exact'],
  ['words that are there twice', 'createAssertion', { quote: { exact: 'It rained' } }, 'quote.exact'],
  [
    'words that are there twice, in context',
    'createAssertion',
    { quote: { exact: 'It', suffix: ' rained' } },
    'quote.exact',
  ],
  ['words of a finding that are not there', 'createFinding', { quote: { exact: 'It snowed' } }, 'quote.exact'],
  ['words of a finding that are there twice', 'createFinding', { quote: { exact: 'It rained' } }, 'quote.exact'],
  ['an answer on another allegation', 'createAssertion', { inResponseTo: '$assertion elsewhere' }, 'inResponseTo'],
];

/** Changes of what is stored that contradict it. */
const CHANGES: readonly Mistake[] = [
  {
    name: 'a party that has a relationship to itself',
    mutation: 'updateParty',
    input: {
      slug: 'port',
      kind: 'ORGANIZATION',
      name: 'Port',
      relationships: [{ kind: 'MEMBER_OF', object: '$party port' }],
    },
    field: 'relationships[0].object',
  },
  {
    name: 'a party that is a part of its own part',
    mutation: 'updateParty',
    input: {
      slug: 'port',
      kind: 'ORGANIZATION',
      name: 'Port',
      relationships: [{ kind: 'PART_OF', object: '$party crew' }],
    },
    field: 'relationships[0].object',
  },
  {
    name: 'a statement that cites itself',
    mutation: 'updateStatement',
    input: { slug: 'note', kind: 'POST', title: 'Note', attributions: [], cites: ['$statement note'] },
    field: 'cites[0]',
  },
  {
    name: 'a body that loses a quotation',
    mutation: 'updateStatement',
    input: { slug: 'note', kind: 'POST', title: 'Note', attributions: [], body: 'It rained. It rained again.' },
    field: 'body',
  },
  {
    name: 'an allegation that counters itself',
    mutation: 'updateAllegation',
    input: { slug: 'toll', summary: 'S', parties: [], counters: ['$allegation toll'] },
    field: 'counters[0]',
  },
];

/** Every mistake of the tables. */
export function mistakes(): Mistake[] {
  const bad = Object.entries(BAD_VALUES).flatMap(([mutation, fields]) =>
    Object.entries(fields).flatMap(([field, values]) =>
      values.map((value) => ({
        name: `${field} ${JSON.stringify(value).slice(0, 40)}`,
        mutation,
        input: changed(mutation, { [field]: value }),
        field,
      })),
    ),
  );
  const contradictions = CONTRADICTIONS.map(([name, mutation, changes, field]) => ({
    name,
    mutation,
    input: changed(mutation, changes),
    field,
  }));
  return [...bad, ...contradictions, ...CHANGES];
}

function changed(mutation: string, changes: Fields): Fields {
  const input = structuredClone(VALID[mutation]!);
  for (const [path, value] of Object.entries(changes)) {
    const steps = path.split(/[.[\]]+/).filter((step) => step !== '');
    const last = steps.pop()!;
    let at = input;
    for (const step of steps) at = at[step] as Fields;
    at[last] = value;
  }
  return input;
}
