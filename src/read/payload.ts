import {
  getNamedType,
  getNullableType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  isAbstractType,
  isListType,
  isObjectType,
} from 'graphql';
import { Compiler, type CompilerInput } from './compiler';
import type { FieldUse } from './fieldUse';
import { jsonObject } from './jsonObject';
import { NODE_TYPES } from './nodeTypes';
import { nodeId } from './partyId';
import type { Plan } from './plan';
import type { ReadObject } from './readType';
import { nodeById, nodesByIds } from './roots';
import { selectionUse } from './selection';
import { Bind, type Sql, sql } from './sql';

/** The key of the ids of what was written, among the variables. No variable can have this name. */
const WRITTEN_IDS = '@written';

/** The variables of a plan of {@link compilePayload}: those of the operation, and the ids of what was written. */
export function payloadVariables(
  { variableValues }: GraphQLResolveInfo,
  ids: readonly string[],
): Readonly<Record<string, unknown>> {
  return { ...variableValues, [WRITTEN_IDS]: ids };
}

/** How the payload of a mutation is read, over the ids of what was written: each field gives the node of the first, or all. */
export function payloadType(type: GraphQLObjectType): ReadObject {
  const fields = Object.values(type.getFields()).filter(givesNodes);
  return {
    name: type.name,
    fields: Object.fromEntries(fields.map((field) => [field.name, (ids: Sql, use: FieldUse) => written(use, ids)])),
  };
}

function givesNodes({ type }: GraphQLField<unknown, unknown>): boolean {
  const { name } = getNamedType(type);
  return name === 'Node' || Object.values<string>(NODE_TYPES).includes(name);
}

function written(use: FieldUse, ids: Sql): Sql {
  const named = getNamedType(use.type);
  if (isListType(getNullableType(use.type))) return nodesByIds(use, ids);
  const id = sql`(${ids})[1]`;
  if (isAbstractType(named)) return nodeById(use, id);
  // A repeated Idempotency-Key gives the id of a party that may have been merged into another since.
  return use.compiler.one(use, named.name, (row) => sql`${row}.id = ${nodeId(named.name, id)}`);
}

/** Compiles what a mutation's payload selects. */
export function compilePayload(info: GraphQLResolveInfo, input: CompilerInput): Plan {
  const compiler = new Compiler(input);
  const type = getNamedType(info.returnType);
  if (!isObjectType(type)) throw new Error(`${info.fieldName} has no payload.`);
  const ids = sql`${new Bind((variables) => variables[WRITTEN_IDS])}::uuid[]`;
  const payload = payloadType(type);
  const selected = compiler.subfields(selectionUse(info, compiler), type.name, 1);
  // What a write reports beside its objects, a resolver answers.
  const read = selected.filter(({ name }) => name === '__typename' || name in payload.fields);
  const entries = compiler.values(read, payload, ids);
  return compiler.plan(sql`select ${jsonObject(entries)}::text`);
}
