import type { FieldNode, GraphQLObjectType, GraphQLOutputType } from 'graphql';
import type { Compiler } from './compiler';

/** One field as an operation uses it: with its arguments, its place in the answer, and what is selected in it. */
export interface FieldUse {
  /** The key of the answer: the alias, or else the field's name. */
  readonly key: string;
  readonly name: string;
  readonly parent: GraphQLObjectType;
  readonly type: GraphQLOutputType;
  readonly nodes: readonly FieldNode[];
  /** Coerced arguments; strings, ids and other scalars that come from variables are places (VariableLeaf). */
  readonly args: Readonly<Record<string, unknown>>;
  /** Keys from the root of the answer to this field. */
  readonly path: readonly string[];
  /** How many rows its parent may have at worst. */
  readonly rows: number;
  readonly compiler: Compiler;
}
