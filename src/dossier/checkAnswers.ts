import { type Answer, type Answerable, answerFaults } from '../store/rules/answers';
import { unknownReferenceFault } from '../store/rules/unknownReference';
import { type DossierPath, type FaultCollector, pathText } from './dossierFault';
import type { Dossier, Lenient } from './dossierSchema';
import { entries } from './entries';
import { nearest } from './nearest';

/** Finds labels that stand twice, answers to what isn't there or belongs to another allegation, and answers that go in a circle. */
export function checkAnswers(dossier: Lenient<Dossier>, faults: FaultCollector): void {
  const labelled = new Map<string, Answerable>();
  const labels = new Map<string, DossierPath>();
  const answers: Answer<DossierPath>[] = [];
  for (const [at, { assertions }] of entries(dossier.allegations)) {
    const allegation = String(at);
    for (const [index, { ref, inResponseTo }] of entries(assertions)) {
      const path = ['allegations', at, 'assertions', index];
      const first = ref === undefined ? undefined : labels.get(ref);
      if (first !== undefined) {
        const message = `'${String(ref)}' labels ${pathText(first)} already: a label is unique in its dossier`;
        faults.add([...path, 'ref'], message);
      } else if (ref !== undefined) {
        labels.set(ref, path);
        labelled.set(ref, { allegation, answers: null });
      }
      if (inResponseTo === undefined) continue;
      const id = first === undefined ? ref : undefined;
      answers.push({ id, allegation, answers: inResponseTo, at: [...path, 'inResponseTo'] });
    }
  }
  for (const { answers: label, at } of answers) {
    if (!labels.has(label))
      faults.addFault(at, unknownReferenceFault('assertion', 'ref', label, hintFor(label, labels)));
  }
  for (const { at, ...fault } of answerFaults(answers, labelled)) faults.addFault(at, fault);
}

function hintFor(label: string, labels: ReadonlyMap<string, unknown>): string {
  const near = nearest(label, labels.keys());
  return near === null ? 'write ref on the assertion that is answered' : `do you mean '${near}'?`;
}
