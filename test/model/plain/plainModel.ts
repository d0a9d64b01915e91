import { commit, raiseVersions } from './commit';
import type { DossierText } from './dossierText';
import { erase, eraseHistory, type EraseInput } from './plainErase';
import { importDossier } from './plainImport';
import { mergeParties } from './plainMerge';
import * as mutations from './plainMutations';
import { restoreRevision } from './plainRestore';
import { emptyStore, type PlainStore, type State } from './plainStore';
import { Refusal } from './refusal';

/** One mutation as a client sends it, with the ids of the model. */
export interface Request {
  readonly mutation: Mutation;
  readonly input: object;
}

/** A dossier to import, before it is written as text. */
export interface ImportInput {
  readonly dossier: DossierText;
  readonly state?: State;
  readonly dryRun?: boolean;
}

type Apply = (store: PlainStore, input: never) => unknown;

/** What each mutation does; to add one, add it here and to the operations that are generated. */
const MUTATIONS = {
  createParty: mutations.createParty,
  updateParty: mutations.updateParty,
  createStatement: mutations.createStatement,
  updateStatement: mutations.updateStatement,
  createAllegation: mutations.createAllegation,
  updateAllegation: mutations.updateAllegation,
  createAssertion: mutations.createAssertion,
  updateAssertion: mutations.updateAssertion,
  createFinding: mutations.createFinding,
  updateFinding: mutations.updateFinding,
  setPublicationState: mutations.setPublicationState,
  deleteNode: mutations.deleteNode,
  mergeParties,
  restoreRevision,
  importDossier: (store: PlainStore, { dossier, state }: ImportInput) => importDossier(store, dossier, state),
} satisfies Record<string, Apply>;

export type Mutation = keyof typeof MUTATIONS;

/** The model: what the store must hold and tell, and what it must refuse. */
export class PlainModel {
  store = emptyStore();

  /**
   * Does some mutations as one transaction, or none of them.
   *
   * @returns the codes of which the store names one where it must refuse, and null where it must not
   */
  write(requests: readonly Request[]): readonly string[] | null {
    return this.attempt(() => this.after(requests));
  }

  /** Erases a party or a statement, as the command does. */
  erase(input: EraseInput): readonly string[] | null {
    return this.attempt(() => {
      const written = structuredClone(this.store);
      const gone = erase(written, input);
      raiseVersions(this.store, written);
      commit(this.store, written, 'command:erase');
      eraseHistory(written, gone);
      return written;
    });
  }

  /** The store as some mutations leave it, or as it is where one of them must be refused. */
  until(requests: readonly Request[]): PlainStore {
    try {
      return this.after(requests);
    } catch (error) {
      if (error instanceof Refusal) return this.store;
      throw error;
    }
  }

  /** The store after all of them. A merge has revisions of its own; the others leave one revision of a node together. */
  private after(requests: readonly Request[]): PlainStore {
    let committed = this.store;
    let current = structuredClone(this.store);
    const settle = (): void => {
      commit(committed, current, 'the ADMIN');
      committed = structuredClone(current);
    };
    for (const { mutation, input } of requests) {
      if (mutation === 'mergeParties') settle();
      const written = structuredClone(current);
      (MUTATIONS[mutation] as Apply)(written, structuredClone(input) as never);
      raiseVersions(current, written);
      for (const { id, version } of written.nodes.values()) written.lastVersions.set(id, version);
      const isDry = 'dryRun' in input && input.dryRun === true;
      if (!isDry) current = written;
      if (mutation === 'mergeParties') settle();
    }
    settle();
    return current;
  }

  private attempt(work: () => PlainStore): readonly string[] | null {
    try {
      this.store = work();
      return null;
    } catch (error) {
      if (error instanceof Refusal) return error.codes;
      throw error;
    }
  }
}
