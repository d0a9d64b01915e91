import { createHash } from 'node:crypto';
import { type FieldNode, type GraphQLResolveInfo, Kind, print, visit } from 'graphql';
import type { Compiler, CompilerInput } from './compiler';
import type { FieldUse } from './fieldUse';

/** What is selected in a field: a text that is equal where the same is, in whichever document, and the variables in it. */
export interface Selection {
  readonly key: string;
  readonly variables: ReadonlySet<string>;
}

const known = new WeakMap<FieldNode, Selection>();

/**
 * What an operation selects in a field, without the field's own arguments: two that give it other values, in variables or as
 * literals, select the same.
 */
export function selectionOf({ fieldNodes, fragments, returnType, path, operation }: GraphQLResolveInfo): Selection {
  const selections = fieldNodes.map((node) => selectionOfNode(node, fragments));
  const variables = new Set(selections.flatMap((selection) => [...selection.variables]));
  const types = operation.variableDefinitions?.flatMap(({ variable, type }) =>
    variables.has(variable.name.value) ? [`$${variable.name.value}: ${print(type)}`] : [],
  );
  const keys = selections.map(({ key }) => key);
  return { key: [String(returnType), path.key, ...keys, ...(types ?? [])].join(' '), variables };
}

/** A node belongs to one document, whose fragments stay the same. */
function selectionOfNode(node: FieldNode, fragments: CompilerInput['fragments']): Selection {
  const before = known.get(node);
  if (before) return before;
  const variables = new Set<string>();
  const texts = new Map<string, string>();
  const read = (name: string, part: FieldNode['selectionSet'] | CompilerInput['fragments'][string]): void => {
    if (!part || texts.has(name)) return;
    texts.set(name, print(part));
    visit(part, {
      [Kind.VARIABLE]: ({ name: { value } }) => void variables.add(value),
      [Kind.FRAGMENT_SPREAD]: ({ name: { value } }) => {
        read(value, fragments[value]);
      },
    });
  };
  read('', node.selectionSet);
  const key = createHash('sha256')
    .update([...texts.values()].join('\n'))
    .digest('base64url');
  const selection = { key, variables };
  known.set(node, selection);
  return selection;
}

/** The use of a field for what is selected in it; its arguments are another's to read. */
export function selectionUse(info: GraphQLResolveInfo, compiler: Compiler): FieldUse {
  const key = String(info.path.key);
  return {
    key,
    name: info.fieldName,
    parent: info.parentType,
    type: info.returnType,
    nodes: info.fieldNodes,
    args: {},
    path: [key],
    rows: 1,
    compiler,
  };
}
