import { facetBuckets } from './facet';
import type { FieldUse } from './fieldUse';
import { readOrder } from './order';
import { pagedList } from './pagedList';
import { type PagedTypes, pagedTypes } from './pagedTypes';
import type { OrderPart, ReadType } from './readType';
import { type Sql, allOf } from './sql';
import { whereCondition } from './whereCondition';
import { ListSize } from './work';

/** The types of the connections over rows of a type. */
export const connectionTypes = ({ name, facets }: Pick<ReadType, 'name' | 'facets'>): PagedTypes =>
  pagedTypes(name, { hasFacets: facets !== undefined });

/**
 * A connection over the rows of a type that a relation holds for and the role may see.
 *
 * @param relation the condition that ties a row to the parent, where there is one
 * @param defaultOrder where the relation makes parts of the type's own default order constant, the rest of it
 */
export function connection(
  use: FieldUse,
  typeName: string,
  relation?: (row: Sql) => Sql,
  defaultOrder?: readonly OrderPart[],
): Sql {
  const { compiler, args, path } = use;
  const type = compiler.type(typeName);
  const matching = (row: Sql): Sql =>
    allOf([
      ...(relation ? [relation(row)] : []),
      ...whereCondition(type, row, args.where, compiler, [...path, 'where']),
    ]);
  return pagedList(use, {
    types: connectionTypes(type),
    order: readOrder(use, type, defaultOrder),
    rows: () => compiler.rows(typeName),
    isOneTable: true,
    candidates: use.rows * (relation ? ListSize.related : ListSize.all),
    filtered: relation !== undefined || Object.keys(args.where ?? {}).length > 0,
    matching,
    node: (part, row, rows) => compiler.entries(part, typeName, row, rows),
    facets: (part, found, candidates) => facetBuckets(part, type, found, candidates),
  });
}
