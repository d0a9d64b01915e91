import { DossierFaults } from '../../src/dossier/dossierFault';
import { importDossier } from '../../src/dossier/importDossier';
import { erase } from '../../src/write/erase';
import { BASE, type Fields, type Mistake, mistakes } from './mistakes';
import { contents, startWriteServer, type WriteServer } from './writeHarness';

const NOBODY = '01930f5e-6c3a-7b52-9d1c-0a1b2c3d4e5f';

let server: WriteServer;
/** Ids by what stands for them, such as '$party port'. */
const ids = new Map<string, string>();
let before: string;

beforeAll(async () => {
  server = await startWriteServer();
  const { database } = server;
  await importDossier(database, { text: BASE });
  const { rows } = await database.pool.query<{ name: string; id: string }>(
    `SELECT '$party ' || slug AS name, id FROM party UNION ALL SELECT '$statement ' || slug, id FROM statement
     UNION ALL SELECT '$allegation ' || slug, id FROM allegation
     UNION ALL SELECT '$assertion ' || CASE WHEN l.slug = 'other' THEN 'elsewhere' WHEN a.stance = 'DENIES' THEN 'denial' ELSE 'claim' END, a.id
       FROM assertion a JOIN allegation l ON l.id = a.allegation_id`,
  );
  for (const { name, id } of rows) ids.set(name, id);
  await server.write('mergeParties', { into: ids.get('$party port'), from: [ids.get('$party merged')] });
  await erase(database, 'party', 'erased', 'Art. 17');
  await erase(database, 'statement', 'erased', 'Art. 17');
  before = await contents(server);
});
afterAll(() => server.close());

interface Told {
  readonly code: unknown;
  readonly place: string;
  readonly message: string;
}

const all = mistakes();

it('has two hundred mistakes', () => {
  expect(all.length).toBeGreaterThanOrEqual(200);
});

it.each(all.map((mistake) => ({ ...mistake, title: `${mistake.mutation}: ${mistake.name}` })))(
  'refuses the same in a dossier and in a mutation, with the same code and words: $title',
  async (mistake) => {
    const [entry, dossier] = dossierOf(mistake);
    const mutated = await toldByMutation(mistake);
    const imported = await toldByImport(dossier);
    expect(imported).toEqual({ ...mutated, place: entry + dossierPath(mutated.place) });
    expect(mutated.place).toBe(mistake.field);
    expect(await contents(server)).toBe(before);
  },
);

it('refuses what is the same as another, whether that is stored or beside it', async () => {
  const assertion = { statement: 'note', speaker: 'port', stance: 'ALLEGES' };
  const finding = { body: 'crew', verdict: 'UPHELD' };
  for (const [mutation, said] of [
    ['createAssertion', assertion],
    ['createFinding', finding],
  ] as const) {
    const list = mutation === 'createAssertion' ? 'assertions' : 'findings';
    const type = mutation === 'createAssertion' ? 'assertion' : 'finding';
    const input = { allegation: 'toll', ...said } as Fields;
    const references = { allegation: 'allegation', statement: 'statement', speaker: 'party', body: 'party' };
    for (const [field, to] of Object.entries(references)) {
      if (field in input) input[field] = ids.get(`$${to} ${String(input[field])}`);
    }
    const { code, message } = await server.refused(mutation, input);
    const imported = await toldByImport({
      allegations: [{ key: 'toll', summary: 'S', parties: [], [list]: [said, said] }],
    });
    expect(imported.code).toBe(code);
    expect(imported.message.replace(`allegations[0].${list}[0]`, `another ${type}`)).toBe(wordsOf(message, 'input'));
  }
});

it('refuses a slug twice, whether what has it is stored or beside it', async () => {
  const party = { kind: 'BODY', name: 'P' };
  const mutated = await server.refused('createParty', { slug: 'port', ...party });
  const imported = await toldByImport({ parties: [1, 2].map(() => ({ key: 'twice', ...party })) });
  expect(imported.code).toBe(mutated.code);
  expect(imported.message.replace('parties[0]', 'another party')).toBe(wordsOf(mutated.message, 'input.slug'));
});

it('refuses answers to itself and in a circle', async () => {
  const claim = { statement: 'note', speaker: 'port', stance: 'ALLEGES', ref: 'claim' };
  const denial = {
    statement: 'note',
    speaker: 'union',
    stance: 'DENIES',
    ref: 'denial',
    quote: { exact: 'Nobody saw it' },
  };
  for (const inResponseTo of ['claim', 'denial']) {
    const id = ids.get('$assertion claim');
    const input = { id, version: 1, inResponseTo: ids.get(`$assertion ${inResponseTo}`) };
    const { code, message } = await server.refused('updateAssertion', input);
    const assertions = [
      { ...claim, inResponseTo },
      { ...denial, inResponseTo: 'claim' },
    ];
    const imported = await toldByImport({ allegations: [{ key: 'toll', summary: 'S', parties: [], assertions }] });
    expect(imported).toEqual({
      code,
      place: 'allegations[0].assertions[0].inResponseTo',
      message: wordsOf(message, 'input.inResponseTo'),
    });
  }
});

async function toldByMutation({ mutation, input }: Mistake): Promise<Told> {
  const { slug } = input;
  const type = mutation.replace(/^update/, '').toLowerCase();
  const fields: Fields = mutation.startsWith('update')
    ? { ...input, slug: undefined, id: ids.get(`$${type} ${String(slug)}`), version: await versionOf(type, slug) }
    : input;
  const given = mapped(fields, (text) => (text.startsWith('$') ? (ids.get(text) ?? NOBODY) : text)) as Fields;
  const { code, field, message } = await server.refused(mutation, given);
  const place = String(field);
  return { code, place: place.replace(/^input\.?/, ''), message: plain(wordsOf(message, place), mutation) };
}

async function versionOf(type: string, slug: unknown): Promise<number> {
  const { rows } = await server.database.pool.query<{ version: number }>(
    `SELECT version FROM ${type} WHERE slug = $1`,
    [slug],
  );
  return rows[0]!.version;
}

/** The words of an error after its place, without the full stop at the end. GraphQL has words of its own before those of a scalar. */
function wordsOf(message: string, place: string): string {
  const ofScalar = /^Variable "\$input" got invalid value .+ at "(.+?)"; Expected type "\w+"\. (.+)$/s.exec(message);
  if (ofScalar !== null) {
    expect(ofScalar[1]).toBe(place);
    return ofScalar[2]!;
  }
  expect(message.startsWith(`${place} `)).toBe(true);
  expect(message.endsWith('.')).toBe(true);
  return message.slice(place.length + 1, -1);
}

/** Words in which places and names are the dossier's. */
function plain(message: string, mutation: string): string {
  return message
    .replace(/input\.([\w.[\]]+)/g, (_, path: string) => ENTRIES[mutation]! + dossierPath(path))
    .replace(new RegExp(`the id ${NOBODY}`), "the key 'nobody'");
}

async function toldByImport(dossier: Fields): Promise<Told> {
  try {
    await importDossier(server.database, { text: JSON.stringify({ format: 'dossier/1', ...dossier }) });
  } catch (error) {
    if (!(error instanceof DossierFaults)) throw error;
    const [{ code = 'BAD_USER_INPUT', path, message }, ...others] = error.faults as [(typeof error.faults)[0]];
    expect(others).toEqual([]);
    // What a dossier can say besides: which key may be meant, or where to list it.
    const words = message.replace(/ the (?:key|ref) 'nobody': .+$/, " the key 'nobody'");
    return { code, place: path, message: words };
  }
  throw new Error('the dossier was imported');
}

/** Where in a dossier the entry of a mutation is. */
const ENTRIES: Readonly<Record<string, string>> = {
  createParty: 'parties[0].',
  updateParty: 'parties[0].',
  createStatement: 'statements[0].',
  updateStatement: 'statements[0].',
  createAllegation: 'allegations[0].',
  updateAllegation: 'allegations[0].',
  createAssertion: 'allegations[0].assertions[0].',
  createFinding: 'allegations[0].findings[0].',
};

const dossierPath = (field: string): string => field.replace(/^slug$/, 'key').replace(/\.object$/, '.party');

/** A dossier that says the same as an input, and the place of its entry. */
function dossierOf({ mutation, input }: Mistake): [entry: string, dossier: Fields] {
  const entry = ENTRIES[mutation]!;
  const keyed = mapped(input, (text) => text.replace(/^\$\w+ /, '')) as Fields;
  const { slug, allegation, relationships, ...fields } = keyed;
  if (mutation === 'createAssertion' || mutation === 'createFinding') {
    const said = mutation === 'createAssertion' ? 'assertions' : 'findings';
    const allegations: Fields[] = [{ key: allegation, summary: 'S', parties: [], [said]: [fields] }];
    if (fields.inResponseTo === 'elsewhere') {
      const assertions = [{ statement: 'note', speaker: 'port', stance: 'ALLEGES', ref: 'elsewhere' }];
      allegations.push({ key: 'other', summary: 'S', parties: [], assertions });
    }
    return [entry, { allegations }];
  }
  const related = (relationships as Fields[] | undefined)?.map(({ object, ...rest }) => ({ ...rest, party: object }));
  return [entry, { [entry.slice(0, entry.indexOf('['))]: [{ key: slug, ...fields, relationships: related }] }];
}

/** A value with each of its texts changed. */
function mapped(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((item) => mapped(item, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, mapped(item, change)]));
}
