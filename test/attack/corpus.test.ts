import { corpus } from './corpus/corpus';
import type { Attack } from './support/attack';
import { AttackedServer } from './support/attackedServer';
import { runAttack } from './support/runAttack';

jest.setTimeout(600_000);

const all: readonly Attack[] = Object.values(corpus).flat();
let server: AttackedServer;

beforeAll(async () => {
  server = await AttackedServer.start();
});
afterAll(() => server.stop());

it('has at least 150 attacks, each with a name of its own', () => {
  expect(all.length).toBeGreaterThanOrEqual(150);
  expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
});

describe.each(Object.entries(corpus))('%s', (_kind, attacks) => {
  it.each(attacks.map((attack) => [attack.name, attack] as const))('%s', async (_name, attack) => {
    expect(await runAttack(server, attack)).toEqual([]);
  });
});
