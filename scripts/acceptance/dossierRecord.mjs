import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

/** The stances of those that make a claim their own. */
export const MAKING = ['ALLEGES', 'REPEATS', 'CORROBORATES'];

/** Dossiers as one record, to be counted without the program. */
export class DossierRecord {
  constructor(files) {
    const dossiers = files.map((file) => parse(readFileSync(file, 'utf8')));
    const all = (kind) => dossiers.flatMap((dossier) => dossier[kind]);
    this.parties = all('parties');
    this.statements = all('statements');
    this.allegations = all('allegations').map(completed);
    const within = (kind) =>
      this.allegations.flatMap((allegation) => allegation[kind].map((one) => ({ ...one, allegation })));
    this.assertions = within('assertions');
    this.findings = within('findings');
  }

  allegation(key) {
    return this.allegations.find((allegation) => allegation.key === key);
  }

  nameOf(key) {
    return this.parties.find((party) => party.key === key).name;
  }

  /** Allegations against a party without denial, rebuttal, retraction or finding. */
  unansweredAgainst(party) {
    const answers = ['DENIES', 'REBUTS', 'RETRACTS'];
    return this.allegations.filter(
      ({ accused, assertions, findings }) =>
        accused.includes(party) && findings.length === 0 && !assertions.some(({ stance }) => answers.includes(stance)),
    );
  }

  /** Allegations with a finding of one of the verdicts, by the body where one is given. */
  withVerdict(verdicts, body) {
    return this.allegations.filter(({ findings }) =>
      findings.some((finding) => verdicts.includes(finding.verdict) && (body === undefined || finding.body === body)),
    );
  }

  /** Relationships of a party, in both directions. */
  tiesOf(key) {
    return this.parties
      .flatMap(({ key: subject, relationships = [] }) => relationships.map((tie) => ({ ...tie, subject })))
      .filter(({ subject, party }) => subject === key || party === key);
  }

  /** Everything with a date that involves a party. */
  timelineOf(key) {
    const isOf = ({ party }) => party === key;
    const concerns = ({ parties }) => parties.some(isOf);
    return [
      ...this.statements.filter(({ issuedOn, attributions }) => issuedOn && attributions.some(isOf)),
      ...this.allegations.filter((allegation) => allegation.occurredOn && concerns(allegation)),
      ...this.assertions.filter(
        ({ saidOn, speaker, allegation }) => saidOn && (speaker === key || concerns(allegation)),
      ),
      ...this.findings.filter(({ ruledOn, body, allegation }) => ruledOn && (body === key || concerns(allegation))),
    ];
  }

  /** Accuser and accused of every allegation at a place, a pair for each allegation between them. */
  accusationsAt(place) {
    return this.allegations
      .filter((allegation) => place.test(allegation.place ?? ''))
      .flatMap(({ accusers, accused }) => accusers.flatMap((accuser) => accused.map((one) => [accuser, one])));
  }

  /** How many times whoever makes claims most makes one. */
  mostMadeByOne() {
    const tally = new Map();
    for (const { speaker, stance } of this.assertions) {
      if (MAKING.includes(stance)) tally.set(speaker, (tally.get(speaker) ?? 0) + 1);
    }
    return Math.max(...tally.values());
  }
}

/** An allegation with the lists that it leaves out, and with its accused and accusers. */
function completed({ parties = [], assertions = [], findings = [], counters = [], ...allegation }) {
  const accused = parties.filter(({ role }) => role === 'ACCUSED').map(({ party }) => party);
  const makers = assertions.filter(({ stance }) => MAKING.includes(stance)).map(({ speaker }) => speaker);
  return { ...allegation, parties, assertions, findings, counters, accused, accusers: [...new Set(makers)] };
}
