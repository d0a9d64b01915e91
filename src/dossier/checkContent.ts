import { parsePartialDate } from '../lib/partialDate';
import { quotesNothing } from '../store/rules/quotation';
import { relationshipDatesFault } from '../store/rules/relationshipDates';
import { type Identified, repetitionFaults, repetitionsIn } from '../store/rules/repetition';
import { selfReferenceFault } from '../store/rules/selfReference';
import { takenSlugFault } from '../store/rules/heldSlugs';
import { checkAnswers } from './checkAnswers';
import { type DossierPath, type FaultCollector, pathText } from './dossierFault';
import type { Dossier, DossierAllegation, DossierParty, DossierStatement, Lenient } from './dossierSchema';
import { entries } from './entries';

/** Finds what is wrong in a dossier by itself, beyond its shape: things that stand twice, things related to themselves. */
export function checkContent(dossier: Lenient<Dossier>, faults: FaultCollector): void {
  checkKeys('party', 'parties', dossier.parties, faults);
  for (const [index, party] of entries(dossier.parties)) checkParty(party, ['parties', index], faults);
  checkKeys('statement', 'statements', dossier.statements, faults);
  for (const [index, statement] of entries(dossier.statements)) {
    checkStatement(statement, ['statements', index], faults);
  }
  checkKeys('allegation', 'allegations', dossier.allegations, faults);
  for (const [index, allegation] of entries(dossier.allegations)) {
    checkAllegation(allegation, ['allegations', index], faults);
  }
  checkAnswers(dossier, faults);
}

function checkKeys(
  type: string,
  list: string,
  keyed: readonly ({ readonly key?: string | undefined } | undefined)[] | undefined,
  faults: FaultCollector,
): void {
  const keys = [...entries(keyed)].map(([index, { key }]) => ({ at: [list, index], identity: key }));
  for (const { at, first } of repetitionsIn(keys))
    faults.addFault([...at, 'key'], takenSlugFault(type, pathText(first)));
}

/** Makes a fault of everything in a list that says the same as something before it. */
function checkTwice(list: Identified<DossierPath>[], faults: FaultCollector): void {
  for (const { at, ...fault } of repetitionFaults(list, pathText)) faults.addFault(at, fault);
}

/** What makes an item the same as another; undefined where a part of it was taken out for its faults. */
const identityOf = (...parts: (string | undefined)[]): string | undefined =>
  parts.includes(undefined) ? undefined : JSON.stringify(parts);

function checkParty(party: Lenient<DossierParty>, path: DossierPath, faults: FaultCollector): void {
  const identifiers = [...entries(party.identifiers)].map(([index, { scheme, value }]) => ({
    at: [...path, 'identifiers', index],
    identity: identityOf(scheme, value),
  }));
  checkTwice(identifiers, faults);
  for (const [index, relationship] of entries(party.relationships)) {
    const at = [...path, 'relationships', index];
    if (relationship.party !== undefined && relationship.party === party.key) {
      faults.addFault([...at, 'party'], selfReferenceFault('relationship'));
    }
    const from = relationship.validFrom === undefined ? null : parsePartialDate(relationship.validFrom).earliest;
    const to = relationship.validTo === undefined ? null : parsePartialDate(relationship.validTo).latest;
    const fault = relationshipDatesFault(from, to);
    if (fault !== null) faults.addFault([...at, 'validTo'], fault);
  }
}

function checkStatement(statement: Lenient<DossierStatement>, path: DossierPath, faults: FaultCollector): void {
  if (statement.body !== undefined && statement.bodyFile !== undefined) {
    faults.add([...path, 'bodyFile'], 'stands beside body: write one of the two');
  }
  const attributions = [...entries(statement.attributions)].map(([index, { party, role }]) => ({
    at: [...path, 'attributions', index],
    identity: identityOf(role, party),
  }));
  checkTwice(attributions, faults);
  for (const [index, source] of entries(statement.sources)) {
    if (source.file !== undefined && source.sha256 !== undefined) {
      faults.add(
        [...path, 'sources', index, 'sha256'],
        'stands beside file: write one of the two, the SHA-256 of file is worked out',
      );
    }
  }
  checkOthers('citation', statement.key, [...path, 'cites'], statement.cites, faults);
}

function checkAllegation(allegation: Lenient<DossierAllegation>, path: DossierPath, faults: FaultCollector): void {
  const parties = [...entries(allegation.parties)].map(([index, { party, role }]) => ({
    at: [...path, 'parties', index],
    identity: identityOf(role, party),
  }));
  checkTwice(parties, faults);
  checkOthers('counter', allegation.key, [...path, 'counters'], allegation.counters, faults);
  for (const [index, finding] of entries(allegation.findings)) {
    if (finding.quote !== undefined && finding.statement === undefined) {
      faults.addFault([...path, 'findings', index, 'quote'], quotesNothing);
    }
  }
}

/** Finds keys that stand in a list twice, and the key of what has the list. */
function checkOthers(
  kind: 'citation' | 'counter',
  own: string | undefined,
  path: DossierPath,
  list: readonly (string | undefined)[] | undefined,
  faults: FaultCollector,
): void {
  const others = [...entries(list)].map(([index, key]) => ({ at: [...path, index], identity: key }));
  checkTwice(others, faults);
  for (const { at, identity } of others) {
    if (identity === own) faults.addFault(at, selfReferenceFault(kind));
  }
}
