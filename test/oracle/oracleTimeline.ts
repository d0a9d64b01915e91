import { pageOf, type OraclePage } from './oracleConnection';
import type { AllegationRow, DatedRow, PartyRow } from './oracleRows';
import type { OracleView } from './oracleView';

export interface TimelineArguments {
  party?: string | null;
  allegation?: string | null;
  from?: string | null;
  to?: string | null;
  first?: number | null;
  after?: string | null;
}

/** A partial date as its text, and the days that it lies between; a side that is open has none. */
interface Dated {
  edtf: string | null;
  earliest: string | null;
  latest: string | null;
}

/** Everything with a date that the arguments ask for, by its earliest day; equal days by id. */
export function timelineOf(
  view: OracleView,
  { party, allegation, from, to, ...page }: TimelineArguments,
  rowOfCursor: (cursor: string) => DatedRow,
): OraclePage<DatedRow> {
  const everything: DatedRow[] = [...view.statements, ...view.allegations, ...view.assertions, ...view.findings];
  const ofParty = party ? involving(view, view.party(party)) : everywhere;
  const ofAllegation = allegation ? belongingTo(view, view.allegation(allegation)) : everywhere;
  const all = everything.filter((row) => {
    const { edtf, earliest, latest } = dateOf(row);
    const mayBeLater = !from || latest === null || latest >= from;
    const mayBeEarlier = !to || earliest === null || earliest <= to;
    return edtf !== null && mayBeLater && mayBeEarlier && ofParty(row) && ofAllegation(row);
  });
  return pageOf('Timeline', all.sort(byEarliestDay), byEarliestDay, page, rowOfCursor);
}

/** When an entry was. */
export function dateOf(row: DatedRow): Dated {
  switch (row.__typename) {
    case 'Statement':
      return { edtf: row.issuedOn, earliest: row.issuedEarliest, latest: row.issuedLatest };
    case 'Allegation':
      return { edtf: row.occurredOn, earliest: row.occurredEarliest, latest: row.occurredLatest };
    case 'Assertion':
      return { edtf: row.saidOn, earliest: row.saidEarliest, latest: row.saidLatest };
    case 'Finding':
      return { edtf: row.ruledOn, earliest: row.ruledEarliest, latest: row.ruledLatest };
  }
}

function byEarliestDay(left: DatedRow, right: DatedRow): number {
  const [one, other] = [dateOf(left).earliest, dateOf(right).earliest];
  if (one !== other) {
    if (one === null || other === null) return one === null ? 1 : -1;
    return one < other ? -1 : 1;
  }
  return left.id === right.id ? 0 : left.id < right.id ? -1 : 1;
}

const everywhere = (): boolean => true;
const nowhere = (): boolean => false;

/** Whether a row involves a party; nothing involves one that is not to be seen. */
function involving(view: OracleView, party: PartyRow | null): (row: DatedRow) => boolean {
  if (!party) return nowhere;
  const statements = view.statementsOfParty(party).map(({ id }) => id);
  const allegations = view.allegationsOfParty(party).map(({ id }) => id);
  return (row) => {
    switch (row.__typename) {
      case 'Statement':
        return statements.includes(row.id);
      case 'Allegation':
        return allegations.includes(row.id);
      case 'Assertion':
        return row.speakerId === party.id || allegations.includes(row.allegationId);
      case 'Finding':
        return row.bodyId === party.id || allegations.includes(row.allegationId);
    }
  };
}

/** Whether a row belongs to an allegation; nothing belongs to one that is not to be seen. */
function belongingTo(view: OracleView, allegation: AllegationRow | null): (row: DatedRow) => boolean {
  if (!allegation) return nowhere;
  const statements = view.assertionsOfAllegation(allegation).map(({ statementId }) => statementId);
  return (row) => {
    switch (row.__typename) {
      case 'Statement':
        return statements.includes(row.id);
      case 'Allegation':
        return row.id === allegation.id;
      case 'Assertion':
      case 'Finding':
        return row.allegationId === allegation.id;
    }
  };
}
