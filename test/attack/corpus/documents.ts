import { type Attack, either, KILOBYTE, refused } from '../support/attack';
import { get, nested, post, times } from '../support/requests';

const UNREADABLE = ['GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'BAD_USER_INPUT', 'COST_LIMIT_EXCEEDED'];

/** Documents that are refused by their shape alone. */
const REFUSED: Readonly<Record<string, () => string>> = {
  'fragments that spread themselves': () => '{ ...a } fragment a on Query { ...b } fragment b on Query { ...a }',
  'a circle of 500 fragments': () =>
    `{ ...f0 } ${times(500, (index) => `fragment f${index} on Query { ...f${(index + 1) % 500} }`)}`,
  'fragments that double 30 times': () =>
    `{ ...f0 } ${times(30, (index) => `fragment f${index} on Query { ...f${index + 1} ...f${index + 1} }`)} fragment f30 on Query { __typename }`,
  'fragments that double with other aliases each time': () =>
    `{ ...f0 } ${times(20, (index) => `fragment f${index} on Query { ...f${index + 1} a${index}: __typename ...f${index + 1} }`)} fragment f20 on Query { ${times(200, (index) => `z${index}: __typename`)} }`,
  'fragments that multiply inside nodes': () =>
    `{ parties { nodes { ...f0 } } } ${times(12, (index) => `fragment f${index} on Party { a: statements { nodes { issuers { ...f${index + 1} } } } b: statements { nodes { issuers { ...f${index + 1} } } } }`)} fragment f12 on Party { id }`,
  'fields of one key that would have to be merged pairwise': () =>
    `{ ${times(1_500, () => 'parties { nodes { id } }')} }`,
  'overlapping fields in nested pairs': () =>
    `{ parties { nodes ${nested(11, '{ name }', (inner) => `{ statements { nodes { issuers ${inner} issuers ${inner} } } }`)} } }`,
  'inline fragments nested 2,000 deep': () => `${'{ ... on Query '.repeat(2_000)}{ __typename }${' }'.repeat(2_000)}`,
  'selections nested 3,000 deep': () =>
    `{ parties { nodes ${'{ statements { nodes '.repeat(1_500)}{ id }${' } }'.repeat(1_500)} } }`,
  'a list literal nested 3,000 deep': () =>
    `{ parties(where: { OR: ${'['.repeat(3_000)}${']'.repeat(3_000)} }) { totalCount } }`,
  'an object literal nested 2,000 deep': () =>
    `{ parties(where: ${'{ NOT: '.repeat(2_000)}{}${' }'.repeat(2_000)}) { totalCount } }`,
  'a type of a variable nested 3,000 deep': () =>
    `query ($v: ${'['.repeat(3_000)}Int${']'.repeat(3_000)}) { __typename }`,
  'three thousand directives on one field': () => `{ __typename ${'@include(if: true) '.repeat(3_000)} }`,
  'unknown directives by the thousand': () => `{ __typename ${times(2_000, (index) => `@d${index}`)} }`,
  'unknown fields by the thousand': () => `{ ${times(3_000, (index) => `parti${index}`)} }`,
  'unknown fields that are nearly known ones': () => `{ ${times(1_500, (index) => `allegatio${index}`)} }`,
  'unknown fields with long names': () => `{ ${times(20, (index) => 'allegations'.repeat(500) + String(index))} }`,
  'one unknown field with a name of 200,000 characters': () => `{ ${'a'.repeat(200_000)} }`,
  'unknown arguments by the thousand': () =>
    `{ parties(${times(2_000, (index) => `frist${index}: 1`)}) { totalCount } }`,
  'the same argument a thousand times': () => `{ parties(${'first: 1 '.repeat(1_000)}) { totalCount } }`,
  'unknown keys by the thousand in a literal': () =>
    `{ parties(where: { ${times(2_000, (index) => `nam${index}: 1`)} }) { totalCount } }`,
  'the same key a thousand times in a literal': () =>
    `{ parties(where: { ${'slug: { equals: "x" } '.repeat(1_000)} }) { totalCount } }`,
  'wrong enum values by the thousand in a literal': () =>
    `{ parties(where: { kind: { in: [${times(3_000, (index) => `PERSO${index}`)}] } }) { totalCount } }`,
  'unknown types by the thousand': () => `{ ${times(1_000, (index) => `... on Statemen${index} { id }`)} }`,
  'unused fragments by the thousand': () =>
    `{ __typename } ${times(1_000, (index) => `fragment f${index} on Party { id }`)}`,
  'unused variables by the thousand': () => `query (${times(1_500, (index) => `$v${index}: Int`)}) { __typename }`,
  'undefined variables by the thousand': () =>
    `{ ${times(1_000, (index) => `a${index}: parties(first: $v${index}) { totalCount }`)} }`,
  'ten thousand operations': () => times(10_000, (index) => `query q${index} { __typename }`),
  'ten thousand operations of the same name': () => 'query q { __typename } '.repeat(10_000),
  'schema definitions in a query': () => `{ __typename } ${times(1_000, (index) => `type T${index} { a: Int }`)}`,
  'an unclosed brace after 100,000 characters': () => `{ parties { nodes { ${'id '.repeat(33_000)}`,
  'an unclosed block string': () => `{ search(query: """${'x'.repeat(100_000)}) { totalCount } }`,
  'a million opening braces': () => '{'.repeat(1_000_000),
  'a document of nothing but brackets': () => '[]'.repeat(100_000),
  'characters that no document may have': () => `{ __typename ${'\u0000'.repeat(10_000)} }`,
  'a number that never ends': () => `{ parties(first: ${'9'.repeat(500_000)}) { totalCount } }`,
  'a subscription of a thousand root fields': () =>
    `subscription { ${times(1_000, (index) => `a${index}: changes { id }`)} }`,
};

/** Documents that are valid, and either small enough or refused. */
const VALID: Readonly<Record<string, () => string>> = {
  'a comment of 200,000 characters': () => `{ __typename } #${'x'.repeat(200_000)}`,
  'ten thousand comments': () => `{ __typename }${'\n#'.repeat(10_000)}`,
  'two hundred thousand commas and spaces': () => `{ __typename ${', '.repeat(100_000)} }`,
  'a block string of 100,000 lines': () => `{ search(query: """${' \n'.repeat(100_000)}x""") { totalCount } }`,
  'a block string whose indentation is all there is': () =>
    `{ search(query: """${`${' '.repeat(400)}\n`.repeat(500)}x""") { totalCount } }`,
  'a string of escapes': () => `{ search(query: "${'\\u0061'.repeat(30_000)}") { totalCount } }`,
  'the same field 3,000 times': () => `{ ${'__typename '.repeat(3_000)} }`,
  'the same fragment spread 2,000 times': () => `{ ${'...f '.repeat(2_000)} } fragment f on Query { __typename }`,
  'a chain of 500 fragments': () =>
    `{ ...f0 } ${times(500, (index) => `fragment f${index} on Query { ...f${index + 1} }`)} fragment f500 on Query { __typename }`,
  'a thousand operations, of which one is asked for': () =>
    `query asked { __typename } ${times(999, (index) => `query q${index} { parties { totalCount } }`)}`,
  'a response key of 100,000 characters': () => `{ ${'k'.repeat(100_000)}: __typename }`,
  'aliases and fragments named as what every object has': () =>
    `{ __proto__: __typename constructor: __typename toString: parties { __proto__: totalCount nodes { ...valueOf } } ...hasOwnProperty }
     fragment valueOf on Party { constructor: id __proto__: name } fragment hasOwnProperty on Query { valueOf: __typename }`,
  'nested keys that look like a prototype': () =>
    '{ __proto__: parties(first: 1) { __proto__: nodes { __proto__: statements(first: 1) { __proto__: totalCount } } } }',
};

const shaped = (documents: Readonly<Record<string, () => string>>, isValid: boolean): Attack[] =>
  Object.entries(documents).map(([name, write]) => ({
    name: `${name}: ${isValid ? 'cheap, or refused' : 'refused'}`,
    deliver: () => post(write(), name.includes('asked for') ? { operationName: 'asked' } : {}),
    // A response key comes back, which the client has sent itself.
    limits: isValid ? { answerBytes: 160 * KILOBYTE } : undefined,
    expected: isValid ? either(...UNREADABLE) : refused(...UNREADABLE, 'OPERATION_RESOLUTION_FAILURE'),
  }));

const introspections: Attack[] = [
  {
    name: 'introspection that multiplies in itself is refused',
    deliver: () =>
      post(
        `{ __schema { types ${nested(9, '{ name }', (inner) => `{ fields { type ${inner} args { type ${inner} } } }`)} } }`,
      ),
    expected: refused(...UNREADABLE),
  },
  {
    name: 'introspection of fields of types of fields stays small or is refused',
    deliver: () => post(`{ __schema { types ${nested(4, '{ name }', (inner) => `{ fields { type ${inner} } }`)} } }`),
    expected: refused(...UNREADABLE),
  },
  {
    name: 'a hundred introspections under aliases are refused',
    deliver: () =>
      post(
        `{ ${times(100, (index) => `s${index}: __schema { types { name description fields { name description } } }`)} }`,
      ),
    expected: refused(...UNREADABLE),
  },
];

const names: Attack[] = ['', 'none', 'x'.repeat(100_000), '__proto__', 'constructor', 'a b', '\u0000'].map(
  (operationName) => ({
    name: `an operation that is not there (${JSON.stringify(operationName.slice(0, 12))}) is refused in few words`,
    deliver: () => post('query a { __typename } query b { __typename }', { operationName }),
    expected: refused('OPERATION_RESOLUTION_FAILURE', 'BAD_USER_INPUT', 'BAD_REQUEST', 'COST_LIMIT_EXCEEDED'),
  }),
);

const wrongRequests: Attack[] = [
  ...[5, ['a'], { a: 1 }, true].map((operationName) => ({
    name: `${JSON.stringify(operationName)} as the name of an operation is refused`,
    deliver: () => post('query a { __typename }', { operationName }),
    expected: refused('BAD_REQUEST', 'OPERATION_RESOLUTION_FAILURE', 'BAD_USER_INPUT'),
  })),
  {
    name: 'a mutation by GET is refused',
    deliver: () => get({ query: 'mutation { deleteNode(input: { id: "x", version: 1 }) { deletedId } }' }),
    expected: refused(),
  },
  {
    name: 'persisted queries that are not there are refused by the thousandth of a megabyte',
    deliver: () => post(undefined, { extensions: { persistedQuery: { version: 1, sha256Hash: 'f'.repeat(100_000) } } }),
    expected: refused(),
  },
  {
    name: 'a persisted query under another hash is refused',
    deliver: () =>
      post('{ __typename }', { extensions: { persistedQuery: { version: 1, sha256Hash: '0'.repeat(64) } } }),
    expected: refused(),
  },
];

export const documents: readonly Attack[] = [
  ...shaped(REFUSED, false),
  ...shaped(VALID, true),
  ...introspections,
  ...names,
  ...wrongRequests,
];
