import { parsePartialDate } from '../lib/partialDate';
import { checkAnswers } from './checkAnswers';
import { type DossierPath, type FaultCollector, pathText } from './dossierFault';
import type { Dossier, DossierAllegation, DossierParty, DossierStatement, Lenient } from './dossierSchema';
import { entries } from './entries';

/** Finds what is wrong in a dossier by itself, beyond its shape: things that stand twice, things related to themselves. */
export function checkContent(dossier: Lenient<Dossier>, faults: FaultCollector): void {
  const partyKeys = new Twice(faults, (key, first) => `is the key of ${first} already: a key is unique among parties`);
  for (const [index, party] of entries(dossier.parties)) {
    partyKeys.see(party.key, ['parties', index, 'key'], ['parties', index]);
    checkParty(party, ['parties', index], faults);
  }
  const statementKeys = new Twice(
    faults,
    (key, first) => `is the key of ${first} already: a key is unique among statements`,
  );
  for (const [index, statement] of entries(dossier.statements)) {
    statementKeys.see(statement.key, ['statements', index, 'key'], ['statements', index]);
    checkStatement(statement, ['statements', index], faults);
  }
  const allegationKeys = new Twice(
    faults,
    (key, first) => `is the key of ${first} already: a key is unique among allegations`,
  );
  for (const [index, allegation] of entries(dossier.allegations)) {
    allegationKeys.see(allegation.key, ['allegations', index, 'key'], ['allegations', index]);
    checkAllegation(allegation, ['allegations', index], faults);
  }
  checkAnswers(dossier, faults);
}

/** Makes a fault of everything that is seen for a second time. */
export class Twice {
  private readonly seen = new Map<string, DossierPath>();

  constructor(
    private readonly faults: FaultCollector,
    private readonly message: (what: string, first: string) => string,
  ) {}

  /** @param where the place to name for the first of them, if it isn't the place of the fault */
  see(what: string | undefined, path: DossierPath, where: DossierPath = path): void {
    if (what === undefined) return;
    const first = this.seen.get(what);
    if (first === undefined) this.seen.set(what, where);
    else this.faults.add(path, this.message(what, pathText(first)));
  }
}

function checkParty(party: Lenient<DossierParty>, path: DossierPath, faults: FaultCollector): void {
  const identifiers = new Twice(faults, (_, first) => `says the same as ${first}: write it once`);
  for (const [index, { scheme, value }] of entries(party.identifiers)) {
    if (scheme !== undefined && value !== undefined) {
      identifiers.see(JSON.stringify([scheme, value]), [...path, 'identifiers', index]);
    }
  }
  for (const [index, relationship] of entries(party.relationships)) {
    const at = [...path, 'relationships', index];
    if (relationship.party !== undefined && relationship.party === party.key) {
      faults.add(
        [...at, 'party'],
        `is the party itself: a party has relationships to others, '${relationship.party}' cannot be ${relationship.kind ?? 'related to'} itself`,
      );
    }
    const from = relationship.validFrom === undefined ? null : parsePartialDate(relationship.validFrom).earliest;
    const to = relationship.validTo === undefined ? null : parsePartialDate(relationship.validTo).latest;
    if (from !== null && to !== null && from > to)
      faults.add([...at, 'validTo'], 'is before validFrom: a relationship ends after it begins');
  }
}

function checkStatement(statement: Lenient<DossierStatement>, path: DossierPath, faults: FaultCollector): void {
  if (statement.body !== undefined && statement.bodyFile !== undefined) {
    faults.add([...path, 'bodyFile'], 'stands beside body: write one of the two');
  }
  const attributions = new Twice(faults, (_, first) => `says the same as ${first}: write it once`);
  for (const [index, { party, role }] of entries(statement.attributions)) {
    if (party !== undefined && role !== undefined)
      attributions.see(`${role} ${party}`, [...path, 'attributions', index]);
  }
  for (const [index, source] of entries(statement.sources)) {
    if (source.file !== undefined && source.sha256 !== undefined) {
      faults.add(
        [...path, 'sources', index, 'sha256'],
        'stands beside file: write one of the two, the SHA-256 of file is worked out',
      );
    }
  }
  const cites = new Twice(faults, (key, first) => `'${key}' stands in ${first} already: write it once`);
  for (const [index, key] of entries(statement.cites)) {
    const at = [...path, 'cites', index];
    cites.see(key, at);
    if (key === statement.key) faults.add(at, 'is the statement itself: a statement cites others');
  }
}

function checkAllegation(allegation: Lenient<DossierAllegation>, path: DossierPath, faults: FaultCollector): void {
  const parties = new Twice(faults, (_, first) => `says the same as ${first}: write it once`);
  for (const [index, { party, role }] of entries(allegation.parties)) {
    if (party !== undefined && role !== undefined) parties.see(`${role} ${party}`, [...path, 'parties', index]);
  }
  const counters = new Twice(faults, (key, first) => `'${key}' stands in ${first} already: write it once`);
  for (const [index, key] of entries(allegation.counters)) {
    const at = [...path, 'counters', index];
    counters.see(key, at);
    if (key === allegation.key) faults.add(at, 'is the allegation itself: an allegation counters others');
  }
  for (const [index, finding] of entries(allegation.findings)) {
    if (finding.quote !== undefined && finding.statement === undefined) {
      faults.add([...path, 'findings', index, 'quote'], 'is in no statement: write the statement whose words they are');
    }
  }
}
