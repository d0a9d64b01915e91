export type NodeType = 'PARTY' | 'STATEMENT' | 'ALLEGATION' | 'ASSERTION' | 'FINDING';
export type State = 'DRAFT' | 'PUBLISHED' | 'ARCHIVED';
export type Nullable = string | null;

export interface Name {
  name: string;
  kind: string;
  language: Nullable;
  usedBy: Nullable;
}

export interface Identifier {
  scheme: string;
  value: string;
}

export interface Relationship {
  kind: string;
  object: string;
  title: Nullable;
  validFrom: Nullable;
  validTo: Nullable;
  assertedIn: Nullable;
}

export interface Party {
  slug: string;
  kind: string;
  name: string;
  description: Nullable;
  state: State;
  names: Name[];
  identifiers: Identifier[];
  relationships: Relationship[];
}

/** A party in a role. */
export interface Role {
  party: string;
  role: string;
}

export interface Source {
  title: Nullable;
  url: Nullable;
  archiveUrl: Nullable;
  publisher: Nullable;
  retrievedOn: Nullable;
  sha256: Nullable;
}

export interface Statement {
  slug: string;
  kind: string;
  title: string;
  subtitle: Nullable;
  body: string;
  language: Nullable;
  issuedOn: Nullable;
  state: State;
  attributions: Role[];
  sources: Source[];
  cites: string[];
}

export interface Allegation {
  slug: string;
  summary: string;
  occurredOn: Nullable;
  place: Nullable;
  state: State;
  parties: Role[];
  counters: string[];
}

/** Words of a body and what stands around them, in code points. */
export interface Anchor {
  exact: string;
  prefix: string;
  suffix: string;
  start: number;
  end: number;
}

export interface Assertion {
  allegation: string;
  statement: string;
  speaker: string;
  stance: string;
  mode: Nullable;
  saidOn: Nullable;
  anchor: Anchor | null;
  inResponseTo: Nullable;
  state: State;
  via: string[];
}

export interface Finding {
  allegation: string;
  body: string;
  verdict: string;
  ratingText: Nullable;
  jurisdiction: Nullable;
  ruledOn: Nullable;
  statement: Nullable;
  anchor: Anchor | null;
  url: Nullable;
  state: State;
}

interface Contents {
  PARTY: Party;
  STATEMENT: Statement;
  ALLEGATION: Allegation;
  ASSERTION: Assertion;
  FINDING: Finding;
}
export type Content = Contents[NodeType];

/** A node: its content has the fields that a history shows, by the same names. */
export interface Node<Type extends NodeType = NodeType> {
  readonly id: string;
  readonly type: Type;
  version: number;
  content: Contents[Type];
}

export interface Revision {
  readonly kind: 'CREATED' | 'UPDATED' | 'DELETED';
  version: number;
  readonly actor: string;
  /** Null where the node was deleted. */
  snapshot: Content | null;
}

export interface Change {
  readonly type: NodeType;
  readonly id: string;
  readonly kind: Revision['kind'];
  readonly visibleBefore: boolean;
  readonly visibleAfter: boolean;
}

/** A whole store as plain data. Its ids are words for people to read, such as party-1; they count up as nodes come. */
export interface PlainStore {
  nodes: Map<string, Node>;
  /** Of merged parties, by their ids. */
  redirects: Map<string, { slug: string; into: string }>;
  tombstones: { type: 'PARTY' | 'STATEMENT'; id: string; slug: string }[];
  /** The oldest first. */
  history: Map<string, Revision[]>;
  /** The last version that each node ever had. */
  lastVersions: Map<string, number>;
  /** What the feed told, in order. */
  changes: Change[];
  created: number;
}

export const NODE_TYPES: readonly NodeType[] = ['PARTY', 'STATEMENT', 'ALLEGATION', 'ASSERTION', 'FINDING'];

export function emptyStore(): PlainStore {
  return {
    nodes: new Map(),
    redirects: new Map(),
    tombstones: [],
    history: new Map(),
    lastVersions: new Map(),
    changes: [],
    created: 0,
  };
}

export function nodesOf<Type extends NodeType>(store: PlainStore, type: Type): Node<Type>[] {
  return [...store.nodes.values()].filter((node): node is Node<Type> => node.type === type);
}

export function nodeOf<Type extends NodeType>(store: PlainStore, type: Type, id: Nullable): Node<Type> | undefined {
  return nodesOf(store, type).find((node) => node.id === id);
}

export function addNode<Type extends NodeType>(
  store: PlainStore,
  type: Type,
  content: Contents[Type],
  id = newId(store, type),
): Node<Type> {
  const node: Node<Type> = { id, type, version: 1, content };
  store.nodes.set(id, node);
  return node;
}

export function newId(store: PlainStore, type: NodeType): string {
  store.created += 1;
  return `${type.toLowerCase()}-${String(store.created)}`;
}

/** Its place in the order in which nodes came. */
export const ageOf = (id: string): number => Number(id.split('-')[1]);

/** Where an id leads. */
export const followed = (store: PlainStore, id: string): string => store.redirects.get(id)?.into ?? id;

const isPublished = (store: PlainStore, id: Nullable): boolean =>
  id === null || store.nodes.get(id)?.content.state === 'PUBLISHED';

/** Whether a reader sees a node: its own state, and that of all it stands on. */
export function isVisible(store: PlainStore, { content, type }: Node): boolean {
  if (content.state !== 'PUBLISHED') return false;
  if (type === 'ASSERTION') {
    const { allegation, statement, speaker } = content as Assertion;
    return [allegation, statement, speaker].every((id) => isPublished(store, id));
  }
  if (type === 'FINDING') {
    const { allegation, statement, body } = content as Finding;
    return [allegation, statement, body].every((id) => isPublished(store, id));
  }
  return true;
}

/** Whether two plain values are the same, whatever the order of their properties. */
export const same = (one: unknown, other: unknown): boolean => inOrder(one) === inOrder(other);

const inOrder = (value: unknown): string | undefined =>
  JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([first], [second]) => (first < second ? -1 : 1)))
      : part,
  );

/** The body of the statement with a slug. */
export const bodyOfSlug = (store: PlainStore, slug: string): string | undefined =>
  nodesOf(store, 'STATEMENT').find(({ content }) => content.slug === slug)?.content.body;
