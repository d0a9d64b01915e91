import {
  allegationOf,
  hasPartOfCircle,
  NEW_ALLEGATION,
  NEW_PARTY,
  NEW_STATEMENT,
  partyOf,
  statementOf,
} from './plainContent';
import { PlainFields } from './plainFields';
import { assertionOf, findingOf, hasAnswerCircle, hasTwins, identityOf, moveQuotations, saidOf } from './plainSaid';
import {
  addNode,
  type Allegation,
  type Content,
  type Node,
  type NodeType,
  nodesOf,
  type Party,
  type PlainStore,
  type State,
  type Statement,
} from './plainStore';
import type { DossierAllegation, DossierAssertion, DossierFinding, DossierText } from './dossierText';
import { Faults, Refusal } from './refusal';

/** An import in progress: keys that lead nowhere are faults, as all that is wrong with a dossier is BAD_USER_INPUT. */
interface Importing {
  readonly store: PlainStore;
  readonly fields: PlainFields;
  readonly prune: boolean;
  readonly state: State;
}

/** Imports a dossier: all of it, or nothing. */
export function importDossier(store: PlainStore, dossier: DossierText, state: State = 'PUBLISHED'): void {
  const fields = new PlainFields(store, new Faults());
  const importing: Importing = { store, fields, prune: dossier.prune === true, state };
  const { parties = [], statements = [], allegations = [] } = dossier;
  for (const list of [parties, statements, allegations]) fields.refuseTwice(list.map(({ key }) => key));
  const shells = [
    ...parties.map(({ key }) => shell(importing, 'PARTY', key, NEW_PARTY)),
    ...statements.map(({ key }) => shell(importing, 'STATEMENT', key, NEW_STATEMENT)),
    ...allegations.map(({ key }) => shell(importing, 'ALLEGATION', key, NEW_ALLEGATION)),
  ];
  const before = new Map(nodesOf(store, 'STATEMENT').map(({ id, content }) => [id, content.body]));
  for (const party of parties) storeParty(importing, party, shells);
  for (const statement of statements) storeStatement(importing, statement, shells, before);
  for (const allegation of allegations) storeAllegation(importing, allegation, shells);
  for (const allegation of allegations) storeSaid(importing, allegation);
  fields.faults.refuseIf(hasPartOfCircle(store) || hasAnswerCircle(store) || hasTwins(store), 'BAD_USER_INPUT');
  if (fields.faults.any) throw new Refusal(['BAD_USER_INPUT']);
}

/** The node with a key, or a new one to be filled. */
function shell({ store }: Importing, type: NodeType, key: string, content: Content): Node {
  const stored = [...store.nodes.values()].find(
    (node) => node.type === type && 'slug' in node.content && node.content.slug === key,
  );
  return stored ?? addNode(store, type, { ...structuredClone(content), slug: key });
}

/** The id that a key stands for; one of nothing where it stands for nothing. */
function idOf({ store, fields }: Importing, type: NodeType, key: string | undefined): string | undefined {
  if (key === undefined) return undefined;
  const node = [...store.nodes.values()].find(
    ({ content, type: other }) => other === type && 'slug' in content && content.slug === key,
  );
  fields.faults.refuseIf(node === undefined, 'BAD_USER_INPUT');
  return node?.id ?? '';
}

/** What an entry leaves out: it stays, unless the import prunes. */
const left = <Value>({ prune }: Importing, value: Value | undefined, empty: Value): Value | undefined =>
  value ?? (prune ? empty : undefined);

function nodeWith<Type extends NodeType>(shells: readonly Node[], type: Type, key: string): Node<Type> {
  return shells.find((node) => node.type === type && 'slug' in node.content && node.content.slug === key) as Node<Type>;
}

function storeParty(
  importing: Importing,
  entry: NonNullable<DossierText['parties']>[number],
  shells: readonly Node[],
): void {
  const node = nodeWith(shells, 'PARTY', entry.key);
  const input = {
    slug: entry.key,
    kind: entry.kind,
    name: entry.name,
    description: left<string | null>(importing, entry.description, null),
    names: left(
      importing,
      entry.names?.map(({ usedBy, ...name }) => ({ ...name, usedBy: idOf(importing, 'PARTY', usedBy) })),
      [],
    ),
    identifiers: left(importing, entry.identifiers, []),
    relationships: left(
      importing,
      entry.relationships?.map(({ party, assertedIn, ...relationship }) => ({
        ...relationship,
        object: idOf(importing, 'PARTY', party),
        assertedIn: idOf(importing, 'STATEMENT', assertedIn),
      })),
      [],
    ),
  };
  const content = partyOf(importing.fields, node.id, input as never, node.content);
  node.content = { ...content, state: entry.state ?? importing.state } satisfies Party;
}

function storeStatement(
  importing: Importing,
  entry: NonNullable<DossierText['statements']>[number],
  shells: readonly Node[],
  before: ReadonlyMap<string, string>,
): void {
  const node = nodeWith(shells, 'STATEMENT', entry.key);
  const { faults } = importing.fields;
  const was = before.get(node.id) ?? '';
  faults.refuseIf(was === '' && entry.body === undefined, 'BAD_USER_INPUT');
  const input = {
    slug: entry.key,
    kind: entry.kind,
    title: entry.title,
    subtitle: left<string | null>(importing, entry.subtitle, null),
    body: entry.body,
    language: left<string | null>(importing, undefined, null),
    issuedOn: left<string | null>(importing, entry.issuedOn, null),
    attributions: entry.attributions.map(({ party, role }) => ({ party: idOf(importing, 'PARTY', party), role })),
    sources: left(
      importing,
      entry.sources?.map(({ publisher, ...source }) => ({ ...source, publisher: idOf(importing, 'PARTY', publisher) })),
      [],
    ),
    cites: left(
      importing,
      entry.cites?.map((key) => idOf(importing, 'STATEMENT', key)),
      [],
    ),
  };
  const content = statementOf(importing.fields, node.id, input as never, node.content);
  node.content = { ...content, state: entry.state ?? importing.state } satisfies Statement;
  if (was !== '') faults.refuseIf(!moveQuotations(importing.store, node.id, was, content.body), 'BAD_USER_INPUT');
}

function storeAllegation(importing: Importing, entry: DossierAllegation, shells: readonly Node[]): void {
  const node = nodeWith(shells, 'ALLEGATION', entry.key);
  const input = {
    slug: entry.key,
    summary: entry.summary,
    place: left<string | null>(importing, entry.place, null),
    occurredOn: left<string | null>(importing, undefined, null),
    parties: entry.parties.map(({ party, role }) => ({ party: idOf(importing, 'PARTY', party), role })),
    counters: left(
      importing,
      entry.counters?.map((key) => idOf(importing, 'ALLEGATION', key)),
      [],
    ),
  };
  const content = allegationOf(importing.fields, node.id, input as never, node.content);
  node.content = { ...content, state: entry.state ?? importing.state } satisfies Allegation;
}

/** What is said on an allegation: stored where it is the same in allegation, statement, party, stance and place. */
function storeSaid(importing: Importing, entry: DossierAllegation): void {
  const { store, fields, prune } = importing;
  const allegation = idOf(importing, 'ALLEGATION', entry.key) ?? '';
  const known = saidOf(store).filter(({ content }) => content.allegation === allegation);
  const assertions =
    entry.assertions?.map((assertion) => storeAssertion(importing, assertion, allegation, known)) ?? [];
  const findings = entry.findings?.map((finding) => storeFinding(importing, finding, allegation, known)) ?? [];
  fields.refuseTwice([...assertions, ...findings].map(identityOf));
  const labels = new Map(
    entry.assertions?.flatMap(({ ref }, at) => (ref === undefined ? [] : [[ref, assertions[at]?.id] as const])),
  );
  entry.assertions?.forEach(({ inResponseTo }, at) => {
    const node = assertions[at];
    if (node === undefined || (inResponseTo === undefined && !prune)) return;
    const answered = inResponseTo === undefined ? null : labels.get(inResponseTo);
    fields.faults.refuseIf(answered === undefined || answered === node.id, 'BAD_USER_INPUT');
    node.content.inResponseTo = answered ?? null;
  });
  if (prune) pruneSaid(store, known, [...assertions, ...findings]);
}

function pruneSaid(store: PlainStore, known: readonly Node[], kept: readonly Node[]): void {
  for (const { id } of known.filter((node) => !kept.includes(node))) {
    store.nodes.delete(id);
    for (const { content } of nodesOf(store, 'ASSERTION')) if (content.inResponseTo === id) content.inResponseTo = null;
  }
}

/** The node itself where the same is stored. */
function matched<Type extends NodeType>(store: PlainStore, known: readonly Node[], node: Node<Type>): Node<Type> {
  const stored = known.find((other) => identityOf(other) === identityOf(node));
  return (stored ?? addNode(store, node.type, node.content as never)) as Node<Type>;
}

function storeAssertion(
  importing: Importing,
  entry: DossierAssertion,
  allegation: string,
  known: readonly Node[],
): Node<'ASSERTION'> {
  const { store, fields } = importing;
  const input = {
    speaker: idOf(importing, 'PARTY', entry.speaker),
    stance: entry.stance,
    mode: left<string | null>(importing, entry.mode, null),
    saidOn: left<string | null>(importing, undefined, null),
    quote: entry.quote ?? null,
    via: left(
      importing,
      entry.via?.map((key) => idOf(importing, 'PARTY', key)),
      [],
    ),
  } as never;
  const empty = {
    allegation,
    statement: idOf(importing, 'STATEMENT', entry.statement) ?? '',
    speaker: '',
    stance: '',
    mode: null,
    saidOn: null,
  };
  const base = { ...empty, anchor: null, inResponseTo: null, state: importing.state, via: [] };
  const content = assertionOf(fields, '', input, base);
  const node = matched(store, known, { id: '', type: 'ASSERTION', version: 1, content });
  node.content = { ...assertionOf(fields, '', input, node.content), state: entry.state ?? importing.state };
  return node;
}

function storeFinding(
  importing: Importing,
  entry: DossierFinding,
  allegation: string,
  known: readonly Node[],
): Node<'FINDING'> {
  const { store, fields } = importing;
  const input = {
    verdict: entry.verdict,
    ratingText: left<string | null>(importing, entry.ratingText, null),
    jurisdiction: left<string | null>(importing, undefined, null),
    ruledOn: left<string | null>(importing, entry.ruledOn, null),
    quote: entry.quote ?? null,
    url: left<string | null>(importing, undefined, null),
  } as never;
  const statement = idOf(importing, 'STATEMENT', entry.statement) ?? null;
  const base = {
    allegation,
    body: idOf(importing, 'PARTY', entry.body) ?? '',
    verdict: '',
    ratingText: null,
    jurisdiction: null,
  };
  const content = findingOf(fields, input, {
    ...base,
    ruledOn: null,
    statement,
    anchor: null,
    url: null,
    state: importing.state,
  });
  const node = matched(store, known, { id: '', type: 'FINDING', version: 1, content });
  node.content = { ...findingOf(fields, input, node.content), state: entry.state ?? importing.state };
  return node;
}
