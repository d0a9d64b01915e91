import { erase } from '../../src/write/erase';
import { onlyError, post } from '../server/graphqlServer';
import { createParty } from '../support/factories';
import { contents, documentOf, startWriteServer, type WriteServer } from './writeHarness';

let server: WriteServer;
beforeEach(async () => {
  server = await startWriteServer();
});
afterEach(() => server.close());

const party = async (slug: string, name = slug): Promise<string> =>
  (await createParty(server.database, { slug, name })).id;

interface Distinction {
  party: { slug: string };
  actor: string;
  actorId: string;
  at: string;
  liftedAt: string | null;
  liftedActor: string | null;
  liftedActorId: string | null;
}

async function distinctionsOf(id: string): Promise<Distinction[]> {
  const fields = 'party { slug } actor actorId at liftedAt liftedActor liftedActorId';
  const answer = await server.as('EDITOR', `{ party(id: "${id}") { distinctions { ${fields} } } }`);
  expect(answer.errors).toBeUndefined();
  return (answer.data!.party as { distinctions: Distinction[] }).distinctions;
}
const slugsOf = async (id: string): Promise<string[]> =>
  (await distinctionsOf(id))
    .filter(({ liftedAt }) => liftedAt === null)
    .map((each) => each.party.slug)
    .sort();

const marking = (mutation: string): string => documentOf(mutation, 'parties { slug }');

it('refuses to merge two that are marked, names them and the way out, and merges once that is taken back', async () => {
  const [one, two, third] = [await party('one', 'One'), await party('two', 'Two'), await party('third')];
  const marked = await server.as('EDITOR', marking('markDistinct'), { input: { parties: [two, one] } });
  expect(marked).toEqual({ data: { markDistinct: { parties: [{ slug: 'two' }, { slug: 'one' }] } } });
  const before = await contents(server);
  for (const [into, from] of [
    [one, [two]],
    [two, [one]],
    // They would become one by way of a third, too.
    [third, [one, two]],
  ] as const) {
    const refusal = await server.refused('mergeParties', { into, from });
    expect(refusal).toMatchObject({ code: 'CONFLICT', field: 'input.from' });
    expect(refusal.message).toMatch(
      /not the same: "(One|Two)" \((one|two)\) and "(One|Two)" \((one|two)\)\..*unmarkDistinct/,
    );
    expect(refusal.extensions.distinct).toEqual([[one, two].sort()]);
  }
  expect(await contents(server)).toBe(before);
  expect(await slugsOf(one)).toEqual(['two']);
  expect(await slugsOf(two)).toEqual(['one']);
  expect(await slugsOf(third)).toEqual([]);
  await server.as('EDITOR', marking('unmarkDistinct'), { input: { parties: [one, two] } });
  const [lifted] = await distinctionsOf(two);
  expect(lifted).toMatchObject({ actor: 'the EDITOR', liftedActor: 'the EDITOR' });
  expect(lifted!.liftedActorId).toBe(lifted!.actorId);
  expect(lifted!.actorId).toMatch(/^token:/);
  expect(Date.parse(lifted!.liftedAt!)).toBeGreaterThanOrEqual(Date.parse(lifted!.at));
  await server.write('mergeParties', { into: one, from: [two] });
});

it('says it once, whoever says it again, and keeps each time that it was said and taken back', async () => {
  const parties = [await party('a'), await party('b'), await party('c')];
  await server.write('markDistinct', { parties });
  await server.write('markDistinct', { parties: [parties[1], parties[0]] });
  expect(await slugsOf(parties[0]!)).toEqual(['b', 'c']);
  await server.write('unmarkDistinct', { parties: parties.slice(0, 2) });
  await server.write('unmarkDistinct', { parties: parties.slice(0, 2) });
  expect(await slugsOf(parties[0]!)).toEqual(['c']);
  expect(await slugsOf(parties[2]!)).toEqual(['a', 'b']);
  await server.write('markDistinct', { parties: parties.slice(0, 2) });
  const all = await distinctionsOf(parties[0]!);
  expect(all.map((each) => [each.party.slug, each.liftedAt === null])).toEqual(
    expect.arrayContaining([
      ['b', true],
      ['b', false],
      ['c', true],
    ]),
  );
  expect(all).toHaveLength(3);
});

it('changes no version, no history and no feed', async () => {
  const parties = [await party('a'), await party('b')];
  const count = async (): Promise<unknown> =>
    (
      await server.database.pool.query(
        'SELECT (SELECT count(*) FROM revision), (SELECT count(*) AS changes FROM change)',
      )
    ).rows;
  const before = await count();
  const { parties: marked } = (await server.write('markDistinct', { parties })) as never as {
    parties: { version: number }[];
  };
  expect(marked.map(({ version }) => version)).toEqual([1, 1]);
  expect(await count()).toEqual(before);
});

it('follows both parties through merges, and means what an old id leads to', async () => {
  const [a, b, c, d] = [await party('a'), await party('b'), await party('c'), await party('d')];
  await server.write('markDistinct', { parties: [a, b] });
  await server.write('mergeParties', { into: c, from: [b] });
  await server.write('mergeParties', { into: d, from: [c] });
  expect(await slugsOf(a)).toEqual(['d']);
  expect(await slugsOf(d)).toEqual(['a']);
  expect(await server.refused('mergeParties', { into: d, from: [a] })).toMatchObject({
    code: 'CONFLICT',
    extensions: { distinct: [expect.arrayContaining([a, d])] },
  });
  // What is said already, of ids that lead here, isn't said again.
  await server.write('markDistinct', { parties: [a, d] });
  expect(await distinctionsOf(a)).toHaveLength(1);
  expect(await server.refused('markDistinct', { parties: [b, d] })).toMatchObject({
    code: 'BAD_USER_INPUT',
    field: 'input.parties[1]',
  });
  await server.write('unmarkDistinct', { parties: [c, a] });
  expect(await slugsOf(d)).toEqual([]);
});

it('is erased with a party, also where that had been merged', async () => {
  const [a, b, c] = [await party('a'), await party('b'), await party('c')];
  await server.write('markDistinct', { parties: [a, b] });
  await server.write('mergeParties', { into: c, from: [b] });
  const { counts } = await erase(server.database, 'party', 'c', 'Request 1');
  expect(counts.distinctions).toBe(1);
  expect((await server.database.pool.query('SELECT FROM party_distinction')).rows).toEqual([]);
  expect(await distinctionsOf(a)).toEqual([]);
});

it('leaves out a party that was deleted, and shows it again with it', async () => {
  const [a, b] = [await party('a'), await party('b')];
  await server.write('markDistinct', { parties: [a, b] });
  await server.write('deleteNode', { id: b, version: 1 });
  expect(await slugsOf(a)).toEqual([]);
  const { data } = await server.as('EDITOR', `{ history(id: "${b}") { nodes { id kind } } }`);
  const { nodes } = data!.history as { nodes: { id: string; kind: string }[] };
  await server.write('restoreRevision', { id: nodes.find(({ kind }) => kind === 'CREATED')!.id });
  expect(await slugsOf(a)).toEqual(['b']);
});

it('is for editors only: a reader is refused in the same words, whether there is anything or not', async () => {
  const [a, b, c] = [await party('a'), await party('b'), await party('c')];
  await server.write('markDistinct', { parties: [a, b] });
  for (const id of [a, c]) {
    const query = `{ party(id: "${id}") { slug distinctions { actor } } }`;
    expect(onlyError((await post(server.app, { query })).json())).toMatchObject({
      message: 'Party.distinctions needs a token with the role EDITOR.',
      code: 'UNAUTHENTICATED',
    });
  }
  for (const mutation of ['markDistinct', 'unmarkDistinct']) {
    const refusal = await post(server.app, { query: marking(mutation), variables: { input: { parties: [a, c] } } });
    expect(onlyError(refusal.json()).code).toBe('UNAUTHENTICATED');
  }
});

it.each([
  [[], 'has 0 ids: name 2 to 20 parties', 'input.parties'],
  [['a'], 'has 1 id: name 2 to 20 parties', 'input.parties'],
  [Array.from({ length: 21 }, () => 'a'), 'has 21 ids: name 2 to 20 parties', 'input.parties'],
  [['a', 'A'], 'is the same party as input.parties[0]: name each once', 'input.parties[1]'],
])('refuses %j', async (names, message, field) => {
  const id = await party('a');
  const parties = names.map((name) => (name === 'A' ? id.toUpperCase() : id));
  for (const mutation of ['markDistinct', 'unmarkDistinct']) {
    const refusal = await server.refused(mutation, { parties });
    expect(refusal).toMatchObject({ code: 'BAD_USER_INPUT', field, message: expect.stringContaining(message) });
  }
});
