/**
 * The circles in a graph, each once, as the nodes in order with the first again at the end.
 *
 * @param links from each node to those that it points to
 */
export function circlesIn(links: ReadonlyMap<string, readonly string[]>): string[][] {
  const finished = new Set<string>();
  const circles: string[][] = [];
  for (const start of links.keys()) {
    if (finished.has(start)) continue;
    // A stack of its own: a chain may be longer than calls can be deep.
    const trail: { node: string; next: number }[] = [{ node: start, next: 0 }];
    const onTrail = new Map([[start, 0]]);
    for (let top = trail.at(-1); top !== undefined; top = trail.at(-1)) {
      const target = links.get(top.node)?.[top.next];
      top.next += 1;
      if (target === undefined) {
        trail.pop();
        onTrail.delete(top.node);
        finished.add(top.node);
        continue;
      }
      const at = onTrail.get(target);
      if (at !== undefined) circles.push([...trail.slice(at).map(({ node }) => node), target]);
      else if (!finished.has(target)) {
        onTrail.set(target, trail.length);
        trail.push({ node: target, next: 0 });
      }
    }
  }
  return circles;
}
