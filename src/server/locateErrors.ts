import {
  type DocumentNode,
  type FieldNode,
  getLocation,
  type GraphQLFormattedError,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { MOST_LOCATIONS } from './limits/boundErrors';

type Fragments = ReadonlyMap<string, SelectionSetNode>;

/**
 * Gives errors with a path and no locations the locations of the fields that the path leads to. The read path compiles many
 * fields to one statement and knows where in the answer a fault belongs; this says where in the document that is.
 */
export function locateErrors(
  errors: readonly GraphQLFormattedError[],
  document: DocumentNode,
  operation: OperationDefinitionNode,
): readonly GraphQLFormattedError[] {
  if (errors.every(({ path, locations }) => path === undefined || locations !== undefined)) return errors;
  const fragments = fragmentsOf(document);
  return errors.map((error) => {
    if (error.path === undefined || error.locations !== undefined) return error;
    const fields = fieldsAt(error.path, operation, fragments).slice(0, MOST_LOCATIONS);
    const locations = fields.flatMap(({ loc }) => (loc === undefined ? [] : [getLocation(loc.source, loc.start)]));
    return locations.length === 0 ? error : { ...error, locations };
  });
}

function fragmentsOf({ definitions }: DocumentNode): Fragments {
  const fragments = new Map<string, SelectionSetNode>();
  for (const node of definitions) {
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node.selectionSet);
  }
  return fragments;
}

/** The fields that a path of an answer leads to, or as far as it leads: a path may go on into an argument. */
function fieldsAt(
  path: readonly (string | number)[],
  { selectionSet: root }: OperationDefinitionNode,
  fragments: Fragments,
): readonly FieldNode[] {
  let sets: readonly SelectionSetNode[] = [root];
  let found: readonly FieldNode[] = [];
  for (const key of path) {
    if (typeof key === 'number') continue;
    const fields = fieldsOf(key, sets, fragments);
    if (fields.length === 0) break;
    found = fields;
    sets = fields.flatMap(({ selectionSet }) => selectionSet ?? []);
  }
  return found;
}

/** The fields with this key in the answer, those of fragments too, each once. */
function fieldsOf(key: string, sets: readonly SelectionSetNode[], fragments: Fragments): readonly FieldNode[] {
  const found: FieldNode[] = [];
  const waiting = new Set(sets);
  // A set that is added while this goes on is looked at as well, and none twice.
  for (const { selections } of waiting) {
    for (const node of selections) {
      if (node.kind === Kind.FIELD) {
        if ((node.alias ?? node.name).value === key) found.push(node);
        continue;
      }
      const set = node.kind === Kind.INLINE_FRAGMENT ? node.selectionSet : fragments.get(node.name.value);
      if (set !== undefined) waiting.add(set);
    }
  }
  return found;
}
