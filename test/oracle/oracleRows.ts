/** The stored rows as the oracle holds them: every column by its camel-cased name, days as YYYY-MM-DD. */

export interface NodeRow {
  id: string;
  state: string;
  createdAt: string;
  updatedAt: string;
  version: number;
}

export interface PartyRow extends NodeRow {
  __typename: 'Party';
  slug: string;
  kind: string;
  name: string;
  description: string | null;
}

export interface PartyNameRow {
  __typename: 'PartyName';
  partyId: string;
  position: number;
  name: string;
  kind: string;
  language: string | null;
  usedById: string | null;
}

/** A party that was merged into another: its id and slug lead there. */
export interface PartyRedirectRow {
  __typename: 'PartyRedirect';
  id: string;
  slug: string;
  intoId: string;
}

export interface PartyIdentifierRow {
  __typename: 'Identifier';
  partyId: string;
  position: number;
  scheme: string;
  value: string;
}

export interface PartyRelationshipRow {
  __typename: 'PartyRelationship';
  subjectId: string;
  position: number;
  kind: string;
  objectId: string;
  title: string | null;
  validFrom: string | null;
  validFromEarliest: string | null;
  validFromLatest: string | null;
  validTo: string | null;
  validToEarliest: string | null;
  validToLatest: string | null;
  assertedInId: string | null;
}

export interface StatementRow extends NodeRow {
  __typename: 'Statement';
  slug: string;
  kind: string;
  title: string;
  subtitle: string | null;
  body: string;
  language: string | null;
  issuedOn: string | null;
  issuedEarliest: string | null;
  issuedLatest: string | null;
}

export interface AttributionRow {
  __typename: 'Attribution';
  statementId: string;
  position: number;
  partyId: string;
  role: string;
}

export interface SourceRow {
  __typename: 'Source';
  statementId: string;
  position: number;
  title: string | null;
  url: string | null;
  archiveUrl: string | null;
  publisherId: string | null;
  retrievedOn: string | null;
  sha256: string | null;
}

export interface CitationRow {
  __typename: 'Citation';
  statementId: string;
  position: number;
  citedId: string;
}

export interface AllegationRow extends NodeRow {
  __typename: 'Allegation';
  slug: string;
  summary: string;
  occurredOn: string | null;
  occurredEarliest: string | null;
  occurredLatest: string | null;
  place: string | null;
}

export interface AllegationPartyRow {
  __typename: 'AllegationParty';
  allegationId: string;
  position: number;
  partyId: string;
  role: string;
}

export interface AllegationCounterRow {
  __typename: 'AllegationCounter';
  allegationId: string;
  position: number;
  counteredId: string;
}

export interface AnchorColumns {
  anchorStart: number | null;
  anchorEnd: number | null;
  anchorExact: string | null;
  anchorPrefix: string | null;
  anchorSuffix: string | null;
}

export interface AssertionRow extends NodeRow, AnchorColumns {
  __typename: 'Assertion';
  allegationId: string;
  statementId: string;
  speakerId: string;
  stance: string;
  mode: string | null;
  saidOn: string | null;
  saidEarliest: string | null;
  saidLatest: string | null;
  inResponseToId: string | null;
}

export interface AssertionViaRow {
  __typename: 'AssertionVia';
  assertionId: string;
  position: number;
  partyId: string;
}

export interface FindingRow extends NodeRow, AnchorColumns {
  __typename: 'Finding';
  allegationId: string;
  bodyId: string;
  verdict: string;
  ratingText: string | null;
  jurisdiction: string | null;
  ruledOn: string | null;
  ruledEarliest: string | null;
  ruledLatest: string | null;
  statementId: string | null;
  url: string | null;
}

/** The rows that are nodes: those with an id of their own. */
export type AnyNodeRow = PartyRow | StatementRow | AllegationRow | AssertionRow | FindingRow;
/** The rows that come in a timeline. */
export type DatedRow = StatementRow | AllegationRow | AssertionRow | FindingRow;
/** The rows that come in connections of one type. */
export type ListedRow = PartyRow | StatementRow | AllegationRow | AssertionRow;
