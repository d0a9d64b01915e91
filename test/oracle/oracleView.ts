import { comparatorOf, defaultOrders, type DefaultOrders, type OrderKey } from './oracleOrder';
import type {
  AllegationPartyRow,
  AllegationRow,
  AnyNodeRow,
  AssertionRow,
  AttributionRow,
  FindingRow,
  PartyNameRow,
  PartyRelationshipRow,
  PartyRow,
  SourceRow,
  StatementRow,
} from './oracleRows';
import type { OracleStore } from './oracleStore';

/** A reader sees what is published, an editor everything. */
export type OracleRole = 'READER' | 'EDITOR';

const accusingStances = ['ALLEGES', 'REPEATS', 'CORROBORATES'];

/** The store as one role may see it: its lists hold visible rows only, in their order, and every relation is joined by looking through them. */
export class OracleView {
  readonly parties: PartyRow[];
  readonly statements: StatementRow[];
  readonly allegations: AllegationRow[];
  readonly assertions: AssertionRow[];
  readonly findings: FindingRow[];
  private readonly nodes: Map<string, AnyNodeRow>;
  private readonly allStatements: Map<string, StatementRow>;
  private readonly orders: DefaultOrders;

  constructor(
    readonly store: OracleStore,
    readonly role: OracleRole,
  ) {
    this.allStatements = new Map(store.statements.map((statement) => [statement.id, statement]));
    this.orders = defaultOrders(this);
    this.nodes = new Map();
    const own = (row: AnyNodeRow): boolean => role === 'EDITOR' || row.state === 'PUBLISHED';
    const seen = (id: string): boolean => this.nodes.has(id);
    this.parties = this.admit(store.parties.filter(own), this.orders.Party);
    this.statements = this.admit(store.statements.filter(own), this.orders.Statement);
    this.allegations = this.admit(store.allegations.filter(own), this.orders.Allegation);
    this.assertions = this.admit(
      store.assertions.filter((row) => own(row) && [row.allegationId, row.statementId, row.speakerId].every(seen)),
      this.orders.Assertion,
    );
    this.findings = this.admit(
      store.findings.filter(
        (row) =>
          own(row) && seen(row.allegationId) && seen(row.bodyId) && (row.statementId === null || seen(row.statementId)),
      ),
      this.orders.Finding,
    );
  }

  private admit<Row extends AnyNodeRow>(rows: Row[], order: OrderKey<Row>[]): Row[] {
    for (const row of rows) this.nodes.set(row.id, row);
    return [...rows].sort(comparatorOf(order));
  }

  /** The id itself, or the one that a merged party's id leads to. */
  lead(id: string): string {
    const given = id.toLowerCase();
    return this.store.partyRedirects.find((merged) => merged.id === given)?.intoId ?? given;
  }

  /** The visible node with this id, of whatever type. */
  node(id: string | null | undefined): AnyNodeRow | null {
    return id ? (this.nodes.get(this.lead(id)) ?? null) : null;
  }
  party(id: string | null): PartyRow | null {
    const found = this.node(id);
    return found?.__typename === 'Party' ? found : null;
  }
  statement(id: string | null): StatementRow | null {
    const found = this.node(id);
    return found?.__typename === 'Statement' ? found : null;
  }
  allegation(id: string | null): AllegationRow | null {
    const found = this.node(id);
    return found?.__typename === 'Allegation' ? found : null;
  }
  assertion(id: string | null): AssertionRow | null {
    const found = this.node(id);
    return found?.__typename === 'Assertion' ? found : null;
  }
  /** The statement of an assertion that may itself be hidden: the order of assertions needs it. */
  statementOf(assertion: AssertionRow): StatementRow {
    const statement = this.allStatements.get(assertion.statementId);
    if (!statement) throw new Error(`Assertion ${assertion.id} is in no statement.`);
    return statement;
  }

  namesOf(party: PartyRow): PartyNameRow[] {
    // An epithet whose user is hidden would look like nobody's.
    return this.store.partyNames
      .filter((row) => row.partyId === party.id && (row.usedById === null || this.party(row.usedById) !== null))
      .sort(byPosition);
  }
  private relationshipIsVisible(row: PartyRelationshipRow): boolean {
    const ends = this.party(row.subjectId) !== null && this.party(row.objectId) !== null;
    return ends && (row.assertedInId === null || this.statement(row.assertedInId) !== null);
  }
  relationshipsOf(party: PartyRow): PartyRelationshipRow[] {
    return this.store.partyRelationships
      .filter((row) => row.subjectId === party.id && this.relationshipIsVisible(row))
      .sort(byPosition);
  }
  inverseRelationshipsOf(party: PartyRow): PartyRelationshipRow[] {
    // Going through the subjects in the order of parties gives the order wanted: subject's name, subject's id, position.
    return this.parties.flatMap((subject) => this.relationshipsOf(subject).filter((row) => row.objectId === party.id));
  }
  statementsOfParty(party: PartyRow, role?: string | null): StatementRow[] {
    return this.statements.filter((statement) =>
      this.attributionsOf(statement).some((row) => row.partyId === party.id && (!role || row.role === role)),
    );
  }
  assertionsOfParty(party: PartyRow): AssertionRow[] {
    return this.assertions.filter((assertion) => assertion.speakerId === party.id);
  }
  allegationsOfParty(party: PartyRow, role?: string | null): AllegationRow[] {
    return this.allegations.filter((allegation) =>
      this.partiesOfAllegation(allegation).some((row) => row.partyId === party.id && (!role || row.role === role)),
    );
  }

  attributionsOf(statement: StatementRow): AttributionRow[] {
    return this.store.attributions
      .filter((row) => row.statementId === statement.id && this.party(row.partyId) !== null)
      .sort(byPosition);
  }
  issuersOf(statement: StatementRow): PartyRow[] {
    const issuing = this.attributionsOf(statement).filter((row) => row.role === 'ISSUER');
    return present(issuing.map((row) => this.party(row.partyId)));
  }
  sourcesOf(statement: StatementRow): SourceRow[] {
    return this.store.sources.filter((row) => row.statementId === statement.id).sort(byPosition);
  }
  assertionsOfStatement(statement: StatementRow): AssertionRow[] {
    return this.assertions.filter((assertion) => assertion.statementId === statement.id);
  }
  allegationsOfStatement(statement: StatementRow): AllegationRow[] {
    const made = this.assertionsOfStatement(statement);
    return this.allegations.filter((allegation) => made.some((assertion) => assertion.allegationId === allegation.id));
  }
  citesOf(statement: StatementRow): StatementRow[] {
    const citations = this.store.citations.filter((row) => row.statementId === statement.id).sort(byPosition);
    return present(citations.map((row) => this.statement(row.citedId)));
  }
  citedByOf(statement: StatementRow): StatementRow[] {
    return this.statements.filter((citing) =>
      this.store.citations.some((row) => row.statementId === citing.id && row.citedId === statement.id),
    );
  }

  partiesOfAllegation(allegation: AllegationRow): AllegationPartyRow[] {
    return this.store.allegationParties
      .filter((row) => row.allegationId === allegation.id && this.party(row.partyId) !== null)
      .sort(byPosition);
  }
  concerned(allegation: AllegationRow, role: string): PartyRow[] {
    const inRole = this.partiesOfAllegation(allegation).filter((row) => row.role === role);
    return present(inRole.map((row) => this.party(row.partyId)));
  }
  accusersOf(allegation: AllegationRow): PartyRow[] {
    const accusing = this.assertionsOfAllegation(allegation).filter((row) => accusingStances.includes(row.stance));
    return this.parties.filter((party) => accusing.some((assertion) => assertion.speakerId === party.id));
  }
  assertionsOfAllegation(allegation: AllegationRow): AssertionRow[] {
    return this.assertions.filter((assertion) => assertion.allegationId === allegation.id);
  }
  findingsOf(allegation: AllegationRow): FindingRow[] {
    return this.findings.filter((finding) => finding.allegationId === allegation.id);
  }
  countersOf(allegation: AllegationRow): AllegationRow[] {
    const counters = this.store.allegationCounters.filter((row) => row.allegationId === allegation.id).sort(byPosition);
    return present(counters.map((row) => this.allegation(row.counteredId)));
  }
  counteredByOf(allegation: AllegationRow): AllegationRow[] {
    return this.allegations.filter((countering) =>
      this.store.allegationCounters.some(
        (row) => row.allegationId === countering.id && row.counteredId === allegation.id,
      ),
    );
  }

  viaOf(assertion: AssertionRow): PartyRow[] {
    const chain = this.store.assertionVias.filter((row) => row.assertionId === assertion.id).sort(byPosition);
    return present(chain.map((row) => this.party(row.partyId)));
  }
  responsesTo(assertion: AssertionRow): AssertionRow[] {
    return this.assertions.filter((response) => response.inResponseToId === assertion.id);
  }
}

function byPosition(left: { position: number }, right: { position: number }): number {
  return left.position - right.position;
}

function present<T>(items: (T | null)[]): T[] {
  return items.filter((item) => item !== null);
}
