import { setTimeout as sleep } from 'node:timers/promises';
import { createApiToken } from '../../src/access/apiTokens';
import { addressOf, startProgram } from '../server/program';
import { createTestDatabase, type TestDatabase } from '../support/testDatabase';

const KILLS = 10;
const CLIENTS = 4;

let database: TestDatabase;
let authorization: string;

beforeAll(async () => {
  database = await createTestDatabase();
  const { secret } = await createApiToken(database, { name: 'Desk', role: 'EDITOR', expiresAt: null });
  authorization = `Bearer ${secret}`;
});
afterAll(() => database.drop());

/** The id of a party that a server says it has created; undefined where it did not come to answer. */
async function create(url: string, slug: string): Promise<string | undefined> {
  const query = `mutation ($slug: String!) { createParty(input: { slug: $slug, kind: PERSON, name: "Somebody",
    names: [{ name: "Someone", kind: ALIAS }], state: PUBLISHED }) { party { id } } }`;
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization },
      body: JSON.stringify({ query, variables: { slug } }),
    });
    const answer = (await response.json()) as { data: { createParty: { party: { id: string } } } };
    return answer.data.createParty.party.id;
  } catch {
    return undefined;
  }
}

/** Writes until the server answers no more, and notes what it said is written. */
async function writeOn(url: string, client: string, acknowledged: string[]): Promise<void> {
  for (let turn = 0; ; turn += 1) {
    const id = await create(url, `${client}-${String(turn)}`);
    if (id === undefined) return;
    acknowledged.push(id);
  }
}

it('keeps each write that was acknowledged, whole, with its revision and its change, whenever the server is killed', async () => {
  const acknowledged: string[] = [];
  for (let kill = 0; kill < KILLS; kill += 1) {
    const program = startProgram(['serve'], { DATABASE_URL: database.url, PORT: '0' });
    const url = await addressOf(program);
    const writing = Array.from({ length: CLIENTS }, (_, client) =>
      writeOn(url, `kill-${String(kill)}-client-${String(client)}`, acknowledged),
    );
    // Each time with other writes under way.
    const enough = acknowledged.length + CLIENTS + kill;
    while (acknowledged.length < enough) await sleep(3 + kill);
    program.child.kill('SIGKILL');
    await Promise.all(writing);
    await program.ended;
  }
  expect(acknowledged.length).toBeGreaterThan(KILLS * CLIENTS);
  const { rows } = await database.pool.query<{ whole: number; torn: number }>(
    `SELECT count(*) FILTER (WHERE p.id = ANY ($1::uuid[]) AND n.count = 1 AND r.count = 1 AND c.count = 1)::int AS whole,
        count(*) FILTER (WHERE n.count <> 1 OR r.count <> 1 OR c.count <> 1)::int AS torn
      FROM party p,
        LATERAL (SELECT count(*) FROM party_name WHERE party_id = p.id) n,
        LATERAL (SELECT count(*) FROM revision WHERE node_id = p.id) r,
        LATERAL (SELECT count(*) FROM change WHERE node_id = p.id) c`,
    [acknowledged],
  );
  expect(rows[0]).toEqual({ whole: acknowledged.length, torn: 0 });
}, 240_000);
