import type { AllegationRow, AssertionRow, StatementRow } from './oracleRows';
import type { OracleView } from './oracleView';

/** How an allegation stands, counting only what was said or ruled by the day asOf; what has no date counts always. */
export function standingOf(view: OracleView, allegation: AllegationRow, asOf?: string | null): string {
  const counts = (earliest: string | null): boolean => !asOf || earliest === null || earliest <= asOf;
  if (view.findingsOf(allegation).some((finding) => counts(finding.ruledEarliest))) return 'RULED';
  const said = view.assertionsOfAllegation(allegation).filter((assertion) => counts(assertion.saidEarliest));
  const speakers = (stance: string): string[] =>
    said.filter((assertion) => assertion.stance === stance).map((assertion) => assertion.speakerId);
  if (speakers('RETRACTS').some((speaker) => speakers('ALLEGES').includes(speaker))) return 'RETRACTED';
  if (said.some((assertion) => ['DENIES', 'REBUTS'].includes(assertion.stance))) return 'CONTESTED';
  return 'UNANSWERED';
}

export interface OracleSegment {
  __typename: 'TextSegment';
  start: number;
  end: number;
  text: string;
  assertions: AssertionRow[];
}

/** The body cut at every edge of a visible anchor in it. */
export function segmentsOf(view: OracleView, statement: StatementRow): OracleSegment[] {
  const codePoints = [...statement.body];
  const assertions = view.assertionsOfStatement(statement);
  const findings = view.findings.filter((finding) => finding.statementId === statement.id);
  const edges = [...assertions, ...findings].flatMap((row) =>
    row.anchorStart === null || row.anchorEnd === null ? [] : [row.anchorStart, row.anchorEnd],
  );
  const cuts = [...new Set([0, codePoints.length, ...edges])].sort((left, right) => left - right);
  return cuts.slice(0, -1).map((start, index) => {
    const end = cuts[index + 1] ?? codePoints.length;
    const covering = assertions.filter(
      ({ anchorStart, anchorEnd }) =>
        anchorStart !== null && anchorEnd !== null && anchorStart <= start && end <= anchorEnd,
    );
    return { __typename: 'TextSegment', start, end, text: codePoints.slice(start, end).join(''), assertions: covering };
  });
}
