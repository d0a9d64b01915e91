import {
  type ASTVisitor,
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  type SelectionSetNode,
  type ValidationContext,
  type ValidationRule,
} from 'graphql';
import { ErrorCode, RequestError } from '../../lib/errors';

/** How many fields deep an operation may ask. The introspection query of IDEs asks 13. */
export const DEPTH_LIMIT = 40;

/**
 * A validation rule that refuses operations which ask more than `limit` fields deep. Fragments are followed and add no
 * level of their own; one that spreads itself is counted as if it didn't, since GraphQL's own rule refuses it.
 *
 * @param limit levels of fields
 */
export function depthLimit(limit: number): ValidationRule {
  return (context): ASTVisitor => {
    const depthOf = depthMeter(context);
    return {
      OperationDefinition(operation) {
        const depth = depthOf(operation.selectionSet);
        if (depth <= limit) return;
        const name = operation.name === undefined ? 'This operation' : `The operation "${operation.name.value}"`;
        const message = `${name} asks ${depth} levels deep; at most ${limit} are allowed.`;
        const cause = new RequestError(ErrorCode.BAD_USER_INPUT, message, { depth, limit });
        context.reportError(new GraphQLError(message, { nodes: operation.name ?? operation, originalError: cause }));
      },
    };
  };
}

/** Counts the levels of fields in a selection set, each fragment once however often it is spread. */
function depthMeter(context: ValidationContext): (selections: SelectionSetNode) => number {
  const known = new Map<FragmentDefinitionNode, number>();
  function ofFragment(fragment: FragmentDefinitionNode): number {
    const depth = known.get(fragment);
    if (depth !== undefined) return depth;
    known.set(fragment, 0);
    const counted = ofSelections(fragment.selectionSet);
    known.set(fragment, counted);
    return counted;
  }
  function ofSelections(selectionSet: SelectionSetNode): number {
    let deepest = 0;
    for (const selection of selectionSet.selections) {
      let depth = 0;
      if (selection.kind === Kind.FIELD) {
        depth = 1 + (selection.selectionSet === undefined ? 0 : ofSelections(selection.selectionSet));
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        depth = ofSelections(selection.selectionSet);
      } else {
        const fragment = context.getFragment(selection.name.value);
        if (fragment) depth = ofFragment(fragment);
      }
      deepest = Math.max(deepest, depth);
    }
    return deepest;
  }
  return ofSelections;
}
