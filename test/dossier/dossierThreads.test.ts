import { DossierFaults } from '../../src/dossier/dossierFault';
import { readDossier, storeRead } from '../../src/dossier/importDossier';
import type { Sql } from '../../src/store/sql';
import { Departure } from '../../src/lib/departure';
import { RequestError } from '../../src/lib/errors';
import { DossierThreads } from '../../src/dossier/threads/dossierThreads';
import { withResolvers } from '../server/graphqlServer';

const GOOD = 'format: dossier/1\nparties:\n  - {key: harbour-office, kind: ORGANIZATION, name: Harbour Office}\n';

/** Takes seconds to read: the parser of dates is slow. */
const LABORIOUS = `{"format":"dossier/1","allegations":[${Array.from({ length: 20_000 }, (_, at) => `{"key":"a${at}","occurredOn":"2024-13-${at}"}`).join(',')}]}`;

/** Has many values. */
const LARGE = `format: dossier/1\nparties: [${'x, '.repeat(300_000)}x]\n`;

const editor = { client: 'token:editor' };

/** A store with nothing in it, which takes everything. */
const emptyStore: Sql = { rows: () => Promise.resolve([]), run: () => Promise.resolve(1) };

const all: DossierThreads[] = [];
function threadsWith(limits = {}): DossierThreads {
  const threads = new DossierThreads(limits);
  all.push(threads);
  return threads;
}
afterEach(() => Promise.all(all.splice(0).map((threads) => threads.close())));

const allEnded = async (threads: DossierThreads): Promise<void> => {
  while (threads.size > 0) await new Promise((resolve) => setTimeout(resolve, 50));
};

const failureOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'nothing failed',
    (error: unknown) => (error instanceof RequestError ? error.code : error),
  );

it('starts a thread when there is something to read, and ends it when there is nothing more', async () => {
  const threads = threadsWith();
  expect(threads.size).toBe(0);
  await threads.read(GOOD, editor);
  expect(threads.size).toBe(1);
  await allEnded(threads);
});

it('leaves the main thread free meanwhile', async () => {
  const threads = threadsWith();
  await threads.read(GOOD, editor);
  let turns = 0;
  const timer = setInterval(() => (turns += 1), 1);
  await threads.read(LABORIOUS, editor);
  clearInterval(timer);
  expect(turns).toBeGreaterThan(20);
});

it.each([
  ['no dossier', 'a: [1, 2'],
  ['JSON with a property twice', '{"format":"dossier/1",\n "format":"dossier/1"}'],
  ['an unknown property and a wrong type', `${GOOD}    nmae: x\nstatements: 3\n`],
  [
    'faults that only the store can tell',
    `${GOOD}statements:\n  - {key: s, kind: ARTICLE, title: T, attributions: []}\n`,
  ],
  ['more faults than are listed', `format: dossier/1\nparties: [${'x, '.repeat(2_000)}x]\n`],
])('tells of %s what reading in one thread tells, with the same places', async (_what, text) => {
  const faultsOf = async (work: () => Promise<unknown>): Promise<DossierFaults> => {
    const error = await failureOf(work());
    if (!(error instanceof DossierFaults)) throw new Error(`No faults: ${String(error)}`);
    return error;
  };
  const threads = threadsWith();
  const apart = await faultsOf(async () =>
    threads.store(emptyStore, await threads.read(text, editor), undefined, editor),
  );
  const here = await faultsOf(async () => storeRead(emptyStore, await readDossier({ text })));
  expect(apart.faults).toEqual(here.faults);
  expect(apart.count).toBe(here.count);
  expect(apart.message).toBe(here.message);
});

it('ends a thread that takes too much memory, and goes on', async () => {
  const threads = threadsWith({ memoryMib: 32 });
  expect(await failureOf(threads.read(LARGE, editor))).toBe('COST_LIMIT_EXCEEDED');
  expect(await threads.read(GOOD, editor)).toBeInstanceOf(Uint8Array);
});

it('ends a thread that takes too long', async () => {
  const threads = threadsWith({ computeMs: 200 });
  expect(await failureOf(threads.read(LABORIOUS, editor))).toBe('COST_LIMIT_EXCEEDED');
  await allEnded(threads);
});

it('does not count the time that the store takes', async () => {
  // A thread needs a second to start, and more where the machine is busy.
  const read = await threadsWith().read(GOOD, editor);
  const threads = threadsWith({ computeMs: 6_000 });
  let isFirst = true;
  const slow: Sql = {
    ...emptyStore,
    rows: async () => {
      if (isFirst) await new Promise((resolve) => setTimeout(resolve, 6_500));
      isFirst = false;
      return [];
    },
  };
  const report = await threads.store(slow, read, undefined, editor);
  expect(report.parties.created).toBe(1);
});

it('gives up where the client leaves: before, while it waits and while it is read', async () => {
  const threads = threadsWith();
  const gone = new Departure();
  gone.happen();
  expect(await failureOf(threads.read(GOOD, { ...editor, departure: gone }))).toBe('TIMEOUT');
  expect(threads.size).toBe(0);
  const [reading, waiting] = [new Departure(), new Departure()];
  const first = failureOf(threads.read(LABORIOUS, { ...editor, departure: reading }));
  const second = failureOf(threads.read(GOOD, { ...editor, departure: waiting }));
  const third = threads.read(GOOD, editor);
  waiting.happen();
  expect(await second).toBe('TIMEOUT');
  reading.happen();
  expect(await first).toBe('TIMEOUT');
  expect(await third).toBeInstanceOf(Uint8Array);
});

it('lets a bounded number wait, of one client and of all, and gives clients turns', async () => {
  const threads = threadsWith();
  const order: string[] = [];
  const ask = (client: string): Promise<unknown> =>
    failureOf(threads.read(GOOD, { client }).then(() => order.push(client)));
  const asked = [ask('busy'), ...Array.from({ length: 16 }, () => ask('busy'))];
  expect(await ask('busy')).toBe('RATE_LIMITED');
  asked.push(ask('other'), ...Array.from({ length: 15 }, (_, at) => ask(`client ${at}`)));
  expect(await ask('one more')).toBe('OVERLOADED');
  expect(new Set(await Promise.all(asked))).toEqual(new Set(['nothing failed']));
  expect(order.slice(0, 3)).toEqual(['busy', 'busy', 'other']);
});

it('lets a bounded size wait', async () => {
  const threads = threadsWith();
  const asked = Array.from({ length: 9 }, (_, client) =>
    failureOf(threads.read(`${GOOD}#${'x'.repeat(2 * 1024 * 1024 - 100)}`, { client: String(client) })),
  );
  expect(await failureOf(threads.read(`${GOOD}#${'x'.repeat(10_000)}`, { client: 'one more' }))).toBe('OVERLOADED');
  expect(new Set(await Promise.all(asked))).toEqual(new Set(['nothing failed']));
});

it('fails with what a statement has failed with', async () => {
  const threads = threadsWith();
  const read = await threads.read(GOOD, editor);
  const fault = new Error('the connection is gone');
  const broken: Sql = { rows: () => Promise.reject(fault), run: () => Promise.reject(fault) };
  expect(await failureOf(threads.store(broken, read, undefined, editor))).toBe(fault);
  expect((await threads.store(emptyStore, read, undefined, editor)).parties.created).toBe(1);
});

it('gives up to store where the client leaves while a statement runs', async () => {
  const threads = threadsWith();
  const read = await threads.read(GOOD, editor);
  const departure = new Departure();
  const { promise: isAsked, resolve } = withResolvers<true>();
  const stuck: Sql = {
    ...emptyStore,
    rows: () => {
      resolve(true);
      return new Promise(() => undefined);
    },
  };
  const stored = failureOf(threads.store(stuck, read, undefined, { ...editor, departure }));
  await isAsked;
  departure.happen();
  expect(await stored).toBe('TIMEOUT');
});
