import { type TestDatabase, createTestDatabase } from '../support/testDatabase';
import { importDossier } from '../../src/dossier/importDossier';
import { FERRY, countRows, faultsOf } from './dossierHarness';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
afterEach(async () => {
  expect(await countRows(database)).toBe(0);
});

const refusal = (text: string): Promise<string[]> => faultsOf(database, { text });

describe('a text that is no dossier is refused with its place', () => {
  test.each([
    ['an empty file', '', 'dossier:1:1 is empty: a dossier begins with the line format: dossier/1'],
    ['nothing but comments', '# to come\n\n', 'dossier:1:1 is empty: a dossier begins with the line format: dossier/1'],
    ['plain text', 'hello', "dossier:1:1 is the text 'hello': write properties with values"],
    ['a list', '- a', 'dossier:1:1 is a list: write properties with values'],
    ['another format', 'format: dossier/2', "dossier:1:9 format: is 'dossier/2': this program reads dossier/1"],
    ['no format', 'parties: []', 'dossier:1:1 format: is missing: write format: dossier/1'],
    [
      'several documents',
      'format: dossier/1\n---\nformat: dossier/1\n',
      'dossier:2:1 has several YAML documents: a dossier is one',
    ],
    ['YAML 1.1', '%YAML 1.1\n---\nformat: dossier/1\n', 'dossier:1:1 asks for YAML 1.1: a dossier is YAML 1.2'],
    ['an unknown tag', 'format: !version dossier/1', /^dossier:1:9 is no YAML: unresolved tag/],
    ['an open bracket', 'format: dossier/1\nparties: [ { key: a }\nstatements: []\n', /^dossier:3:1 is no YAML: /],
    ['a wrong indentation', 'format: dossier/1\n prune: true\n', /^dossier:1:9 is no YAML: /],
    ['JSON that breaks off', '{"format": "dossier/1",\n "parties": [', /^dossier:2:14 is no JSON: /],
    [
      'JSON without a comma',
      '{"format": "dossier/1"\n "prune": true}',
      'dossier:2:2 is no JSON: comma expected at this place',
    ],
    [
      'an alias of nothing',
      'format: *version',
      'dossier:1:9 format: is an alias of *version, which no anchor before it names',
    ],
    [
      'an alias in itself',
      'format: dossier/1\nparties: &p [ *p ]',
      'dossier:2:15 parties[0]: is an alias of *p, which it is itself a part of',
    ],
    ['a list as a name', 'format: dossier/1\n? [ a ]\n: b', 'dossier:2:3 has a property whose name is no plain text'],
  ])('%s', async (_, text, expected) => {
    const faults = await refusal(text);
    expect(faults[0]).toEqual(typeof expected === 'string' ? expected : expect.stringMatching(expected));
    if (typeof expected === 'string') expect(faults).toHaveLength(1);
  });
});

describe('a bomb is refused quickly', () => {
  test('of faults: the first thousand are told, and how many more there are', async () => {
    const text = `{"format":"dossier/1","parties":[${Array.from({ length: 5_000 }, () => '1').join(',')}]}`;
    await expect(importDossier(database, { text })).rejects.toMatchObject({
      faults: { length: 1_000 },
      count: 5_000,
      message: expect.stringMatching(/\n… and 4,000 more faults$/) as string,
    });
  });

  test('of aliases of one word, by the number of them', async () => {
    const text = `format: &f dossier/1\nparties: [${Array.from({ length: 1_001 }, () => '*f').join(', ')}]`;
    expect(await refusal(text)).toEqual([
      expect.stringMatching(/^dossier:2:\d+ has more than 1,000 aliases and tags: write the values out$/),
    ]);
  });

  test('of aliases', async () => {
    const lines = Array.from({ length: 20 }, (_, level) => {
      const inner = level === 0 ? 'x' : `*a${String(level - 1)}`;
      return `a${String(level)}: &a${String(level)} [${Array.from({ length: 10 }, () => inner).join(', ')}]`;
    });
    expect(await refusal(`format: dossier/1\n${lines.join('\n')}`)).toEqual([
      expect.stringMatching(/has aliases that stand for more than 100,000 values: write them out$/),
    ]);
  });

  test.each([
    ['YAML', '['.repeat(50_000)],
    ['closed YAML', `a: ${'['.repeat(50_000)}${']'.repeat(50_000)}`],
    ['JSON', `{"a":${'['.repeat(50_000)}${']'.repeat(50_000)}}`],
    ['broken JSON', `{"a":${'['.repeat(50_000)}`],
    ['forty levels of YAML', `a: ${'['.repeat(40)}${']'.repeat(40)}`],
  ])('of nested %s', async (_, text) => {
    expect(await refusal(text)).toEqual([expect.stringContaining('is nested more than 32 deep')]);
  });

  test('of a hundred thousand properties, each checked once', async () => {
    const names = Array.from({ length: 100_000 }, (_, index) => `p${String(index)}: 1`);
    const faults = await refusal(`format: dossier/1\n${names.join('\n')}\np5: 2\n`);
    expect(faults).toEqual(['dossier:100002:1 p5: stands twice: write it once']);
  });
});

describe('a property that stands twice is refused', () => {
  test('in YAML', async () => {
    expect(await refusal('format: dossier/1\nparties:\n  - key: a\n    name: x\n    name: y\n')).toEqual([
      'dossier:5:5 parties[0].name: stands twice: write it once',
    ]);
  });

  test('in JSON, however it is written', async () => {
    expect(await refusal('{"format": "dossier/1",\n "parties": [{}, {"key": "a",\n  "k\\u0065y": "b"}]}')).toEqual([
      'dossier:3:3 parties[1].key: stands twice: write it once',
    ]);
  });
});

test('every fault of shape is told at once, with what would be right', async () => {
  const text = `format: dossier/1
prune: yes
partys: []
parties:
  - key: Foo Bar
    kind: PERSN
    name: true
    names: ~
    __proto__: x
    identifiers: [{scheme: a, value: 12, valeu: 3}]
  - 3
  - {key: a, kind: PERSON}
statements:
  - {key: s, kind: SPEECH, title: "a\\tb", body: "", language: englisch!, issuedOn: 2014-02-30, attributions: {party: a}}
  - key: t
    kind: SPEECH
    title: ""
    body: "a\\0b"
    issuedOn: 2014-13
    attributions: []
    sources: [{url: "ftp://x", sha256: zz, retrievedOn: 2014-07, archiveUrl: "http://"}]
`;
  expect(await refusal(text)).toEqual([
    "dossier:2:8 prune: is the text 'yes': write true or false",
    'dossier:3:1 partys: is no property here: do you mean parties? There are $schema, format, prune, parties, statements, allegations',
    "dossier:5:10 parties[0].key: isn't a key: a key has lower-case letters and digits, joined by single hyphens, such as foo-bar",
    "dossier:6:11 parties[0].kind: is 'PERSN': write PERSON, or another of PERSON, ORGANIZATION, STATE, BODY, OUTLET, GROUP",
    'dossier:7:11 parties[0].name: is true, which is no text: write it in quotation marks, "true"',
    'dossier:8:12 parties[0].names: is empty (null): write a list, or leave the property out',
    'dossier:9:5 parties[0].__proto__: is no property here: There are key, kind, name, description, names, identifiers, relationships, state',
    'dossier:10:42 parties[0].identifiers[0].valeu: is no property here: do you mean value? There are scheme, value',
    "dossier:11:5 parties[1]: is the text '3': write properties with values",
    'dossier:12:5 parties[2].name: is missing: write it',
    'dossier:14:35 statements[0].title: has a tab at character 2: write a space',
    'dossier:14:49 statements[0].body: is empty: a statement has words',
    "dossier:14:63 statements[0].language: 'englisch!' isn't a language tag: write one of BCP 47, such as en, fa, ar-IQ or zh-Hant",
    "dossier:14:84 statements[0].issuedOn: '2014-02-30' isn't a real calendar day: February 2014 has 28 days, not 30",
    'dossier:14:110 statements[0].attributions: is a group of properties: write a list, even of one',
    'dossier:17:12 statements[1].title: is empty: write it, or leave the property out',
    'dossier:18:11 statements[1].body: has the control character U+0000 at character 2: take it out',
    "dossier:19:15 statements[1].issuedOn: '2014-13' has no month 13: months are 01 to 12, and 21 to 41 are seasons and other parts of a year",
    "dossier:21:21 statements[1].sources[0].url: 'ftp://x' isn't a web address: write one that begins with http:// or https://",
    "dossier:21:40 statements[1].sources[0].sha256: isn't a SHA-256 digest: write 64 hexadecimal digits",
    "dossier:21:57 statements[1].sources[0].retrievedOn: '2014-07' isn't a single day: write YYYY-MM-DD",
    "dossier:21:78 statements[1].sources[0].archiveUrl: 'http://' isn't a web address: write one that begins with http:// or https://",
  ]);
});

test('text over its limit is refused', async () => {
  const long = (length: number): string => '😀'.repeat(length);
  const text = JSON.stringify({
    format: 'dossier/1',
    parties: [{ key: 'a'.repeat(121), kind: 'GROUP', name: long(601), description: long(10_001) }],
    statements: [
      {
        key: 's',
        kind: 'POST',
        title: long(600),
        body: `${'x'.repeat(10_000_000)}y`,
        attributions: [],
        sources: [{ url: `https://example.org/${'x'.repeat(2_000)}` }],
      },
    ],
  });
  expect((await refusal(text)).map((line) => line.replace(/^dossier:1:\d+ /, ''))).toEqual([
    'parties[0].key: has 121 characters: a key has at most 120',
    'parties[0].name: has 601 characters: it may have 600 at most',
    'parties[0].description: has 10001 characters: it may have 10,000 at most',
    'statements[0].body: has 10,000,001 bytes: a body may have 10,000,000 at most',
    'statements[0].sources[0].url: has 2020 characters: an address may have 2,000 at most',
  ]);
});

test('a number in JSON is no text, since it has lost how it was written', async () => {
  expect(
    await refusal(
      '{"format": "dossier/1",\n"allegations": [{"key": "a", "summary": "x", "parties": [], "occurredOn": 2014}]}',
    ),
  ).toEqual(['dossier:2:75 allegations[0].occurredOn: is 2014, which is no text: write it in quotation marks, "2014"']);
});

/** The same, with the words at the place of each fault instead of its line and column. */
async function refusalAt(text: string): Promise<string[]> {
  const lines = text.split('\n');
  return (await refusal(text)).map((fault) =>
    fault.replace(/^dossier:(\d+):(\d+)/, (_, line: string, column: string) => {
      const words = lines[Number(line) - 1]!.slice(Number(column) - 1);
      return `<${words.slice(0, 16)}>`;
    }),
  );
}

/** The invented dossier with some of its text replaced. */
function changed(...replacements: [string, string][]): string {
  return replacements.reduce((text, [from, to]) => {
    expect(text.split(from)).toHaveLength(2);
    return text.replace(from, () => to);
  }, FERRY);
}

describe('content that contradicts itself is refused', () => {
  test.each<[string, [string, string][], string[]]>([
    [
      'a key of two parties',
      [['- { key: dockers, kind', '- { key: lorn-court, kind']],
      [
        "<dockers, validFr> parties[1].relationships[0].party: names nothing: no party has the key 'dockers': list it under parties",
        '<lorn-court, kind> parties[3].key: belongs to parties[2] already: choose another slug',
        "<dockers, retriev> statements[0].sources[0].publisher: names nothing: no party has the key 'dockers': list it under parties",
        "<dockers ], stanc> allegations[0].assertions[0].via[0]: names nothing: no party has the key 'dockers': list it under parties",
      ],
    ],
    [
      'a key of nothing, near to one of something',
      [['speaker: port-of-lorn', 'speaker: port-of-lorm']],
      [
        "<port-of-lorm, st> allegations[0].assertions[1].speaker: names nothing: no party has the key 'port-of-lorm': do you mean 'port-of-lorn'?",
      ],
    ],
    [
      'a party as a part of itself',
      [['kind: PART_OF, party: dockers', 'kind: PART_OF, party: ferry-union']],
      [
        '<ferry-union, val> parties[1].relationships[0].party: is the party itself: a party has relationships to others',
      ],
    ],
    [
      'parties as parts of each other',
      [
        [
          'kind: GROUP, name: Dockers',
          'kind: GROUP, name: Dockers, relationships: [ { kind: PART_OF, party: ferry-union } ]',
        ],
      ],
      [
        '<dockers, validFr> parties[1].relationships[0].party: makes a party a part of itself: ferry-union is a part of dockers is a part of ferry-union',
      ],
    ],
    [
      'a relationship that ends before it begins',
      [['validTo: 2004~', 'validTo: 1998-12']],
      [
        '<1998-12, asserte> parties[1].relationships[0].validTo: is before validFrom: a relationship ends after it begins',
      ],
    ],
    [
      'an identifier twice',
      [
        [
          '{ scheme: register, value: "0012" }',
          '{ scheme: register, value: "0012" }, { scheme: register, value: 0012 }',
        ],
      ],
      ['<{ scheme: regist> parties[0].identifiers[1]: says the same as parties[0].identifiers[0]: write it once'],
    ],
    [
      'an attribution twice',
      [
        [
          '{ party: ferry-union, role: ISSUER }',
          '{ party: ferry-union, role: ISSUER }, { party: ferry-union, role: ISSUER }',
        ],
      ],
      [
        '<{ party: ferry-u> statements[0].attributions[1]: says the same as statements[0].attributions[0]: write it once',
      ],
    ],
    [
      'a statement that cites itself, and one twice',
      [['cites: [ ferry-letter ]', 'cites: [ ferry-letter, ferry-letter, port-answer ]']],
      [
        '<ferry-letter, po> statements[1].cites[1]: says the same as statements[1].cites[0]: write it once',
        '<port-answer ] }> statements[1].cites[2]: is the statement itself: a statement cites others',
      ],
    ],
    [
      'an allegation that counters itself',
      [['counters: [ pier-sold ]', 'counters: [ port-lied ]']],
      ['<port-lied ]> allegations[1].counters[0]: is the allegation itself: an allegation counters others'],
    ],
    [
      'a party in the same role twice',
      [
        ['    counters: [ pier-sold ]', '    counters: [ pier-sold ]\n    place: x'],
        ['role: ACCUSED } ]\n    counters', 'role: ACCUSED }, { party: port-of-lorn, role: ACCUSED } ]\n    counters'],
      ],
      ['<{ party: port-of> allegations[1].parties[1]: says the same as allegations[1].parties[0]: write it once'],
    ],
    [
      'a body beside a body file',
      [['body: "Nobody sold a pier."', 'body: "Nobody sold a pier.", bodyFile: x.txt']],
      ['<x.txt, attributi> statements[1].bodyFile: stands beside body: write one of the two'],
    ],
    [
      'a new statement without a body, whose quotations have nowhere to be',
      [['body: "Nobody sold a pier.", ', '']],
      ['<{ key: port-answ> statements[1]: has no body: a new statement has body or bodyFile'],
    ],
    [
      'a file, since the dossier came as text',
      [
        ['body: "Nobody sold a pier."', 'bodyFile: answer.txt'],
        ['retrievedOn: 2020-01-02', 'file: page.html'],
      ],
      [
        '<page.html } ]> statements[0].sources[0].file: names a file, which a dossier sent as text cannot: write the body, or the sha256, itself',
        '<answer.txt, attr> statements[1].bodyFile: names a file, which a dossier sent as text cannot: write the body, or the sha256, itself',
      ],
    ],
    [
      'a label twice, an answer to no label, and one to another allegation',
      [
        ['stance: DENIES, inResponseTo: sold', 'stance: DENIES, ref: sold, inResponseTo: sald'],
        ['stance: REPEATS,', 'stance: REPEATS, inResponseTo: sold,'],
      ],
      [
        "<sold, inResponse> allegations[0].assertions[1].ref: 'sold' labels allegations[0].assertions[0] already: a label is unique in its dossier",
        "<sald, quote: { e> allegations[0].assertions[1].inResponseTo: names nothing: no assertion has the ref 'sald': do you mean 'sold'?",
        '<sold, quote: { e> allegations[1].assertions[1].inResponseTo: is on another allegation: an assertion answers one on the same',
      ],
    ],
    [
      'answers in a circle',
      [
        ['stance: DENIES, inResponseTo: sold', 'stance: DENIES, ref: no, inResponseTo: sold'],
        ['ref: sold, quote', 'ref: sold, inResponseTo: no, quote'],
      ],
      [
        '<no, quote: { exa> allegations[0].assertions[0].inResponseTo: goes in a circle: an assertion does not answer itself by way of others',
      ],
    ],
    [
      'an assertion and a finding twice',
      [
        [
          '      - { statement: port-answer, speaker',
          '      - { statement: ferry-letter, speaker: ferry-union, stance: ALLEGES, quote: { exact: port sold our pier, prefix: "The " } }\n      - { statement: ferry-letter, speaker: ferry-union, stance: ALLEGES, quote: { exact: The port sold our pier } }\n      - { statement: port-answer, speaker',
        ],
        [
          '    findings:',
          '    findings:\n      - { statement: ferry-letter, body: lorn-court, verdict: MIXED, quote: { exact: The court said so } }',
        ],
      ],
      [
        '<{ statement: fer> allegations[0].assertions[2]: is the same as allegations[0].assertions[0], with equal allegation, statement, speaker, stance and place of the quotation: write it once',
        '<{ statement: fer> allegations[0].findings[1]: is the same as allegations[0].findings[0], with equal allegation, body, statement and place of the quotation: write it once',
      ],
    ],
    [
      'a quotation in no statement',
      [['- { statement: ferry-letter, body: lorn-court', '- { body: lorn-court']],
      [
        '<{ exact: The cou> allegations[0].findings[0].quote: is in no statement: write the statement whose words they are',
      ],
    ],
  ])('%s', async (_, replacements, expected) => {
    expect(await refusalAt(changed(...replacements))).toEqual(expected);
  });
});

describe('a quotation that is not found exactly once is refused', () => {
  test.each<[string, [string, string], string]>([
    [
      'words that are not there',
      ['exact: The port sold our pier', 'exact: The port sold our ferry'],
      '<The port sold ou> allegations[0].assertions[0].quote.exact: is not found in the body of ferry-letter: after “The port sold our” the text goes on “pier. It lied. The court said so”',
    ],
    [
      'words in other capitals',
      ['exact: The port sold our pier', 'exact: the port sold our pier'],
      '<the port sold ou> allegations[0].assertions[0].quote.exact: is not found in the body of ferry-letter: the text has it as “The port sold our pier”, which differs in capital letters',
    ],
    [
      'words that are there twice',
      ['exact: It lied, suffix: . The court', 'exact: lied'],
      '<lied } }> allegations[1].assertions[0].quote.exact: is found 2 times in the body of ferry-letter (at characters 27, 59): add a prefix or a suffix',
    ],
    [
      'a context that does not tell them apart',
      ['exact: It lied, suffix: . The court', 'exact: lied, prefix: "t "'],
      '<lied, prefix: "t> allegations[1].assertions[0].quote.exact: is found 2 times in the body of ferry-letter (at characters 27, 59): make the prefix or the suffix longer',
    ],
    [
      'words that stand elsewhere',
      ['suffix: . The court', 'suffix: . The port'],
      '<It lied, suffix:> allegations[1].assertions[0].quote.exact: is not found in the body of ferry-letter: the words themselves are there, but not with this prefix and suffix right before and after them',
    ],
  ])('%s', async (_, replacement, expected) => {
    expect(await refusalAt(changed(replacement))).toEqual([expected]);
  });
});

test('faults of shape, of content, of references and of quotations are told together, in the order of the file', async () => {
  const text = changed(
    ['    identifiers:', '    identifers:'],
    ['party: dockers, validFrom: 1999', 'party: dockers, validFrom: 1999-02-29'],
    ['publisher: dockers', 'publisher: docker'],
    ['exact: Nobody sold a pier', 'exact: Somebody sold a pier'],
    ['counters: [ pier-sold ]', 'counters: [ port-lied ]'],
  );
  const places = (await refusal(text)).map((line) => /^dossier:(\d+):\d+ ([^:]+):/.exec(line)?.slice(1).join(' '));
  expect(places).toEqual([
    '10 parties[0].identifers',
    '11 parties[1].relationships[0].validFrom',
    '24 statements[0].sources[0].publisher',
    '34 allegations[0].assertions[1].quote.exact',
    '40 allegations[1].counters[0]',
  ]);
});

test('a fault behind an alias is placed where its text stands', async () => {
  const text = `format: dossier/1
parties:
  - { key: a, kind: GROUP, name: A, names: &names [ { name: B, kind: NICKNAME } ] }
  - { key: b, kind: GROUP, name: B, names: *names }
`;
  expect((await refusal(text)).map((line) => line.split(': is')[0])).toEqual([
    'dossier:3:70 parties[0].names[0].kind',
    'dossier:3:70 parties[1].names[0].kind',
  ]);
});
