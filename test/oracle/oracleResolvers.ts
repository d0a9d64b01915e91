import { segmentsOf, standingOf, type OracleSegment } from './oracleComputed';
import { connectionOf, facetsOf, type OracleConnection, type OraclePage, type PageArguments } from './oracleConnection';
import { networkOf, type NetworkArguments } from './oracleNetwork';
import type {
  AllegationPartyRow,
  AllegationRow,
  AnchorColumns,
  AssertionRow,
  AttributionRow,
  DatedRow,
  FindingRow,
  ListedRow,
  PartyNameRow,
  PartyRelationshipRow,
  PartyRow,
  SourceRow,
  StatementRow,
} from './oracleRows';
import { dateOf, timelineOf, type TimelineArguments } from './oracleTimeline';
import type { OracleView } from './oracleView';

/** What the oracle's resolvers work on. */
export interface OracleContext {
  view: OracleView;
  /** The id of the row that a cursor, the oracle's own or the product's, was given for. */
  idOfCursor: (cursor: string) => string;
}
type Resolver = (source: never, args: never, context: OracleContext) => unknown;
interface Key {
  id?: string | null;
  slug?: string | null;
}

function partialDate(edtf: string | null, earliest: string | null, latest: string | null): unknown {
  return edtf === null ? null : { __typename: 'PartialDate', edtf, earliest, latest };
}

function anchor({ anchorStart, anchorEnd, anchorExact, anchorPrefix, anchorSuffix }: AnchorColumns): unknown {
  if (anchorStart === null) return null;
  return {
    __typename: 'TextAnchor',
    exact: anchorExact,
    prefix: anchorPrefix,
    suffix: anchorSuffix,
    start: anchorStart,
    end: anchorEnd,
  };
}

function page(
  { view, idOfCursor }: OracleContext,
  type: ListedRow['__typename'],
  rows: readonly ListedRow[],
  args: PageArguments,
): OracleConnection {
  const { parties, statements, allegations, assertions } = view.store;
  const stored = { Party: parties, Statement: statements, Allegation: allegations, Assertion: assertions }[type];
  return connectionOf<ListedRow>(view, type, rows, args, (cursor) => {
    const row = (stored as ListedRow[]).find((candidate) => candidate.id === idOfCursor(cursor));
    if (!row) throw new Error(`No ${type} for the cursor ${cursor}.`);
    return row;
  });
}

function timeline({ view, idOfCursor }: OracleContext, args: TimelineArguments): OraclePage<DatedRow> {
  const { statements, allegations, assertions, findings } = view.store;
  const stored: DatedRow[] = [...statements, ...allegations, ...assertions, ...findings];
  return timelineOf(view, args, (cursor) => {
    const row = stored.find((candidate) => candidate.id === idOfCursor(cursor));
    if (!row) throw new Error(`Nothing stored for the cursor ${cursor}.`);
    return row;
  });
}

function partyByKey(view: OracleView, args: Key): PartyRow | null {
  const merged = view.store.partyRedirects.find(({ slug }) => slug === args.slug);
  return byKey(
    view.parties,
    args.id ? { id: view.lead(args.id), slug: args.slug } : merged ? { id: merged.intoId } : args,
  );
}

function byKey<Row extends { id: string; slug: string }>(rows: readonly Row[], { id, slug }: Key): Row | null {
  if (Boolean(id) === Boolean(slug)) throw new Error('Give either id or slug.');
  return rows.find((row) => (id ? row.id === id.toLowerCase() : row.slug === slug)) ?? null;
}

const connectionResolvers: Record<string, Resolver> = {
  facets: ({ all }: OracleConnection, { by, first }: { by: string; first?: number | null }, { view }) =>
    facetsOf(view, all, by, first),
};

/** One plain function for each field that is more than a column. */
export const oracleResolvers: Record<string, Record<string, Resolver>> = {
  Query: {
    node: (_: unknown, { id }: { id: string }, { view }) => view.node(id),
    nodes: (_: unknown, { ids }: { ids: string[] }, { view }) => ids.map((id) => view.node(id)),
    party: (_: unknown, args: Key, { view }) => partyByKey(view, args),
    statement: (_: unknown, args: Key, { view }) => byKey(view.statements, args),
    allegation: (_: unknown, args: Key, { view }) => byKey(view.allegations, args),
    parties: (_: unknown, args: PageArguments, context) => page(context, 'Party', context.view.parties, args),
    statements: (_: unknown, args: PageArguments, context) => page(context, 'Statement', context.view.statements, args),
    allegations: (_: unknown, args: PageArguments, context) =>
      page(context, 'Allegation', context.view.allegations, args),
    assertions: (_: unknown, args: PageArguments, context) => page(context, 'Assertion', context.view.assertions, args),
    accusationNetwork: (_: unknown, args: NetworkArguments, { view }) => networkOf(view, args),
    timeline: (_: unknown, args: TimelineArguments, context) => timeline(context, args),
  },
  TimelineEdge: {
    date: ({ node }: { node: DatedRow }) => {
      const { edtf, earliest, latest } = dateOf(node);
      return partialDate(edtf, earliest, latest);
    },
  },
  Party: {
    names: (party: PartyRow, _: unknown, { view }) => view.namesOf(party),
    identifiers: (party: PartyRow, _: unknown, { view }) =>
      view.store.partyIdentifiers
        .filter((row) => row.partyId === party.id)
        .sort((left, right) => left.position - right.position),
    relationships: (party: PartyRow, _: unknown, { view }) => view.relationshipsOf(party),
    inverseRelationships: (party: PartyRow, _: unknown, { view }) => view.inverseRelationshipsOf(party),
    statements: (party: PartyRow, { role, ...args }: PageArguments & { role?: string | null }, context) =>
      page(context, 'Statement', context.view.statementsOfParty(party, role), args),
    assertions: (party: PartyRow, args: PageArguments, context) =>
      page(context, 'Assertion', context.view.assertionsOfParty(party), args),
    allegations: (party: PartyRow, { role, ...args }: PageArguments & { role?: string | null }, context) =>
      page(context, 'Allegation', context.view.allegationsOfParty(party, role), args),
  },
  PartyName: {
    usedBy: (row: PartyNameRow, _: unknown, { view }) => view.party(row.usedById),
  },
  PartyRelationship: {
    subject: (row: PartyRelationshipRow, _: unknown, { view }) => view.party(row.subjectId),
    object: (row: PartyRelationshipRow, _: unknown, { view }) => view.party(row.objectId),
    validFrom: (row: PartyRelationshipRow) => partialDate(row.validFrom, row.validFromEarliest, row.validFromLatest),
    validTo: (row: PartyRelationshipRow) => partialDate(row.validTo, row.validToEarliest, row.validToLatest),
    assertedIn: (row: PartyRelationshipRow, _: unknown, { view }) => view.statement(row.assertedInId),
  },
  Statement: {
    issuedOn: (row: StatementRow) => partialDate(row.issuedOn, row.issuedEarliest, row.issuedLatest),
    attributions: (row: StatementRow, _: unknown, { view }) => view.attributionsOf(row),
    issuers: (row: StatementRow, _: unknown, { view }) => view.issuersOf(row),
    sources: (row: StatementRow, _: unknown, { view }) => view.sourcesOf(row),
    // All are of one statement, so that its part of their order falls away, for a cursor too.
    assertions: (row: StatementRow, { orderBy, ...args }: PageArguments, context) =>
      page(context, 'Assertion', context.view.assertionsOfStatement(row), {
        ...args,
        orderBy: orderBy && orderBy.length > 0 ? orderBy : [{ position: 'ASC' }],
      }),
    allegations: (row: StatementRow, args: PageArguments, context) =>
      page(context, 'Allegation', context.view.allegationsOfStatement(row), args),
    segments: (row: StatementRow, _: unknown, { view }) => segmentsOf(view, row),
    cites: (row: StatementRow, _: unknown, { view }) => view.citesOf(row),
    citedBy: (row: StatementRow, _: unknown, { view }) => view.citedByOf(row),
  },
  Attribution: {
    party: (row: AttributionRow, _: unknown, { view }) => view.party(row.partyId),
  },
  Source: {
    publisher: (row: SourceRow, _: unknown, { view }) => view.party(row.publisherId),
  },
  TextSegment: {
    assertions: (segment: OracleSegment) => segment.assertions,
  },
  Allegation: {
    occurredOn: (row: AllegationRow) => partialDate(row.occurredOn, row.occurredEarliest, row.occurredLatest),
    standing: (row: AllegationRow, { asOf }: { asOf?: string | null }, { view }) => standingOf(view, row, asOf),
    parties: (row: AllegationRow, _: unknown, { view }) => view.partiesOfAllegation(row),
    accused: (row: AllegationRow, _: unknown, { view }) => view.concerned(row, 'ACCUSED'),
    accusers: (row: AllegationRow, _: unknown, { view }) => view.accusersOf(row),
    assertions: (row: AllegationRow, args: PageArguments, context) =>
      page(context, 'Assertion', context.view.assertionsOfAllegation(row), args),
    findings: (row: AllegationRow, _: unknown, { view }) => view.findingsOf(row),
    counters: (row: AllegationRow, _: unknown, { view }) => view.countersOf(row),
    counteredBy: (row: AllegationRow, _: unknown, { view }) => view.counteredByOf(row),
  },
  AllegationParty: {
    party: (row: AllegationPartyRow, _: unknown, { view }) => view.party(row.partyId),
  },
  Assertion: {
    allegation: (row: AssertionRow, _: unknown, { view }) => view.allegation(row.allegationId),
    statement: (row: AssertionRow, _: unknown, { view }) => view.statement(row.statementId),
    speaker: (row: AssertionRow, _: unknown, { view }) => view.party(row.speakerId),
    via: (row: AssertionRow, _: unknown, { view }) => view.viaOf(row),
    saidOn: (row: AssertionRow) => partialDate(row.saidOn, row.saidEarliest, row.saidLatest),
    anchor,
    inResponseTo: (row: AssertionRow, _: unknown, { view }) => view.assertion(row.inResponseToId),
    responses: (row: AssertionRow, _: unknown, { view }) => view.responsesTo(row),
  },
  Finding: {
    allegation: (row: FindingRow, _: unknown, { view }) => view.allegation(row.allegationId),
    body: (row: FindingRow, _: unknown, { view }) => view.party(row.bodyId),
    ruledOn: (row: FindingRow) => partialDate(row.ruledOn, row.ruledEarliest, row.ruledLatest),
    statement: (row: FindingRow, _: unknown, { view }) => view.statement(row.statementId),
    anchor,
  },
  PartyConnection: connectionResolvers,
  StatementConnection: connectionResolvers,
  AllegationConnection: connectionResolvers,
  AssertionConnection: connectionResolvers,
};
