import { parse } from 'graphql';
import { generatedFailures, generatedSeeds } from '../oracle/generatedFailures';
import { OracleInputs } from '../oracle/inputGenerator';
import { generateOperation, type GeneratedOperation } from '../oracle/operationGenerator';
import { networkOf } from '../oracle/oracleNetwork';
import { dateOf, timelineOf, type TimelineArguments } from '../oracle/oracleTimeline';
import { OracleView, type OracleRole } from '../oracle/oracleView';
import { Random } from '../oracle/random';
import { seedRandomWorld } from '../oracle/randomWorld';
import { ReadHarness } from '../oracle/readHarness';
import { EDITORS_FIELDS } from '../support/editorsFields';

// Among all queries those that gather what lies in several tables are few, and in a large world few of them find much: here
// there are no others, in a small world where everything has to do with everything, and much of it is hidden.

const worldSizes = { parties: 8, statements: 12, allegations: 12, assertions: 120, findings: 14, published: 0.88 };
const overviews = ['timeline', 'accusationNetwork'];
const roles = ['READER', 'EDITOR'] as const;

let harness: ReadHarness;
beforeAll(async () => {
  harness = await ReadHarness.create((database) => seedRandomWorld(database, 24, worldSizes));
});
afterAll(() => harness.database.drop());

function operationOf(seed: number): GeneratedOperation {
  const omit = (parent: string, field: string): boolean =>
    EDITORS_FIELDS.includes(field) || (parent === 'Query' && !overviews.includes(field));
  const { schema } = harness;
  const inputs = new OracleInputs(harness.store);
  return generateOperation(new Random(seed), { schema, inputs, depth: 2 + (seed % 3), filters: seed % 2 === 0, omit });
}

for (const role of roles) {
  it(`text, objects and the oracle agree on overviews for a ${role}, in one SQL statement`, async () => {
    expect(await generatedFailures(harness, generatedSeeds(150), operationOf, role)).toBe('');
  }, 600_000);
}

describe('a timeline', () => {
  const noCursor = (): never => {
    throw new Error('The whole timeline is asked for without a cursor.');
  };

  function idsOf(args: TimelineArguments, role: OracleRole): string[] {
    const { nodes } = timelineOf(new OracleView(harness.store, role), { ...args, first: 10_000 }, noCursor);
    return nodes.map(({ id }) => id);
  }

  /** Two arguments at most, for with more there is little left to go wrong. */
  function argumentsOf(random: Random): TimelineArguments {
    const inputs = new OracleInputs(harness.store);
    const [from, to] = [inputs.day(random), inputs.day(random)].sort();
    const all = { party: inputs.id(random, 'Party'), allegation: inputs.id(random, 'Allegation'), from, to };
    return Object.fromEntries(random.sample(Object.entries(all), random.between(0, 2)));
  }

  /** The ids that a walk over all pages meets. */
  async function walk(args: TimelineArguments, first: number, role: OracleRole): Promise<string[]> {
    const document = parse(`query ($party: ID, $allegation: ID, $from: Date, $to: Date, $first: Int, $after: String) {
      timeline(party: $party, allegation: $allegation, from: $from, to: $to, first: $first, after: $after) {
        totalCount nodes { ... on Node { id } } pageInfo { hasNextPage endCursor } } }`);
    const met: string[] = [];
    for (let after: string | null = null; ;) {
      const { timeline } = (await harness.text(document, { ...args, first, after }, role)) as {
        timeline: {
          totalCount: number;
          nodes: { id: string }[];
          pageInfo: { hasNextPage: boolean; endCursor: string | null };
        };
      };
      met.push(...timeline.nodes.map(({ id }) => id));
      if (!timeline.pageInfo.hasNextPage) return [`${String(timeline.totalCount)} in all`, ...met];
      after = timeline.pageInfo.endCursor;
    }
  }

  it('of this world has entries of every type, equal days, open pasts, and what only an editor sees', () => {
    const view = new OracleView(harness.store, 'READER');
    const mixed = view.parties.filter(({ id: party }) => {
      const { nodes } = timelineOf(view, { party, first: 10_000 }, noCursor);
      const days = nodes.map((row) => dateOf(row).earliest);
      const types = new Set(nodes.map(({ __typename }) => __typename));
      const hidden = idsOf({ party }, 'EDITOR').length - nodes.length;
      return types.size === 4 && days.includes(null) && new Set(days).size < days.length && hidden > 0;
    });
    expect(mixed.length).toBeGreaterThan(0);
  });

  for (const role of roles) {
    it(`is met whole, each entry once and in its order, by a ${role} who walks its pages`, async () => {
      for (const seed of generatedSeeds(25)) {
        const random = new Random(seed);
        const args = argumentsOf(random);
        const ids = idsOf(args, role);
        const met = await walk(args, random.between(ids.length > 40 ? 7 : 1, 15), role);
        expect({ seed, args, met }).toEqual({ seed, args, met: [`${String(ids.length)} in all`, ...ids] });
      }
    }, 600_000);
  }
});

describe('the network of accusations', () => {
  it('of this world has answered and open allegations, and accused and answers that only an editor sees', () => {
    const reader = new OracleView(harness.store, 'READER');
    const network = networkOf(reader, {});
    expect(network.accusations.some(({ allegations, answered }) => answered > 0 && answered < allegations)).toBe(true);
    const edges = network.accusations.reduce((sum, { allegations }) => sum + allegations, 0);
    expect(network.parties.reduce((sum, { made }) => sum + made, 0)).toBeLessThan(edges);
    const { accusations } = networkOf(new OracleView(harness.store, 'EDITOR'), {});
    const seen = ({ id }: { id: string }): boolean => reader.node(id) !== null;
    expect(accusations.some(({ accuser, accused }) => seen(accuser) && !seen(accused))).toBe(true);
    const answeredUnseen = network.accusations.filter(({ accuser, accused, allegations, answered }) => {
      const whole = accusations.find((other) => other.accuser.id === accuser.id && other.accused.id === accused.id);
      return whole?.allegations === allegations && whole.answered > answered;
    });
    expect(answeredUnseen.length).toBeGreaterThan(0);
  });
});
