import type { State } from './plainStore';

interface DossierRole {
  readonly party: string;
  readonly role: string;
}

interface DossierQuote {
  readonly exact: string;
  readonly prefix?: string;
  readonly suffix?: string;
}

interface DossierParty {
  readonly key: string;
  readonly kind: string;
  readonly name: string;
  readonly description?: string;
  readonly names?: readonly { name: string; kind: string; language?: string; usedBy?: string }[];
  readonly identifiers?: { scheme: string; value: string }[];
  readonly relationships?: readonly {
    kind: string;
    party: string;
    title?: string;
    validFrom?: string;
    assertedIn?: string;
  }[];
  readonly state?: State;
}

interface DossierStatement {
  readonly key: string;
  readonly kind: string;
  readonly title: string;
  readonly subtitle?: string;
  readonly body?: string;
  readonly issuedOn?: string;
  readonly attributions: readonly DossierRole[];
  readonly sources?: readonly { title?: string; publisher?: string }[];
  readonly cites?: readonly string[];
  readonly state?: State;
}

export interface DossierAssertion {
  readonly statement: string;
  readonly speaker: string;
  readonly stance: string;
  readonly mode?: string;
  readonly via?: readonly string[];
  readonly quote?: DossierQuote;
  readonly ref?: string;
  readonly inResponseTo?: string;
  readonly state?: State;
}

export interface DossierFinding {
  readonly body: string;
  readonly verdict: string;
  readonly statement?: string;
  readonly ratingText?: string;
  readonly ruledOn?: string;
  readonly quote?: DossierQuote;
  readonly state?: State;
}

export interface DossierAllegation {
  readonly key: string;
  readonly summary: string;
  readonly place?: string;
  readonly parties: readonly DossierRole[];
  readonly counters?: readonly string[];
  readonly assertions?: readonly DossierAssertion[];
  readonly findings?: readonly DossierFinding[];
  readonly state?: State;
}

/** A dossier as the model writes one, in the properties that it knows. */
export interface DossierText {
  readonly format: 'dossier/1';
  readonly prune?: boolean;
  readonly parties?: readonly DossierParty[];
  readonly statements?: readonly DossierStatement[];
  readonly allegations?: readonly DossierAllegation[];
}
