import { ask, type GraphqlServer, startGraphqlServer } from './graphqlServer';

let server: GraphqlServer;

beforeEach(async () => {
  server = await startGraphqlServer();
});
afterEach(() => server.close());

async function figure(name: string): Promise<number> {
  const response = await fetch(`${server.app.listeningOrigin}/metrics`);
  expect(response.status).toBe(200);
  const body = await response.text();
  return Number(new RegExp(`^${name} (.+)$`, 'm').exec(body)?.[1]);
}

it('tells how often a read was compiled and how often its plan was there already', async () => {
  const query = 'query ($slug: String) { party(slug: $slug) { name } }';
  await ask(server.app, query, { slug: 'one' });
  await ask(server.app, query, { slug: 'two' });
  await ask(server.app, query, { slug: null });
  // The executor asks for the field that was refused as a part of the operation, and finds the refusal.
  expect(await figure('allegata_read_plan_hits_total')).toBe(2);
  expect(await figure('allegata_read_plan_misses_total')).toBe(2);
  expect(await figure('allegata_read_plans')).toBe(3);
  expect(await figure('allegata_read_compile_seconds_total')).toBeGreaterThan(0);
});
