import { getOperationAST, parse } from 'graphql';
import { readEnvironment } from '../../src/lib/environment';
import { ReadService } from '../../src/read/reader';
import { countStatements } from '../oracle/readHarness';
import { onlyError, post, schema } from '../server/graphqlServer';
import { createParty } from '../support/factories';
import { startWriteServer, type WriteServer } from '../write/writeHarness';

let server: WriteServer;
beforeEach(async () => {
  server = await startWriteServer();
});
afterEach(() => server.close());

type Names = Record<string, unknown>[];

/** Stores a party; each further name is an ALIAS, or as it says. */
async function party(slug: string, name: string, names: Names = [], state = 'PUBLISHED'): Promise<string> {
  const kind = 'ORGANIZATION';
  const given = names.map((each) => ({ kind: 'ALIAS', ...each }));
  return (await server.write('createParty', { slug, kind, name, names: given, state })).party!.id;
}

interface Proposal {
  party: { slug: string };
  score: number;
  names: { own: string; other: string; score: number }[];
}

async function proposals(id: string, args = ''): Promise<Proposal[]> {
  const query = `{ party(id: "${id}") { possibleDuplicates${args} { party { slug } score names { own other score } } } }`;
  const answer = await server.as('EDITOR', query);
  expect(answer.errors).toBeUndefined();
  return (answer.data!.party as { possibleDuplicates: Proposal[] }).possibleDuplicates;
}
const slugs = async (id: string, args = ''): Promise<string[]> =>
  (await proposals(id, args)).map(({ party: { slug } }) => slug);

it('proposes parties by the names that are most alike, and says which', async () => {
  const id = await party('office', 'Salt Office of Vessen', [{ name: 'SOV', kind: 'ACRONYM' }]);
  await party('turned', 'VESSEN Sált Office', [{ name: 'sov', kind: 'ACRONYM' }]);
  await party('near', 'Salt Office of Wessen');
  await party('far', 'Harbour Police');
  expect(await proposals(id)).toEqual([
    {
      party: { slug: 'turned' },
      score: 1,
      names: [
        { own: 'SOV', other: 'sov', score: 1 },
        { own: 'Salt Office of Vessen', other: 'VESSEN Sált Office', score: 0.95 },
      ],
    },
    {
      party: { slug: 'near' },
      score: 0.739,
      names: [{ own: 'Salt Office of Vessen', other: 'Salt Office of Wessen', score: 0.739 }],
    },
  ]);
});

it.each([
  ['Дніпровка', 'Днепровка'],
  ['Πειραιάς', 'ΠΕΙΡΑΙΑΣ'],
  ['东风出版社', '东风出版'],
  ['وكالة الأنباء', 'وكالة الانباء'],
  ['조선중앙통신', '조선중앙통신사'],
])('finds names that are alike in their own script: %s, %s', async (one, other) => {
  const id = await party('one', 'The first of them', [{ name: one, kind: 'NATIVE' }]);
  await party('other', 'Someone else', [{ name: other, kind: 'NATIVE' }]);
  await party('third', 'Nobody');
  const [found, ...rest] = await proposals(id);
  expect(rest).toEqual([]);
  expect(found).toMatchObject({ party: { slug: 'other' }, names: [{ own: one, other }] });
  expect(found!.score).toBeGreaterThanOrEqual(0.4);
});

it('is symmetrical, has no party of itself, and goes by no epithet', async () => {
  const user = await party('user', 'Someone');
  const epithet = { name: 'The closers', kind: 'EPITHET', usedBy: user };
  const one = await party('one', 'First', [epithet, { name: 'Jon Smith' }, { name: 'Jon Smith' }]);
  const other = await party('other', 'Second', [epithet, { name: 'John Smith' }]);
  expect(await proposals(one)).toMatchObject([
    { party: { slug: 'other' }, score: 0.615, names: [{ own: 'Jon Smith', other: 'John Smith', score: 0.615 }] },
  ]);
  expect(await proposals(other)).toMatchObject([{ party: { slug: 'one' }, score: 0.615 }]);
  expect(await slugs(user)).toEqual([]);
});

it('leaves out what is marked distinct, also by way of merges, until that is taken back', async () => {
  const id = await party('a', 'Ferry Masters');
  const b = await party('b', 'Ferry Masters');
  const c = await party('c', 'Ferry Master');
  expect(await slugs(id)).toEqual(['b', 'c']);
  await server.write('markDistinct', { parties: [b, id] });
  expect(await slugs(id)).toEqual(['c']);
  expect(await slugs(b)).toEqual(['c']);
  await server.write('mergeParties', { into: c, from: [b] });
  expect(await slugs(id)).toEqual([]);
  expect(await slugs(c)).toEqual([]);
  await server.write('unmarkDistinct', { parties: [c, id] });
  expect(await slugs(id)).toEqual(['c']);
});

it('answers the first, ten unless it is said how many, and refuses sizes that are none', async () => {
  const id = await party('p', 'Ferry Masters');
  for (let index = 0; index < 12; index++) await party(`p-${String(index)}`, `Ferry Masters ${String(index)}`);
  expect(await slugs(id)).toHaveLength(10);
  expect(await slugs(id, '(first: 100)')).toHaveLength(12);
  expect(await slugs(id, '(first: 2)')).toEqual((await slugs(id, '(first: 100)')).slice(0, 2));
  for (const first of [0, -1, 101]) {
    const answer = await server.as(
      'EDITOR',
      `{ party(id: "${id}") { possibleDuplicates(first: ${String(first)}) { score } } }`,
    );
    expect(answer.errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'first' });
  }
});

it('proposes drafts to editors, and refuses readers in the same words whatever there is', async () => {
  const id = await party('a', 'Ferry Masters');
  const alone = await party('z', 'Harbour Police');
  await party('b', 'Ferry Masters', [], 'DRAFT');
  expect(await slugs(id)).toEqual(['b']);
  for (const each of [id, alone]) {
    const query = `{ party(id: "${each}") { slug possibleDuplicates { score } } }`;
    expect(onlyError((await post(server.app, { query })).json())).toMatchObject({
      message: 'Party.possibleDuplicates needs a token with the role EDITOR.',
      code: 'UNAUTHENTICATED',
    });
  }
});

it('lies within itself, under aliases, in one SQL statement', async () => {
  const id = await party('a', 'Ferry Masters');
  await party('b', 'Ferry Masters');
  const query = `{ party(id: "${id}") { slug x: possibleDuplicates(first: 1) { __typename s: score party { slug
    y: possibleDuplicates { n: names { __typename o: own } party { slug } } } } z: possibleDuplicates { score } } }`;
  const document = parse(query);
  const asker = { role: 'EDITOR', client: 'test' } as const;
  const reads = new ReadService(schema, server.database, readEnvironment({}));
  const { result, statements } = await countStatements(server.database, () =>
    reads.readOperation(document, getOperationAST(document)!, {}, asker),
  );
  expect(JSON.parse(result ?? '')).toEqual({
    party: {
      slug: 'a',
      x: [
        {
          __typename: 'PossibleDuplicate',
          s: 1,
          party: {
            slug: 'b',
            y: [{ n: [{ __typename: 'AlikeNames', o: 'Ferry Masters' }], party: { slug: 'a' } }],
          },
        },
      ],
      z: [{ score: 1 }],
    },
  });
  expect(statements).toBe(1);
});

it('is served by the indexes of names, and costs more than a plain list', async () => {
  await createParty(server.database, { slug: 'one', name: 'Ferry Masters' });
  await server.database.pool.query(
    `INSERT INTO party (id, slug, kind, name, state) SELECT gen_random_uuid(), 'p-' || i, 'PERSON', md5(i::text), 'PUBLISHED' FROM generate_series(1, 5000) i`,
  );
  await server.database.pool.query('VACUUM ANALYZE party, party_name');
  const reads = new ReadService(schema, server.database, readEnvironment({}));
  const document = parse('{ party(slug: "one") { possibleDuplicates { party { slug } } } }');
  const statement = reads.statementOf(document, getOperationAST(document)!, {}, 'EDITOR')!;
  const { rows } = await server.database.pool.query<{ 'QUERY PLAN': string }>(
    `EXPLAIN ${statement.text}`,
    statement.values,
  );
  const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
  expect(plan).toContain('party_name_trigram_idx');
  expect(plan).not.toContain('Seq Scan on party ');
  expect(statement.cost).toBeGreaterThan(3_000);
  expect(statement.cost).toBeLessThan(4_000);
});

it.each([['%_\\'], ["'; DROP TABLE party; --"], ['𒀀𒀁'], ['x'.repeat(600)], ['a b c d e f g h i j k l m n o p']])(
  'compares a name of any kind: %s',
  async (name) => {
    const id = await party('a', name);
    await party('b', name);
    const found = await proposals(id);
    // Pieces are of letters and digits: a name without any is like no other.
    expect(found.map(({ score }) => score)).toEqual(/[\p{L}\p{N}]/u.test(name) ? [1] : []);
  },
);
