import { type GraphQLResolveInfo, isObjectType } from 'graphql';
import { collectSubfields } from 'graphql/execution/collectFields';
import type { ChangedType, ChangeKind } from '../database/generated/enums';
import { Compiler, type CompilerInput } from './compiler';
import { jsonObject } from './jsonObject';
import { mixedNode } from './mixedNode';
import { NODE_TYPES } from './nodeTypes';
import type { Plan } from './plan';
import { selectionUse } from './selection';
import { Bind, raw, sql } from './sql';

/** A change as one subscriber is told of it. */
export interface ChangeEvent {
  readonly cursor: string;
  readonly kind: ChangeKind;
  readonly type: ChangedType;
  /** The id of the node. */
  readonly id: string;
  /** An instant, as the API writes them. */
  readonly at: string;
  /** The number of the newest change that was known when this one was handed out: what is read for it is no older. */
  readonly asOf: number;
}

/** The fields of Change that a plan reads, and those that are the event's own. */
export const CHANGE_FIELDS = ['node', 'cursor', 'kind', 'type', 'id', 'at'] as const;

function isEventField(name: string): name is Exclude<(typeof CHANGE_FIELDS)[number], 'node'> {
  return name !== 'node' && (CHANGE_FIELDS as readonly string[]).includes(name);
}

/** The key of the changed node among the variables. No variable can have this name. */
const CHANGED = '@changed';

/** The variables of a plan of {@link compileChange}: those of the operation, and which node is meant. */
export function changeVariables(
  { variableValues }: GraphQLResolveInfo,
  { type, id }: Pick<ChangeEvent, 'type' | 'id'>,
): Record<string, unknown> {
  return { ...variableValues, [CHANGED]: { type: NODE_TYPES[type], id } };
}

/**
 * Compiles what a subscription selects in `node`.
 *
 * @returns the plan of an object with a node under each response key, or null where none is selected
 */
export function compileChange(info: GraphQLResolveInfo, input: CompilerInput): Plan | null {
  const compiler = new Compiler(input);
  const nodes = compiler.subfields(selectionUse(info, compiler), 'Change', 1).filter(({ name }) => name === 'node');
  if (nodes.length === 0) return null;
  const changed = (column: keyof ChangeEvent): Bind =>
    new Bind((variables) => (variables[CHANGED] as ChangeEvent)[column]);
  const row = raw('c');
  const entries = nodes.map((use) => ({
    key: use.key,
    value: mixedNode(use, Object.values(NODE_TYPES), row, 1),
  }));
  const rows = sql`(select ${changed('type')}::text as type, ${changed('id')}::uuid as id) ${row}`;
  return compiler.plan(sql`select ${jsonObject(entries)}::text from ${rows}`);
}

/**
 * The object of a change, with each selected field under its response key.
 *
 * @param nodes what the plan has read; null where the node is not there
 */
export function changeObject(
  info: GraphQLResolveInfo,
  event: ChangeEvent,
  nodes: Readonly<Record<string, unknown>> | null,
): Record<string, unknown> {
  const type = info.schema.getType('Change');
  if (!isObjectType(type)) throw new Error('The schema has no object type Change.');
  const selected = collectSubfields(info.schema, info.fragments, info.variableValues, type, info.fieldNodes);
  const valueOf = (key: string, name: string): unknown => {
    if (name === 'node') return nodes?.[key] ?? null;
    return isEventField(name) ? event[name] : type.name;
  };
  return Object.fromEntries([...selected].map(([key, [field]]) => [key, valueOf(key, field?.name.value ?? '')]));
}
