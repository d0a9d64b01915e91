import { getNamedType, parse, print, type DocumentNode, type GraphQLNamedType, type GraphQLSchema } from 'graphql';
import { uuidv7 } from 'uuidv7';
import { OracleInputs } from '../oracle/inputGenerator';
import { minimiseOperation } from '../oracle/minimiseOperation';
import { Random } from '../oracle/random';
import { seedRandomWorld } from '../oracle/randomWorld';
import { ReadHarness } from '../oracle/readHarness';
import type { TestDatabase } from '../support/testDatabase';

// GENERATED_FILTERS asks for another number than the usual; GENERATED_SEED starts with the seed of one that has failed.
const count = Number(process.env.GENERATED_FILTERS ?? 150);
const firstSeed = Number(process.env.GENERATED_SEED ?? 1);
const worldSizes = { parties: 24, statements: 18, allegations: 28, assertions: 130, findings: 16 };
/** Small enough that one page of 100 shows a whole list, when rows have come in too. */
const walkedSizes = { parties: 16, statements: 14, allegations: 16, assertions: 45, findings: 4 };
const lists = ['parties', 'statements', 'allegations', 'assertions'] as const;
type List = (typeof lists)[number];

/** A list's argument type of this name. */
function argumentType(schema: GraphQLSchema, list: List, name: string): GraphQLNamedType {
  const argument = schema
    .getQueryType()
    ?.getFields()
    [list]?.args.find((each) => each.name === name);
  if (!argument) throw new Error(`${list} has no argument ${name}.`);
  return getNamedType(argument.type);
}

describe('filters and orders', () => {
  let harness: ReadHarness;
  beforeAll(async () => {
    harness = await ReadHarness.create((database) => seedRandomWorld(database, 22, worldSizes));
  });
  afterAll(() => harness.database.drop());

  for (const list of lists) {
    for (const role of ['READER', 'EDITOR'] as const) {
      it(`${list} that a random filter finds, in a random order, are the oracle's for a ${role}`, async () => {
        const inputs = new OracleInputs(harness.store);
        const [whereType, orderType] = ['where', 'orderBy'].map((name) => argumentType(harness.schema, list, name));
        if (!whereType || !orderType) throw new Error('A list has where and orderBy.');
        let choosing = 0;
        for (let seed = firstSeed; seed < firstSeed + count; seed++) {
          const random = new Random(seed);
          const where = inputs.where(random, whereType, random.between(1, 4));
          const asVariable = random.chance(0.5);
          const document = parse(
            `query${asVariable ? `($where: ${whereType.name})` : ''} {
              found: ${list}(first: 100, where: ${asVariable ? '$where' : where.literal}, orderBy: ${inputs.orderBy(random, orderType)}) {
                totalCount nodes { id } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
              }
              all: ${list} { totalCount }
            }`,
          );
          const variables = asVariable ? { where: where.value } : {};
          const ask = (asked: DocumentNode): Promise<string | undefined> =>
            harness.disagreement(asked, variables, role);
          const difference = await ask(document);
          if (difference !== undefined) {
            const smallest = await minimiseOperation(harness.schema, document, async (smaller) =>
              ask(smaller).then(Boolean, () => false),
            );
            throw new Error(
              `GENERATED_SEED=${String(seed)}\n${print(smallest)}\n${JSON.stringify(variables)}\n${String(await ask(smallest))}`,
            );
          }
          const { found, all } = (await harness.text(document, variables, role)) as Record<
            string,
            { totalCount: number }
          >;
          if (found && all && found.totalCount > 0 && found.totalCount < all.totalCount) choosing += 1;
        }
        // Filters that find nothing or everything show little.
        expect(choosing).toBeGreaterThan(count / 10);
      }, 600_000);
    }
  }
});

interface PageAnswer {
  page: { edges: { cursor: string; node: { id: string } }[]; pageInfo: Record<string, unknown>; totalCount: number };
}

/** Reads a list page by page, to its end or its start, and gives the ids in the order of the list. */
async function walk(
  harness: ReadHarness,
  list: List,
  orderBy: string,
  forwards: boolean,
  size: () => number,
  betweenPages: (seen: string[]) => Promise<void>,
): Promise<string[]> {
  const [sizeName, cursorName] = forwards ? (['first', 'after'] as const) : (['last', 'before'] as const);
  const document = parse(`query($size: Int, $cursor: String) {
    page: ${list}(${orderBy}${sizeName}: $size, ${cursorName}: $cursor) {
      edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } totalCount
    }
  }`);
  const seen: string[] = [];
  let place: string | null = null;
  for (;;) {
    const { page } = (await harness.text(document, { size: size(), cursor: place }, 'READER')) as PageAnswer;
    const ids = page.edges.map(({ node }) => node.id);
    if (forwards) seen.push(...ids);
    else seen.unshift(...ids);
    expect(page.pageInfo.startCursor).toBe(page.edges[0]?.cursor ?? null);
    expect(page.pageInfo.endCursor).toBe(page.edges.at(-1)?.cursor ?? null);
    if (!page.pageInfo[forwards ? 'hasNextPage' : 'hasPreviousPage']) return seen;
    place = page.pageInfo[forwards ? 'endCursor' : 'startCursor'] as string;
    await betweenPages(seen);
  }
}

/** Puts a new row into a list: a copy of a visible one but for its id and what must be unique, so that most of its keys are equal. */
async function insertCopy({ pool }: TestDatabase, list: List, random: Random): Promise<void> {
  const table = { parties: 'party', statements: 'statement', allegations: 'allegation', assertions: 'assertion' }[list];
  const columns = await pool.query<{ name: string }>(
    `SELECT column_name AS name FROM information_schema.columns WHERE table_name = $1 AND is_generated = 'NEVER'`,
    [table],
  );
  const anchors = ['anchor_start', 'anchor_end', 'anchor_exact', 'anchor_prefix', 'anchor_suffix'];
  const missing = { parties: [], statements: ['issued_'], allegations: ['occurred_'], assertions: ['said_'] }[list];
  const withoutDate = random.chance(0.3);
  const chosen = String(random.next());
  const values = columns.rows.map(({ name }) => {
    if (name === 'id') return `'${random.chance(0.5) ? uuidv7() : `00${uuidv7().slice(2)}`}'::uuid`;
    if (name === 'slug') return `'copy-${uuidv7()}'`;
    if (withoutDate && missing.some((stem) => name.startsWith(stem))) return 'NULL';
    // An assertion is one by its allegation, too: the copy takes another's.
    if (list === 'assertions' && name === 'in_response_to_id') return 'NULL';
    if (list === 'assertions' && withoutDate && anchors.includes(name)) return 'NULL';
    if (list === 'assertions' && name === 'allegation_id') {
      return `(SELECT id FROM allegation WHERE state = 'PUBLISHED' ORDER BY md5(id::text || '${chosen}') LIMIT 1)`;
    }
    return `"${name}"`;
  });
  const visible = list === 'assertions' ? 'visible' : `state = 'PUBLISHED'`;
  await pool.query(
    `INSERT INTO ${table} (${columns.rows.map(({ name }) => `"${name}"`).join()})
     SELECT ${values.join()} FROM ${table} WHERE ${visible} ORDER BY md5(id::text || '${chosen}') LIMIT 1 ON CONFLICT DO NOTHING`,
  );
}

describe('walking through the pages of a list', () => {
  let harness: ReadHarness;
  beforeEach(async () => {
    harness = await ReadHarness.create((database) => seedRandomWorld(database, 23, walkedSizes));
  });
  afterEach(() => harness.database.drop());

  /** The list's own order, and some orders that orderBy asks for. */
  function orders(list: List, random: Random): string[] {
    const type = argumentType(harness.schema, list, 'orderBy');
    const inputs = new OracleInputs(harness.store);
    return ['', ...Array.from({ length: 5 }, () => `orderBy: ${inputs.orderBy(random, type)}, `)];
  }

  async function whole(list: List, orderBy: string): Promise<string[]> {
    const document = parse(`{ page: ${list}(${orderBy}first: 100) { edges { node { id } } totalCount } }`);
    const { page } = (await harness.text(document, {}, 'READER')) as PageAnswer;
    expect(page.edges.length).toBe(page.totalCount);
    return page.edges.map(({ node }) => node.id);
  }

  for (const list of lists) {
    for (const forwards of [true, false]) {
      const way = forwards ? 'forwards' : 'backwards';

      it(`${way} gives the whole list of ${list}, in its order`, async () => {
        const random = new Random(5);
        for (const orderBy of orders(list, random)) {
          const seen = await walk(
            harness,
            list,
            orderBy,
            forwards,
            () => random.between(1, 7),
            () => Promise.resolve(),
          );
          expect(seen).toEqual(await whole(list, orderBy));
        }
      });

      it(`${way} meets each of the ${list} that were there once, while rows with equal and missing keys come in`, async () => {
        const random = new Random(6);
        const atFirst = await whole(list, '');
        for (const orderBy of orders(list, random)) {
          const before = await whole(list, orderBy);
          const seen = await walk(
            harness,
            list,
            orderBy,
            forwards,
            () => random.between(2, 7),
            async () => {
              await insertCopy(harness.database, list, random);
            },
          );
          expect(new Set(seen).size).toBe(seen.length);
          expect(seen.filter((id) => before.includes(id))).toEqual(before);
        }
        expect((await whole(list, '')).length).toBeGreaterThan(atFirst.length + 5);
      });
    }

    it(`goes on behind a cursor whose row has left the list of ${list}`, async () => {
      const random = new Random(8);
      const table = { parties: 'party', statements: 'statement', allegations: 'allegation', assertions: 'assertion' }[
        list
      ];
      for (const orderBy of orders(list, random).slice(0, 3)) {
        const before = await whole(list, orderBy);
        const seen = await walk(
          harness,
          list,
          orderBy,
          true,
          () => 5,
          async (met) => {
            await harness.database.pool.query(`UPDATE ${table} SET state = 'ARCHIVED' WHERE id = $1`, [met.at(-1)]);
          },
        );
        expect(seen).toEqual(before);
      }
    });
  }
});
