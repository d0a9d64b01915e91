import type { UpdateAllegationInput } from '../../../src/models/inputs/allegationWrite.input';
import type { UpdatePartyInput } from '../../../src/models/inputs/partyWrite.input';
import type { UpdateStatementInput } from '../../../src/models/inputs/statementWrite.input';
import { endsBefore } from './partialDates';
import type { PlainFields } from './plainFields';
import { type Allegation, type NodeType, nodesOf, type Party, type PlainStore, type Statement } from './plainStore';

type Fields<Input> = Omit<Input, 'id' | 'version'>;

export const NEW_PARTY: Party = {
  slug: '',
  kind: 'PERSON',
  name: '',
  description: null,
  state: 'DRAFT',
  names: [],
  identifiers: [],
  relationships: [],
};

export const NEW_STATEMENT: Statement = {
  slug: '',
  kind: 'POST',
  title: '',
  subtitle: null,
  body: '',
  language: null,
  issuedOn: null,
  state: 'DRAFT',
  attributions: [],
  sources: [],
  cites: [],
};

export const NEW_ALLEGATION: Allegation = {
  slug: '',
  summary: '',
  occurredOn: null,
  place: null,
  state: 'DRAFT',
  parties: [],
  counters: [],
};

/** What a party is once an input was applied to what it was; what is wrong with that goes to the faults of the fields. */
export function partyOf(fields: PlainFields, id: string, input: Fields<UpdatePartyInput>, was: Party): Party {
  const party: Party = {
    slug: fields.slug(input.slug, was.slug),
    kind: fields.choice(input.kind, was.kind),
    name: fields.required(input.name, was.name),
    description: fields.text(input.description, was.description),
    state: was.state,
    names: fields.list(input.names, was.names, ({ name, kind, language, usedBy }) => ({
      name: fields.required(name, ''),
      kind,
      language: language ?? null,
      usedBy: fields.optionalReference(usedBy, 'PARTY', null),
    })),
    identifiers: fields.list(input.identifiers, was.identifiers, ({ scheme, value }) => ({
      scheme: fields.required(scheme, '', 100),
      value: fields.required(value, '', 500),
    })),
    relationships: fields.list(input.relationships, was.relationships, (relationship) => ({
      kind: relationship.kind,
      object: fields.reference(relationship.object, 'PARTY', ''),
      title: fields.optional(relationship.title, null),
      validFrom: fields.date(relationship.validFrom, null) ?? null,
      validTo: fields.date(relationship.validTo, null) ?? null,
      assertedIn: fields.optionalReference(relationship.assertedIn, 'STATEMENT', null),
    })),
  };
  const { faults, store } = fields;
  if (input.identifiers != null) fields.refuseTwice(party.identifiers);
  if (input.relationships != null) {
    faults.refuseIf(
      party.relationships.some(({ object }) => object === id),
      'BAD_USER_INPUT',
    );
    faults.refuseIf(
      party.relationships.some((one) => endsBefore(one.validFrom, one.validTo)),
      'BAD_USER_INPUT',
    );
  }
  refuseTakenSlug(fields, 'PARTY', id, input.slug == null ? '' : party.slug);
  faults.refuseIf(
    [...store.redirects.values()].some(({ slug }) => slug === input.slug),
    'CONFLICT',
  );
  return party;
}

/** Whether some party is a part of itself, by way of others. */
export function hasPartOfCircle(store: PlainStore): boolean {
  const wholes = new Map(
    nodesOf(store, 'PARTY').map(({ id, content }) => [
      id,
      content.relationships.filter(({ kind }) => kind === 'PART_OF').map(({ object }) => object),
    ]),
  );
  const reaches = (from: string, to: string, seen = new Set<string>()): boolean =>
    (wholes.get(from) ?? []).some((whole) => {
      if (whole === to) return true;
      if (seen.has(whole)) return false;
      seen.add(whole);
      return reaches(whole, to, seen);
    });
  return [...wholes.keys()].some((id) => reaches(id, id));
}

/** The same of a statement; its quotations are looked at elsewhere. */
export function statementOf(
  fields: PlainFields,
  id: string,
  input: Fields<UpdateStatementInput>,
  was: Statement,
): Statement {
  const statement: Statement = {
    slug: fields.slug(input.slug, was.slug),
    kind: fields.choice(input.kind, was.kind),
    title: fields.required(input.title, was.title),
    subtitle: fields.optional(input.subtitle, was.subtitle),
    body: fields.body(input.body, was.body),
    language: input.language === undefined ? was.language : input.language,
    issuedOn: fields.date(input.issuedOn, was.issuedOn),
    state: was.state,
    attributions: fields.list(input.attributions, was.attributions, ({ party, role }) => ({
      party: fields.reference(party, 'PARTY', ''),
      role,
    })),
    sources: fields.list(input.sources, was.sources, (source) => ({
      title: fields.optional(source.title, null),
      url: source.url ?? null,
      archiveUrl: source.archiveUrl ?? null,
      publisher: fields.optionalReference(source.publisher, 'PARTY', null),
      retrievedOn: source.retrievedOn ?? null,
      sha256: source.sha256?.toLowerCase() ?? null,
    })),
    cites: fields.list(input.cites, was.cites, (cited) => fields.reference(cited, 'STATEMENT', '')),
  };
  if (input.attributions != null) fields.refuseTwice(statement.attributions);
  if (input.cites != null) fields.refuseTwice(statement.cites);
  fields.faults.refuseIf(statement.cites.includes(id), 'BAD_USER_INPUT');
  refuseTakenSlug(fields, 'STATEMENT', id, input.slug == null ? '' : statement.slug);
  return statement;
}

/** The same of an allegation. */
export function allegationOf(
  fields: PlainFields,
  id: string,
  input: Fields<UpdateAllegationInput>,
  was: Allegation,
): Allegation {
  const allegation: Allegation = {
    slug: fields.slug(input.slug, was.slug),
    summary: fields.required(input.summary, was.summary),
    occurredOn: fields.date(input.occurredOn, was.occurredOn),
    place: fields.optional(input.place, was.place),
    state: was.state,
    parties: fields.list(input.parties, was.parties, ({ party, role }) => ({
      party: fields.reference(party, 'PARTY', ''),
      role,
    })),
    counters: fields.list(input.counters, was.counters, (countered) => fields.reference(countered, 'ALLEGATION', '')),
  };
  if (input.parties != null) fields.refuseTwice(allegation.parties);
  if (input.counters != null) fields.refuseTwice(allegation.counters);
  fields.faults.refuseIf(allegation.counters.includes(id), 'BAD_USER_INPUT');
  refuseTakenSlug(fields, 'ALLEGATION', id, input.slug == null ? '' : allegation.slug);
  return allegation;
}

/** A slug is one node's of its type, and never again one's that was erased. */
function refuseTakenSlug({ store, faults }: PlainFields, type: NodeType, id: string, slug: string): void {
  const others = [...store.nodes.values()].filter((node) => node.type === type && node.id !== id);
  faults.refuseIf(
    others.some(({ content }) => 'slug' in content && content.slug === slug),
    'CONFLICT',
  );
  faults.refuseIf(
    store.tombstones.some((tombstone) => tombstone.type === type && tombstone.slug === slug),
    'CONFLICT',
  );
}
