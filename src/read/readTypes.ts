import type { ReadType } from './readType';
import { textSegmentType } from './segments';
import { allegationPartyType, allegationType } from './types/allegation.readType';
import { assertionType, findingType } from './types/assertion.readType';
import { identifierType, partyNameType, partyRelationshipType, partyType } from './types/party.readType';
import { revisionType } from './types/revision.readType';
import { attributionType, sourceType, statementType } from './types/statement.readType';

/** The read map: every object type that is read from tables, by its name in the schema. */
export const readTypes: Readonly<Record<string, ReadType>> = Object.fromEntries(
  [
    partyType,
    partyNameType,
    identifierType,
    partyRelationshipType,
    statementType,
    attributionType,
    sourceType,
    textSegmentType,
    allegationType,
    allegationPartyType,
    assertionType,
    findingType,
    revisionType,
  ].map((type) => [type.name, type]),
);
