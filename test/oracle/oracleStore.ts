import type {
  AllegationCounterRow,
  AllegationPartyRow,
  AllegationRow,
  AssertionRow,
  AssertionViaRow,
  AttributionRow,
  CitationRow,
  FindingRow,
  PartyIdentifierRow,
  PartyNameRow,
  PartyRedirectRow,
  PartyRelationshipRow,
  PartyRow,
  SourceRow,
  StatementRow,
} from './oracleRows';

/** What the oracle needs of a database: pg's Pool has it. */
export interface Queryable {
  query(text: string): Promise<{ rows: unknown[] }>;
}

/** Every row of the store in plain arrays, read with nothing cleverer than "all of this table". */
export interface OracleStore {
  parties: PartyRow[];
  partyNames: PartyNameRow[];
  partyRedirects: PartyRedirectRow[];
  partyIdentifiers: PartyIdentifierRow[];
  partyRelationships: PartyRelationshipRow[];
  statements: StatementRow[];
  attributions: AttributionRow[];
  sources: SourceRow[];
  citations: CitationRow[];
  allegations: AllegationRow[];
  allegationParties: AllegationPartyRow[];
  allegationCounters: AllegationCounterRow[];
  assertions: AssertionRow[];
  assertionVias: AssertionViaRow[];
  findings: FindingRow[];
}

/** Reads the whole store as it is now. */
export async function loadOracleStore(database: Queryable): Promise<OracleStore> {
  return {
    parties: await table<PartyRow>(database, 'party', 'Party'),
    partyNames: await table<PartyNameRow>(database, 'party_name', 'PartyName'),
    partyRedirects: await table<PartyRedirectRow>(database, 'party_redirect', 'PartyRedirect'),
    partyIdentifiers: await table<PartyIdentifierRow>(database, 'party_identifier', 'Identifier'),
    partyRelationships: await table<PartyRelationshipRow>(database, 'party_relationship', 'PartyRelationship'),
    statements: await table<StatementRow>(database, 'statement', 'Statement'),
    attributions: await table<AttributionRow>(database, 'attribution', 'Attribution'),
    sources: await table<SourceRow>(database, 'source', 'Source'),
    citations: await table<CitationRow>(database, 'citation', 'Citation'),
    allegations: await table<AllegationRow>(database, 'allegation', 'Allegation'),
    allegationParties: await table<AllegationPartyRow>(database, 'allegation_party', 'AllegationParty'),
    allegationCounters: await table<AllegationCounterRow>(database, 'allegation_counter', 'AllegationCounter'),
    assertions: await table<AssertionRow>(database, 'assertion', 'Assertion'),
    assertionVias: await table<AssertionViaRow>(database, 'assertion_via', 'AssertionVia'),
    findings: await table<FindingRow>(database, 'finding', 'Finding'),
  };
}

/** row_to_json spares the driver's own reading of dates and enums: days stay days, in no time zone. */
async function table<Row extends { __typename: string }>(
  database: Queryable,
  name: string,
  typename: Row['__typename'],
): Promise<Row[]> {
  const { rows } = await database.query(`SELECT row_to_json(t) AS row FROM ${name} t`);
  return (rows as { row: Record<string, unknown> }[]).map(({ row }) => {
    const camelCased = Object.entries(row).map(([column, value]) => [camelCase(column), value]);
    return { __typename: typename, ...Object.fromEntries(camelCased) } as Row;
  });
}

function camelCase(column: string): string {
  return column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
