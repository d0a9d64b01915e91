import { canonicalLanguageTag } from '../lib/languageTag';
import { parsePartialDate } from '../lib/partialDate';
import type { PublicationState } from '../database/generated/enums';
import type { Dossier, DossierAllegation, DossierParty, DossierStatement } from './dossierSchema';
import type { KeyedType } from './references';
import type { StoredKeys } from './storedKeys';
import type { Target, Value } from '../store/storeRecords';

/** What an import does with what an entry leaves out, and how keys become ids. */
export interface Planning {
  keys: StoredKeys;
  /** The state of entries that carry none. */
  state: PublicationState;
  /** Whether what an entry leaves out is removed rather than kept. */
  prune: boolean;
}

/** What the parties, statements and allegations of a dossier are to be; assertions and findings are planned apart. */
export function planContent(dossier: Dossier, planning: Planning): Record<KeyedType, Target[]> {
  return {
    party: (dossier.parties ?? []).map((party) => planParty(party, planning)),
    statement: (dossier.statements ?? []).map((statement) => planStatement(statement, planning)),
    allegation: (dossier.allegations ?? []).map((allegation) => planAllegation(allegation, planning)),
  };
}

/** A value as given; where it is left out, null if the import prunes and otherwise as stored. */
export function given(value: string | undefined, { prune }: Pick<Planning, 'prune'>): Value {
  return value ?? (prune ? null : undefined);
}

/** A list as given; where it is left out, empty if the import prunes and otherwise as stored. */
export function givenList<Item>(
  list: readonly Item[] | undefined,
  { prune }: Pick<Planning, 'prune'>,
  row: (item: Item) => Record<string, Value>,
): Record<string, Value>[] | undefined {
  return list?.map(row) ?? (prune ? [] : undefined);
}

/** The three columns of a partial date. */
export function dateColumns(
  text: string | undefined,
  name: string,
  stem: string,
  planning: Pick<Planning, 'prune'>,
): Record<string, Value> {
  const date = text === undefined ? undefined : parsePartialDate(text);
  const none = given(undefined, planning);
  return {
    [name]: date === undefined ? none : date.edtf,
    [`${stem}_earliest`]: date === undefined ? none : date.earliest,
    [`${stem}_latest`]: date === undefined ? none : date.latest,
  };
}

function target(
  type: KeyedType,
  entry: { key: string; state?: PublicationState | undefined },
  { keys, state }: Planning,
): Pick<Target, 'id' | 'isNew' | 'row'> {
  return {
    id: keys.id(type, entry.key),
    isNew: !keys.isStored(type, entry.key),
    row: { slug: entry.key, state: entry.state ?? state },
  };
}

function idOf(type: KeyedType, key: string | undefined, keys: StoredKeys): string | null {
  return key === undefined ? null : keys.id(type, key);
}

const languageOf = (tag: string | undefined): string | undefined =>
  tag === undefined ? undefined : canonicalLanguageTag(tag);

function planParty(party: DossierParty, planning: Planning): Target {
  const { keys } = planning;
  const { id, isNew, row } = target('party', party, planning);
  return {
    id,
    isNew,
    row: { ...row, kind: party.kind, name: party.name, description: given(party.description, planning) },
    lists: {
      party_name: givenList(party.names, planning, ({ name, kind, language, usedBy }) => ({
        name,
        kind,
        language: languageOf(language) ?? null,
        used_by_id: idOf('party', usedBy, keys),
      })),
      party_identifier: givenList(party.identifiers, planning, ({ scheme, value }) => ({ scheme, value })),
      party_relationship: givenList(party.relationships, planning, (relationship) => ({
        kind: relationship.kind,
        object_id: keys.id('party', relationship.party),
        title: relationship.title ?? null,
        ...dateColumns(relationship.validFrom, 'valid_from', 'valid_from', { prune: true }),
        ...dateColumns(relationship.validTo, 'valid_to', 'valid_to', { prune: true }),
        asserted_in_id: idOf('statement', relationship.assertedIn, keys),
      })),
    },
  };
}

function planStatement(statement: DossierStatement, planning: Planning): Target {
  const { keys } = planning;
  const { id, isNew, row } = target('statement', statement, planning);
  return {
    id,
    isNew,
    row: {
      ...row,
      kind: statement.kind,
      title: statement.title,
      subtitle: given(statement.subtitle, planning),
      body: statement.body,
      language: given(languageOf(statement.language), planning),
      ...dateColumns(statement.issuedOn, 'issued_on', 'issued', planning),
    },
    lists: {
      attribution: statement.attributions.map(({ party, role }) => ({ party_id: keys.id('party', party), role })),
      source: givenList(statement.sources, planning, (source) => ({
        title: source.title ?? null,
        url: source.url ?? null,
        archive_url: source.archiveUrl ?? null,
        publisher_id: idOf('party', source.publisher, keys),
        retrieved_on: source.retrievedOn ?? null,
        sha256: source.sha256?.toLowerCase() ?? null,
      })),
      citation: givenList(statement.cites, planning, (key) => ({ cited_id: keys.id('statement', key) })),
    },
  };
}

function planAllegation(allegation: DossierAllegation, planning: Planning): Target {
  const { keys } = planning;
  const { id, isNew, row } = target('allegation', allegation, planning);
  return {
    id,
    isNew,
    row: {
      ...row,
      summary: allegation.summary,
      place: given(allegation.place, planning),
      ...dateColumns(allegation.occurredOn, 'occurred_on', 'occurred', planning),
    },
    lists: {
      allegation_party: allegation.parties.map(({ party, role }) => ({ party_id: keys.id('party', party), role })),
      allegation_counter: givenList(allegation.counters, planning, (key) => ({
        countered_id: keys.id('allegation', key),
      })),
    },
  };
}
