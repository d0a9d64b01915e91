import { standingOf } from './oracleComputed';
import type { AllegationRow, AssertionRow, FindingRow, ListedRow, PartyRow, StatementRow } from './oracleRows';
import { searchHolds, textsOfAllegation, textsOfStatement } from './oracleSearch';
import type { OracleView } from './oracleView';

/** A filter as graphql-js hands it over: an input object whose absent and null fields set no condition. */
export type Where = Record<string, unknown>;
type Test = (condition: Where) => boolean;
type Conditions = Record<string, (value: never) => boolean>;

/** Whether every condition that the filter sets holds. A condition that the oracle does not know is a fault, never true. */
function holds(where: Where, conditions: Conditions): boolean {
  return Object.entries(where).every(([name, value]) => {
    const condition = conditions[name];
    if (!condition) throw new Error(`The oracle does not know the condition ${name}.`);
    return value === null || value === undefined || condition(value as never);
  });
}

/** Whether every field of a where input holds, where AND, OR and NOT join filters of the same type. */
function whereHolds(where: Where, self: Test, conditions: Conditions): boolean {
  return holds(where, {
    AND: (all: Where[]) => all.every(self),
    OR: (any: Where[]) => any.some(self),
    NOT: (none: Where[]) => !none.some(self),
    ...conditions,
  });
}

/**
 * Whether a text filter holds for something with these texts: null where the value is missing, several where a party has
 * other names. Some one text satisfies every positive condition; a negative one is the opposite of its positive.
 */
function textHolds(texts: readonly (string | null)[], filter: Where): boolean {
  const { in: among, notIn, not, insensitive, ...rest } = filter;
  // Upper case is the fuller of Unicode's case mappings: it makes ß SS and both small sigmas one.
  const fold = (text: string): string => (insensitive === true ? text.toUpperCase() : text);
  const oneOf = (list: unknown, text: string): boolean => (list as string[]).map(fold).includes(fold(text));
  const positive = Object.entries({ ...rest, among }).filter(([, value]) => value !== undefined);
  const tests: Record<string, (text: string, value: string) => boolean> = {
    equals: (text, other) => fold(text) === fold(other),
    contains: (text, part) => fold(text).includes(fold(part)),
    startsWith: (text, part) => fold(text).startsWith(fold(part)),
    endsWith: (text, part) => fold(text).endsWith(fold(part)),
    among: (text, list) => oneOf(list, text),
  };
  const satisfied = (text: string | null): boolean =>
    positive.every(([name, value]) => {
      // Only equals may be null: it asks for what is missing.
      if (text === null || value === null) return text === null && value === null;
      const test = tests[name];
      if (!test) throw new Error(`The oracle does not know the condition ${name}.`);
      return test(text, value as string);
    });
  if (positive.length > 0 && !texts.some(satisfied)) return false;
  if (notIn && texts.some((text) => text !== null && oneOf(notIn, text))) return false;
  return !not || !textHolds(texts, not as Where);
}

/** Whether a filter of ids or enum values holds. */
function valueHolds(value: string, filter: Where): boolean {
  return holds(filter, {
    equals: (other: string) => value === other,
    in: (list: string[]) => list.includes(value),
    notIn: (list: string[]) => !list.includes(value),
  });
}

/** The same where the value may be missing: only `notIn` holds then. */
function missingOrValueHolds(value: string | null, filter: Where): boolean {
  const { equals, in: among } = filter;
  return value === null ? equals === undefined && among === undefined : valueHolds(value, filter);
}

/** Whether a date filter holds for a date with these bounds, null where a side is open; edtf is null where there is no date. */
function dateHolds(edtf: string | null, earliest: string | null, latest: string | null, filter: Where): boolean {
  const { from, to, certain, isNull } = filter as { from?: string; to?: string; certain?: boolean; isNull?: boolean };
  if (typeof isNull === 'boolean' && isNull !== (edtf === null)) return false;
  if (!from && !to) return true;
  if (edtf === null) return false;
  if (certain) {
    return (!from || (earliest !== null && earliest >= from)) && (!to || (latest !== null && latest <= to));
  }
  return (!to || earliest === null || earliest <= to) && (!from || latest === null || latest >= from);
}

/** Whether a filter of instants holds. */
function instantHolds(at: string, filter: Where): boolean {
  return holds(filter, {
    from: (instant: string) => Date.parse(at) >= Date.parse(instant),
    before: (instant: string) => Date.parse(at) < Date.parse(instant),
  });
}

/** The conditions that any content can be given. */
const ofContent = ({ state, createdAt, updatedAt }: Pick<PartyRow, 'state' | 'createdAt' | 'updatedAt'>) => ({
  state: (filter: Where) => valueHolds(state, filter),
  createdAt: (filter: Where) => instantHolds(createdAt, filter),
  updatedAt: (filter: Where) => instantHolds(updatedAt, filter),
});

function listHolds<Row>(rows: readonly Row[], filter: Where, test: (row: Row, where: Where) => boolean): boolean {
  return holds(filter, {
    some: (where: Where) => rows.some((row) => test(row, where)),
    every: (where: Where) => rows.every((row) => test(row, where)),
    none: (where: Where) => !rows.some((row) => test(row, where)),
  });
}

/** Says of rows whether they satisfy a where input, looking only at what the view's role may see. */
export class OracleFilters {
  constructor(private readonly view: OracleView) {}

  party(party: PartyRow, where: Where): boolean {
    const { view } = this;
    return whereHolds(where, (inner) => this.party(party, inner), {
      id: (filter: Where) => this.partyIdHolds(party, filter),
      slug: (filter: Where) => textHolds([party.slug], filter),
      kind: (filter: Where) => valueHolds(party.kind, filter),
      name: (filter: Where) => textHolds([party.name, ...view.namesOf(party).map((row) => row.name)], filter),
      ...ofContent(party),
      statements: (filter: Where) =>
        listHolds(view.statementsOfParty(party), filter, (row, inner) => this.statement(row, inner)),
      assertions: (filter: Where) =>
        listHolds(view.assertionsOfParty(party), filter, (row, inner) => this.assertion(row, inner)),
      allegations: (filter: Where) =>
        listHolds(view.allegationsOfParty(party), filter, (row, inner) => this.allegation(row, inner)),
    });
  }

  statement(statement: StatementRow, where: Where): boolean {
    const { view } = this;
    const { issuedOn, issuedEarliest, issuedLatest } = statement;
    return whereHolds(where, (inner) => this.statement(statement, inner), {
      id: (filter: Where) => valueHolds(statement.id, filter),
      slug: (filter: Where) => textHolds([statement.slug], filter),
      kind: (filter: Where) => valueHolds(statement.kind, filter),
      search: (typed: string) => searchHolds(textsOfStatement(statement), typed),
      title: (filter: Where) => textHolds([statement.title], filter),
      language: (filter: Where) => textHolds([statement.language], filter),
      issuedOn: (filter: Where) => dateHolds(issuedOn, issuedEarliest, issuedLatest, filter),
      ...ofContent(statement),
      issuer: (inner: Where) => this.anyParty(view.issuersOf(statement), inner),
      attributed: ({ role, party }: { role?: string | null; party?: Where | null }) =>
        view
          .attributionsOf(statement)
          .filter((row) => !role || row.role === role)
          .some((row) => !party || this.anyParty([view.party(row.partyId)], party)),
      assertions: (filter: Where) =>
        listHolds(view.assertionsOfStatement(statement), filter, (row, inner) => this.assertion(row, inner)),
      allegations: (filter: Where) =>
        listHolds(view.allegationsOfStatement(statement), filter, (row, inner) => this.allegation(row, inner)),
    });
  }

  allegation(allegation: AllegationRow, where: Where): boolean {
    const { view } = this;
    const { occurredOn, occurredEarliest, occurredLatest } = allegation;
    return whereHolds(where, (inner) => this.allegation(allegation, inner), {
      id: (filter: Where) => valueHolds(allegation.id, filter),
      slug: (filter: Where) => textHolds([allegation.slug], filter),
      search: (typed: string) => searchHolds(textsOfAllegation(allegation), typed),
      summary: (filter: Where) => textHolds([allegation.summary], filter),
      place: (filter: Where) => textHolds([allegation.place], filter),
      occurredOn: (filter: Where) => dateHolds(occurredOn, occurredEarliest, occurredLatest, filter),
      standing: (filter: Where) => valueHolds(standingOf(view, allegation), filter),
      ...ofContent(allegation),
      accused: (inner: Where) => this.anyParty(view.concerned(allegation, 'ACCUSED'), inner),
      affected: (inner: Where) => this.anyParty(view.concerned(allegation, 'AFFECTED'), inner),
      accuser: (inner: Where) => this.anyParty(view.accusersOf(allegation), inner),
      assertions: (filter: Where) =>
        listHolds(view.assertionsOfAllegation(allegation), filter, (row, inner) => this.assertion(row, inner)),
      findings: (filter: Where) =>
        listHolds(view.findingsOf(allegation), filter, (row, inner) => this.finding(row, inner)),
    });
  }

  assertion(assertion: AssertionRow, where: Where): boolean {
    const { view } = this;
    const { saidOn, saidEarliest, saidLatest } = assertion;
    return whereHolds(where, (inner) => this.assertion(assertion, inner), {
      id: (filter: Where) => valueHolds(assertion.id, filter),
      stance: (filter: Where) => valueHolds(assertion.stance, filter),
      saidOn: (filter: Where) => dateHolds(saidOn, saidEarliest, saidLatest, filter),
      ...ofContent(assertion),
      speaker: (inner: Where) => this.anyParty([view.party(assertion.speakerId)], inner),
      mode: (filter: Where) => missingOrValueHolds(assertion.mode, filter),
      inResponseTo: (inner: Where) => {
        const answered = view.assertion(assertion.inResponseToId);
        return answered !== null && this.assertion(answered, inner);
      },
      via: (inner: Where) => this.anyParty(view.viaOf(assertion), inner),
      statement: (inner: Where) => this.statement(view.statementOf(assertion), inner),
      allegation: (inner: Where) => {
        const allegation = view.allegation(assertion.allegationId);
        return allegation !== null && this.allegation(allegation, inner);
      },
    });
  }

  finding(finding: FindingRow, where: Where): boolean {
    const { ruledOn, ruledEarliest, ruledLatest } = finding;
    return whereHolds(where, (inner) => this.finding(finding, inner), {
      verdict: (filter: Where) => valueHolds(finding.verdict, filter),
      body: (inner: Where) => this.anyParty([this.view.party(finding.bodyId)], inner),
      ruledOn: (filter: Where) => dateHolds(ruledOn, ruledEarliest, ruledLatest, filter),
      ...ofContent(finding),
    });
  }

  /** Whether a row of any listed type satisfies the where input of its type. */
  row(row: ListedRow, where: Where): boolean {
    if (row.__typename === 'Party') return this.party(row, where);
    if (row.__typename === 'Statement') return this.statement(row, where);
    if (row.__typename === 'Allegation') return this.allegation(row, where);
    return this.assertion(row, where);
  }

  /** The id of a merged party stands for the one that it leads to. */
  private partyIdHolds(party: PartyRow, filter: Where): boolean {
    return Object.entries(filter).every(([name, value]) => {
      const ids = Array.isArray(value) ? (value as string[]).map((id) => this.view.lead(id)) : null;
      return valueHolds(party.id, { [name]: ids ?? this.view.lead(value as string) });
    });
  }

  private anyParty(parties: readonly (PartyRow | null)[], where: Where): boolean {
    return parties.some((party) => party !== null && this.party(party, where));
  }
}
