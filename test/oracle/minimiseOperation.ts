import { Kind, print, validate, visit, parse, type ASTNode, type DocumentNode, type GraphQLSchema } from 'graphql';

/**
 * Takes parts out of an operation for as long as what is left is valid and still fails, so that a failure can be read.
 *
 * @param stillFails whether an operation shows the same failure
 */
export async function minimiseOperation(
  schema: GraphQLSchema,
  document: DocumentNode,
  stillFails: (smaller: DocumentNode) => Promise<boolean>,
): Promise<DocumentNode> {
  let smallest = document;
  for (let index = 0; ;) {
    const smaller = withoutPart(smallest, index);
    if (!smaller) return smallest;
    const tidy = withoutUnused(smaller);
    if (validate(schema, tidy).length === 0 && (await stillFails(tidy))) {
      // Later parts have moved up to this place.
      smallest = tidy;
    } else {
      index += 1;
    }
  }
}

function isPart(node: ASTNode): boolean {
  return [
    Kind.FIELD,
    Kind.INLINE_FRAGMENT,
    Kind.FRAGMENT_SPREAD,
    Kind.ARGUMENT,
    Kind.DIRECTIVE,
    Kind.OBJECT_FIELD,
  ].some((kind) => kind === node.kind);
}

/** The document without its part of this number; undefined where it has not so many. */
function withoutPart(document: DocumentNode, index: number): DocumentNode | undefined {
  let seen = -1;
  const smaller = visit(document, {
    enter(node): null | undefined {
      if (seen >= index || !isPart(node)) return undefined;
      seen += 1;
      return seen === index ? null : undefined;
    },
  });
  return seen === index ? reparsed(smaller) : undefined;
}

/** An emptied selection set cannot be printed; such a document is as one that is not valid. */
function reparsed(document: DocumentNode): DocumentNode {
  try {
    return parse(print(document));
  } catch {
    return { kind: Kind.DOCUMENT, definitions: [] };
  }
}

/** Drops fragments that nothing spreads and variables that nothing uses. */
function withoutUnused(document: DocumentNode): DocumentNode {
  let tidy = document;
  for (;;) {
    const used = new Set<string>();
    visit(tidy, {
      FragmentSpread: (node) => void used.add(`fragment ${node.name.value}`),
      Variable: (node, _key, parent) => {
        const defines = parent && 'kind' in parent && parent.kind === Kind.VARIABLE_DEFINITION;
        if (!defines) used.add(`variable ${node.name.value}`);
      },
    });
    const next = visit(tidy, {
      FragmentDefinition: (node) => (used.has(`fragment ${node.name.value}`) ? undefined : null),
      VariableDefinition: (node) => (used.has(`variable ${node.variable.name.value}`) ? undefined : null),
    });
    if (print(next) === print(tidy)) return tidy;
    tidy = next;
  }
}
