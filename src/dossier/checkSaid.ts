import type { Anchors, Moved, Quoting } from './anchorQuotes';
import { Twice } from './checkContent';
import type { DossierPath, FaultCollector } from './dossierFault';
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
  for (const [index, allegation] of entries(dossier.allegations)) {
    const path: DossierPath = ['allegations', index];
    const assertions = new Twice(
      faults,
      (_, first) =>
        `is the same as ${first}, with equal statement, speaker, stance and place of the quotation: write it once`,
    );
    for (const [at, assertion] of entries(allegation.assertions)) {
      const { statement, speaker, stance } = assertion;
      if (statement !== undefined && speaker !== undefined && stance !== undefined) {
        assertions.see(identityOf([statement, speaker, stance], assertion, anchors), [...path, 'assertions', at]);
      }
    }
    const findings = new Twice(
      faults,
      (_, first) => `is the same as ${first}, with equal body, statement and place of the quotation: write it once`,
    );
    for (const [at, finding] of entries(allegation.findings)) {
      if (finding.body !== undefined)
        findings.see(identityOf([finding.statement, finding.body], finding, anchors), [...path, 'findings', at]);
    }
  }
  checkMoved(dossier, keys, anchors, moved, faults);
}

/** Undefined where a quotation is at fault, so that nobody can say what it is the same as. */
function identityOf(parts: unknown[], quoting: Quoting, anchors: Anchors): string | undefined {
  const anchor = anchors.get(quoting);
  if ('quote' in quoting && anchor === undefined) return undefined;
  return JSON.stringify([...parts, anchor?.start, anchor?.end]);
}

function checkMoved(
  dossier: Lenient<Dossier>,
  keys: StoredKeys,
  anchors: Anchors,
  moved: Moved,
  faults: FaultCollector,
): void {
  const lost = [...moved.values()].filter(({ anchor }) => anchor === null);
  if (lost.length === 0) return;
  const replaced = placesOf(dossier, anchors);
  const pruned = new Set<string>();
  for (const [, { key }] of entries(dossier.prune === true ? dossier.allegations : undefined)) {
    if (key !== undefined && keys.isStored('allegation', key)) pruned.add(keys.id('allegation', key));
  }
  for (const { quote, path } of lost) {
    const { allegation, statement, party, stance, anchor } = quote;
    const place = JSON.stringify([allegation, statement, party, stance, anchor.start, anchor.end]);
    // What stands in its place is the same with other words; and an import that prunes removes what it can no longer find.
    if (replaced.has(place) || pruned.has(quote.allegationId)) continue;
    const what = quote.table === 'assertion' ? 'an assertion' : 'a finding';
    faults.add(
      path,
      `changes a body in which a stored quotation is then no longer found once, “${anchor.exact.slice(0, 80)}” of ${what} on ${allegation}: ` +
        'keep those words, or list all that is said on that allegation and write prune: true at the top',
    );
  }
}

/** The places at which the dossier quotes, each with what makes an assertion or finding the same. */
function placesOf(dossier: Lenient<Dossier>, anchors: Anchors): Set<string> {
  const places = new Set<string>();
  for (const [, { key, assertions, findings }] of entries(dossier.allegations)) {
    const add = (quoting: Quoting, party: string | undefined, stance: string | null | undefined): void => {
      const anchor = anchors.get(quoting);
      if (anchor !== undefined) {
        places.add(JSON.stringify([key, quoting.statement, party, stance, anchor.start, anchor.end]));
      }
    };
    for (const [, assertion] of entries(assertions)) add(assertion, assertion.speaker, assertion.stance);
    for (const [, finding] of entries(findings)) add(finding, finding.body, null);
  }
  return places;
}
