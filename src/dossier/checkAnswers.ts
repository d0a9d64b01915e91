import { type DossierPath, type FaultCollector, pathText } from './dossierFault';
import type { Dossier, Lenient } from './dossierSchema';
import { entries } from './entries';
import { circlesIn } from './circles';
import { nearest } from './nearest';

interface Labelled {
  allegation: number;
  path: DossierPath;
}

/** Finds labels that stand twice, answers to what isn't there or belongs to another allegation, and answers that go in a circle. */
export function checkAnswers(dossier: Lenient<Dossier>, faults: FaultCollector): void {
  const labels = new Map<string, Labelled>();
  for (const [allegation, { assertions }] of entries(dossier.allegations)) {
    for (const [index, { ref }] of entries(assertions)) {
      if (ref === undefined) continue;
      const path = ['allegations', allegation, 'assertions', index];
      const first = labels.get(ref);
      if (first === undefined) labels.set(ref, { allegation, path });
      else
        faults.add(
          [...path, 'ref'],
          `'${ref}' labels ${pathText(first.path)} already: a label is unique in its dossier`,
        );
    }
  }
  for (const [allegation, { assertions }] of entries(dossier.allegations)) {
    const answers = new Map<string, { to: string; path: DossierPath }>();
    for (const [index, { ref, inResponseTo }] of entries(assertions)) {
      if (inResponseTo === undefined) continue;
      const path = ['allegations', allegation, 'assertions', index, 'inResponseTo'];
      const target = labels.get(inResponseTo);
      if (target === undefined) faults.add(path, unknownLabel(inResponseTo, labels));
      else if (target.allegation !== allegation) {
        faults.add(
          path,
          `'${inResponseTo}' labels ${pathText(target.path)}: an assertion answers one of the same allegation`,
        );
      } else if (ref !== undefined && !answers.has(ref)) answers.set(ref, { to: inResponseTo, path });
    }
    const links = new Map([...answers].map(([ref, { to }]) => [ref, [to]]));
    for (const circle of circlesIn(links)) {
      const at = answers.get(circle[0] ?? '');
      if (at !== undefined)
        faults.add(at.path, `goes in a circle: ${circle.map((ref) => `'${ref}'`).join(' answers ')}`);
    }
  }
}

function unknownLabel(ref: string, labels: Map<string, Labelled>): string {
  const near = nearest(ref, labels.keys());
  const hint = near === null ? 'write ref on the assertion that is answered' : `do you mean '${near}'?`;
  return `'${ref}' is the ref of no assertion: ${hint}`;
}
