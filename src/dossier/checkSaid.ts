import { identityAt, lostQuotationsFault, type LostQuotation } from '../store/rules/movedQuotations';
import { type Identified, repetitionsIn } from '../store/rules/repetition';
import { saidIdentity, type SaidIdentity, saidTwiceFault } from '../store/rules/saidTwice';
import type { Anchors, Moved, Quoting } from './anchorQuotes';
import { type DossierPath, type FaultCollector, pathText } from './dossierFault';
import type { Dossier, Lenient } from './dossierSchema';
import { entries } from './entries';
import type { StoredKeys } from './storedKeys';

/**
 * Finds assertions and findings that stand twice (the same allegation, statement, party, stance and place), and quotations that
 * are stored already and would lose their place in a body that the dossier changes.
 */
export function checkSaid(
  dossier: Lenient<Dossier>,
  keys: StoredKeys,
  anchors: Anchors,
  moved: Moved,
  faults: FaultCollector,
): void {
  for (const type of ['assertion', 'finding'] as const) {
    const items: Identified<DossierPath>[] = [];
    for (const { path, quoting, ...parts } of saidIn(dossier, type)) {
      // What is wrong with a quotation keeps from saying what it is the same as.
      if (quoting.quote !== undefined && !anchors.has(quoting)) continue;
      items.push({ at: path, identity: saidIdentity({ ...parts, ...placeOf(quoting, anchors) }) });
    }
    for (const { at, first } of repetitionsIn(items)) faults.addFault(at, saidTwiceFault(type, pathText(first)));
  }
  checkMoved(dossier, keys, anchors, moved, faults);
}

type Said = Omit<SaidIdentity, 'start' | 'end'> & { readonly path: DossierPath; readonly quoting: Quoting };

/** The assertions or findings of a dossier that are whole enough to be the same as others, by keys. */
function* saidIn(dossier: Lenient<Dossier>, type: 'assertion' | 'finding'): Generator<Said> {
  for (const [index, { key: allegation, assertions, findings }] of entries(dossier.allegations)) {
    if (allegation === undefined) continue;
    for (const [at, assertion] of entries(type === 'assertion' ? assertions : [])) {
      const { statement, speaker: party, stance } = assertion;
      if (statement === undefined || party === undefined || stance === undefined) continue;
      const path = ['allegations', index, 'assertions', at];
      yield { allegation, statement, party, stance, path, quoting: assertion };
    }
    for (const [at, finding] of entries(type === 'finding' ? findings : [])) {
      const { statement, body: party } = finding;
      if (party === undefined) continue;
      const path = ['allegations', index, 'findings', at];
      yield { allegation, statement, party, stance: null, path, quoting: finding };
    }
  }
}

const placeOf = (quoting: Quoting, anchors: Anchors): { start: number | undefined; end: number | undefined } => {
  const anchor = anchors.get(quoting);
  return { start: anchor?.start, end: anchor?.end };
};

function checkMoved(
  dossier: Lenient<Dossier>,
  keys: StoredKeys,
  anchors: Anchors,
  moved: Moved,
  faults: FaultCollector,
): void {
  const lost = [...moved.values()].flatMap((move) => (move.anchor === null ? [move] : []));
  if (lost.length === 0) return;
  const replaced = identitiesOf(dossier, keys, anchors);
  const pruned = new Set<string>();
  for (const [, { key }] of entries(dossier.prune === true ? dossier.allegations : undefined)) {
    if (key !== undefined && keys.isStored('allegation', key)) pruned.add(keys.id('allegation', key));
  }
  const byBody = new Map<string, { path: DossierPath; lost: LostQuotation[] }>();
  for (const { quotation, reason, path } of lost) {
    // What stands in its place is the same with other words; and an import that prunes removes what it can no longer find.
    const isReplaced = replaced.has(`${quotation.table} ${identityAt(quotation, quotation.anchor)}`);
    if (isReplaced || pruned.has(quotation.allegationId)) continue;
    const body = byBody.get(quotation.statementId) ?? { path, lost: [] };
    body.lost.push({ quotation, reason });
    byBody.set(quotation.statementId, body);
  }
  for (const body of byBody.values()) faults.addFault(body.path, lostQuotationsFault(body.lost));
}

/** What the dossier's quotations make the only one of its kind, by ids. */
function identitiesOf(dossier: Lenient<Dossier>, keys: StoredKeys, anchors: Anchors): Set<string> {
  const identities = new Set<string>();
  for (const type of ['assertion', 'finding'] as const) {
    for (const { allegation, statement, party, stance, quoting } of saidIn(dossier, type)) {
      if (statement === undefined || !anchors.has(quoting)) continue;
      if (!keys.isKnown('statement', statement ?? '') || !keys.isKnown('party', party)) continue;
      const identity = saidIdentity({
        allegation: keys.id('allegation', allegation),
        statement: keys.id('statement', statement ?? ''),
        party: keys.id('party', party),
        stance,
        ...placeOf(quoting, anchors),
      });
      identities.add(`${type} ${identity}`);
    }
  }
  return identities;
}
