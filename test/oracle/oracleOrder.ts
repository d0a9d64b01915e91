import type { AllegationRow, AssertionRow, FindingRow, ListedRow, PartyRow, StatementRow } from './oracleRows';
import type { OracleView } from './oracleView';

export type Direction = 'ASC' | 'DESC';
type KeyValue = string | number | null;
type Comparison = (left: KeyValue, right: KeyValue) => number;

/** One key of an order: its value for a row, how two values compare, and which way it runs. Missing values come last both ways. */
export interface OrderKey<Row> {
  value: (row: Row) => KeyValue;
  compare: Comparison;
  direction: Direction;
}
export type Comparator<Row> = (left: Row, right: Row) => number;

// The root collation, which PostgreSQL calls und-x-icu; what it holds equal is then told apart by code points.
const collator = new Intl.Collator('en', { usage: 'sort', sensitivity: 'variant', ignorePunctuation: false });

function byText(left: KeyValue, right: KeyValue): number {
  const [one, other] = [String(left), String(right)];
  return collator.compare(one, other) || Buffer.compare(Buffer.from(one), Buffer.from(other));
}
function byValue(left: KeyValue, right: KeyValue): number {
  if (left === right || left === null || right === null) return 0;
  return left < right ? -1 : 1;
}

function key<Row>(value: (row: Row) => KeyValue, direction: Direction, compare: Comparison = byValue): OrderKey<Row> {
  return { value, compare, direction };
}

/** Compares by each key in turn. */
export function comparatorOf<Row>(keys: readonly OrderKey<Row>[]): Comparator<Row> {
  return (left, right) => {
    for (const { value, compare, direction } of keys) {
      const [one, other] = [value(left), value(right)];
      if (one === null && other === null) continue;
      if (one === null) return 1;
      if (other === null) return -1;
      const order = compare(one, other);
      if (order !== 0) return direction === 'ASC' ? order : -order;
    }
    return 0;
  };
}

/** The order that a list has unless told. */
export interface DefaultOrders {
  Party: OrderKey<PartyRow>[];
  Statement: OrderKey<StatementRow>[];
  Allegation: OrderKey<AllegationRow>[];
  Assertion: OrderKey<AssertionRow>[];
  Finding: OrderKey<FindingRow>[];
}

export function defaultOrders(view: OracleView): DefaultOrders {
  return {
    Party: [key((party) => party.name, 'ASC', byText), key((party) => party.id, 'ASC')],
    Statement: [key((statement) => statement.issuedEarliest, 'DESC'), key((statement) => statement.id, 'DESC')],
    Allegation: [key((allegation) => allegation.occurredEarliest, 'DESC'), key((allegation) => allegation.id, 'DESC')],
    Assertion: [
      key((assertion) => view.statementOf(assertion).issuedEarliest, 'DESC'),
      key((assertion) => assertion.statementId, 'DESC'),
      key((assertion) => assertion.anchorStart, 'ASC'),
      key((assertion) => assertion.id, 'ASC'),
    ],
    Finding: [key((finding) => finding.ruledEarliest, 'DESC'), key((finding) => finding.id, 'DESC')],
  };
}

type NamedKeys<Row> = Record<string, { value: (row: Row) => KeyValue; compare?: Comparison }>;

/** What orderBy may name, for each type that is listed. */
function namedKeys(view: OracleView): {
  [Type in ListedRow['__typename']]: NamedKeys<Extract<ListedRow, { __typename: Type }>>;
} {
  return {
    Party: {
      name: { value: (party) => party.name, compare: byText },
      createdAt: { value: (party) => party.createdAt },
      updatedAt: { value: (party) => party.updatedAt },
      allegationCount: { value: (party) => view.allegationsOfParty(party).length },
      statementCount: { value: (party) => view.statementsOfParty(party).length },
    },
    Statement: {
      issuedOn: { value: (statement) => statement.issuedEarliest },
      title: { value: (statement) => statement.title, compare: byText },
      createdAt: { value: (statement) => statement.createdAt },
      updatedAt: { value: (statement) => statement.updatedAt },
    },
    Allegation: {
      occurredOn: { value: (allegation) => allegation.occurredEarliest },
      summary: { value: (allegation) => allegation.summary, compare: byText },
      createdAt: { value: (allegation) => allegation.createdAt },
      updatedAt: { value: (allegation) => allegation.updatedAt },
      assertionCount: { value: (allegation) => view.assertionsOfAllegation(allegation).length },
    },
    Assertion: {
      saidOn: { value: (assertion) => assertion.saidEarliest },
      position: { value: (assertion) => assertion.anchorStart },
      createdAt: { value: (assertion) => assertion.createdAt },
      updatedAt: { value: (assertion) => assertion.updatedAt },
    },
  };
}

/** The order that an orderBy argument asks for: its keys as given, then the id in the direction of the last. */
export function orderOf<Row extends ListedRow>(
  view: OracleView,
  type: Row['__typename'],
  orderBy: readonly Record<string, Direction | null>[] | null | undefined,
): Comparator<Row> {
  if (!orderBy || orderBy.length === 0) {
    return comparatorOf(defaultOrders(view)[type] as unknown as OrderKey<Row>[]);
  }
  const known = namedKeys(view)[type] as unknown as NamedKeys<Row>;
  const keys = orderBy.map((entry) => {
    const [chosen, ...more] = Object.entries(entry).filter(([, direction]) => direction !== null);
    if (!chosen || more.length > 0) throw new Error('Each entry of orderBy names exactly one field.');
    const [name, direction] = chosen as [string, Direction];
    const named = known[name];
    if (!named) throw new Error(`The oracle cannot order ${type} by ${name}.`);
    return key(named.value, direction, named.compare);
  });
  const last = keys[keys.length - 1]?.direction ?? 'ASC';
  return comparatorOf([...keys, key((row) => row.id, last)]);
}
