import {
  getNamedType,
  isInputObjectType,
  isListType,
  isNonNullType,
  type GraphQLInputField,
  type GraphQLInputObjectType,
} from 'graphql';
import type { WalkValues } from './walkValues';

/** How much of a where input is tried: every value, one value of every condition, one condition of every field. */
const EVERY_VALUE = 0;
const EVERY_CONDITION = 1;
const EVERY_FIELD = 2;
type Detail = typeof EVERY_VALUE | typeof EVERY_CONDITION | typeof EVERY_FIELD;

const COMBINATORS = ['AND', 'OR', 'NOT'];

/** Filters that set one condition each, those that look into other types among them, and a few that join two. */
export function wheresOf(type: GraphQLInputObjectType, values: WalkValues, detail: Detail): string[] {
  const single = ['', ...singleConditions(type, values, detail)];
  if (detail === EVERY_FIELD) return single.map(braces);
  const inner = [single[1], single.at(-1)].map((condition) => braces(condition ?? ''));
  const [one = '{ }', other = '{ }'] = inner;
  const joined = Object.values(type.getFields())
    .filter(({ name }) => COMBINATORS.includes(name))
    .flatMap(({ name }) => [`${name}: [${one}, ${other}]`, `${name}: [${other}]`]);
  return [...single, ...joined].map(braces);
}

const braces = (conditions: string): string => `{ ${conditions} }`;

function singleConditions(type: GraphQLInputObjectType, values: WalkValues, detail: Detail): string[] {
  return Object.values(type.getFields())
    .filter(({ name }) => !COMBINATORS.includes(name))
    .flatMap((field) => {
      const fieldType = getNamedType(field.type);
      const about = fieldType.name === 'IDFilter' ? type.name.replace('WhereInput', '') : field.name;
      const all = conditionsOn(field, values, detail, about, false);
      return detail === EVERY_FIELD ? all.slice(0, 1) : all;
    });
}

/** What may stand at a field of a where input, or of a filter in it. */
function conditionsOn(
  field: GraphQLInputField,
  values: WalkValues,
  detail: Detail,
  about: string,
  isNegated: boolean,
): string[] {
  const type = getNamedType(field.type);
  if (!isInputObjectType(type)) {
    const literals = values.literals(field, about);
    return (detail === EVERY_VALUE ? literals : literals.slice(0, 1)).map((literal) => `${field.name}: ${literal}`);
  }
  if (isListType(isNonNullType(field.type) ? field.type.ofType : field.type)) {
    throw new Error(`The walk does not know what the list ${field.name} of filters means.`);
  }
  if (isWhere(type)) {
    const inner =
      detail === EVERY_FIELD ? ['{ }'] : wheresOf(type, values, detail === EVERY_VALUE ? EVERY_CONDITION : EVERY_FIELD);
    return inner.map((where) => `${field.name}: ${where}`);
  }
  const parts = Object.values(type.getFields()).filter((part) => !isNegated || getNamedType(part.type) !== type);
  return parts.flatMap((part, index) => {
    const partType = getNamedType(part.type);
    // What every and none look at is what some looks at.
    const less = index > 0 && isInputObjectType(partType) && isWhere(partType) ? EVERY_FIELD : detail;
    const conditions = conditionsOn(part, values, less, about, partType === type);
    return conditions.map((condition) => `${field.name}: { ${condition} }`);
  });
}

/** Whether an input is a where of its own, and no filter of one property. */
function isWhere(type: GraphQLInputObjectType): boolean {
  return COMBINATORS.every((name) => name in type.getFields());
}
