import { Random } from '../oracle/random';
import { corpus } from './corpus/corpus';
import { held } from './corpus/held';
import { type Attack, MEGABYTE } from './support/attack';
import { AttackedServer } from './support/attackedServer';
import { besieged } from './support/besieged';
import { startReader } from './support/startReader';

jest.setTimeout(600_000);

const SEED = 7;
const AT_ONCE = 10;

/** Milliseconds in which a well-behaved reader is answered, whatever others do. */
const READ_MS = 1_000;

/** By how much the server's memory may have grown when all is over. */
const GROWTH = 200 * MEGABYTE;

const all: readonly Attack[] = Object.values(corpus).flat();
let server: AttackedServer;

beforeAll(async () => {
  server = await AttackedServer.start();
});
afterAll(() => server.stop());

// The second looks at what the first has left behind.
it('under all attacks, ten at a time beside those that hold connections, others are answered within a second', async () => {
  const before = await server.idleBytes();
  const stopReader = startReader(server.address);
  const random = new Random(SEED);
  const [faults, faultsOfHeld] = await Promise.all([
    besieged(server, all, AT_ONCE, random, 10),
    besieged(server, held, held.length, random, 1),
  ]);
  const readings = await stopReader();
  const growth = (await server.idleBytes()) - before;
  const slow = readings.filter(({ milliseconds }) => milliseconds > READ_MS).map(({ milliseconds }) => milliseconds);
  const wrong = readings.flatMap(({ fault }) => fault ?? []);
  expect(readings.length).toBeGreaterThan(20);
  const grown = growth > GROWTH ? growth : 0;
  expect({ faults: [...faults, ...faultsOfHeld], slow, wrong, grown }).toEqual({
    faults: [],
    slow: [],
    wrong: [],
    grown: 0,
  });
});

it('after all attacks the server is well, and has logged no fault of its own', async () => {
  expect(await server.answersIn()).toBeLessThan(READ_MS);
  expect(await server.health()).toEqual({ status: 'ok' });
  const lines = server.log.split('\n').filter((line) => /unhandled|INTERNAL_SERVER_ERROR|"level":(50|60)/i.test(line));
  expect(lines.map((line) => line.slice(0, 500))).toEqual([]);
});
