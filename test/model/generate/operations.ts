import fc from 'fast-check';
import {
  AllegationRole,
  AttributionRole,
  PartyKind,
  PartyNameKind,
  PartyRelationshipKind,
  SpeechMode,
  Stance,
  StatementKind,
  Verdict,
} from '../../../src/models/enums.model';
import * as any from './arbitraries';
import type { Mutation, Request } from '../plain/plainModel';
import { type Content, followed, type NodeType, type PlainStore } from '../plain/plainStore';
import { revisionId } from '../plain/plainRestore';

/** A mutation to be: it names what there is when its turn comes. */
export type Operation = (store: PlainStore) => Request;

const some = <T extends string>(values: Record<string, T>, count = 3): fc.Arbitrary<T> =>
  fc.constantFrom(...Object.values(values).slice(0, count));

/** The n-th node of a type, in the version that it has, or in another one that somebody may have read. */
const versioned = fc.record({
  which: any.pick,
  off: fc.oneof({ arbitrary: fc.constant(0), weight: 12 }, { arbitrary: fc.constantFrom(-1, 1), weight: 1 }),
});

function atVersion(
  store: PlainStore,
  type: NodeType,
  { which, off }: { which: any.Pick; off: number },
): { id: string; version: number } {
  const id = any.pickId(store, type, which);
  return { id, version: Math.max(1, (store.nodes.get(followed(store, id))?.version ?? 1) + off) };
}

const roles = <T extends string>(values: Record<string, T>): fc.Arbitrary<{ party: any.Pick; role: T }[]> =>
  any.few(fc.record({ party: any.pick, role: some(values) }));

const partyFields = {
  names: any.few(
    fc.record({
      name: any.line,
      kind: some(PartyNameKind, 6),
      language: any.optional(fc.constant('fa')),
      usedBy: any.optional(any.pick),
    }),
  ),
  identifiers: any.few(
    fc.record({ scheme: fc.constantFrom('register', 'wikidata'), value: fc.constantFrom('1', '2', '3') }),
  ),
  relationships: any.few(
    fc.record({
      kind: fc.constantFrom(PartyRelationshipKind.PART_OF, PartyRelationshipKind.MEMBER_OF),
      object: any.pick,
      title: any.optional(any.line),
      validFrom: any.optional(any.date),
      validTo: any.changed(any.date),
      assertedIn: any.optional(any.pick),
    }),
  ),
};

const statementFields = {
  subtitle: any.line,
  issuedOn: any.date,
  sources: any.few(
    fc.record({
      title: any.optional(any.line),
      publisher: any.optional(any.pick),
      retrievedOn: any.optional(fc.constant('2020-01-02')),
    }),
  ),
  cites: any.few(any.pick),
};

const saidFields = {
  via: any.few(any.pick),
  mode: some(SpeechMode),
  saidOn: any.date,
  quote: any.quoting,
  inResponseTo: any.pick,
};

const findingFields = { ratingText: any.text, ruledOn: any.date, quote: any.quoting };

/** Which type each field of an input refers to. */
const REFERRED: Readonly<Record<string, NodeType>> = {
  party: 'PARTY',
  usedBy: 'PARTY',
  object: 'PARTY',
  publisher: 'PARTY',
  speaker: 'PARTY',
  body: 'PARTY',
  via: 'PARTY',
  assertedIn: 'STATEMENT',
  statement: 'STATEMENT',
  cites: 'STATEMENT',
  allegation: 'ALLEGATION',
  counters: 'ALLEGATION',
  inResponseTo: 'ASSERTION',
};

/** Puts ids in the place of picks. A body that is text stays. */
function withIds(store: PlainStore, value: unknown, field = ''): unknown {
  const type = REFERRED[field];
  if (Array.isArray(value)) return any.mostlyOnce(value.map((item) => withIds(store, item, field)));
  if (typeof value === 'object' && value !== null && field !== 'quote') {
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, withIds(store, part, name)]));
  }
  const isPick =
    typeof value === 'number' || ['gone', 'merged', 'of another type', 'unknown', 'no id'].includes(value as string);
  return type !== undefined && isPick ? any.pickId(store, type, value as any.Pick) : value;
}

/** The input with its quotation out of the body of a statement. */
function withQuote(store: PlainStore, input: Record<string, unknown>, statement: unknown): Record<string, unknown> {
  if (input.quote == null) return input;
  const content = store.nodes.get(String(statement))?.content;
  return {
    ...input,
    quote: any.quoteIn(content && 'attributions' in content ? content.body : '', input.quote as any.Quoting),
  };
}

type Fields = Record<string, fc.Arbitrary<unknown>>;

const each = (fields: Fields, wrap: (value: fc.Arbitrary<unknown>) => fc.Arbitrary<unknown>): Fields =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, wrap(value)]));

function creation(mutation: Request['mutation'], required: Fields, others: Fields): fc.Arbitrary<Operation> {
  return fc.record({ ...required, ...each(others, any.optional) }).map((picked) => (store) => {
    const input = withIds(store, picked) as Record<string, unknown>;
    return { mutation, input: withQuote(store, input, input.statement) };
  });
}

function update(mutation: Request['mutation'], type: NodeType, fields: Fields): fc.Arbitrary<Operation> {
  return fc.tuple(versioned, fc.record(each(fields, any.changed))).map(([node, picked]) => (store) => {
    const { edit, ...input } = withIds(store, picked) as Record<string, unknown>;
    const versionedId = atVersion(store, type, node);
    const content: Content | undefined = store.nodes.get(versionedId.id)?.content;
    const was = content && 'attributions' in content ? content.body : '';
    const body = edit == null ? {} : { body: any.edited(was, edit as any.Edit) };
    return {
      mutation,
      input: {
        ...withQuote(store, input, content && 'statement' in content && content.statement),
        ...body,
        ...versionedId,
      },
    };
  });
}

const keyed = { slug: any.slug };
const anyNode = fc.record({
  type: fc.constantFrom<NodeType>('PARTY', 'STATEMENT', 'ALLEGATION', 'ASSERTION', 'FINDING'),
  node: versioned,
});

const stateChange: fc.Arbitrary<Operation> = fc
  .tuple(fc.array(anyNode, { maxLength: 3 }), any.state)
  .map(([nodes, state]) => (store) => ({
    mutation: 'setPublicationState',
    input: { ids: nodes.map(({ type, node }) => any.pickId(store, type, node.which)), state },
  }));

const deletion: fc.Arbitrary<Operation> = anyNode.map(({ type, node }) => (store) => ({
  mutation: 'deleteNode',
  input: atVersion(store, type, node),
}));

const merge: fc.Arbitrary<Operation> = fc
  .record({
    into: any.pick,
    from: fc.array(any.pick, { minLength: 1, maxLength: 2 }),
    changeVisibility: fc.constantFrom(true, true, false),
  })
  .map(({ into, from, changeVisibility }) => (store) => ({
    mutation: 'mergeParties',
    input: {
      into: any.pickId(store, 'PARTY', into),
      from: from.map((party) => any.pickId(store, 'PARTY', party)),
      changeVisibility,
    },
  }));

/** Any revision, of what is there or gone; usually with a version where there is something. */
const restoration: fc.Arbitrary<Operation> = fc
  .record({
    node: fc.nat(30),
    revision: fc.nat(5),
    isOdd: fc.nat(9).map((n) => n === 9),
    off: fc.constantFrom(0, 0, 0, 0, 0, 1),
  })
  .map(({ node, revision, isOdd, off }) => (store) => {
    const ids = [...store.history.keys()];
    const id = ids[node % ids.length] ?? 'party-0';
    const length = store.history.get(id)?.length ?? 0;
    const version = store.nodes.get(id)?.version;
    const given = version === undefined ? (isOdd ? 1 : undefined) : isOdd ? undefined : Math.max(1, version - off);
    return {
      mutation: 'restoreRevision',
      input: { id: revisionId(id, revision % Math.max(length, 1)), ...(given !== undefined && { version: given }) },
    };
  });

/** Every mutation but importDossier. */
export const OPERATIONS: Readonly<Record<Exclude<Mutation, 'importDossier'>, fc.Arbitrary<Operation>>> = {
  createParty: creation(
    'createParty',
    { ...keyed, kind: some(PartyKind), name: any.line },
    { ...partyFields, description: any.text, state: any.state },
  ),
  updateParty: update('updateParty', 'PARTY', { ...keyed, ...partyFields, name: any.line, description: any.text }),
  createStatement: creation(
    'createStatement',
    { ...keyed, kind: some(StatementKind), title: any.line, body: any.body, attributions: roles(AttributionRole) },
    { ...statementFields, state: any.state },
  ),
  updateStatement: update('updateStatement', 'STATEMENT', {
    ...keyed,
    ...statementFields,
    attributions: roles(AttributionRole),
    title: any.line,
    edit: any.edit,
  }),
  createAllegation: creation(
    'createAllegation',
    { ...keyed, summary: any.line, parties: roles(AllegationRole) },
    { place: any.line, occurredOn: any.date, counters: any.few(any.pick), state: any.state },
  ),
  updateAllegation: update('updateAllegation', 'ALLEGATION', {
    ...keyed,
    summary: any.line,
    place: any.line,
    parties: roles(AllegationRole),
    counters: any.few(any.pick),
  }),
  createAssertion: creation(
    'createAssertion',
    { allegation: any.pick, statement: any.pick, speaker: any.pick, stance: some(Stance, 2) },
    saidFields,
  ),
  updateAssertion: update('updateAssertion', 'ASSERTION', {
    ...saidFields,
    speaker: any.pick,
    stance: some(Stance, 2),
  }),
  createFinding: creation(
    'createFinding',
    { allegation: any.pick, body: any.pick, verdict: some(Verdict, 2) },
    { ...findingFields, statement: any.pick },
  ),
  updateFinding: update('updateFinding', 'FINDING', { ...findingFields, verdict: some(Verdict, 2) }),
  setPublicationState: stateChange,
  deleteNode: deletion,
  mergeParties: merge,
  restoreRevision: restoration,
};
