import { OracleFilters, type Where } from './oracleFilters';
import type { AllegationRow, PartyRow } from './oracleRows';
import type { OracleView } from './oracleView';

export interface NetworkArguments {
  where?: Where | null;
  first?: number | null;
}

/** That a party makes an allegation against another, or against itself. */
interface Accusing {
  allegation: AllegationRow;
  accuser: PartyRow;
  accused: PartyRow;
}

interface NetworkAccusation {
  __typename: 'NetworkAccusation';
  accuser: PartyRow;
  accused: PartyRow;
  allegations: number;
  answered: number;
}

interface NetworkParty {
  __typename: 'NetworkParty';
  party: PartyRow;
  made: number;
  received: number;
}

interface Network {
  __typename: 'AccusationNetwork';
  parties: NetworkParty[];
  accusations: NetworkAccusation[];
}

const mostAccusations = 100;

/** Who accuses whom over the allegations that match: the pairs with the most allegations, and the parties at their ends. */
export function networkOf(view: OracleView, { where, first }: NetworkArguments): Network {
  const filters = new OracleFilters(view);
  const matching = view.allegations.filter((allegation) => !where || filters.allegation(allegation, where));
  const all = matching.flatMap((allegation) => accusingIn(view, allegation));
  const accusations = view.parties
    .flatMap((accuser) => view.parties.map((accused) => accusation(view, accuser, accused, all)))
    .filter(({ allegations }) => allegations > 0)
    .sort(byWeight)
    .slice(0, first ?? mostAccusations);
  const ends = view.parties.filter((party) =>
    accusations.some(({ accuser, accused }) => accuser === party || accused === party),
  );
  return { __typename: 'AccusationNetwork', accusations, parties: ends.map((party) => numbersOf(party, all)) };
}

function accusingIn(view: OracleView, allegation: AllegationRow): Accusing[] {
  const accused = view.concerned(allegation, 'ACCUSED');
  return view
    .accusersOf(allegation)
    .flatMap((accuser) => accused.map((other) => ({ allegation, accuser, accused: other })));
}

function accusation(
  view: OracleView,
  accuser: PartyRow,
  accused: PartyRow,
  all: readonly Accusing[],
): NetworkAccusation {
  const allegations = distinct(all.filter((one) => one.accuser === accuser && one.accused === accused));
  const answered = allegations.filter((allegation) =>
    view
      .assertionsOfAllegation(allegation)
      .some(({ speakerId, stance }) => speakerId === accused.id && (stance === 'DENIES' || stance === 'REBUTS')),
  );
  return {
    __typename: 'NetworkAccusation',
    accuser,
    accused,
    allegations: allegations.length,
    answered: answered.length,
  };
}

/** A party's numbers are over all that matches, not only over the accusations that are shown. */
function numbersOf(party: PartyRow, all: readonly Accusing[]): NetworkParty {
  return {
    __typename: 'NetworkParty',
    party,
    made: distinct(all.filter(({ accuser }) => accuser === party)).length,
    received: distinct(all.filter(({ accused }) => accused === party)).length,
  };
}

function distinct(all: readonly Accusing[]): AllegationRow[] {
  return [...new Set(all.map(({ allegation }) => allegation))];
}

function byWeight(left: NetworkAccusation, right: NetworkAccusation): number {
  return right.allegations - left.allegations || byId(left.accuser, right.accuser) || byId(left.accused, right.accused);
}

function byId(left: PartyRow, right: PartyRow): number {
  return left.id === right.id ? 0 : left.id < right.id ? -1 : 1;
}
