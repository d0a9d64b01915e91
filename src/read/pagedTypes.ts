import type { FieldUse } from './fieldUse';
import type { ReadField, ReadObject } from './readType';
import { type Sql } from './sql';

/** What a connection's fields are read from. */
export interface ConnectionReads {
  /** What shows the rows of the page: nodes, edges or pageInfo. */
  readonly ofPage: (part: FieldUse) => Sql;
  readonly total: () => Sql;
  readonly facets: (part: FieldUse) => Sql;
}

/** What an edge's fields are read from. */
export interface EdgeReads {
  readonly row: Sql;
  readonly cursor: () => Sql;
  readonly node: (field: FieldUse) => Sql;
}

/** The two types of a list that is paged as Relay's connections are. */
export interface PagedTypes {
  readonly connection: ReadObject<ConnectionReads>;
  readonly edge: ReadObject<EdgeReads>;
}

/** The fields of a connection that read its page. */
export const PAGED: ReadonlySet<string> = new Set(['nodes', 'edges', 'pageInfo']);

/** Those that read all rows, on whichever page. */
export const WHOLE: ReadonlySet<string> = new Set(['totalCount', 'facets']);

/**
 * The types of a list, such as PartyConnection and PartyEdge.
 *
 * @param name what their names begin with
 * @param edgeFields further fields of an edge, over the list's row
 */
export function pagedTypes(
  name: string,
  {
    hasFacets = false,
    edgeFields = {},
  }: { hasFacets?: boolean; edgeFields?: Readonly<Record<string, ReadField>> } = {},
): PagedTypes {
  const ofPage = ({ ofPage: read }: ConnectionReads, part: FieldUse): Sql => read(part);
  const facets = (reads: ConnectionReads, part: FieldUse): Sql => reads.facets(part);
  const further = Object.entries(edgeFields).map(([field, read]) => [
    field,
    ({ row }: EdgeReads, use: FieldUse) => read(row, use),
  ]);
  return {
    connection: {
      name: `${name}Connection`,
      fields: {
        nodes: ofPage,
        edges: ofPage,
        pageInfo: ofPage,
        totalCount: ({ total }) => total(),
        ...(hasFacets ? { facets } : {}),
      },
    },
    edge: {
      name: `${name}Edge`,
      fields: {
        cursor: ({ cursor }) => cursor(),
        node: ({ node }, field) => node(field),
        ...(Object.fromEntries(further) as ReadObject<EdgeReads>['fields']),
      },
    },
  };
}

/** What is told of a page: whether there is more on either side, and the cursors of its first row and its last. */
export interface PageEnds {
  readonly hasNextPage: () => Sql;
  readonly hasPreviousPage: () => Sql;
  readonly startCursor: () => Sql;
  readonly endCursor: () => Sql;
}

export const pageInfoType: ReadObject<PageEnds> = {
  name: 'PageInfo',
  fields: {
    hasNextPage: ({ hasNextPage }) => hasNextPage(),
    hasPreviousPage: ({ hasPreviousPage }) => hasPreviousPage(),
    startCursor: ({ startCursor }) => startCursor(),
    endCursor: ({ endCursor }) => endCursor(),
  },
};
