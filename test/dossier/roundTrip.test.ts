import fc from 'fast-check';
import { parse } from 'yaml';
import { QuotableText } from '../../src/lib/anchor';
import { characterFault, codePointLength, normalizeLine, normalizeText } from '../../src/lib/unicode';
import { importDossier } from '../../src/dossier/importDossier';
import { yamlProperty } from '../../src/dossier/writeYaml';
import { type TestDatabase, createTestDatabase } from '../support/testDatabase';
import { FERRY, exported } from './dossierHarness';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(empty);

async function empty(): Promise<void> {
  await database.pool.query('TRUNCATE party, statement, allegation, assertion, finding CASCADE');
}

/** Text that a careless writer of YAML, or of line ends, gets wrong. */
const ODD = [
  '2014',
  'null',
  'true',
  'no',
  '~',
  '- x',
  '? x',
  'a: b',
  'a #b',
  '#a',
  "it's",
  '"quoted"',
  '%a',
  '@a',
  '`a`',
  '&a',
  '*a',
  '!a',
  '|',
  '>',
  '{a}',
  '[a]',
  'a\\b',
  '...',
  '---',
  '0x1F',
  '1e3',
  '=',
  '<<',
  'a\u2028b',
  'a\u0020\u00A0b',
  'x\uFEFFy',
  'é',
  'שלום',
  '中文。',
  '😀',
  'a,b',
  "don't: yes",
  'Y',
];
const ODD_LINES = [
  'a \nb',
  ' a\nb',
  '\ta\nb',
  '\n\na\n',
  'a\n\n\n',
  'a\n  \nb',
  'a\n ',
  'a\n\t\n',
  '- a\n- b',
  '---\na',
  '...\nb',
  'a\r\nb\r\n',
  '#a\n b',
  '\n',
  'a\u2028\nb',
  ' \n a\n',
  'a\n\n ',
  '  \n\n b',
];

const textOf = (...odd: string[]): fc.Arbitrary<string> =>
  fc.oneof(
    fc.constantFrom(...odd),
    fc.string({ unit: 'binary', maxLength: 20 }),
    fc.string({ unit: fc.constantFrom(' ', '\n', '\t', '-', ':', '#', '"', "'", 'a', 'é', '|', '\\'), maxLength: 12 }),
  );
const clean = (text: string): string =>
  normalizeText(text.replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]/g, ''));
const line = textOf(...ODD)
  .map((text) => normalizeLine(clean(text).replace(/[\n\t]/g, ' ')))
  .filter((text) => /\S/.test(text));
const lines = textOf(...ODD, ...ODD_LINES)
  .map((text) => normalizeLine(clean(text)))
  .filter((text) => /\S/.test(text));
const body = fc
  .array(textOf(...ODD, ...ODD_LINES), { minLength: 1, maxLength: 4 })
  .map((parts) => clean(parts.join('\n')))
  .filter((text) => /\S/.test(text));

test('any text written as YAML is read as itself', () => {
  fc.assert(
    fc.property(fc.oneof(body, line, lines), fc.nat({ max: 3 }), (text, depth) => {
      const nested = Array.from({ length: depth }).reduce<unknown>(
        (value) => [{ before: 'x', inner: value, after: 'y' }],
        text,
      );
      const yaml = `first: 1\n${yamlProperty('value', nested, 0)}last: 2\n`;
      expect(parse(yaml)).toEqual({ first: 1, value: nested, last: 2 });
      expect(parse(yaml, { version: '1.1' })).toEqual({ first: 1, value: nested, last: 2 });
    }),
    { numRuns: 3000 },
  );
});

/** Text on one line that may be stored: without hidden characters. */
const storedLine = line.filter((text) => characterFault(text, 'one') === null);

const optional = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> =>
  fc.option(value, { nil: undefined });
const date = fc.constantFrom(
  '2014-07-13',
  '2014',
  '2004~',
  '../2003',
  '[1667,1668]',
  '2014-24',
  '1999?/2001',
  '2014-06-2X',
);
const stance = fc.constantFrom('ALLEGES', 'DENIES', 'REPORTS');
const state = optional(fc.constantFrom('PUBLISHED', 'DRAFT', 'ARCHIVED'));
// Slugs that other readers of YAML would take for something else.
const keys = fc.uniqueArray(fc.constantFrom('null', 'true', '2014', '1e3', 'a', 'b-2', 'no', '0', 'zz-top'), {
  minLength: 2,
  maxLength: 5,
});

const saying = (partyKeys: string[], statements: { key: string; body: string }[]): fc.Arbitrary<object> =>
  fc
    .record({
      statement: fc.constantFrom(...statements),
      speaker: fc.constantFrom(...partyKeys),
      via: optional(fc.array(fc.constantFrom(...partyKeys), { maxLength: 2 })),
      stance,
      mode: optional(fc.constantFrom('DIRECT', 'INDIRECT')),
      saidOn: optional(date),
      from: fc.nat(),
      length: fc.nat({ max: 6 }),
      state,
    })
    .map(({ statement, from, length, ...rest }) => {
      const size = codePointLength(statement.body);
      const start = from % size;
      const quote =
        length === 0
          ? undefined
          : new QuotableText(statement.body).quoteOf({ start, end: Math.min(size, start + length) });
      return { statement: statement.key, ...rest, quote };
    });

/** Assertions or findings that differ in what makes them the same. */
function distinct<
  Said extends { statement?: string; speaker?: string; body?: string; stance?: string; quote?: object },
>(said: Said[]): Said[] {
  const seen = new Set<string>();
  return said.filter(({ statement, speaker, body: finder, stance: taken, quote }) => {
    const identity = JSON.stringify([statement, speaker, finder, taken, quote]);
    return !seen.has(identity) && seen.add(identity);
  });
}

const dossier = fc
  .record({
    parties: keys,
    statements: keys,
    allegations: keys,
    bodies: fc.array(body, { minLength: 5, maxLength: 5 }),
  })
  .chain(({ parties, statements, allegations, bodies }) => {
    const party = fc.constantFrom(...parties);
    const texts = statements.map((key, index) => ({ key, body: bodies[index]! }));
    const each = <Entry>(
      names: string[],
      entry: (key: string, index: number) => fc.Arbitrary<Entry>,
    ): fc.Arbitrary<Entry[]> => fc.tuple(...names.map(entry));
    return fc.record({
      format: fc.constant('dossier/1'),
      parties: each(parties, (key) =>
        fc.record({
          key: fc.constant(key),
          kind: fc.constant('GROUP'),
          name: storedLine,
          description: optional(lines),
          names: optional(
            fc.array(
              fc.record({
                name: storedLine,
                kind: fc.constant('ALIAS'),
                language: optional(fc.constantFrom('fa', 'zh-Hant')),
                usedBy: optional(party),
              }),
              { maxLength: 2 },
            ),
          ),
          identifiers: optional(storedLine.map((value) => [{ scheme: 'x', value }])),
          relationships: optional(
            fc
              .constantFrom(...parties.filter((other) => other !== key))
              .map((other) => [
                { kind: 'AFFILIATED_WITH', party: other, validFrom: '1999~', assertedIn: statements[0] },
              ]),
          ),
          state,
        }),
      ),
      statements: each(statements, (key, index) =>
        fc.record({
          key: fc.constant(key),
          kind: fc.constant('POST'),
          title: storedLine,
          subtitle: optional(storedLine),
          issuedOn: optional(date),
          body: fc.constant(bodies[index]!),
          attributions: party.map((other) => [{ party: other, role: 'ISSUER' }]),
          sources: optional(
            fc.array(
              fc.record({
                title: optional(storedLine),
                url: optional(fc.webUrl()),
                publisher: optional(party),
                retrievedOn: optional(fc.constant('2020-02-29')),
              }),
              { maxLength: 2 },
            ),
          ),
          cites: optional(fc.constantFrom(...statements.filter((other) => other !== key)).map((other) => [other])),
          state,
        }),
      ),
      allegations: each(allegations, (key, at) =>
        fc.record({
          key: fc.constant(key),
          summary: storedLine,
          occurredOn: optional(date),
          place: optional(storedLine),
          parties: party.map((other) => [{ party: other, role: 'ACCUSED' }]),
          counters: optional(fc.constantFrom(...allegations.filter((other) => other !== key)).map((other) => [other])),
          assertions: optional(
            fc.array(saying(parties, texts), { maxLength: 4 }).map((said) =>
              distinct(said).map((assertion, index) => ({
                ...assertion,
                ref: `${String(at)}.${String(index)}`,
                inResponseTo: index > 1 ? `${String(at)}.${String(index - 2)}` : undefined,
              })),
            ),
          ),
          findings: optional(
            fc.array(saying(parties, texts), { maxLength: 2 }).map((said) =>
              distinct(
                said.map((assertion) => {
                  const { statement, speaker, quote } = assertion as {
                    statement: string;
                    speaker: string;
                    quote?: object;
                  };
                  return { statement, body: speaker, verdict: 'MIXED', ratingText: 'so-so', quote };
                }),
              ),
            ),
          ),
          state,
        }),
      ),
    });
  });

test('an export imported into an empty store is exported as the same bytes, in either format', async () => {
  await fc.assert(
    fc.asyncProperty(dossier, async (value) => {
      await empty();
      await importDossier(database, { text: JSON.stringify(value) });
      const [yaml, json] = [await exported(database), await exported(database, 'json')];
      for (const text of [yaml, json]) {
        await empty();
        await importDossier(database, { text });
        expect(await exported(database)).toBe(yaml);
        expect(await exported(database, 'json')).toBe(json);
        const again = await importDossier(database, { text });
        expect(Object.values(again).every(({ created, updated }) => created === 0 && updated === 0)).toBe(true);
      }
    }),
    { numRuns: 40 },
  );
}, 180_000);

test('an export keeps short what was written short', async () => {
  await importDossier(database, { text: FERRY });
  const yaml = await exported(database);
  expect(yaml).toContain(`    assertions:
      - statement: ferry-letter
        speaker: ferry-union
        stance: ALLEGES
        quote:
          exact: It lied
      - statement: ferry-letter
        speaker: ferry-union
        stance: REPEATS
        quote:
          exact: it lied
    state: DRAFT
`);
  expect(yaml).toContain(`        via: [dockers]
        stance: ALLEGES
        mode: DIRECT
        saidOn: "2014-07"
        quote:
          exact: The port sold our pier
        ref: a1
`);
  expect(yaml).toContain(`    body: |
      The port sold our pier. It lied. The court said so, and it lied again.
      We never blocked the pier 🚢.
`);
  expect(yaml.match(/state:/g)).toHaveLength(1);
});

test('an export does not depend on the order in which content came', async () => {
  await importDossier(database, { text: FERRY });
  const expected = await exported(database);
  await empty();
  const value = parse(FERRY, { schema: 'failsafe' }) as {
    parties: object[];
    statements: object[];
    allegations: { assertions: object[] }[];
  };
  for (const allegation of value.allegations) allegation.assertions.reverse();
  const turned = {
    format: 'dossier/1',
    allegations: value.allegations.reverse(),
    statements: value.statements.reverse(),
    parties: value.parties.reverse(),
  };
  await importDossier(database, { text: JSON.stringify(turned) });
  expect(await exported(database)).toBe(expected);
});

describe('an export of some keys', () => {
  test('has all that they refer to, and can be imported into an empty store', async () => {
    await importDossier(database, { text: FERRY });
    const part = await exported(database, 'yaml', ['pier-sold']);
    const value = parse(part) as {
      parties: { key: string }[];
      statements: { key: string }[];
      allegations: { key: string }[];
    };
    expect(value.parties.map(({ key }) => key)).toEqual(['dockers', 'ferry-union', 'lorn-court', 'port-of-lorn']);
    expect(value.statements.map(({ key }) => key)).toEqual(['ferry-letter', 'port-answer']);
    expect(value.allegations.map(({ key }) => key)).toEqual(['pier-sold']);
    await empty();
    await importDossier(database, { text: part });
    expect(await exported(database)).toBe(part);
  });

  test('names each key that nothing has', async () => {
    await importDossier(database, { text: FERRY });
    await expect(exported(database, 'yaml', ['pier-solt', 'dockers', 'qqqqqqqqqqqq'])).rejects.toThrow(
      "No party, statement or allegation has the key 'pier-solt'; do you mean 'pier-sold'?\nNo party, statement or allegation has the key 'qqqqqqqqqqqq'",
    );
  });
});

test('an export of an empty store is a dossier without content', async () => {
  expect(await exported(database)).toBe('format: dossier/1\n');
  expect(await exported(database, 'json')).toBe('{"format": "dossier/1"}\n');
  await importDossier(database, { text: await exported(database) });
});
