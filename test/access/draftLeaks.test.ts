import { getNamedType, isInputObjectType, isNonNullType, type GraphQLInputField, type GraphQLInputType } from 'graphql';
import { OracleInputs } from '../oracle/inputGenerator';
import { generateOperation } from '../oracle/operationGenerator';
import { loadOracleStore, type OracleStore } from '../oracle/oracleStore';
import { Random } from '../oracle/random';
import { schema } from '../server/graphqlServer';
import { EDITORS_FIELDS } from '../support/editorsFields';
import { createTwinWorlds, OLD_SLUGS, referencesToDrafts, type TwinWorlds } from './draftWorld';
import { type Position, SchemaWalk } from './schemaWalk';
import { type Asked, isSame, type Reply, TwinServers } from './twinServers';
import { WalkCoverage } from './walkCoverage';
import { WalkValues } from './walkValues';

// A reader must not be able to tell whether there are drafts. Two servers answer from the same published world, and only in one
// of them drafts are woven into it; every answer has to be the same to the byte.

/** Fields that readers are refused. They are asked for by themselves, and have to be refused in the same words. */
const KEPT_FROM_READERS = ['Query', 'Party', 'Statement', 'Allegation', 'Assertion', 'Finding'].flatMap((type) =>
  EDITORS_FIELDS.map((field) => `${type}.${field}`),
);
/** What comes over a stream and not in one answer has a test of its own, which asks for the same. */
const STREAMED = ['Subscription.changes'];

const isKept = (type: string, field: string): boolean => KEPT_FROM_READERS.includes(`${type}.${field}`);
const coverage = new WalkCoverage(schema, isKept);
const RANDOM_OPERATIONS = 250;

let worlds: TwinWorlds;
let twins: TwinServers;
/** The same two stores behind servers that refuse what costs more than a little. */
let thrifty: TwinServers;
let store: OracleStore;
let walk: SchemaWalk;

beforeAll(async () => {
  worlds = await createTwinWorlds();
  twins = await TwinServers.create(worlds, Number.MAX_SAFE_INTEGER);
  thrifty = await TwinServers.create(worlds, 400);
  store = await loadOracleStore(worlds.withDrafts.pool);
  walk = new SchemaWalk(schema, new WalkValues(store), isKept);
}, 120_000);
afterAll(async () => {
  await twins.close();
  await thrifty.close();
  await worlds.drop();
});

/** Asks for all of it as a reader; fails where drafts change an answer, or where anything is refused and so not walked. */
async function walkThrough(asked: readonly Asked[]): Promise<void> {
  expect(asked.length).toBeGreaterThan(0);
  for (const each of asked) {
    coverage.note(each.query);
    const { body } = await twins.askBoth(each);
    if (body.startsWith('{"errors"') || body.includes('"extensions"')) {
      throw new Error(`The walk went wrong: ${body.slice(0, 500)}\n${each.query.slice(0, 3_000)}`);
    }
  }
}

const draftOf = <Row extends { state: string }>(rows: readonly Row[]): Row => {
  const found = rows.find(({ state }) => state !== 'PUBLISHED');
  if (!found) throw new Error('There is no draft.');
  return found;
};

it('has a world in which drafts and published content refer to each other through every column that can', async () => {
  const references = await referencesToDrafts(worlds.withDrafts.pool);
  expect(references.length).toBeGreaterThan(15);
  expect(references.filter(({ toDraft, toPublished }) => toDraft === 0 || toPublished === 0)).toEqual([]);
  const left = await referencesToDrafts(worlds.withoutDrafts.pool);
  expect(left.filter(({ toDraft }) => toDraft > 0)).toEqual([]);
});

it('walks every way from the root over two steps to all that is there', async () => {
  const paths = walk.paths();
  await walkThrough(paths);
  // That a leak would be seen: to an editor, the same questions tell the two stores apart.
  const some = paths.filter((_, index) => index % 20 === 0);
  let told = 0;
  for (const path of some) {
    const [withDrafts, withoutDrafts] = await twins.ask(path, { editor: true });
    told += isSame(withDrafts, withoutDrafts) ? 0 : 1;
  }
  expect(told / some.length).toBeGreaterThan(0.8);
}, 600_000);

it('calls every field with every value of every argument, filter, order and facet, and with two of them at a time', async () => {
  for (const position of walk.positions()) await walkThrough(walk.calls(position));
}, 900_000);

describe('in pages', () => {
  interface Page {
    totalCount: number;
    edges: { cursor: string }[];
    pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null };
  }

  const pageOf = ({ body }: Reply): Page | null => {
    const { data } = JSON.parse(body) as { data: { page?: Page; nodes?: ({ page?: Page } | null)[] } };
    return data.page ?? data.nodes?.[0]?.page ?? null;
  };

  const busiest = new Map<string, string[]>();

  /** Which object to look into for a list in a type: the one that has the most to list for a reader; none at the root. */
  async function ownerOf({ position, args }: { position: Position; args: string }): Promise<string[] | undefined> {
    const { parent, field } = position;
    if (parent === schema.getQueryType()) return undefined;
    const name = `${parent.name}.${field.name}`;
    const known = busiest.get(name);
    if (known) return known;
    let most = 0;
    for (const id of new WalkValues(store).ids(parent.name)) {
      const total = pageOf(await twins.askBoth(walk.page({ position, args }, 'first: 1', [id])))?.totalCount ?? 0;
      if (total > most) busiest.set(name, [id]);
      most = Math.max(most, total);
    }
    return busiest.get(name);
  }

  it('walks every list forwards and backwards, in every order', async () => {
    for (const list of walk.pagedLists()) {
      const ids = await ownerOf(list);
      const step = async (page: string): Promise<Page> => {
        const asked = walk.page(list, page, ids);
        coverage.note(asked.query);
        const found = pageOf(await twins.askBoth(asked));
        if (!found) throw new Error(`No page came of ${asked.query}`);
        return found;
      };
      let [page, seen] = [await step('first: 3'), 0];
      for (; page.edges.length > 0; page = await step(`first: 3, after: "${page.pageInfo.endCursor ?? ''}"`)) {
        seen += page.edges.length;
      }
      expect(seen).toBe(page.totalCount);
      if (!list.backwards) continue;
      for (page = await step('last: 3'); page.edges.length > 0;) {
        seen -= page.edges.length;
        page = await step(`last: 3, before: "${page.pageInfo.startCursor ?? ''}"`);
      }
      expect(seen).toBe(0);
    }
  }, 600_000);

  it('takes the cursor of a draft, which only an editor can have, for any place in the order', async () => {
    let taken = 0;
    for (const list of walk.pagedLists()) {
      const ids = await ownerOf(list);
      const [seenByEditor, withoutDrafts] = await twins.ask(walk.page(list, 'first: 100', ids), { editor: true });
      const published = new Set(pageOf(withoutDrafts)?.edges.map(({ cursor }) => cursor));
      const ofDrafts = pageOf(seenByEditor)?.edges.filter(({ cursor }) => !published.has(cursor)) ?? [];
      for (const { cursor } of ofDrafts.slice(0, 3)) {
        taken += 1;
        await walkThrough([walk.page(list, `first: 2, after: "${cursor}"`, ids)]);
        if (list.backwards) await walkThrough([walk.page(list, `last: 2, before: "${cursor}"`, ids)]);
      }
    }
    expect(taken).toBeGreaterThan(50);
  }, 600_000);
});

it('answers generated operations the same', async () => {
  const inputs = new OracleInputs(store);
  for (let seed = 1; seed <= RANDOM_OPERATIONS; seed++) {
    const options = {
      schema,
      inputs,
      depth: 2 + (seed % 4),
      filters: seed % 2 === 0,
      omit: (type: string, field: string) =>
        isKept(type, field) || ['search', 'timeline', 'accusationNetwork'].includes(field),
    };
    const { text, variables } = generateOperation(new Random(seed), options);
    const filled = Object.entries(variables).filter(([, value]) => typeof value !== 'object' || Array.isArray(value));
    await twins.askBoth({ query: text, variables: Object.fromEntries(filled) });
  }
}, 600_000);

it('answers by GET what it answers by POST', async () => {
  for (const asked of walk.paths().slice(0, 10)) {
    const { status, body } = await twins.askBoth(asked, { method: 'GET' });
    expect([status, body]).toEqual([200, (await twins.askBoth(asked)).body]);
  }
});

it('refuses in the same words what is wrong, though it names a draft', async () => {
  const { slug, id } = draftOf(store.parties);
  const faults = walk.faults(slug, id);
  let refused = 0;
  for (const fault of faults) refused += (await twins.askBoth(fault)).body.includes('"errors"') ? 1 : 0;
  expect(refused / faults.length).toBeGreaterThan(0.8);
}, 300_000);

it('reckons the same cost for what it refuses as too much', async () => {
  let refused = 0;
  for (const path of walk.paths())
    refused += (await thrifty.askBoth(path)).body.includes('COST_LIMIT_EXCEEDED') ? 1 : 0;
  expect(refused).toBeGreaterThan(10);
}, 300_000);

it('refuses the fields that readers may not have in the same words', async () => {
  const fields = Object.values(schema.getTypeMap()).flatMap((type) =>
    'getFields' in type && 'getInterfaces' in type && type.name !== 'Node' && type.name !== 'Query'
      ? Object.values(type.getFields()).flatMap((field) => ('args' in field ? [{ parent: type, field }] : []))
      : [],
  );
  for (const asked of walk.keptFields(KEPT_FROM_READERS, fields as never)) {
    coverage.note(asked.query);
    const { body } = await twins.askBoth(asked);
    expect(body).toMatch(/FORBIDDEN|UNAUTHENTICATED/);
  }
  const published = store.parties.find(({ state }) => state === 'PUBLISHED');
  for (const id of [draftOf(store.parties).id, published?.id, '01890000-0000-7000-8000-00000000dead']) {
    const query = 'query ($id: ID!) { history(id: $id) { totalCount nodes { id actor before after } } }';
    const { body } = await twins.askBoth({ query, variables: { id } });
    expect(body).toMatch(/FORBIDDEN|UNAUTHENTICATED/);
  }
});

describe('a mutation', () => {
  const targets = (): Record<'draft' | 'published' | 'nothing', { id: string; slug: string }> => ({
    draft: draftOf(store.parties),
    published: store.parties.find(({ state }) => state === 'PUBLISHED') ?? draftOf(store.parties),
    nothing: { id: '01890000-0000-7000-8000-00000000dead', slug: 'no-such-slug' },
  });

  /** A value for an input, which names the target wherever it can. */
  function valueFor(type: GraphQLInputType, name: string, target: { id: string; slug: string }): unknown {
    const named = getNamedType(type);
    const isList = String(type).startsWith('[');
    const one = (): unknown => {
      if (isInputObjectType(named)) {
        const must = Object.values(named.getFields()).filter(
          (field: GraphQLInputField) => isNonNullType(field.type) || field.name === 'slug',
        );
        return Object.fromEntries(must.map((field) => [field.name, valueFor(field.type, field.name, target)]));
      }
      if ('getValues' in named) return named.getValues()[0]?.name;
      if (named.name === 'ID') return target.id;
      if (named.name === 'Int') return 1;
      if (named.name === 'Boolean') return false;
      return name === 'slug' ? target.slug : 'Some words';
    };
    return isList ? [one()] : one();
  }

  const mutations = Object.values(schema.getMutationType()?.getFields() ?? {});

  it.each(mutations.map((field) => [field.name, field] as const))(
    '%s refuses a reader before it looks',
    async (name, field) => {
      const bodies = new Set<string>();
      for (const target of Object.values(targets())) {
        const variables = Object.fromEntries(
          field.args.map((argument) => [argument.name, valueFor(argument.type, argument.name, target)]),
        );
        const declared = field.args.map((argument) => `$${argument.name}: ${String(argument.type)}`).join(', ');
        const given = field.args.map((argument) => `${argument.name}: $${argument.name}`).join(', ');
        const query = `mutation (${declared}) { ${name}(${given}) { __typename } }`;
        const { body } = await twins.askBoth({ query, variables });
        bodies.add(body);
      }
      expect([...bodies]).toEqual([expect.stringContaining('UNAUTHENTICATED')]);
    },
  );
});

it('leads from the old slug of what was merged into a draft nowhere, and from that into what is published there', async () => {
  const query = `query ($slug: String!) { party(slug: $slug) { state } }`;
  const found = await Promise.all(
    [OLD_SLUGS.ofDraft, OLD_SLUGS.ofPublished].map(
      async (slug) => JSON.parse((await twins.askBoth({ query, variables: { slug } })).body) as unknown,
    ),
  );
  expect(found).toEqual([{ data: { party: null } }, { data: { party: { state: 'PUBLISHED' } } }]);
});

it('has used everything that a query can use', () => {
  expect(coverage.missing()).toEqual([]);
});

it('knows every subscription', () => {
  const subscriptions = Object.keys(schema.getSubscriptionType()?.getFields() ?? {});
  expect(subscriptions.filter((name) => !STREAMED.includes(`Subscription.${name}`))).toEqual([]);
});
