import { standingOf } from './oracleComputed';
import { OracleFilters, type Where } from './oracleFilters';
import { orderOf, type Comparator, type Direction } from './oracleOrder';
import type { ListedRow, PartyRow } from './oracleRows';
import type { OracleView } from './oracleView';

export interface PageArguments {
  where?: Where | null;
  orderBy?: Record<string, Direction | null>[] | null;
  first?: number | null;
  after?: string | null;
  last?: number | null;
  before?: string | null;
}

/** The oracle's own cursors name their row, so that an answer of the product's can be laid beside its. */
export const oracleCursorMark = 'cursor of ';

/** A page of a list, as a connection shows it. */
export interface OraclePage<Row> {
  __typename: string;
  edges: { __typename: string; cursor: string; node: Row }[];
  nodes: Row[];
  pageInfo: Record<string, unknown>;
  totalCount: number;
}

export interface OracleConnection extends OraclePage<ListedRow> {
  /** The whole filtered set, for facets. */
  all: ListedRow[];
}

const defaultPageSize = 20;

/** A list of one type, filtered and in the order asked for. */
export function connectionOf<Row extends ListedRow>(
  view: OracleView,
  type: Row['__typename'],
  rows: readonly Row[],
  { where, orderBy, ...page }: PageArguments,
  rowOfCursor: (cursor: string) => Row,
): OracleConnection {
  const filters = new OracleFilters(view);
  const compare = orderOf<Row>(view, type, orderBy);
  const all = rows.filter((row) => !where || filters.row(row, where)).sort(compare);
  return { ...pageOf(type, all, compare, page, rowOfCursor), all };
}

/**
 * Cuts a page out of a list that is in its order, as the Relay specification says: first what lies after `after` and before
 * `before`, then the first `first` or last `last` of it.
 *
 * @param name what the names of the connection and its edges begin with
 * @param rowOfCursor the row that a cursor was given for, visible or not
 */
export function pageOf<Row extends { id: string }>(
  name: string,
  all: readonly Row[],
  compare: Comparator<Row>,
  { first, after, last, before }: Omit<PageArguments, 'where' | 'orderBy'>,
  rowOfCursor: (cursor: string) => Row,
): OraclePage<Row> {
  const [afterRow, beforeRow] = [after ? rowOfCursor(after) : null, before ? rowOfCursor(before) : null];
  const between = all.filter(
    (row) => (!afterRow || compare(row, afterRow) > 0) && (!beforeRow || compare(row, beforeRow) < 0),
  );
  const page = typeof last === 'number' ? between.slice(-last) : between.slice(0, first ?? defaultPageSize);
  return {
    __typename: `${name}Connection`,
    nodes: page,
    edges: page.map((node) => ({ __typename: `${name}Edge`, cursor: cursorOf(node), node })),
    pageInfo: pageInfo(all, page, compare, afterRow, beforeRow),
    totalCount: all.length,
  };
}

/** Whether the list has rows on either side of the page; where the page is empty, on either side of its cursors. */
function pageInfo<Row extends { id: string }>(
  all: readonly Row[],
  page: readonly Row[],
  compare: Comparator<Row>,
  afterRow: Row | null,
  beforeRow: Row | null,
): Record<string, unknown> {
  const start = page[0] ?? null;
  const end = page[page.length - 1] ?? null;
  const some = (place: Row | null, test: (order: number) => boolean): boolean =>
    place !== null && all.some((row) => test(compare(row, place)));
  return {
    __typename: 'PageInfo',
    hasPreviousPage: start ? some(start, (order) => order < 0) : some(afterRow, (order) => order <= 0),
    hasNextPage: end ? some(end, (order) => order > 0) : some(beforeRow, (order) => order >= 0),
    startCursor: start ? cursorOf(start) : null,
    endCursor: end ? cursorOf(end) : null,
  };
}

function cursorOf(row: { id: string }): string {
  return `${oracleCursorMark}${row.id}`;
}

interface Bucket {
  __typename: 'FacetBucket';
  value: string;
  count: number;
  party: PartyRow | null;
}

/** Counts the rows by what a facet says of each; the most frequent first, equal counts by value. */
export function facetsOf(view: OracleView, rows: readonly ListedRow[], by: string, first?: number | null): Bucket[] {
  const counts = new Map<string, number>();
  for (const row of rows) {
    for (const value of new Set(facetValues(view, row, by))) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const buckets = [...counts].map(([value, count]): Bucket => {
    return { __typename: 'FacetBucket', value, count, party: view.party(value) };
  });
  buckets.sort((left, right) => right.count - left.count || (left.value < right.value ? -1 : 1));
  return buckets.slice(0, first ?? defaultPageSize);
}

function facetValues(view: OracleView, row: ListedRow, by: string): string[] {
  const ids = (parties: readonly PartyRow[]): string[] => parties.map((party) => party.id);
  const year = (day: string | null): string[] => (day === null ? [] : [day.slice(0, 4)]);
  if (row.__typename === 'Party' && by === 'KIND') return [row.kind];
  if (row.__typename === 'Statement') {
    if (by === 'KIND') return [row.kind];
    if (by === 'LANGUAGE') return row.language === null ? [] : [row.language];
    if (by === 'ISSUER') return ids(view.issuersOf(row));
    if (by === 'YEAR') return year(row.issuedEarliest);
  }
  if (row.__typename === 'Allegation') {
    if (by === 'STANDING') return [standingOf(view, row)];
    if (by === 'ACCUSED') return ids(view.concerned(row, 'ACCUSED'));
    if (by === 'ACCUSER') return ids(view.accusersOf(row));
    if (by === 'YEAR') return year(row.occurredEarliest);
  }
  if (row.__typename === 'Assertion') {
    if (by === 'STANCE') return [row.stance];
    if (by === 'SPEAKER') return [row.speakerId];
    if (by === 'YEAR') return year(row.saidEarliest);
  }
  throw new Error(`The oracle does not know the facet ${by} of ${row.__typename}.`);
}
