import { ageOf, isVisible, NODE_TYPES, type PlainStore, same } from './plainStore';

/**
 * Ends a transaction: each node that has other content than before gets its next version, a revision and a change of the feed;
 * one that only has other readers than before gets a change.
 */
export function commit(before: PlainStore, after: PlainStore, actor: string): void {
  const ids = [...new Set([...before.nodes.keys(), ...after.nodes.keys()])].sort(
    (one, other) => ageOf(one) - ageOf(other),
  );
  for (const type of NODE_TYPES) {
    for (const id of ids) {
      const [was, is] = [before.nodes.get(id), after.nodes.get(id)];
      if ((was ?? is)?.type !== type) continue;
      const visibleBefore = was !== undefined && isVisible(before, was);
      const visibleAfter = is !== undefined && isVisible(after, is);
      const kind = was === undefined ? 'CREATED' : is === undefined ? 'DELETED' : 'UPDATED';
      const differs = !same(was?.content, is?.content);
      if (is !== undefined) after.lastVersions.set(id, is.version);
      if (differs) {
        const revision = {
          kind,
          version: after.lastVersions.get(id) ?? 0,
          actor,
          snapshot: structuredClone(is?.content ?? null),
        } as const;
        after.history.set(id, [...(after.history.get(id) ?? []), revision]);
      }
      if (differs || (was !== undefined && visibleBefore !== visibleAfter)) {
        after.changes.push({ type, id, kind, visibleBefore, visibleAfter });
      }
    }
  }
}

/** Gives each node whose content one mutation has changed its next version. */
export function raiseVersions(before: PlainStore, after: PlainStore): void {
  for (const node of after.nodes.values()) {
    const was = before.nodes.get(node.id);
    if (was?.version === node.version && !same(was.content, node.content)) node.version += 1;
  }
}
