import { startWriteServer, type WriteServer } from './writeHarness';

let server: WriteServer;
beforeEach(async () => {
  server = await startWriteServer();
});
afterEach(() => server.close());

/** How many reads have been compiled since the server began. */
async function compilations(): Promise<number> {
  const body = await (await fetch(`${server.app.listeningOrigin}/metrics`)).text();
  const figure = /^allegata_read_plan_misses_total (\d+)$/m.exec(body)?.[1];
  if (figure === undefined) throw new Error('The server does not say how often it compiled.');
  return Number(figure);
}

/** How many compilations there are while something runs. */
async function compiledBy(run: () => Promise<unknown>): Promise<number> {
  const before = await compilations();
  await run();
  return (await compilations()) - before;
}

async function newParty(slug = 'harbour-office'): Promise<string> {
  const { party } = await server.write('createParty', { slug, kind: 'BODY', name: 'Harbour office' });
  return party!.id;
}

/** Asks as an ADMIN for what must succeed. */
async function ask(query: string, variables: object = {}): Promise<unknown> {
  const { data, errors } = await server.as('ADMIN', query, variables);
  expect(errors).toBeUndefined();
  return data;
}

const UPDATE = `mutation ($input: UpdatePartyInput!, $first: Int = 5, $all: Boolean = true) {
  updateParty(input: $input) { party { ...Shown } } }
  fragment Shown on Party { id version description allegations(first: $first) { nodes { id } } names @include(if: $all) { name } }`;

it('updates of one object after another are read by one plan', async () => {
  const id = await newParty();
  const compiled = await compiledBy(async () => {
    for (let version = 1; version <= 5; version++) {
      const description = `Runs the harbour, said ${version} of its neighbours.`;
      const answer = await ask(UPDATE, { input: { id, version, description, kind: version % 2 ? 'BODY' : 'GROUP' } });
      expect(answer).toMatchObject({ updateParty: { party: { version: version + 1, description } } });
    }
  });
  expect(compiled).toBe(1);
});

it('documents that give their input as literals are read by one plan', async () => {
  const id = await newParty();
  const compiled = await compiledBy(async () => {
    for (let version = 1; version <= 5; version++) {
      const input = `{ id: "${id}", version: ${version}, name: "Harbour office ${version}" }`;
      const answer = await ask(`mutation { updateParty(input: ${input}) { party { name version } } }`);
      expect(answer).toEqual({ updateParty: { party: { name: `Harbour office ${version}`, version: version + 1 } } });
    }
  });
  expect(compiled).toBe(1);
});

it('mutations with the same payload share its plan', async () => {
  const compiled = await compiledBy(async () => {
    const selection = 'party { id version }';
    const { party } = await server.write('createParty', { slug: 'one', kind: 'BODY', name: 'One' }, selection);
    await ask(`mutation ($input: UpdatePartyInput!) { createParty: updateParty(input: $input) { ${selection} } }`, {
      input: { id: party!.id, version: 1, name: 'Two' },
    });
  });
  expect(compiled).toBe(1);
});

it('what a payload selects has a plan of its own wherever that changes what is read', async () => {
  const id = await newParty();
  let version = 0;
  const update = async (variables: object, query = UPDATE): Promise<unknown> => {
    version += 1;
    return ask(query, { input: { id, version, name: `Harbour office ${version}` }, ...variables });
  };
  expect(await compiledBy(() => update({}))).toBe(1);
  expect(await compiledBy(() => update({ first: 5 }))).toBe(0);
  expect(await compiledBy(() => update({ first: 6 }))).toBe(1);
  expect(await compiledBy(() => update({ all: false }))).toBe(1);
  expect(await compiledBy(() => update({}, UPDATE.replace('description', 'kind')))).toBe(1);
  expect(await compiledBy(() => update({}, UPDATE.replace('updateParty(', 'made: updateParty(')))).toBe(1);
});

it('variables of one name but of different types in two documents are not taken for each other', async () => {
  const [id, other] = [await newParty(), await newParty('ferry-union')];
  const asked = (type: string): string => `mutation ($input: UpdatePartyInput!, $v: ${type}) {
    updateParty(input: $input) { party { id allegations(where: { slug: { equals: $v } }) { totalCount } } } }`;
  await ask(asked('String!'), { input: { id, version: 1, name: 'One' }, v: 'x' });
  const { errors } = await server.as('ADMIN', asked('String'), {
    input: { id: other, version: 1, name: 'Two' },
    v: null,
  });
  expect(errors?.[0]?.message).toContain('cannot be null');
  expect(await ask(`{ node(id: "${other}") { ... on Party { name } } }`)).toEqual({ node: { name: 'Harbour office' } });
});
