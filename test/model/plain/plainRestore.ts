import type { QuoteInput } from '../../../src/models/inputs/quote.input';
import { NO_ID } from './plainFields';
import {
  createAllegation,
  createAssertion,
  createFinding,
  createParty,
  createStatement,
  updateAllegation,
  updateAssertion,
  updateFinding,
  updateParty,
  updateStatement,
} from './plainMutations';
import { anchorAt, onlyPlace } from './plainText';
import {
  type Anchor,
  type Content,
  followed,
  type Nullable,
  nodeOf,
  type NodeType,
  type PlainStore,
  same,
} from './plainStore';
import { Refusal } from './refusal';

type Write = (store: PlainStore, input: never, id?: string) => void;

const CREATE: Record<NodeType, Write> = {
  PARTY: createParty,
  STATEMENT: createStatement,
  ALLEGATION: createAllegation,
  ASSERTION: createAssertion,
  FINDING: createFinding,
};

const UPDATE: Record<NodeType, Write> = {
  PARTY: updateParty,
  STATEMENT: updateStatement,
  ALLEGATION: updateAllegation,
  ASSERTION: updateAssertion,
  FINDING: updateFinding,
};

/** Where nodes of a type are recorded, which no update changes. */
const FIXED: Partial<Record<NodeType, readonly string[]>> = {
  ASSERTION: ['allegation', 'statement'],
  FINDING: ['allegation', 'statement', 'body'],
};

/** A revision by its node and its place in the history of that, as the model names one. */
export const revisionId = (node: string, index: number): string => `${node}@${String(index)}`;

/** Makes a node what it was after a revision; one that is gone is made again, as a draft. */
export function restoreRevision(store: PlainStore, input: { id: string; version?: number | null }): void {
  const [id = '', index] = input.id.split('@');
  if (input.id === NO_ID) throw new Refusal(['BAD_USER_INPUT']);
  const revision = index === undefined ? undefined : store.history.get(id)?.[Number(index)];
  if (revision === undefined) throw new Refusal(['NOT_FOUND']);
  if (revision.snapshot === null) throw new Refusal(['BAD_USER_INPUT']);
  const type = id.split('-')[0]?.toUpperCase() as NodeType;
  const { snapshot } = revision;
  const node = store.nodes.get(id);
  if (node === undefined) {
    if (store.redirects.has(id) || input.version != null) throw new Refusal(['CONFLICT']);
    CREATE[type](store, { ...restored(store, snapshot), state: 'DRAFT' } as never, id);
    const again = store.nodes.get(id);
    if (again) again.version = (store.lastVersions.get(id) ?? 0) + 1;
    return;
  }
  if (input.version == null) throw new Refusal(['BAD_USER_INPUT']);
  const valueOf = (content: Content, field: string): Nullable => {
    const value = (content as unknown as Record<string, Nullable>)[field] ?? null;
    return value && followed(store, value);
  };
  const isElsewhere = FIXED[type]?.some((field) => valueOf(node.content, field) !== valueOf(snapshot, field)) === true;
  if (isElsewhere) throw new Refusal(['BAD_USER_INPUT']);
  UPDATE[type](store, { ...restored(store, snapshot), id, version: input.version } as never);
}

/** A revision as an input has it: a quotation by the words that find it in the statement as it is now. */
function restored(store: PlainStore, snapshot: Content): object {
  if (!('anchor' in snapshot)) return snapshot;
  const body = nodeOf(store, 'STATEMENT', snapshot.statement)?.content.body ?? '';
  return { ...snapshot, quote: snapshot.anchor && quoteOf(body, snapshot.anchor) };
}

function quoteOf(body: string, anchor: Anchor): QuoteInput {
  const { exact, prefix, suffix } = anchor;
  // Where it stands as it did, it is quoted with all that stands around it.
  if (same(anchorAt(body, anchor.start, anchor.end), anchor)) {
    const [before, after] = [[...body].slice(0, anchor.start).join(''), [...body].slice(anchor.end).join('')];
    return { exact, ...(before && { prefix: before }), ...(after && { suffix: after }) };
  }
  const around = { ...(prefix && { prefix }), ...(suffix && { suffix }) };
  return onlyPlace(body, { exact, ...around }) === null ? { exact } : { exact, ...around };
}
