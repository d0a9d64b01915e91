import type { ChangedType } from '../database/generated/enums';

/** The types of the schema that have ids, by the names that the store gives to them. */
export const NODE_TYPES = {
  PARTY: 'Party',
  STATEMENT: 'Statement',
  ALLEGATION: 'Allegation',
  ASSERTION: 'Assertion',
  FINDING: 'Finding',
} as const satisfies Readonly<Record<ChangedType, string>>;
