import { canonical } from '../queries.mjs';

/** The operations as a front-end of ours writes them. */
export const documents = {
  list: `query List($after: String) { statements(first: 20, after: $after) { nodes {
    id slug kind title subtitle language issuedOn { edtf earliest latest } createdAt version } } }`,
  nested: `query Nested($after: String) { allegations(first: 20, after: $after) { nodes {
    id slug summary accused { id slug name kind }
    assertions(first: 10) { nodes { id stance speaker { id name } statement { id title } } } } } }`,
  one: `query One($id: ID!) { allegation(id: $id) {
    id slug summary place occurredOn { edtf earliest latest } parties { role party { id slug name kind } }
    assertions(first: 10) { nodes {
      id stance mode anchor { exact start end } speaker { id name } statement { id slug title } } } } }`,
  deep: `query Deep($id: ID!) { party(id: $id) { id name allegations(first: 5) { nodes {
    id summary assertions(first: 5) { nodes {
      id stance speaker { id name } statement { id title issuers { id name kind } } } } } } } }`,
  filter: `query Filter($party: ID!, $after: String) {
    allegations(where: { accused: { id: { equals: $party } } }, first: 20, after: $after) {
      nodes { id slug summary occurredOn { edtf earliest latest } } pageInfo { hasNextPage endCursor } totalCount } }`,
  search: `query Search($words: String!) { search(query: $words, first: 10) {
    edges { snippet node { __typename ... on Statement { id title } ... on Allegation { id summary } ... on Party { id name } } }
    totalCount } }`,
  facets: `query Facets($party: ID!) { allegations(where: { accused: { id: { equals: $party } } }) {
    totalCount standings: facets(by: STANDING) { value count } accusers: facets(by: ACCUSER, first: 10) { value count party { name } } } }`,
  network: `query Network($party: ID!) { accusationNetwork(where: { accused: { id: { equals: $party } } }, first: 20) {
    parties { party { id name } made received } accusations { accuser { id } accused { id } allegations answered } } }`,
};

export const walks = {
  list: `query ($after: String) { page: statements(first: 20, after: $after) { pageInfo { endCursor } } }`,
  nested: `query ($after: String) { page: allegations(first: 20, after: $after) { pageInfo { endCursor } } }`,
  filter: `query ($party: ID!, $after: String) {
    page: allegations(where: { accused: { id: { equals: $party } } }, first: 20, after: $after) { pageInfo { endCursor } } }`,
};

/** This server, as it is built, in a process of its own. */
export const allegata = {
  name: 'allegata',
  label: 'Allegata',
  start: ({ url, server }) => ({
    args: [server, 'serve'],
    env: { DATABASE_URL: url, ALLEGATA_EXAMPLE: 'off', ALLEGATA_LOG_LEVEL: 'error', PORT: '0' },
    ready: /^Allegata is ready: (\S+)$/m,
  }),
  body: (query, variables) => JSON.stringify({ query: documents[query], variables }),
  prepare: (query, variants, ask) => prepareByCursor(query, variants, ask, walks),
  canonical,
  hasOverviews: true,
};

/**
 * Variables for the variants of a query. Cursors are a server's own, so they are got by walking from page to page.
 *
 * @param {(document: string, variables: object) => Promise<object>} ask answers with an operation's data
 */
export async function prepareByCursor(query, variants, ask, documentsOfWalks) {
  const walk = documentsOfWalks[query];
  if (walk === undefined) return variants;
  const prepared = [];
  let cursor;
  for (const { after, ...rest } of variants) {
    const variables = after === null ? rest : { ...rest, after: cursor };
    prepared.push(variables);
    cursor = (await ask(walk, variables)).page.pageInfo.endCursor;
  }
  return prepared;
}
