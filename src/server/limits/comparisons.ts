import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { checkLimit } from './limits';

/** The selections of one object of the answer: the fields under each name, and how many fragments are spread. */
interface Merged {
  readonly fields: Map<string, FieldNode[]>;
  spreads: number;
}

/**
 * Refuses a document whose fields and fragments take too many comparisons. GraphQL's rule that fields with the same name in
 * the answer must be equal compares each with each, and all fragments of an object as well.
 *
 * @param document within the limits of fields and depth, and without fragments that spread themselves
 * @throws RequestError COST_LIMIT_EXCEEDED
 */
export function checkComparisons(document: DocumentNode): void {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of document.definitions) {
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
  }
  let cost = 0;
  for (const node of document.definitions) {
    if ('selectionSet' in node) cost += comparisons([node.selectionSet], fragments);
  }
  checkLimit('comparisons', 'To compare the fields of equal names, and the fragments, takes', cost, 'steps');
}

function comparisons(
  sets: readonly SelectionSetNode[],
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): number {
  const merged: Merged = { fields: new Map(), spreads: 0 };
  for (const { selections } of sets) merge(merged, selections, fragments);
  let cost = pairs(merged.spreads);
  for (const fields of merged.fields.values()) {
    const below = fields.flatMap(({ selectionSet }) => selectionSet ?? []);
    cost += pairs(fields.length);
    if (below.length > 0) cost += comparisons(below, fragments);
  }
  return cost;
}

function merge(
  merged: Merged,
  selections: readonly SelectionNode[],
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): void {
  for (const node of selections) {
    if (node.kind === Kind.FIELD) {
      const name = (node.alias ?? node.name).value;
      const fields = merged.fields.get(name);
      if (fields === undefined) merged.fields.set(name, [node]);
      else fields.push(node);
    } else {
      const spread = node.kind === Kind.INLINE_FRAGMENT ? node : fragments.get(node.name.value);
      if (node.kind === Kind.FRAGMENT_SPREAD) merged.spreads += 1;
      if (spread !== undefined) merge(merged, spread.selectionSet.selections, fragments);
    }
  }
}

const pairs = (count: number): number => (count * (count - 1)) / 2;
