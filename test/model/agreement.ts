import { expectedNode } from './expectedRows';
import { identityOf } from './plain/plainSaid';
import { type Change, type Content, type Node, type PlainStore, type Revision, same } from './plain/plainStore';
import { anchorAt } from './plain/plainText';
import type { StoredNode } from './storedRows';
import type { ShownRevision, StoreUnderTest, ToldChange } from './storeUnderTest';

/** Fails unless the store holds and tells what the model says, after a step that led from one store of the model to the next. */
export async function expectAgreement(before: PlainStore, after: PlainStore, store: StoreUnderTest): Promise<void> {
  const [stored, traces, changes] = await Promise.all([store.nodes(), store.traces(), store.countChanges()]);
  learnNew(after, stored, store);
  const rows = store.ids.toPlain(stored) as StoredNode[];
  adoptHigherVersions(before, after, rows);
  const expected = [...after.nodes.values()].map((node) => expectedNode(after, node));
  expect(byId(rows)).toEqual(byId(expected));
  expectWordsOfBodies(rows);
  expect(sorted(traces)).toEqual(sorted(expectedTraces(after)));
  const touched = [...after.history].filter(([id, revisions]) => !same(revisions, before.history.get(id)));
  const histories = await Promise.all(touched.map(([id]) => store.history(id)));
  adoptHigherDeletions(after, touched, histories);
  expect(named(touched, histories)).toEqual(
    named(
      touched,
      touched.map(([, revisions]) => shown(revisions)),
    ),
  );
  for (const who of ['reader', 'editor'] as const) {
    const told = toldTo(who, after.changes);
    const had = toldTo(who, before.changes).length;
    const heard = (await store.told(who, told.length)).slice(had);
    expect({ who, told: inNoOrder(heard) }).toEqual({ who, told: inNoOrder(told.slice(had)) });
  }
  expect(changes).toBe(after.changes.length);
}

/**
 * Where a merge or an erasure changes a node in several places, its version may rise by more than one: what counts is that nobody
 * can write back what they read before.
 */
function adoptHigherVersions(before: PlainStore, after: PlainStore, rows: readonly StoredNode[]): void {
  const isOfMany =
    after.redirects.size !== before.redirects.size || after.tombstones.length !== before.tombstones.length;
  for (const { id, version } of isOfMany ? rows : []) {
    const node = after.nodes.get(id);
    const was = before.nodes.get(id);
    if (node === undefined || was === undefined || node.version === was.version || version < node.version) continue;
    const [last] = after.history.get(id)?.slice(-1) ?? [];
    if (last?.version === node.version) last.version = version;
    node.version = version;
    after.lastVersions.set(id, version);
  }
}

/** The same where such an operation, or an import, changes a node before it deletes it: its next version comes after that one. */
function adoptHigherDeletions(
  after: PlainStore,
  touched: readonly [string, Revision[]][],
  histories: readonly ShownRevision[][],
): void {
  for (const [index, [id, revisions]] of touched.entries()) {
    const [deletion, stored] = [revisions.at(-1), histories[index]?.at(-1)];
    if (deletion?.kind !== 'DELETED' || stored?.kind !== 'DELETED' || stored.version <= deletion.version) continue;
    deletion.version = stored.version;
    after.lastVersions.set(id, stored.version);
  }
}

const named = (touched: readonly [string, unknown][], histories: readonly ShownRevision[][]): Record<string, unknown> =>
  Object.fromEntries(touched.map(([id], index) => [id, histories[index]]));

const byId = (nodes: readonly StoredNode[]): Record<string, StoredNode> =>
  Object.fromEntries(nodes.map((node) => [node.id, node]));

/** Finds which new node of the store is which of the model: by its slug, or by what makes it the only one of its kind. */
function learnNew({ nodes }: PlainStore, stored: readonly StoredNode[], { ids }: StoreUnderTest): void {
  const nameOf = (node: Node): string =>
    node.type === 'ASSERTION' || node.type === 'FINDING' ? identityOf(node) : slugOf(node);
  const unknown = new Map(
    [...nodes.values()].filter(({ id }) => ids.realOf(id) === undefined).map((node) => [nameOf(node), node.id]),
  );
  if (unknown.size === 0) return;
  // Keyed nodes come first among those that are stored, so that what names them finds them known.
  for (const row of stored) {
    if (ids.plainOf(row.id) !== row.id) continue;
    const plain = unknown.get(nameOf(ids.toPlain(row) as Node));
    if (plain !== undefined) ids.learn(plain, row.id);
  }
}

const slugOf = ({ type, content }: Node): string => `${type} ${'slug' in content ? content.slug : ''}`;

/** Whatever the model says: a quotation is the words that stand in its statement's body, from code point to code point. */
function expectWordsOfBodies(rows: readonly StoredNode[]): void {
  const bodies = new Map(rows.map(({ id, content }) => [id, content.body as string]));
  for (const { id, content } of rows) {
    const { anchor, statement } = content as { anchor?: { start: number; end: number } | null; statement?: string };
    if (anchor != null)
      expect({ id, anchor }).toEqual({ id, anchor: anchorAt(bodies.get(statement!) ?? '', anchor.start, anchor.end) });
  }
}

/** What is left of parties that were merged, and of what was erased. */
const expectedTraces = ({ redirects, tombstones }: PlainStore): string[] => [
  ...[...redirects].map(([id, { slug, into }]) => `${id} (${slug}) leads to ${into}`),
  ...tombstones.map(({ id, type }) => `${type} ${id} was erased`),
];

const sorted = (texts: readonly string[]): string[] => [...texts].sort();

/** Revisions with the fields that changed, as they were before and afterwards. */
function shown(revisions: readonly Revision[]): ShownRevision[] {
  return revisions.map(({ kind, version, actor, snapshot }, index) => {
    const previous = revisions[index - 1]?.snapshot ?? null;
    return { kind, version, actor, before: differing(previous, snapshot), after: differing(snapshot, previous) };
  });
}

function differing(content: Content | null, other: Content | null): Record<string, unknown> | null {
  if (content === null) return null;
  const others = other as Record<string, unknown> | null;
  return Object.fromEntries(
    Object.entries(content).filter(([name, value]) => others === null || !same(value, others[name])),
  );
}

/** What a subscriber is told: to a reader, what becomes visible comes into being, and what is hidden is gone. */
function toldTo(who: 'reader' | 'editor', changes: readonly Change[]): ToldChange[] {
  return changes.flatMap(({ kind, type, id, visibleBefore, visibleAfter }) => {
    if (who === 'editor') return [{ kind, type, id }];
    if (visibleBefore && visibleAfter) return [{ kind, type, id }];
    return visibleBefore || visibleAfter ? [{ kind: visibleAfter ? 'CREATED' : 'DELETED', type, id }] : [];
  });
}

/** A step is one transaction, whose changes come in any order. */
const inNoOrder = (changes: readonly ToldChange[]): string[] =>
  changes.map(({ kind, type, id }) => `${kind} ${type} ${id}`).sort();
