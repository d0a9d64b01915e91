import fc from 'fast-check';
import { documentOf, everything, startWriteServer, type WriteServer } from './writeHarness';

let server: WriteServer;
beforeAll(async () => {
  server = await startWriteServer();
});
afterAll(() => server.close());

const create = async (type: string, input: object): Promise<string> =>
  (await server.write(`create${type}`, input))[type.toLowerCase()]!.id;

it('makes a merge as if it had not been, whatever the content', async () => {
  const { pool } = server.database;
  const index = fc.nat({ max: 3 });
  const stance = fc.constantFrom('ALLEGES', 'DENIES', 'REBUTS');
  const world = fc.record({
    states: fc.array(fc.constantFrom('PUBLISHED', 'DRAFT'), { minLength: 4, maxLength: 4 }),
    names: fc.array(fc.record({ of: index, name: fc.constantFrom('A', 'B', 'C'), usedBy: fc.option(index) }), {
      maxLength: 5,
    }),
    identifiers: fc.uniqueArray(fc.record({ of: index, value: fc.constantFrom('1', '2') }), {
      maxLength: 5,
      selector: (each) => JSON.stringify(each),
    }),
    relationships: fc.array(
      fc.record({
        of: index,
        object: index,
        kind: fc.constantFrom('MEMBER_OF', 'OWNED_BY'),
        validFrom: fc.option(fc.constant('2001~')),
      }),
      { maxLength: 6 },
    ),
    attributions: fc.uniqueArray(fc.record({ party: index, role: fc.constantFrom('ISSUER', 'AUTHOR') }), {
      maxLength: 5,
      selector: (each) => JSON.stringify(each),
    }),
    publishers: fc.array(fc.option(index), { maxLength: 3 }),
    parties: fc.uniqueArray(fc.record({ party: index, role: fc.constantFrom('ACCUSED', 'SUBJECT') }), {
      maxLength: 5,
      selector: (each) => JSON.stringify(each),
    }),
    assertions: fc.uniqueArray(
      fc.record({
        speaker: index,
        stance,
        quoted: fc.boolean(),
        via: fc.uniqueArray(index, { maxLength: 2 }),
        answers: fc.option(fc.nat({ max: 5 })),
      }),
      { maxLength: 6, selector: ({ speaker, stance: said, quoted }) => JSON.stringify([speaker, said, quoted]) },
    ),
    findings: fc.uniqueArray(index, { maxLength: 3 }),
    merges: fc.array(fc.record({ into: index, from: fc.uniqueArray(index, { minLength: 1, maxLength: 2 }) }), {
      minLength: 1,
      maxLength: 2,
    }),
  });
  let merges = 0;
  await fc.assert(
    fc.asyncProperty(world, async (made) => {
      await pool.query('TRUNCATE party, statement, allegation, party_redirect CASCADE');
      const ids: string[] = [];
      for (const [n, state] of made.states.entries())
        ids.push(await create('Party', { slug: `p-${String(n)}`, kind: 'BODY', name: `P ${String(n)}`, state }));
      const id = (n: number): string => ids[n]!;
      for (const [n] of made.states.entries()) {
        await server.write('updateParty', {
          ...{ id: id(n), version: 1 },
          names: made.names
            .filter(({ of }) => of === n)
            .map(({ name, usedBy }) => ({ name, kind: 'ALIAS', usedBy: usedBy === null ? null : id(usedBy) })),
          identifiers: made.identifiers.filter(({ of }) => of === n).map(({ value }) => ({ scheme: 'x', value })),
          relationships: made.relationships
            .filter(({ of, object }) => of === n && object !== n)
            .map(({ object, kind, validFrom }) => ({ kind, validFrom, object: id(object) })),
        });
      }
      const ofParty = (each: { party: number; role: string }): object => ({ ...each, party: id(each.party) });
      const statement = await create('Statement', {
        ...{ slug: 's', kind: 'POST', title: 'T', body: 'It fell. It stood.', state: 'PUBLISHED' },
        attributions: made.attributions.map(ofParty),
        sources: made.publishers.map((n, at) => ({ title: `T ${String(at)}`, publisher: n === null ? null : id(n) })),
      });
      const allegation = await create('Allegation', {
        slug: 'a',
        summary: 'S',
        parties: made.parties.map(ofParty),
        state: 'PUBLISHED',
      });
      const said: string[] = [];
      for (const { speaker, stance: its, quoted, via, answers } of made.assertions) {
        said.push(
          await create('Assertion', {
            ...{ allegation, statement, stance: its, speaker: id(speaker), via: via.map(id) },
            quote: quoted ? { exact: 'It fell' } : null,
            inResponseTo: answers === null ? null : (said[answers] ?? null),
          }),
        );
      }
      for (const body of made.findings)
        await create('Finding', { allegation, statement, body: id(body), verdict: 'MIXED' });
      const states: [string, unknown][] = [];
      for (const { into, from } of made.merges) {
        const before = await everything(server);
        const input = { into: id(into), from: from.filter((n) => n !== into).map(id), changeVisibility: true };
        // An earlier merge may have made another party of it: its old id means that one.
        const [named] = (
          await pool.query<{ id: string }>(
            'SELECT coalesce((SELECT into_id FROM party_redirect WHERE id = $1), $1)::text AS id',
            [input.from[0]],
          )
        ).rows;
        const answer = await server.as('ADMIN', documentOf('mergeParties'), { input });
        if (answer.errors === undefined) states.push([named!.id, before]);
        else expect(await everything(server)).toEqual(before);
      }
      merges += states.length;
      for (const [from, before] of states.reverse()) {
        const unmerged = await server.write(
          'unmergeParties',
          { id: from, changeVisibility: true },
          'remaining { id field reason }',
        );
        expect(unmerged.remaining).toEqual([]);
        expect(await everything(server)).toEqual(before);
      }
    }),
    { numRuns: 60 },
  );
  expect(merges).toBeGreaterThan(30);
}, 600_000);
