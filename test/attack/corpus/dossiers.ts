import { type Attack, either, KILOBYTE, MEGABYTE, refused, type World } from '../support/attack';
import { post, times } from '../support/requests';

const WRONG = ['BAD_USER_INPUT', 'COST_LIMIT_EXCEEDED'];

/** Dossiers that are refused. */
const DOSSIERS: Readonly<Record<string, () => string>> = {
  'aliases that multiply': () =>
    `a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n${times(9, (index) => `a${index + 1}: &a${index + 1} [${times(10, () => `*a${index}`, ', ')}]`, '\n')}\nparties: *a9\n`,
  'an alias of itself': () => 'allegata: 1\nparties: &p\n  - *p\n',
  'aliases that multiply through merge keys': () =>
    `m0: &m0 { ${times(50, (index) => `k${index}: 1`, ', ')} }\n${times(40, (index) => `m${index + 1}: &m${index + 1} { <<: [${times(20, () => `*m${index}`, ', ')}] }`, '\n')}\n`,
  'a hundred thousand aliases': () => `a: &a x\nparties: [${times(100_000, () => '*a', ',')}]\n`,
  'lists nested 5,000 deep': () => `parties: ${'['.repeat(5_000)}${']'.repeat(5_000)}`,
  'lists nested 100,000 deep as JSON': () => `{"parties":${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
  'maps nested 2,000 deep by indentation': () => times(1_000, (index) => `${' '.repeat(index)}a:`, '\n'),
  'a hundred thousand faults': () => `{"parties":[${times(100_000, () => '1', ',')}]}`,
  'a hundred thousand unknown keys': () => `{${times(100_000, (index) => `"k${index}":1`, ',')}}`,
  'a key of a megabyte': () => `{"${'k'.repeat(1_000_000)}":1}`,
  'the same key 50,000 times': () => `{${times(50_000, () => '"parties":[]', ',')}}`,
  'a megabyte of dashes': () => '-'.repeat(1_000_000),
  'fifty thousand documents': () => '---\na: 1\n'.repeat(50_000),
  'fifty thousand tags of its own': () => `parties: [${times(30_000, (index) => `!t${index} x`, ', ')}]`,
  'tags that make objects': () => 'parties: !!js/function "function () { return 1 }"\n',
  'a text of U+0000': () => '{"parties":[{"slug":"a\\u0000b"}]}',
  'a block of a million spaces': () => `parties: |\n${' '.repeat(1_000_000)}`,
  'a million open quotes': () => `parties: "${'\\"'.repeat(500_000)}`,
  nothing: () => '',
  '__proto__ as a key': () => '{"__proto__":{"parties":[]},"constructor":{"prototype":{}}}',
  'invalid dates by the ten thousand': () =>
    `{"allegations":[${times(5_000, (index) => `{"slug":"a${index}","occurredOn":"2024-13-${index}"}`, ',')}]}`,
  'files outside of the dossier': () => 'statements:\n  - slug: a\n    bodyFile: ../../../../etc/passwd\n',
};

const WORDS = 'the harbour was closed at night '.repeat(10_000);

/** A dossier whose quotations are looked for in a body of its own. */
const quoting = (body: string, count: number, exact: (index: number) => string): string =>
  JSON.stringify({
    format: 'dossier/1',
    parties: [{ key: 'attacker', kind: 'PERSON', name: 'Attacker' }],
    statements: [
      { key: 'quoted', kind: 'ARTICLE', title: 'Quoted', body, attributions: [{ party: 'attacker', role: 'ISSUER' }] },
    ],
    allegations: [
      {
        key: 'made',
        summary: 'Made',
        parties: [{ party: 'attacker', role: 'ACCUSED' }],
        assertions: Array.from({ length: count }, (_, index) => ({
          statement: 'quoted',
          speaker: 'attacker',
          stance: 'ALLEGES',
          quote: { exact: exact(index) },
        })),
      },
    ],
  });

/** Dossiers that take a thread's time or memory, and nobody else's. */
const LABORIOUS: Readonly<Record<string, () => string>> = {
  '400,000 empty entries': () => `{"format":"dossier/1","parties":[${times(400_000, () => 'null', ',')}]}`,
  '690,000 lists': () => `{"format":"dossier/1","parties":[${times(690_000, () => '[]', ',')}]}`,
  'a YAML list of 700,000': () => `format: dossier/1\nparties: [${times(700_000, () => 'a', ', ')}]`,
  '180,000 unknown properties': () => `{"format":"dossier/1",${times(180_000, (index) => `"k${index}":1`, ',')}}`,
  '15,000 sets of dates that are none': () =>
    `{"allegations":[${times(15_000, (index) => `{"key":"a${index}","occurredOn":"[2001-02..2004-05~,2014-XX-XX,199X..,${index}"}`, ',')}]}`,
  '4,000 quotations that are nowhere': () =>
    quoting(WORDS, 4_000, (index) => `the harbour was opened at noon ${index}`),
  '4,000 quotations that are everywhere': () => quoting('a'.repeat(1_200_000), 4_000, () => 'aa'),
};

const IMPORT = 'mutation ($i: ImportDossierInput!) { importDossier(input: $i) { parties { created } } }';

const imports: Attack[] = Object.entries(DOSSIERS).map(([what, write]) => ({
  name: `a dossier of ${what} is refused in few words`,
  deliver: ({ editor }) =>
    post(IMPORT, { variables: { i: { dossier: write(), dryRun: true } }, authorization: editor }),
  expected: refused(...WRONG),
  limits: { milliseconds: 2_000 },
}));

const laborious: Attack[] = Object.entries(LABORIOUS).map(([what, write]) => ({
  name: `a dossier of ${what} is refused, and keeps nobody waiting meanwhile`,
  deliver: ({ editor }) =>
    post(IMPORT, { variables: { i: { dossier: write(), dryRun: true } }, authorization: editor }),
  expected: refused(...WRONG),
  // A thread of its own takes 15 s and 256 MiB of values at most.
  limits: { milliseconds: 35_000, memoryBytes: 450 * MEGABYTE },
}));

const CREATE = 'mutation ($i: CreateStatementInput!) { createStatement(input: $i) { statement { id } } }';
const ASSERT = 'mutation ($i: CreateAssertionInput!) { createAssertion(input: $i) { assertion { id } } }';
const UPDATE = 'mutation ($i: UpdateStatementInput!) { updateStatement(input: $i) { statement { id } } }';

const uniqueSlug = (): string => `attack-${Math.random().toString(36).slice(2)}`;

const statementOf = (world: World, body: string): unknown => ({
  slug: uniqueSlug(),
  kind: 'ARTICLE',
  title: 'Attack',
  body,
  attributions: [{ party: world.partyId, role: 'ISSUER' }],
});

/** Quotations that are laborious to look for. */
const QUOTES: Readonly<Record<string, { exact: string; prefix?: string; suffix?: string }>> = {
  'of 100,000 letters': { exact: 'a'.repeat(100_000) },
  'of letters in turn': { exact: 'ab'.repeat(1_000), prefix: 'b'.repeat(32), suffix: 'a'.repeat(32) },
  'with a prefix of 100,000 letters': { exact: 'the', prefix: 'a'.repeat(100_000) },
  'of one letter': { exact: 'e' },
  'of nothing': { exact: '' },
  'of U+0000': { exact: '\u0000' },
  'of a lone surrogate': { exact: '\ud800' },
  'of combining marks': { exact: '\u0301'.repeat(5_000) },
  'of an expression that explodes': { exact: '(a+)+$'.repeat(500) },
};

const writes: Attack[] = [
  ...Object.entries(QUOTES).map(([what, quote]) => ({
    name: `a quotation ${what} is refused or found in time`,
    deliver: ({ editor, allegationId, statementId, partyId }: World) =>
      post(ASSERT, {
        variables: {
          i: { allegation: allegationId, statement: statementId, speaker: partyId, stance: 'ALLEGES', quote },
        },
        authorization: editor,
      }),
    expected: either(...WRONG, 'CONFLICT'),
  })),
  ...[
    'a'.repeat(1_900_000),
    'ab '.repeat(400_000),
    '\ufdfa'.repeat(300_000),
    '\n'.repeat(1_000_000),
    '\u0301'.repeat(500_000),
  ].map((body) => ({
    name: `a statement with a body of ${JSON.stringify(body.slice(0, 6))} by the hundred thousand is written or refused in time`,
    deliver: (world: World) =>
      post(CREATE, { variables: { i: statementOf(world, body) }, authorization: world.editor }),
    expected: either(...WRONG),
    limits: { milliseconds: 4_000 },
  })),
  {
    name: 'a new body of a million other letters is refused or written in time',
    deliver: ({ editor, statementId }) =>
      post(UPDATE, {
        variables: { i: { id: statementId, version: 1, body: 'abcd'.repeat(250_000) } },
        authorization: editor,
      }),
    expected: either(...WRONG, 'CONFLICT'),
    limits: { milliseconds: 4_000 },
  },
  {
    name: '20,000 sources, attributions and citations of a statement are refused',
    deliver: (world) =>
      post(CREATE, {
        variables: {
          i: {
            ...(statementOf(world, 'x') as object),
            sources: Array(8_000).fill({ title: 'x' }),
            cites: Array(8_000).fill(world.statementId),
            attributions: Array(8_000).fill({ party: world.partyId, role: 'ISSUER' }),
          },
        },
        authorization: world.editor,
      }),
    expected: refused(...WRONG),
    limits: { milliseconds: 2_000 },
  },
  {
    name: 'a hundred mutations of one operation that all fail answer in few words',
    deliver: ({ editor }) =>
      post(
        `mutation { ${times(100, (index) => `a${index}: restoreRevision(input: { id: "x${index}", version: 1 }) { node { id } }`)} }`,
        {
          authorization: editor,
        },
      ),
    expected: refused(...WRONG, 'NOT_FOUND'),
  },
];

const lists: Attack[] = [
  {
    name: 'mergeParties',
    query: 'mutation ($i: MergePartiesInput!) { mergeParties(input: $i) { party { id } } }',
    of: 'from',
  },
  {
    name: 'setPublicationState',
    query: 'mutation ($i: SetPublicationStateInput!) { setPublicationState(input: $i) { nodes { id } } }',
    of: 'ids',
  },
].flatMap(({ name, query, of }) =>
  [1, 20_000].flatMap((count) =>
    (['the same', 'no'] as const).map((which) => ({
      name: `${name} of ${count} times ${which} id is refused`,
      deliver: ({ admin, partyId }: World) => {
        const ids = Array<string>(count).fill(which === 'the same' ? partyId : 'x');
        const input = of === 'from' ? { into: partyId, from: ids } : { ids, state: 'NEVER' };
        return post(query, { variables: { i: input }, authorization: admin });
      },
      expected: refused(...WRONG, 'NOT_FOUND', 'CONFLICT'),
      limits: { answerBytes: 64 * KILOBYTE },
    })),
  ),
);

const restores: Attack[] = ['', 'x'.repeat(500_000), '\u0000', '01890000-0000-7000-8000-00000000dead'].flatMap((id) =>
  [-1, 2_147_483_647].map((version) => ({
    name: `restoreRevision of the id ${JSON.stringify(id.slice(0, 12))} at version ${version} is refused`,
    deliver: ({ editor }: World) =>
      post('mutation ($i: RestoreRevisionInput!) { restoreRevision(input: $i) { node { id } } }', {
        variables: { i: { id, version } },
        authorization: editor,
      }),
    expected: refused(...WRONG, 'NOT_FOUND'),
  })),
);

export const dossiers: readonly Attack[] = [...imports, ...laborious];
export const mutations: readonly Attack[] = [...writes, ...lists, ...restores];
