import { networkTypes } from './accusationNetwork';
import { connectionTypes } from './connection';
import { facetBucketType } from './facet';
import { duplicateTypes } from './possibleDuplicates';
import { pageInfoType } from './pagedTypes';
import { partialDateType } from './partialDate';
import type { ReadObject, ReadType } from './readType';
import { searchTypes } from './search';
import { textSegmentType } from './segments';
import { textAnchorType } from './textAnchor';
import { timelineTypes } from './timeline';
import { allegationPartyType, allegationType } from './types/allegation.readType';
import { assertionType, findingType } from './types/assertion.readType';
import { identifierType, partyNameType, partyRelationshipType, partyType } from './types/party.readType';
import { partyDistinctionType } from './types/partyDistinction.readType';
import { revisionType } from './types/revision.readType';
import { attributionType, sourceType, statementType } from './types/statement.readType';

const ofTables: readonly ReadType[] = [
  partyType,
  partyNameType,
  identifierType,
  partyRelationshipType,
  partyDistinctionType,
  statementType,
  attributionType,
  sourceType,
  allegationType,
  allegationPartyType,
  assertionType,
  findingType,
  revisionType,
];

const ofLists = [
  ...ofTables.filter(({ defaultOrder }) => defaultOrder).map(connectionTypes),
  searchTypes,
  timelineTypes,
].flatMap(({ connection, edge }): ReadObject<never>[] => [connection, edge]);

/** The object types whose objects are rows of a table, by their names in the schema. */
export const readTypes: Readonly<Record<string, ReadType>> = Object.fromEntries(
  ofTables.map((type) => [type.name, type]),
);

/** The read map: every object type that a query comes to, but Query itself; see roots. */
export const readMap: readonly ReadObject<never>[] = [
  ...ofTables,
  ...ofLists,
  ...networkTypes,
  ...duplicateTypes,
  pageInfoType,
  facetBucketType,
  partialDateType,
  textAnchorType,
  textSegmentType,
];
