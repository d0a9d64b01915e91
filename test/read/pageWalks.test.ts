import type { FastifyInstance } from 'fastify';
import { getNamedType, isInputObjectType } from 'graphql';
import { Random } from '../oracle/random';
import { seedRandomWorld } from '../oracle/randomWorld';
import { ask, createServerOver, schema } from '../server/graphqlServer';
import { createTestDatabase, type TestDatabase } from '../support/testDatabase';

// Keyset pagination: whoever walks a list while others add to it meets what was there from the first to the last page, each
// once, and of what is added at most each once.

const LISTS = {
  parties: 'party',
  statements: 'statement',
  allegations: 'allegation',
  assertions: 'assertion',
} as const;
type List = keyof typeof LISTS;

const SIZES = { parties: 14, statements: 14, allegations: 14, assertions: 40, findings: 0, published: 0.9 };

/** What a copy of a row must have of its own. */
const OWN_COLUMNS: Record<List, string> = {
  parties: `'id', gen_random_uuid(), 'slug', 'added-' || gen_random_uuid()`,
  statements: `'id', gen_random_uuid(), 'slug', 'added-' || gen_random_uuid()`,
  allegations: `'id', gen_random_uuid(), 'slug', 'added-' || gen_random_uuid()`,
  assertions: `'id', gen_random_uuid(), 'in_response_to_id', null, 'anchor_start', null, 'anchor_end', null, 'anchor_exact', null,
    'anchor_prefix', null, 'anchor_suffix', null, 'speaker_id', (SELECT id FROM party WHERE state = 'PUBLISHED' ORDER BY random() LIMIT 1),
    'statement_id', (SELECT id FROM statement WHERE state = 'PUBLISHED' ORDER BY random() LIMIT 1)`,
};

let database: TestDatabase;
let app: FastifyInstance;

beforeEach(async () => {
  database = await createTestDatabase();
  await seedRandomWorld(database, 41, SIZES);
  ({ app } = await createServerOver(database));
  await app.listen({ port: 0, host: '127.0.0.1' });
});
afterEach(async () => {
  await app.close();
  await database.drop();
});

/** Adds a published copy of a row, which is equal to it in every key but the id; missing keys are missing in it too. */
async function addCopy(list: List, random: Random): Promise<void> {
  const table = LISTS[list];
  const { rows } = await database.pool.query<{ column: string }>(
    `SELECT quote_ident(attname) AS column FROM pg_attribute
     WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''`,
    [table],
  );
  const columns = rows.map(({ column }) => column).join(', ');
  await database.pool.query(
    `INSERT INTO ${table} (${columns}) SELECT ${columns} FROM jsonb_populate_record(null::${table},
       (SELECT to_jsonb(t) || jsonb_build_object(${OWN_COLUMNS[list]}) FROM ${table} t
        WHERE t.state = 'PUBLISHED' ORDER BY t.id OFFSET $1 LIMIT 1)) ON CONFLICT DO NOTHING`,
    [random.between(0, 9)],
  );
}

interface Page {
  nodes: { id: string }[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null };
}

async function pageOf(list: List, args: string): Promise<Page> {
  const query = `{ ${list}(${args}) { nodes { id } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`;
  const { data, errors } = await ask(app, query);
  if (errors) throw new Error(`${query}\n${JSON.stringify(errors)}`);
  return data?.[list] as Page;
}

/** All ids that a walk from one end to the other meets, in the order of the list, while `between` runs between its pages. */
async function walk(list: List, order: string, backwards: boolean, between: () => Promise<void>): Promise<string[]> {
  const met: string[] = [];
  let cursor = '';
  for (;;) {
    const { nodes, pageInfo } = await pageOf(list, `${order} ${backwards ? 'last' : 'first'}: 3 ${cursor}`);
    const ids = nodes.map(({ id }) => id);
    if (backwards) met.unshift(...ids);
    else met.push(...ids);
    if (!(backwards ? pageInfo.hasPreviousPage : pageInfo.hasNextPage)) return met;
    cursor = backwards ? `before: "${pageInfo.startCursor ?? ''}"` : `after: "${pageInfo.endCursor ?? ''}"`;
    await between();
  }
}

function ordersOf(list: List): string[] {
  const orderBy = schema
    .getQueryType()
    ?.getFields()
    [list]?.args.find(({ name }) => name === 'orderBy');
  const type = orderBy && getNamedType(orderBy.type);
  if (!isInputObjectType(type)) throw new Error(`${list} has no order.`);
  const keys = Object.keys(type.getFields());
  return keys.flatMap((key) =>
    ['ASC', 'DESC'].map((way) => {
      const search = key === 'relevance' ? 'where: { search: "bridge OR harbour OR closed OR tide OR night" } ' : '';
      return `${search}orderBy: [{ ${key}: ${way} }]`;
    }),
  );
}

describe.each(Object.keys(LISTS) as List[])('walks through %s', (list) => {
  it.each(['', ...ordersOf(list)])('neither lose nor repeat a row while equal ones are added (%s)', async (order) => {
    for (const backwards of [false, true]) {
      const before = await walk(list, order, backwards, () => Promise.resolve());
      expect(before.length).toBeGreaterThan(6);
      const random = new Random(7);
      let added = 0;
      // A walk would have no end if as much were added as it has gone on.
      const met = await walk(list, order, backwards, async () => {
        for (let each = 0; each < 4 && added < 24; each++, added++) await addCopy(list, random);
      });
      expect(new Set(met).size).toBe(met.length);
      const known = new Set(before);
      const kept = met.filter((id) => known.has(id));
      expect(kept).toEqual(before);
      const after = await walk(list, order, backwards, () => Promise.resolve());
      expect(after.length).toBeGreaterThan(before.length);
      const all = new Set(after);
      expect(met.filter((id) => !all.has(id))).toEqual([]);
    }
  });
});
