import { uuidv7 } from 'uuidv7';
import type { Anchors, Moved } from './anchorQuotes';
import { type Answer, type Answerable, answerFaults } from '../store/rules/answers';
import { saidIdentity } from '../store/rules/saidTwice';
import type { DossierPath, FaultCollector } from './dossierFault';
import type { Dossier, DossierAllegation, DossierAssertion, DossierFinding } from './dossierSchema';
import { anchorColumns } from '../store/anchorColumns';
import { type Planning, dateColumns, given, givenList } from './planContent';
import type { Sql } from '../store/sql';
import { batches } from '../store/sql';
import type { Target } from '../store/storeRecords';

/** What assertions or findings are to be, and which stored ones are to go. */
export interface SaidPlan {
  targets: Target[];
  removed: string[];
}

export interface SaidPlanning extends Planning {
  anchors: Anchors;
  moved: Moved;
}

interface Stored {
  id: string;
  allegationId: string;
  statementId: string | null;
  partyId: string;
  stance: string | null;
  start: number | null;
  end: number | null;
  answers: string | null;
}

/** Matches the dossier's assertions with those that are stored: the same allegation, statement, speaker, stance and place. */
export async function planAssertions(
  sql: Sql,
  dossier: Dossier,
  planning: SaidPlanning,
  faults: FaultCollector,
): Promise<SaidPlan> {
  const stored = await storedSaid(sql, dossier, planning, 'assertion');
  const plan: SaidPlan = { targets: [], removed: [] };
  for (const [index, allegation] of (dossier.allegations ?? []).entries()) {
    if (allegation.assertions === undefined && !planning.prune) continue;
    const allegationId = planning.keys.id('allegation', allegation.key);
    const known = stored.get(allegationId) ?? new Map<string, Stored>();
    const assertions = allegation.assertions ?? [];
    const matches = assertions.map((assertion) => matchAssertion(assertion, allegationId, known, planning));
    const labels = new Map(assertions.map(({ ref }, at) => [ref, matches[at]?.id]));
    const targets = assertions.map((assertion, at) =>
      planAssertion(assertion, allegationId, matches[at] ?? newMatch(), labels, planning),
    );
    plan.targets.push(...targets);
    plan.removed.push(...unmatched(known, targets, planning));
    checkAnswersWithStored(allegation, ['allegations', index, 'assertions'], known, targets, faults);
  }
  return plan;
}

/** Matches the dossier's findings with those that are stored: the same allegation, body, statement and place. */
export async function planFindings(sql: Sql, dossier: Dossier, planning: SaidPlanning): Promise<SaidPlan> {
  const stored = await storedSaid(sql, dossier, planning, 'finding');
  const plan: SaidPlan = { targets: [], removed: [] };
  for (const allegation of dossier.allegations ?? []) {
    if (allegation.findings === undefined && !planning.prune) continue;
    const allegationId = planning.keys.id('allegation', allegation.key);
    const known = stored.get(allegationId) ?? new Map<string, Stored>();
    const targets = (allegation.findings ?? []).map((finding) => planFinding(finding, allegationId, known, planning));
    plan.targets.push(...targets);
    plan.removed.push(...unmatched(known, targets, planning));
  }
  return plan;
}

interface Match {
  id: string;
  isNew: boolean;
}

const newMatch = (): Match => ({ id: uuidv7(), isNew: true });

function matchIdentity(identity: string, known: Map<string, Stored>): Match {
  const stored = known.get(identity);
  return stored === undefined ? newMatch() : { id: stored.id, isNew: false };
}

function matchAssertion(
  assertion: DossierAssertion,
  allegationId: string,
  known: Map<string, Stored>,
  { keys, anchors }: SaidPlanning,
): Match {
  const anchor = anchors.get(assertion);
  const identity = saidIdentity({
    allegation: allegationId,
    statement: keys.id('statement', assertion.statement),
    party: keys.id('party', assertion.speaker),
    stance: assertion.stance,
    start: anchor?.start,
    end: anchor?.end,
  });
  return matchIdentity(identity, known);
}

function planAssertion(
  assertion: DossierAssertion,
  allegationId: string,
  match: Match,
  labels: Map<string | undefined, string | undefined>,
  planning: SaidPlanning,
): Target {
  const { keys, anchors } = planning;
  const answered = assertion.inResponseTo === undefined ? undefined : labels.get(assertion.inResponseTo);
  return {
    ...match,
    group: allegationId,
    touched: isMoved(match.id, planning),
    row: {
      allegation_id: allegationId,
      statement_id: keys.id('statement', assertion.statement),
      speaker_id: keys.id('party', assertion.speaker),
      stance: assertion.stance,
      mode: given(assertion.mode, planning),
      ...dateColumns(assertion.saidOn, 'said_on', 'said', planning),
      ...anchorColumns(anchors.get(assertion)),
      in_response_to_id: given(answered, planning),
      state: assertion.state ?? planning.state,
    },
    lists: { assertion_via: givenList(assertion.via, planning, (key) => ({ party_id: keys.id('party', key) })) },
  };
}

function planFinding(
  finding: DossierFinding,
  allegationId: string,
  known: Map<string, Stored>,
  planning: SaidPlanning,
): Target {
  const { keys, anchors } = planning;
  const bodyId = keys.id('party', finding.body);
  const statementId = finding.statement === undefined ? null : keys.id('statement', finding.statement);
  const anchor = anchors.get(finding);
  const identity = saidIdentity({
    allegation: allegationId,
    statement: statementId,
    party: bodyId,
    stance: null,
    start: anchor?.start,
    end: anchor?.end,
  });
  const match = matchIdentity(identity, known);
  return {
    ...match,
    touched: isMoved(match.id, planning),
    row: {
      allegation_id: allegationId,
      body_id: bodyId,
      verdict: finding.verdict,
      rating_text: given(finding.ratingText, planning),
      jurisdiction: given(finding.jurisdiction, planning),
      ...dateColumns(finding.ruledOn, 'ruled_on', 'ruled', planning),
      statement_id: statementId,
      ...anchorColumns(anchor),
      url: given(finding.url, planning),
      state: finding.state ?? planning.state,
    },
    lists: {},
  };
}

/** Whether the quotation of a stored row gets a new place in a changed body; importing does so before anything else. */
function isMoved(id: string, { moved }: SaidPlanning): boolean {
  return (moved.get(id)?.anchor ?? null) !== null;
}

function unmatched(known: Map<string, Stored>, targets: Target[], { prune }: SaidPlanning): string[] {
  if (!prune) return [];
  const kept = new Set(targets.map(({ id }) => id));
  return [...known.values()].map(({ id }) => id).filter((id) => !kept.has(id));
}

/** What is stored on the dossier's allegations, by allegation and identity; quotations in changed bodies by their new place. */
async function storedSaid(
  sql: Sql,
  dossier: Dossier,
  { keys, moved }: SaidPlanning,
  table: 'assertion' | 'finding',
): Promise<Map<string, Map<string, Stored>>> {
  const ids = (dossier.allegations ?? [])
    .filter(({ key }) => keys.isStored('allegation', key))
    .map(({ key }) => keys.id('allegation', key));
  const [party, stance, answers] =
    table === 'assertion' ? ['speaker_id', 'stance', 'in_response_to_id'] : ['body_id', 'NULL', 'NULL'];
  const found = new Map<string, Map<string, Stored>>();
  for (const batch of batches(ids, 2_000)) {
    const rows = await sql.rows<Stored>(
      `SELECT id, allegation_id AS "allegationId", statement_id AS "statementId", ${party} AS "partyId", ${stance}::text AS stance,
              anchor_start AS start, anchor_end AS "end", ${answers}::uuid AS answers
         FROM ${table} WHERE allegation_id = ANY ($1) ORDER BY id`,
      [batch],
    );
    for (const row of rows) {
      const ofAllegation = found.get(row.allegationId) ?? new Map<string, Stored>();
      found.set(row.allegationId, ofAllegation);
      const move = moved.get(row.id);
      // A quotation that is lost is the same as one that now stands in its place, unless another came to be there.
      const { start, end } = move?.anchor ?? row;
      const { allegationId: allegation, statementId: statement, partyId: party, stance: ofStance } = row;
      const identity = saidIdentity({ allegation, statement, party, stance: ofStance, start, end });
      const other = ofAllegation.get(identity);
      if (other !== undefined && move?.anchor === null) ofAllegation.set(`lost ${row.id}`, row);
      else {
        if (other !== undefined) ofAllegation.set(`lost ${other.id}`, other);
        ofAllegation.set(identity, row);
      }
    }
  }
  return found;
}

/** Finds answers that go in a circle only together with answers that are stored. */
function checkAnswersWithStored(
  allegation: DossierAllegation,
  path: DossierPath,
  known: Map<string, Stored>,
  targets: Target[],
  faults: FaultCollector,
): void {
  if (known.size === 0 || !allegation.assertions?.some(({ inResponseTo }) => inResponseTo !== undefined)) return;
  const on = allegation.key;
  const others = new Map<string, Answerable>();
  for (const { id, answers } of known.values()) others.set(id, { allegation: on, answers });
  const answers: Answer<DossierPath>[] = [];
  for (const [at, { id, row }] of targets.entries()) {
    const answered = row.in_response_to_id;
    if (answered !== undefined || !others.has(id)) others.set(id, { allegation: on, answers: null });
    if (typeof answered !== 'string') continue;
    answers.push({ id, allegation: on, answers: answered, at: [...path, at, 'inResponseTo'] });
  }
  for (const { at, ...fault } of answerFaults(answers, others)) faults.addFault(at, fault);
}
