import type { DossierAllegation, DossierAssertion, DossierText } from '../plain/dossierText';
import { bodyOfSlug, type PlainStore } from '../plain/plainStore';

/**
 * A dossier without the mistakes that random ones are full of: what says the same twice, what is related to itself, new statements
 * without a body, labels that lead nowhere. What only the store knows to be wrong is left.
 */
export function mended(store: PlainStore, dossier: DossierText): DossierText {
  const { parties, statements, allegations, ...others } = dossier;
  return {
    ...others,
    ...(parties && {
      parties: keyedOnce(parties).map((entry) => ({
        ...entry,
        ...(entry.identifiers && { identifiers: once(entry.identifiers) }),
        ...(entry.relationships && { relationships: entry.relationships.filter(({ party }) => party !== entry.key) }),
      })),
    }),
    ...(statements && {
      statements: keyedOnce(statements).map((entry) => ({
        ...entry,
        ...(entry.body === undefined && bodyOfSlug(store, entry.key) === undefined && { body: 'Body 🚢. ' }),
        attributions: once(entry.attributions),
        ...(entry.cites && { cites: once(entry.cites).filter((key) => key !== entry.key) }),
      })),
    }),
    ...(allegations && { allegations: keyedOnce(allegations).map(mendedAllegation) }),
  };
}

function mendedAllegation(entry: DossierAllegation): DossierAllegation {
  return {
    ...entry,
    parties: once(entry.parties),
    ...(entry.counters && { counters: once(entry.counters).filter((key) => key !== entry.key) }),
    ...(entry.assertions && {
      assertions: entry.assertions.map((assertion, index) => labelled(assertion, index, entry.key)),
    }),
  };
}

/** Each with a label of its own; an answer is one to the assertion before it. */
function labelled(
  { ref: _, inResponseTo, ...assertion }: DossierAssertion,
  index: number,
  key: string,
): DossierAssertion {
  const answer = inResponseTo !== undefined && index > 0 && { inResponseTo: `${key} ${String(index - 1)}` };
  return { ...assertion, ref: `${key} ${String(index)}`, ...answer };
}

const once = <Item>(list: readonly Item[]): Item[] =>
  list.filter((item, index) => list.findIndex((other) => JSON.stringify(other) === JSON.stringify(item)) === index);

const keyedOnce = <Item extends { readonly key: string }>(list: readonly Item[]): Item[] =>
  list.filter(({ key }, index) => list.findIndex((other) => other.key === key) === index);
