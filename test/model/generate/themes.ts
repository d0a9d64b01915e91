import type { Mutation } from '../plain/plainModel';

/** How often each step of a sequence is taken, compared with those that are not named, which have 1. */
export type Theme = Partial<Record<Mutation | 'atomic' | 'erase', number>>;

/**
 * What sequences are about. One that does a bit of everything seldom does the same thing twice, and some faults show only in what
 * was merged, moved or restored more than once.
 */
export const THEMES: readonly Theme[] = [
  {
    importDossier: 4,
    atomic: 3,
    erase: 2,
    mergeParties: 2,
    restoreRevision: 2,
    createAssertion: 2,
    updateStatement: 2,
  },
  {
    mergeParties: 12,
    updateParty: 5,
    createAssertion: 4,
    createFinding: 4,
    restoreRevision: 3,
    setPublicationState: 3,
  },
  {
    updateStatement: 14,
    createAssertion: 8,
    createFinding: 4,
    updateAssertion: 4,
    restoreRevision: 8,
    importDossier: 3,
  },
  { updateAssertion: 12, createAssertion: 8, deleteNode: 8, restoreRevision: 12, mergeParties: 3, erase: 3 },
  { importDossier: 12, setPublicationState: 6, mergeParties: 3, erase: 3, updateAllegation: 3 },
];
