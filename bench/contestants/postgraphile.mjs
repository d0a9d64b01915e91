import { fileURLToPath } from 'node:url';
import { prepareByCursor } from './allegata.mjs';

const ofAllegation = `orderBy: [STATEMENT_ISSUED_DESC, STATEMENT_ID_DESC, ANCHOR_START_ASC, ROW_ID_ASC]`;
const statements = `allStatements(first: 20, after: $after, orderBy: [ISSUED_EARLIEST_DESC, ROW_ID_DESC])`;
const newest = `orderBy: [OCCURRED_EARLIEST_DESC, ROW_ID_DESC]`;
const allegations = `allAllegations(first: 20, after: $after, ${newest})`;
const against = `allAllegations(first: 20, after: $after, ${newest},
  filter: { allegationPartiesByAllegationId: { some: { partyId: { equalTo: $party }, role: { equalTo: ACCUSED } } } })`;

const documents = {
  list: `query List($after: Cursor) { statements: ${statements} { nodes {
    id: rowId slug kind title subtitle language issuedOn issuedEarliest issuedLatest createdAt version } } }`,
  nested: `query Nested($after: Cursor) { allegations: ${allegations} { nodes {
    id: rowId slug summary
    accused: allegationPartiesByAllegationId(condition: { role: ACCUSED }) { nodes { party: partyByPartyId { id: rowId slug name kind } } }
    assertions: assertionsByAllegationId(first: 10, ${ofAllegation}) { nodes {
      id: rowId stance speaker: partyBySpeakerId { id: rowId name } statement: statementByStatementId { id: rowId title } } } } } }`,
  one: `query One($id: UUID!) { allegation: allegationByRowId(rowId: $id) {
    id: rowId slug summary place occurredOn occurredEarliest occurredLatest
    parties: allegationPartiesByAllegationId { nodes { role party: partyByPartyId { id: rowId slug name kind } } }
    assertions: assertionsByAllegationId(first: 10, ${ofAllegation}) { nodes {
      id: rowId stance mode anchorExact anchorStart anchorEnd
      speaker: partyBySpeakerId { id: rowId name } statement: statementByStatementId { id: rowId slug title } } } } }`,
  deep: `query Deep($id: UUID!) { party: partyByRowId(rowId: $id) { id: rowId name
    allegations: allegationsByAllegationPartyPartyIdAndAllegationId(first: 5, ${newest}) { nodes {
      id: rowId summary assertions: assertionsByAllegationId(first: 5, ${ofAllegation}) { nodes {
        id: rowId stance speaker: partyBySpeakerId { id: rowId name }
        statement: statementByStatementId { id: rowId title
          issuers: attributionsByStatementId(condition: { role: ISSUER }) { nodes { party: partyByPartyId { id: rowId name kind } } } } } } } } } }`,
  filter: `query Filter($party: UUID!, $after: Cursor) { allegations: ${against} {
    nodes { id: rowId slug summary occurredOn occurredEarliest occurredLatest } pageInfo { hasNextPage endCursor } totalCount } }`,
};

const walks = {
  list: `query ($after: Cursor) { page: ${statements} { pageInfo { endCursor } } }`,
  nested: `query ($after: Cursor) { page: ${allegations} { pageInfo { endCursor } } }`,
  filter: `query ($party: UUID!, $after: Cursor) { page: ${against} { pageInfo { endCursor } } }`,
};

/** PostGraphile 5, connected as a role that sees what readers may. */
export const postgraphile = {
  name: 'postgraphile',
  label: 'PostGraphile 5',
  start: ({ readerUrl }) => ({
    args: [
      '--require',
      fileURLToPath(new URL('../peers/withResolvers.cjs', import.meta.url)),
      fileURLToPath(new URL('../peers/postgraphile.mjs', import.meta.url)),
    ],
    env: { DATABASE_URL: readerUrl, GRAPHILE_ENV: 'production' },
    ready: /^ready (\S+)$/m,
  }),
  body: (query, variables) => JSON.stringify({ query: documents[query], variables }),
  prepare: (query, variants, ask) => prepareByCursor(query, variants, ask, walks),
  canonical: {
    list: ({ statements }) =>
      statements.nodes.map(({ issuedOn, issuedEarliest, issuedLatest, createdAt, ...rest }) => ({
        ...rest,
        issuedOn: day(issuedOn, issuedEarliest, issuedLatest),
        createdAt: Date.parse(createdAt),
      })),
    nested: ({ allegations }) =>
      allegations.nodes.map((allegation) => ({
        ...allegation,
        accused: visibleParties(allegation.accused),
        assertions: allegation.assertions.nodes,
      })),
    one: ({ allegation: { occurredOn, occurredEarliest, occurredLatest, parties, assertions, ...rest } }) => ({
      ...rest,
      occurredOn: day(occurredOn, occurredEarliest, occurredLatest),
      parties: parties.nodes.filter(({ party }) => party !== null),
      assertions: assertions.nodes.map(withAnchor),
    }),
    deep: ({ party }) => ({
      ...party,
      allegations: party.allegations.nodes.map((allegation) => ({
        ...allegation,
        assertions: allegation.assertions.nodes.map((assertion) => ({
          ...assertion,
          statement: { ...assertion.statement, issuers: visibleParties(assertion.statement.issuers) },
        })),
      })),
    }),
    filter: ({ allegations: { nodes, pageInfo, totalCount } }) => ({
      nodes: nodes.map(({ occurredOn, occurredEarliest, occurredLatest, ...rest }) => ({
        ...rest,
        occurredOn: day(occurredOn, occurredEarliest, occurredLatest),
      })),
      hasNextPage: pageInfo.hasNextPage,
      totalCount,
    }),
  },
};

/** A partial date from the three columns in which peers show it. */
export const day = (edtf, earliest, latest) => (edtf === null ? null : { edtf, earliest, latest });

/** An assertion whose quotation comes in columns, in our shape. */
export function withAnchor({ anchorExact, anchorStart, anchorEnd, ...rest }) {
  return { ...rest, anchor: anchorExact === null ? null : { exact: anchorExact, start: anchorStart, end: anchorEnd } };
}

/** Row security leaves nothing of a hidden party but its place. */
const visibleParties = ({ nodes }) => nodes.map(({ party }) => party).filter((party) => party !== null);
