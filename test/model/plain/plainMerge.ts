import type { MergePartiesInput } from '../../../src/models/inputs/partyWrite.input';
import { hasPartOfCircle } from './plainContent';
import { NO_ID } from './plainFields';
import { hasAnswerCircle, identityOf } from './plainSaid';
import {
  ageOf,
  type Assertion,
  type Finding,
  followed,
  type Name,
  type Node,
  nodeOf,
  nodesOf,
  type Nullable,
  type Party,
  type PlainStore,
  same,
} from './plainStore';
import { Faults, Refusal } from './refusal';

/** Makes several parties one, which takes all that the others are named, are said to be and say. */
export function mergeParties(store: PlainStore, input: MergePartiesInput): void {
  const { into, from } = partiesOf(store, input);
  const faults = new Faults();
  const isPublic = ({ content }: Node): boolean => content.state === 'PUBLISHED';
  const changesVisibility = from.some((party) => isPublic(party) !== isPublic(into));
  faults.refuseIf(changesVisibility && input.changeVisibility !== true, 'CONFLICT');
  const gone = from.map(({ id }) => id);
  const to = (id: string): string => (gone.includes(id) ? into.id : id);
  takeOver(store, into, from, to);
  renameInOthers(store, to, into.id);
  faults.refuseIf(!mergeTwins(store, into.id, gone), 'CONFLICT');
  for (const redirect of store.redirects.values()) redirect.into = to(redirect.into);
  for (const { id, content } of from) {
    store.redirects.set(id, { slug: content.slug, into: into.id });
    store.nodes.delete(id);
  }
  faults.refuseIf(hasAnswerCircle(store) || hasPartOfCircle(store), 'CONFLICT');
  faults.end();
  into.version += 1;
}

function partiesOf(store: PlainStore, input: MergePartiesInput): { into: Node<'PARTY'>; from: Node<'PARTY'>[] } {
  const faults = new Faults();
  const given = [input.into, ...input.from];
  faults.refuseIf(input.from.length === 0 || given.includes(NO_ID), 'BAD_USER_INPUT');
  const ids = given.map((id) => followed(store, id));
  faults.refuseIf(new Set(ids).size < ids.length, 'BAD_USER_INPUT');
  const [into, ...from] = ids.flatMap((id) => nodeOf(store, 'PARTY', id) ?? []);
  faults.refuseIf(from.length + 1 < ids.length, 'NOT_FOUND');
  faults.end();
  if (into === undefined) throw new Refusal(['NOT_FOUND']);
  return { into, from };
}

/** Names, identifiers and relationships of the parties that go, in the order in which they are named. */
function takeOver(
  store: PlainStore,
  into: Node<'PARTY'>,
  from: readonly Node<'PARTY'>[],
  to: (id: string) => string,
): void {
  const { content } = into;
  const renamed = ({ usedBy, ...name }: Name): Name => ({ ...name, usedBy: usedBy && to(usedBy) });
  const names = content.names.map(renamed);
  const own = [...names];
  const identifiers = [...content.identifiers];
  const relationships = [...content.relationships];
  for (const { content: other } of from) {
    const alias = { name: other.name, kind: 'ALIAS', language: null, usedBy: null };
    const isNamedSo = own.some(({ name, usedBy }) => name === other.name && usedBy === null);
    for (const name of [...(isNamedSo ? [] : [alias]), ...other.names.map(renamed)]) {
      const isItsName = name.kind === 'ALIAS' && name.usedBy === null && name.name === content.name;
      if (!isItsName && !names.some((one) => same(one, name))) names.push(name);
    }
    for (const identifier of other.identifiers) {
      if (!identifiers.some((one) => same(one, identifier))) identifiers.push(identifier);
    }
    relationships.push(...other.relationships);
  }
  into.content = { ...content, names, identifiers, relationships: related(relationships, to, into.id) };
}

/** Relationships without those of a party to itself, each once where it is to the merged party or of it. */
function related(list: Party['relationships'], to: (id: string) => string, into: string): Party['relationships'] {
  return list
    .map((relationship) => ({ ...relationship, object: to(relationship.object) }))
    .filter(({ object }) => object !== into)
    .filter((relationship, index, all) => all.findIndex((one) => same(one, relationship)) === index);
}

/** Every other place that names a merged party: what would stand there twice is left out. */
function renameInOthers(store: PlainStore, to: (id: string) => string, into: string): void {
  const once = <Item>(list: readonly Item[], before: readonly Item[], isOfIt: (item: Item) => boolean): Item[] =>
    same(list, before)
      ? [...list]
      : list.filter((item, index) => !isOfIt(item) || list.findIndex((one) => same(one, item)) === index);
  for (const { id, content } of nodesOf(store, 'PARTY')) {
    if (to(id) === into) continue;
    content.names = content.names.map((name) => ({ ...name, usedBy: name.usedBy && to(name.usedBy) }));
    const renamed = content.relationships.map((one) => ({ ...one, object: to(one.object) }));
    content.relationships = once(renamed, content.relationships, ({ object }) => object === into);
  }
  for (const { content } of nodesOf(store, 'STATEMENT')) {
    const renamed = content.attributions.map(({ party, role }) => ({ party: to(party), role }));
    content.attributions = once(renamed, content.attributions, ({ party }) => party === into);
    content.sources = content.sources.map((source) => ({
      ...source,
      publisher: source.publisher && to(source.publisher),
    }));
  }
  for (const { content } of nodesOf(store, 'ALLEGATION')) {
    const renamed = content.parties.map(({ party, role }) => ({ party: to(party), role }));
    content.parties = once(renamed, content.parties, ({ party }) => party === into);
  }
  for (const { content } of nodesOf(store, 'ASSERTION')) {
    content.via = once(content.via.map(to), content.via, (party) => party === into);
  }
}

/** What is said twice then is said once, if it is the same in all else. False where it is not. */
function mergeTwins(store: PlainStore, into: string, gone: readonly string[]): boolean {
  const isAlike = twinsOf(store, into, gone).every(({ kept, other }) => same(detailsOf(kept), detailsOf(other)));
  for (const { kept, other } of twinsOf(store, into, gone)) {
    store.nodes.delete(other.id);
    for (const { id, content } of nodesOf(store, 'ASSERTION')) {
      if (content.inResponseTo === other.id) content.inResponseTo = id === kept.id ? null : kept.id;
    }
  }
  for (const { content } of nodesOf(store, 'ASSERTION')) if (gone.includes(content.speaker)) content.speaker = into;
  for (const { content } of nodesOf(store, 'FINDING')) if (gone.includes(content.body)) content.body = into;
  return isAlike;
}

interface Twins {
  readonly kept: Node;
  readonly other: Node;
}

/** Pairs that would be the same once merged: the one that stays is the remaining party's own, or else the oldest. */
export function twinsOf(store: PlainStore, into: string, gone: readonly string[]): Twins[] {
  const speakerOf = ({ type, content }: Node): Nullable =>
    type === 'ASSERTION' ? (content as Assertion).speaker : type === 'FINDING' ? (content as Finding).body : null;
  const merged = (node: Node): Node => {
    const { content, type } = node;
    return {
      ...node,
      content:
        type === 'ASSERTION' ? { ...(content as Assertion), speaker: into } : { ...(content as Finding), body: into },
    };
  };
  const all = [...store.nodes.values()]
    .filter((node) => [into, ...gone].includes(speakerOf(node) ?? ''))
    .sort(
      (one, other) =>
        Number(speakerOf(other) === into) - Number(speakerOf(one) === into) || ageOf(one.id) - ageOf(other.id),
    );
  return all.flatMap((other) => {
    const kept = all.find((node) => identityOf(merged(node)) === identityOf(merged(other)));
    return kept === undefined || kept === other ? [] : [{ kept, other }];
  });
}

/** All that twins say beside what makes them the same. */
function detailsOf({ type, content }: Node): unknown {
  if (type === 'ASSERTION') {
    const { mode, saidOn, state, via, inResponseTo } = content as Assertion;
    return { mode, saidOn, state, via, inResponseTo };
  }
  const { verdict, ratingText, jurisdiction, ruledOn, url, state } = content as Finding;
  return { verdict, ratingText, jurisdiction, ruledOn, url, state };
}
