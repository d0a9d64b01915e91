import fc from 'fast-check';
import { createAllegation, createParty, createStatement } from '../support/factories';
import { contents, type Node, startWriteServer, type WriteServer } from './writeHarness';

let server: WriteServer;
let speaker: string;
let allegation: string;
beforeAll(async () => {
  server = await startWriteServer();
  speaker = (await createParty(server.database)).id;
  allegation = (await createAllegation(server.database)).id;
});
afterAll(() => server.close());

async function quoted(body: string, ...quotes: string[]): Promise<{ statement: string; assertions: string[] }> {
  const statement = (await createStatement(server.database, { body })).id;
  const assertions: string[] = [];
  for (const exact of quotes) {
    const input = { allegation, statement, speaker, stance: 'ALLEGES', quote: { exact } };
    assertions.push((await server.write('createAssertion', input)).assertion!.id);
  }
  return { statement, assertions };
}

const ANCHORS = `statement { id version body assertions(orderBy: [{ position: ASC }]) { nodes { id version anchor { exact prefix suffix start end } } } }`;
const nodesOf = (statement: Node | undefined): Node[] => (statement!.assertions as { nodes: Node[] }).nodes;

it('moves every quotation with its words, approximately too, and raises the version of what moved', async () => {
  const { statement, assertions } = await quoted(
    'The bridge was closed at noon. The office denies it. Nobody spoke.',
    'The bridge was closed at noon',
    'Nobody spoke',
  );
  const body = 'News! The bridge was closed at dawn. The office denies it. Nobody spoke.';
  const answer = await server.write('updateStatement', { id: statement, version: 1, body }, ANCHORS);
  expect(answer.statement).toMatchObject({ version: 2, body });
  expect(nodesOf(answer.statement)).toEqual([
    {
      id: assertions[0],
      version: 2,
      anchor: {
        exact: 'The bridge was closed at dawn',
        prefix: 'News! ',
        suffix: '. The office denies it. Nobody s',
        start: 6,
        end: 35,
      },
    },
    { id: assertions[1], version: 2, anchor: expect.objectContaining({ exact: 'Nobody spoke', start: 59, end: 71 }) },
  ]);
  const same = await server.write('updateStatement', { id: statement, version: 2, body, title: 'Other' }, ANCHORS);
  expect(nodesOf(same.statement).map(({ version }) => version)).toEqual([2, 2]);
});

it('refuses a body that leaves quotations without a place, names each, and writes nothing', async () => {
  const { statement, assertions } = await quoted(
    'One said no. Two said yes. Three left.',
    'said no',
    'said yes',
    'Three left',
  );
  const finding = await server.write('createFinding', {
    allegation,
    body: speaker,
    verdict: 'MIXED',
    statement,
    quote: { exact: 'One' },
  });
  const before = await contents(server);
  const body = 'Somebody said yes. Two said yes. Three left.';
  const refusal = await server.refused('updateStatement', { id: statement, version: 1, title: 'New', body });
  expect(refusal).toMatchObject({ code: 'BAD_USER_INPUT', field: 'input.body' });
  expect(refusal.extensions.quotations).toEqual([
    { id: assertions[0], type: 'Assertion', exact: 'said no', reason: expect.any(String) },
    { id: finding.finding!.id, type: 'Finding', exact: 'One', reason: expect.any(String) },
  ]);
  expect(await contents(server)).toBe(before);
  const twice = await server.refused('updateStatement', {
    id: statement,
    version: 1,
    body: 'One said no. Two said yes. Three left. One said no. Two said yes. Three left.',
  });
  expect(twice.extensions.quotations).toHaveLength(4);
});

it('moves a quotation to where another one of its kind stood before', async () => {
  const { statement, assertions } = await quoted('no!! yes! end', 'no!!', 'yes!');
  const answer = await server.write(
    'updateStatement',
    { id: statement, version: 1, body: 'So: no!! yes! end' },
    ANCHORS,
  );
  expect(nodesOf(answer.statement).map(({ id }) => id)).toEqual(assertions);
  // Each now stands five further, the first in the place that the second had.
  const again = await server.write(
    'updateStatement',
    { id: statement, version: 2, body: 'So: 12345no!! yes! end' },
    ANCHORS,
  );
  expect(nodesOf(again.statement).map(({ anchor }) => (anchor as { start: number }).start)).toEqual([9, 14]);
});

it('lets two quotations of one kind change places, each with its next version and no other', async () => {
  const { statement, assertions } = await quoted('no!! yes! end', 'no!!', 'yes!');
  const body = 'yes! no!! end';
  const answer = await server.write('updateStatement', { id: statement, version: 1, body }, ANCHORS);
  expect(nodesOf(answer.statement)).toEqual([
    { id: assertions[1], version: 2, anchor: { exact: 'yes!', prefix: '', suffix: ' no!! end', start: 0, end: 4 } },
    { id: assertions[0], version: 2, anchor: { exact: 'no!!', prefix: 'yes! ', suffix: ' end', start: 5, end: 9 } },
  ]);
});

it('keeps every anchor true to its body, in any script, whatever is edited', async () => {
  const words = fc.string({
    unit: fc.oneof(
      fc.constantFrom('پ', '港', '𝒜', 'é', 'a', ' '),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
    ),
    maxLength: 12,
  });
  const clean = words.map((text) => text.normalize('NFC').replaceAll(/[\p{Cc}\p{Cs}]/gu, ' '));
  await fc.assert(
    fc.asyncProperty(fc.array(clean, { minLength: 2, maxLength: 6 }), fc.nat(5), clean, async (parts, at, inserted) => {
      const body = parts.join('|').normalize('NFC');
      const exact = parts[1]!.normalize('NFC');
      fc.pre(exact !== '' && body.split(exact).length === 2 && /\S/.test(body));
      const { statement } = await quoted(body, exact);
      const edited = [...parts.slice(0, at), inserted, ...parts.slice(at)].join('|');
      const answer = await server.as(
        'EDITOR',
        `mutation ($input: UpdateStatementInput!) { updateStatement(input: $input) { ${ANCHORS} } }`,
        {
          input: { id: statement, version: 1, body: edited },
        },
      );
      if (answer.errors !== undefined) {
        expect(answer.errors[0]!.extensions).toMatchObject({ code: 'BAD_USER_INPUT', quotations: [expect.anything()] });
        return;
      }
      const { statement: node } = answer.data!.updateStatement as { statement: Node };
      const [assertion] = nodesOf(node);
      const { start, end, exact: now } = assertion!.anchor as { start: number; end: number; exact: string };
      expect(now).toBe(exact);
      expect([...(node.body as string)].slice(start, end).join('')).toBe(exact);
    }),
    { numRuns: 40 },
  );
});
