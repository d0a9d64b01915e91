import type { CreateAllegationInput, UpdateAllegationInput } from '../../../src/models/inputs/allegationWrite.input';
import type { CreateAssertionInput, UpdateAssertionInput } from '../../../src/models/inputs/assertionWrite.input';
import type { CreateFindingInput, UpdateFindingInput } from '../../../src/models/inputs/findingWrite.input';
import type { DeleteNodeInput, SetPublicationStateInput } from '../../../src/models/inputs/nodeWrite.input';
import type { CreatePartyInput, UpdatePartyInput } from '../../../src/models/inputs/partyWrite.input';
import type { CreateStatementInput, UpdateStatementInput } from '../../../src/models/inputs/statementWrite.input';
import {
  allegationOf,
  hasPartOfCircle,
  NEW_ALLEGATION,
  NEW_PARTY,
  NEW_STATEMENT,
  partyOf,
  statementOf,
} from './plainContent';
import { NO_ID, PlainFields } from './plainFields';
import { assertionOf, findingOf, hasTwins, moveQuotations } from './plainSaid';
import {
  addNode,
  type Assertion,
  type Finding,
  followed,
  newId,
  type Node,
  type NodeType,
  type PlainStore,
  type State,
} from './plainStore';
import { Faults, Refusal } from './refusal';

/** A state is an input's in creations, and that of a draft where a node is made again. */
type Created<Input> = Input & { readonly state?: State | null };

const fieldsFor = (store: PlainStore): PlainFields => new PlainFields(store, new Faults());

export function createParty(store: PlainStore, input: CreatePartyInput, id = newId(store, 'PARTY')): void {
  const fields = fieldsFor(store);
  const content = partyOf(fields, id, input, NEW_PARTY);
  fields.faults.end();
  addNode(store, 'PARTY', { ...content, state: input.state ?? 'DRAFT' }, id);
}

export function updateParty(store: PlainStore, input: UpdatePartyInput): void {
  const fields = fieldsFor(store);
  const node = versioned(fields, 'PARTY', input);
  node.content = partyOf(fields, node.id, input, node.content);
  fields.faults.refuseIf(hasPartOfCircle(store), 'BAD_USER_INPUT');
  fields.faults.end();
}

export function createStatement(store: PlainStore, input: CreateStatementInput, id = newId(store, 'STATEMENT')): void {
  const fields = fieldsFor(store);
  const content = statementOf(fields, id, input, NEW_STATEMENT);
  fields.faults.end();
  addNode(store, 'STATEMENT', { ...content, state: input.state ?? 'DRAFT' }, id);
}

export function updateStatement(store: PlainStore, input: UpdateStatementInput): void {
  const fields = fieldsFor(store);
  const node = versioned(fields, 'STATEMENT', input);
  const { body } = node.content;
  node.content = statementOf(fields, node.id, input, node.content);
  fields.faults.refuseIf(!moveQuotations(store, node.id, body, node.content.body), 'BAD_USER_INPUT');
  fields.faults.end();
}

export function createAllegation(
  store: PlainStore,
  input: CreateAllegationInput,
  id = newId(store, 'ALLEGATION'),
): void {
  const fields = fieldsFor(store);
  const content = allegationOf(fields, id, input, NEW_ALLEGATION);
  fields.faults.end();
  addNode(store, 'ALLEGATION', { ...content, state: input.state ?? 'DRAFT' }, id);
}

export function updateAllegation(store: PlainStore, input: UpdateAllegationInput): void {
  const fields = fieldsFor(store);
  const node = versioned(fields, 'ALLEGATION', input);
  node.content = allegationOf(fields, node.id, input, node.content);
  fields.faults.end();
}

export function createAssertion(
  store: PlainStore,
  input: Created<CreateAssertionInput>,
  id = newId(store, 'ASSERTION'),
): void {
  const fields = fieldsFor(store);
  const base: Assertion = {
    allegation: fields.reference(input.allegation, 'ALLEGATION', ''),
    statement: fields.reference(input.statement, 'STATEMENT', ''),
    speaker: '',
    stance: '',
    mode: null,
    saidOn: null,
    anchor: null,
    inResponseTo: null,
    state: input.state ?? 'PUBLISHED',
    via: [],
  };
  const content = assertionOf(fields, id, input, base);
  fields.faults.end();
  addNode(store, 'ASSERTION', content, id);
  fields.faults.refuseIf(hasTwins(store), 'CONFLICT');
  fields.faults.end();
}

export function updateAssertion(store: PlainStore, input: UpdateAssertionInput): void {
  const fields = fieldsFor(store);
  const node = versioned(fields, 'ASSERTION', input);
  node.content = assertionOf(fields, node.id, input, node.content);
  fields.faults.refuseIf(hasTwins(store), 'CONFLICT');
  fields.faults.end();
}

export function createFinding(
  store: PlainStore,
  input: Created<CreateFindingInput>,
  id = newId(store, 'FINDING'),
): void {
  const fields = fieldsFor(store);
  const base: Finding = {
    allegation: fields.reference(input.allegation, 'ALLEGATION', ''),
    body: fields.reference(input.body, 'PARTY', ''),
    verdict: '',
    ratingText: null,
    jurisdiction: null,
    ruledOn: null,
    statement: fields.optionalReference(input.statement, 'STATEMENT', null),
    anchor: null,
    url: null,
    state: input.state ?? 'PUBLISHED',
  };
  const content = findingOf(fields, input, base);
  fields.faults.end();
  addNode(store, 'FINDING', content, id);
  fields.faults.refuseIf(hasTwins(store), 'CONFLICT');
  fields.faults.end();
}

export function updateFinding(store: PlainStore, input: UpdateFindingInput): void {
  const fields = fieldsFor(store);
  const node = versioned(fields, 'FINDING', input);
  node.content = findingOf(fields, input, node.content);
  fields.faults.refuseIf(hasTwins(store), 'CONFLICT');
  fields.faults.end();
}

export function setPublicationState(store: PlainStore, { ids, state }: SetPublicationStateInput): void {
  const faults = new Faults();
  faults.refuseIf(ids.length === 0 || ids.includes(NO_ID), 'BAD_USER_INPUT');
  const nodes = ids.map((id) => store.nodes.get(followed(store, id)));
  faults.refuseIf(nodes.includes(undefined), 'NOT_FOUND');
  faults.end();
  for (const node of nodes) if (node) node.content = { ...node.content, state };
}

export function deleteNode(store: PlainStore, input: DeleteNodeInput): void {
  const fields = fieldsFor(store);
  const { id } = versioned(fields, null, input);
  store.nodes.delete(id);
  for (const node of store.nodes.values()) fields.faults.refuseIf(names(node, id), 'CONFLICT');
  fields.faults.end();
  for (const [merged, { into }] of store.redirects) if (into === id) store.redirects.delete(merged);
}

/** Whether a node names another one anywhere. */
function names(value: unknown, id: string): boolean {
  if (typeof value === 'object' && value !== null) return Object.values(value).some((part) => names(part, id));
  return value === id;
}

/** The node that an input names in the version that it gives. */
function versioned<Type extends NodeType>(
  { store, faults }: PlainFields,
  type: Type | null,
  { id, version }: { id: string; version: number },
): Node<Type> {
  if (id === NO_ID) throw new Refusal(['BAD_USER_INPUT']);
  const node = store.nodes.get(type === 'PARTY' || type === null ? followed(store, id) : id);
  // What else is wrong with the input may be found first.
  if (node === undefined || (type !== null && node.type !== type)) throw new Refusal(['NOT_FOUND', 'BAD_USER_INPUT']);
  faults.refuseIf(node.version !== version, 'CONFLICT');
  return node as Node<Type>;
}
