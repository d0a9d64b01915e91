import type { UpdateAssertionInput } from '../../../src/models/inputs/assertionWrite.input';
import type { UpdateFindingInput } from '../../../src/models/inputs/findingWrite.input';
import type { QuoteInput } from '../../../src/models/inputs/quote.input';
import type { PlainFields } from './plainFields';
import {
  type Anchor,
  type Assertion,
  type Finding,
  type Node,
  nodeOf,
  nodesOf,
  type Nullable,
  type PlainStore,
} from './plainStore';
import { onlyPlace, placeAfterEdit, storedText } from './plainText';

type Fields<Input> = Omit<Input, 'id' | 'version'>;

/** What an assertion is once an input was applied to what it was. */
export function assertionOf(
  fields: PlainFields,
  id: string,
  input: Fields<UpdateAssertionInput>,
  was: Assertion,
): Assertion {
  const { store, faults } = fields;
  const assertion: Assertion = {
    allegation: was.allegation,
    statement: was.statement,
    speaker: fields.reference(input.speaker, 'PARTY', was.speaker),
    stance: fields.choice(input.stance, was.stance),
    mode: input.mode === undefined ? was.mode : input.mode,
    saidOn: fields.date(input.saidOn, was.saidOn),
    anchor: quoted(fields, was.statement, input.quote, was.anchor),
    inResponseTo: fields.optionalReference(input.inResponseTo, 'ASSERTION', was.inResponseTo),
    state: was.state,
    via: fields.list(input.via, was.via, (party) => fields.reference(party, 'PARTY', '')),
  };
  const answered = nodeOf(store, 'ASSERTION', assertion.inResponseTo);
  if (input.inResponseTo != null && answered !== undefined) {
    faults.refuseIf(answered.content.allegation !== assertion.allegation, 'BAD_USER_INPUT');
    faults.refuseIf(answers(store, answered.id, id), 'BAD_USER_INPUT');
  }
  return assertion;
}

/** Whether an assertion is another one, or answers it, directly or by way of others. */
function answers(store: PlainStore, from: string, to: string): boolean {
  const seen = new Set<string>();
  for (
    let at: Nullable = from;
    at !== null && !seen.has(at);
    at = nodeOf(store, 'ASSERTION', at)?.content.inResponseTo ?? null
  ) {
    if (at === to) return true;
    seen.add(at);
  }
  return false;
}

/** Whether some assertion answers itself by way of others. */
export const hasAnswerCircle = (store: PlainStore): boolean =>
  nodesOf(store, 'ASSERTION').some(
    ({ id, content }) => content.inResponseTo !== null && answers(store, content.inResponseTo, id),
  );

/** The same of a finding. */
export function findingOf(fields: PlainFields, input: Fields<UpdateFindingInput>, was: Finding): Finding {
  return {
    allegation: was.allegation,
    body: was.body,
    verdict: fields.choice(input.verdict, was.verdict),
    ratingText: fields.text(input.ratingText, was.ratingText),
    jurisdiction: fields.optional(input.jurisdiction, was.jurisdiction),
    ruledOn: fields.date(input.ruledOn, was.ruledOn),
    statement: was.statement,
    anchor: quoted(fields, was.statement, input.quote, was.anchor),
    url: input.url === undefined ? was.url : input.url,
    state: was.state,
  };
}

/** The place of a quotation: the only one where its words stand with what is given around them. */
function quoted(
  { store, faults }: PlainFields,
  statement: Nullable,
  quote: QuoteInput | null | undefined,
  was: Anchor | null,
): Anchor | null {
  if (quote == null) return quote === undefined ? was : null;
  const body = nodeOf(store, 'STATEMENT', statement)?.content.body ?? '';
  const around = { prefix: storedText(quote.prefix ?? ''), suffix: storedText(quote.suffix ?? '') };
  const anchor = onlyPlace(body, { exact: storedText(quote.exact), ...around });
  faults.refuseIf(anchor === null || quote.prefix === '' || quote.suffix === '', 'BAD_USER_INPUT');
  return anchor;
}

/** What makes an assertion or a finding the only one of its kind. */
export function identityOf({ type, content }: Node): string {
  const { allegation, statement, anchor } = content as Assertion | Finding;
  const who =
    type === 'ASSERTION'
      ? [(content as Assertion).speaker, (content as Assertion).stance]
      : [(content as Finding).body];
  return [type, allegation, statement, ...who, anchor?.start, anchor?.end].join(' ');
}

export const saidOf = (store: PlainStore): Node<'ASSERTION' | 'FINDING'>[] => [
  ...nodesOf(store, 'ASSERTION'),
  ...nodesOf(store, 'FINDING'),
];

/** Whether two assertions or findings of the store are the same. */
export function hasTwins(store: PlainStore): boolean {
  const identities = saidOf(store).map(identityOf);
  return new Set(identities).size < identities.length;
}

/** Gives the quotations of a statement their places in its new body; false where one has none, or comes where its twin is. */
export function moveQuotations(store: PlainStore, statement: string, before: string, after: string): boolean {
  if (before === after) return true;
  const quoting = saidOf(store).filter(({ content }) => content.statement === statement && content.anchor !== null);
  const places = quoting.map(({ content }) => content.anchor && placeAfterEdit(before, after, content.anchor));
  quoting.forEach((node, index) => {
    node.content = { ...node.content, anchor: places[index] ?? null };
  });
  const identities = quoting.map(identityOf);
  return !places.includes(null) && new Set(identities).size === identities.length;
}
