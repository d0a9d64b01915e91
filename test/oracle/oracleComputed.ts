import type { AllegationRow, AssertionRow, StatementRow } from './oracleRows';
import type { OracleView } from './oracleView';

/**
 * How an allegation stands, counting only what may have been said or ruled by the day asOf. What has no date has that of its
 * statement, where that may be seen; what has none there either counts always.
 */
export function standingOf(view: OracleView, allegation: AllegationRow, asOf?: string | null): string {
  const counts = (earliest: string | null, latest: string | null, statementId: string | null): boolean => {
    const statement = view.statements.find(({ id }) => id === statementId);
    const day = earliest ?? latest ?? statement?.issuedEarliest ?? statement?.issuedLatest;
    return !asOf || !day || day <= asOf;
  };
  const ruled = view.findingsOf(allegation);
  if (ruled.some((finding) => counts(finding.ruledEarliest, finding.ruledLatest, finding.statementId))) return 'RULED';
  const said = view
    .assertionsOfAllegation(allegation)
    .filter((assertion) => counts(assertion.saidEarliest, assertion.saidLatest, assertion.statementId));
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
