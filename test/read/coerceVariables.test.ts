import * as fc from 'fast-check';
import { buildSchema, getVariableValues, type OperationDefinitionNode, parse } from 'graphql';
import { coerceVariables } from '../../src/read/coerceVariables';

const schema = buildSchema(`
  enum Kind { ONE TWO }
  input Where { AND: [Where!] text: String kinds: [Kind!] = [ONE] most: Int = 3 flag: Boolean! at: ID matrix: [[Int]] }
  input One @oneOf { text: String most: Int }
  type Query { read(where: Where, one: One, text: String): Int }
`);

const operation = parse(`query(
  $where: Where, $required: Where!, $list: [Int!]! = [1], $one: One, $text: String = "none", $__proto__: Kind, $toString: ID
) { read }`).definitions[0] as OperationDefinitionNode;

const names = ['where', 'required', 'list', 'one', 'text', '__proto__', 'toString', 'constructor'];
const fields = ['AND', 'text', 'kinds', 'most', 'flag', 'at', 'matrix', '__proto__', 'hasOwnProperty', 'unknown'];

const { value } = fc.letrec((tie) => ({
  scalar: fc.oneof(
    fc.constantFrom<unknown>('ONE', 'TWO', 'three', 1, 2.5, 2 ** 40, null, true, ''),
    fc.string({ maxLength: 200 }),
  ),
  value: fc.oneof(
    { depthSize: 'small' },
    tie('scalar'),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.array(fc.tuple(fc.constantFrom(...fields), tie('value')), { maxLength: 5 }).map((entries) => ownObject(entries)),
  ),
}));

/** As JSON.parse makes it: a key __proto__ is a property like any other. */
function ownObject(entries: readonly (readonly [string, unknown])[]): Record<string, unknown> {
  return Object.fromEntries(entries);
}

const flagged = (input: unknown): unknown =>
  typeof input === 'object' && input !== null && !Array.isArray(input) ? { flag: true, ...input } : input;

it('takes what graphql-js takes, with equal results, and refuses what it refuses', () => {
  let taken = 0;
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom(...names), fc.oneof(value, value.map(flagged)))), (entries) => {
      const given = ownObject([['required', { flag: true }], ...entries]);
      const theirs = getVariableValues(schema, operation.variableDefinitions!, given);
      const ours = coerceVariables(schema, operation, given);
      expect(ours.errors === undefined).toBe(theirs.errors === undefined);
      if (ours.coerced) {
        taken += 1;
        expect({ ...ours.coerced }).toEqual(theirs.coerced);
        expect(Object.getPrototypeOf(ours.coerced)).toBeNull();
      } else {
        expect(ours.errors.length).toBe(Math.min(theirs.errors!.length, 11));
      }
    }),
    { numRuns: 500 },
  );
  expect(taken).toBeGreaterThan(20);
});

const faultsOf = (given: Record<string, unknown>): [string, unknown][] =>
  coerceVariables(schema, operation, { required: { flag: true }, ...given }).errors!.map(({ message, extensions }) => [
    message,
    extensions.field,
  ]);

it.each([
  [
    { where: { AND: [{ flag: true, unknown: 1 }], flag: true } },
    'Variable "$where" got invalid value { flag: true, unknown: 1 } at "where.AND[0]"; Field "unknown" is not defined by type "Where".',
    'where.AND[0].unknown',
  ],
  [
    { where: {} },
    'Variable "$where" got invalid value {}; Field "flag" of required type "Boolean!" was not provided.',
    'where.flag',
  ],
  [
    { list: [1, 'two'] },
    'Variable "$list" got invalid value "two" at "list[1]"; Int cannot represent non-integer value: "two"',
    'list[1]',
  ],
  [{ list: null }, 'Variable "$list" of non-null type "[Int!]!" must not be null.', 'list'],
])('names the variable and the place of a fault in %j', (given, message, field) => {
  expect(faultsOf(given)).toEqual([[message, field]]);
});

it('shows a few of many values, and the beginning of long ones', () => {
  const [[message]] = faultsOf({ text: [{ ['k'.repeat(1000)]: 1 }, ['x'], 3, 4] }) as [[string, unknown]];
  expect(message).toMatch('got invalid value [{…}, […], 3, …]');
  const [[long]] = faultsOf({ toString: { ['k'.repeat(1000)]: 'v'.repeat(1000) } }) as [[string, unknown]];
  expect(long.length).toBeLessThanOrEqual(300);
});
