import { unknownReferenceFault } from '../store/rules/unknownReference';
import type { DossierPath, FaultCollector } from './dossierFault';
import type { Dossier, DossierParty, DossierStatement, Lenient } from './dossierSchema';
import { entries } from './entries';
import { nearest } from './nearest';

/** What has a key of its own. The names are those of the tables. */
export type KeyedType = 'party' | 'statement' | 'allegation';

/** A place in a dossier that names something by its key. */
export interface Reference {
  type: KeyedType;
  key: string;
  path: DossierPath;
}

const PLURALS = { party: 'parties', statement: 'statements', allegation: 'allegations' } as const;

/** Every reference of a dossier, in its order. */
export function* referencesOf(dossier: Lenient<Dossier>): Generator<Reference> {
  for (const [index, party] of entries(dossier.parties)) yield* referencesOfParty(party, ['parties', index]);
  for (const [index, statement] of entries(dossier.statements))
    yield* referencesOfStatement(statement, ['statements', index]);
  for (const [index, allegation] of entries(dossier.allegations)) {
    const path = ['allegations', index];
    for (const [at, { party }] of entries(allegation.parties))
      yield* to('party', party, [...path, 'parties', at, 'party']);
    for (const [at, key] of entries(allegation.counters)) yield* to('allegation', key, [...path, 'counters', at]);
    for (const [at, assertion] of entries(allegation.assertions)) {
      const place = [...path, 'assertions', at];
      yield* to('statement', assertion.statement, [...place, 'statement']);
      yield* to('party', assertion.speaker, [...place, 'speaker']);
      for (const [position, key] of entries(assertion.via)) yield* to('party', key, [...place, 'via', position]);
    }
    for (const [at, finding] of entries(allegation.findings)) {
      yield* to('statement', finding.statement, [...path, 'findings', at, 'statement']);
      yield* to('party', finding.body, [...path, 'findings', at, 'body']);
    }
  }
}

function* referencesOfParty(party: Lenient<DossierParty>, path: DossierPath): Generator<Reference> {
  for (const [at, { usedBy }] of entries(party.names)) yield* to('party', usedBy, [...path, 'names', at, 'usedBy']);
  for (const [at, relationship] of entries(party.relationships)) {
    yield* to('party', relationship.party, [...path, 'relationships', at, 'party']);
    yield* to('statement', relationship.assertedIn, [...path, 'relationships', at, 'assertedIn']);
  }
}

function* referencesOfStatement(statement: Lenient<DossierStatement>, path: DossierPath): Generator<Reference> {
  for (const [at, { party }] of entries(statement.attributions))
    yield* to('party', party, [...path, 'attributions', at, 'party']);
  for (const [at, { publisher }] of entries(statement.sources))
    yield* to('party', publisher, [...path, 'sources', at, 'publisher']);
  for (const [at, key] of entries(statement.cites)) yield* to('statement', key, [...path, 'cites', at]);
}

function* to(type: KeyedType, key: string | undefined, path: DossierPath): Generator<Reference> {
  if (key !== undefined) yield { type, key, path };
}

/** Makes a fault of every reference to what is neither in the dossier nor stored. */
export function checkReferences(
  dossier: Lenient<Dossier>,
  isKnown: (type: KeyedType, key: string) => boolean,
  faults: FaultCollector,
): void {
  const known = new Set<string>();
  const hints = new Map<string, string>();
  for (const { type, key, path } of referencesOf(dossier)) {
    const name = `${type} ${key}`;
    if (known.has(name)) continue;
    if (isKnown(type, key)) {
      known.add(name);
      continue;
    }
    const hint = hints.get(name) ?? hintFor(dossier, type, key);
    hints.set(name, hint);
    faults.addFault(path, unknownReferenceFault(type, 'key', key, hint));
  }
}

function hintFor(dossier: Lenient<Dossier>, type: KeyedType, key: string): string {
  const listed = [...entries<{ key?: string | undefined }>(dossier[PLURALS[type]])].map(([, entry]) => entry.key);
  const near = nearest(
    key,
    listed.filter((candidate) => candidate !== undefined),
  );
  return near === null ? `list it under ${PLURALS[type]}` : `do you mean '${near}'?`;
}
