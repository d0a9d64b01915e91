import {
  nodesOf,
  type Allegation,
  type Assertion,
  type Content,
  nodeOf,
  type Party,
  type PlainStore,
  type Statement,
} from './plainStore';
import { saidOf } from './plainSaid';
import { Refusal } from './refusal';

export interface EraseInput {
  readonly type: 'PARTY' | 'STATEMENT';
  readonly slug: string;
}

/** What erasing takes out: whether an id is of what is gone. */
type IsGone = (id: string | null) => boolean;

/**
 * Takes a party or a statement out of the content, and leaves a tombstone. Returns the ids of all that went; history is erased
 * of them once it has told of it.
 */
export function erase(store: PlainStore, { type, slug }: EraseInput): Set<string> {
  const erased = [...store.nodes.values()].find(
    (node) => node.type === type && 'slug' in node.content && node.content.slug === slug,
  );
  if (erased === undefined) throw new Refusal(['ERROR']);
  const { id } = erased;
  const merged = [...store.redirects].filter(([, { into }]) => into === id);
  store.tombstones.push({ type, id, slug });
  for (const [other, { slug: old }] of merged) {
    store.tombstones.push({ type: 'PARTY', id: other, slug: old });
    store.redirects.delete(other);
  }
  const gone = new Set([id]);
  const touched = allegationsOf(store, id);
  removeSaid(store, id, type, gone);
  for (const node of store.nodes.values())
    node.content = without(node.content, (other) => other !== null && gone.has(other));
  const senseless = nodesOf(store, 'ALLEGATION').filter((node) => touched.has(node.id) && isSenseless(store, node.id));
  for (const other of [id, ...senseless.map((node) => node.id)]) {
    gone.add(other);
    store.nodes.delete(other);
  }
  for (const [other] of merged) gone.add(other);
  return gone;
}

/** Allegations that lose something by it. */
function allegationsOf(store: PlainStore, id: string): Set<string> {
  return new Set([
    ...nodesOf(store, 'ALLEGATION').flatMap((node) =>
      node.content.parties.some(({ party }) => party === id) ? [node.id] : [],
    ),
    ...nodesOf(store, 'ASSERTION').flatMap(({ content }) =>
      [content.speaker, content.statement].includes(id) ? [content.allegation] : [],
    ),
    ...nodesOf(store, 'FINDING').flatMap(({ content }) => (content.body === id ? [content.allegation] : [])),
  ]);
}

/** What a party says, or what stands in a statement, goes; but a finding stays without its statement, if it is no other's twin. */
function removeSaid(store: PlainStore, id: string, type: EraseInput['type'], gone: Set<string>): void {
  for (const node of nodesOf(store, 'ASSERTION')) {
    if (node.content.speaker === id || node.content.statement === id) gone.add(node.id);
  }
  const kept = new Set(
    nodesOf(store, 'FINDING').flatMap(({ content }) =>
      content.statement === null ? [`${content.allegation} ${content.body}`] : [],
    ),
  );
  for (const node of nodesOf(store, 'FINDING')) {
    const identity = `${node.content.allegation} ${node.content.body}`;
    if (node.content.body === id) gone.add(node.id);
    else if (type === 'STATEMENT' && node.content.statement === id) {
      if (kept.has(identity)) gone.add(node.id);
      kept.add(identity);
    }
  }
  for (const node of saidOf(store)) if (gone.has(node.id)) store.nodes.delete(node.id);
}

function isSenseless(store: PlainStore, id: string): boolean {
  return (
    nodeOf(store, 'ALLEGATION', id)?.content.parties.length === 0 &&
    !saidOf(store).some(({ content }) => content.allegation === id) &&
    !nodesOf(store, 'ALLEGATION').some(({ content }) => content.counters.includes(id))
  );
}

/** Content without what names something that is gone. */
function without<Kind extends Content>(content: Kind, isGone: IsGone): Kind {
  if ('names' in content) return { ...content, ...partyWithout(content, isGone) };
  if ('attributions' in content) return { ...content, ...statementWithout(content, isGone) };
  if ('counters' in content) return { ...content, ...allegationWithout(content, isGone) };
  if ('via' in content) return { ...content, ...assertionWithout(content, isGone) };
  return 'verdict' in content && isGone(content.statement) ? { ...content, statement: null, anchor: null } : content;
}

const partyWithout = ({ names, relationships }: Party, isGone: IsGone): Partial<Party> => ({
  names: names.filter(({ usedBy }) => !isGone(usedBy)),
  relationships: relationships.filter(({ object, assertedIn }) => !isGone(object) && !isGone(assertedIn)),
});

const statementWithout = ({ attributions, sources, cites }: Statement, isGone: IsGone): Partial<Statement> => ({
  attributions: attributions.filter(({ party }) => !isGone(party)),
  sources: sources.map((source) => (isGone(source.publisher) ? { ...source, publisher: null } : source)),
  cites: cites.filter((cited) => !isGone(cited)),
});

const allegationWithout = ({ parties, counters }: Allegation, isGone: IsGone): Partial<Allegation> => ({
  parties: parties.filter(({ party }) => !isGone(party)),
  counters: counters.filter((countered) => !isGone(countered)),
});

const assertionWithout = ({ via, inResponseTo }: Assertion, isGone: IsGone): Partial<Assertion> => ({
  via: via.filter((party) => !isGone(party)),
  inResponseTo: isGone(inResponseTo) ? null : inResponseTo,
});

/** Takes what is gone out of all histories: revisions of it, those that say nothing without it, and every mention. */
export function eraseHistory(store: PlainStore, gone: ReadonlySet<string>): void {
  const isGone: IsGone = (id) => id !== null && gone.has(id);
  for (const [id, revisions] of store.history) {
    const kept = gone.has(id)
      ? []
      : revisions.filter(({ snapshot }) => snapshot === null || !restsOn(snapshot, isGone));
    store.history.set(
      id,
      kept.map((revision) => ({ ...revision, snapshot: revision.snapshot && without(revision.snapshot, isGone) })),
    );
  }
}

function restsOn(snapshot: Content, isGone: IsGone): boolean {
  if ('speaker' in snapshot) return [snapshot.allegation, snapshot.statement, snapshot.speaker].some(isGone);
  if ('verdict' in snapshot) return [snapshot.allegation, snapshot.body].some(isGone);
  return false;
}
