import fc from 'fast-check';
import { expectAgreement } from './agreement';
import { dossierImport } from './generate/dossiers';
import { isKnownDefect } from './generate/knownDefects';
import { type Operation, OPERATIONS } from './generate/operations';
import { type Theme, THEMES } from './generate/themes';
import type { EraseInput } from './plain/plainErase';
import type { Mutation, PlainModel, Request } from './plain/plainModel';
import { nodesOf, type PlainStore } from './plain/plainStore';
import { WORLD } from './generate/world';
import type { Answer, Sending, StoreUnderTest } from './storeUnderTest';

type StoreCommand = fc.AsyncCommand<PlainModel, StoreUnderTest>;
export type Sequence = Iterable<StoreCommand>;

/** One step of a sequence. What it did, or was to do, goes to the log of the store that it did it to. */
abstract class Step implements StoreCommand {
  abstract check(model: Readonly<PlainModel>): boolean;
  protected abstract carryOut(model: PlainModel, store: StoreUnderTest): Promise<void>;

  async run(model: PlainModel, store: StoreUnderTest): Promise<void> {
    const before = model.store;
    await this.carryOut(model, store);
    await expectAgreement(before, model.store, store);
  }

  /** Fails unless the store refuses what it must, with a right code, and nothing else. */
  protected expectCode(log: string[], what: string, codes: readonly string[] | null, { code, message }: Answer): void {
    log.push(`${what} → ${code ?? 'done'}`);
    const isRight = codes === null ? code === undefined : codes.includes(code ?? 'done');
    if (!isRight)
      throw new Error(`The last one must be ${codes?.join(' or ') ?? 'done'}. The store says: ${message ?? 'done'}`);
  }
}

/** Mutations in one operation, atomic where there are several. */
class Write extends Step {
  constructor(
    private readonly plan: (store: PlainStore) => Request[],
    private readonly again: 'once' | 'twice' | 'otherwise',
  ) {
    super();
  }

  check(model: Readonly<PlainModel>): boolean {
    const requests = this.plan(model.store);
    return !requests.some((request, index) => isKnownDefect(model.until(requests.slice(0, index)), request));
  }

  protected async carryOut(model: PlainModel, store: StoreUnderTest): Promise<void> {
    const requests = this.plan(model.store);
    const isAtomic = requests.length > 1;
    const idempotencyKey = this.again === 'once' ? undefined : `key-${String(store.log.length)}`;
    const sending: Sending = { isAtomic, ...(idempotencyKey !== undefined && { idempotencyKey }) };
    const codes = model.write(requests);
    const answer = await store.write(requests, sending);
    this.expectCode(store.log, `${isAtomic ? '@atomic ' : ''}${requests.map(written).join(' + ')}`, codes, answer);
    if (idempotencyKey !== undefined && codes === null) await this.repeat(requests, sending, store, answer);
  }

  /** With the key of what was done already: the same is not done again, and gets the same answer; other input is refused. */
  private async repeat(requests: Request[], sending: Sending, store: StoreUnderTest, first: Answer): Promise<void> {
    if (this.again === 'otherwise') {
      // A dry run takes back that the key was used, as all else.
      if (requests.some(({ input }) => 'dryRun' in input && input.dryRun === true)) return;
      const other: Request[] = [{ mutation: 'createParty', input: { slug: 'other', kind: 'PERSON', name: 'Other' } }];
      this.expectCode(store.log, 'with the same key for other input', ['CONFLICT'], await store.write(other, sending));
      return;
    }
    store.log.push('and the same again with the same key');
    expect(await store.write(requests, sending)).toEqual(first);
  }
}

class Erase extends Step {
  constructor(private readonly plan: (store: PlainStore) => EraseInput) {
    super();
  }

  check(): boolean {
    return true;
  }

  protected async carryOut(model: PlainModel, store: StoreUnderTest): Promise<void> {
    const input = this.plan(model.store);
    const codes = model.erase(input);
    this.expectCode(store.log, `erase ${input.type} ${input.slug}`, codes, await store.erase(input));
  }
}

function written({ mutation, input }: Request): string {
  return `${mutation}(${JSON.stringify(input)})`;
}

const again = fc.oneof(
  { arbitrary: fc.constant('once' as const), weight: 12 },
  { arbitrary: fc.constantFrom('twice' as const, 'otherwise' as const), weight: 1 },
);

const single = (one: fc.Arbitrary<Operation>): fc.Arbitrary<Step> =>
  fc.tuple(one, again).map(([operation, repeated]) => new Write((store) => [operation(store)], repeated));

/** Several mutations as one: each meets what those before it left, and where one fails nothing is stored. */
const atomic = (one: fc.Arbitrary<Operation>): fc.Arbitrary<Step> =>
  fc
    .array(one, { minLength: 2, maxLength: 3 })
    .map((operations) => new Write((store) => operations.map((operation) => operation(store)), 'once'));

/** By the slug of what is there, or of what is not: merged, erased, or never stored. */
const erasure: fc.Arbitrary<Step> = fc
  .record({ type: fc.constantFrom('PARTY' as const, 'STATEMENT' as const), which: fc.nat(9) })
  .map(({ type, which }) => new Erase((store) => ({ type, slug: slugToErase(store, type, which) })));

function slugToErase(store: PlainStore, type: EraseInput['type'], which: number): string {
  const stored = nodesOf(store, type).map(({ content }) => content.slug);
  const merged = [...store.redirects.values()].map(({ slug }) => slug);
  return [...stored, ...stored, ...merged, 'nowhere'][which] ?? stored[0] ?? 'nowhere';
}

/** A sequence about something. */
function sequence(theme: Theme, maxCommands: number): fc.Arbitrary<Sequence> {
  const weighted = Object.entries(OPERATIONS).map(([mutation, arbitrary]) => ({
    arbitrary,
    weight: theme[mutation as Mutation] ?? 1,
  }));
  const operation = fc.oneof(...weighted);
  const importing = dossierImport.map((plan): Operation => (store) => ({
    mutation: 'importDossier',
    input: plan(store),
  }));
  const step = fc.oneof(
    { arbitrary: single(operation), weight: weighted.reduce((sum, { weight }) => sum + weight, 0) },
    { arbitrary: atomic(operation), weight: theme.atomic ?? 1 },
    { arbitrary: single(importing), weight: theme.importDossier ?? 1 },
    { arbitrary: erasure, weight: theme.erase ?? 1 },
  );
  return fc.commands<PlainModel, StoreUnderTest, false>([step], { maxCommands, size: 'max' });
}

/** Sequences of operations, each about one of the themes. */
export const sequences = (maxCommands: number): fc.Arbitrary<Sequence> =>
  fc.oneof(...THEMES.map((theme) => sequence(theme, maxCommands)));

/** Imports what most sequences begin with. */
export async function importWorld(model: PlainModel, store: StoreUnderTest): Promise<void> {
  await new Write(() => [{ mutation: 'importDossier', input: { dossier: WORLD } }], 'once').run(model, store);
  store.log.splice(0, 1, 'import of the dossier in test/model/generate/world.ts → done');
}
