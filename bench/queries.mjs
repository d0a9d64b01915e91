/**
 * What is asked of every contestant, and the shape in which its answers are compared: plain values, lists without
 * connections around them, instants as milliseconds.
 *
 * list      20 statements, newest first, with what a list shows
 * nested    20 allegations, newest first, each with the accused and its first 10 assertions with speaker and statement
 * one       one allegation by id, with its parties and its first 10 assertions with their quotations
 * deep      party -> its 5 newest allegations -> 5 assertions -> statement -> issuers
 * filter    20 allegations against a party, newest first, from a cursor on, whether there are more, and how many in all
 *
 * What the peers have nothing for is asked of this server and of the limit:
 *
 * search    the 10 best of statements, allegations and parties that have a word, with what is around it, and how many in all
 * facets    how the allegations against a party divide by standing and by accuser
 * network   who accuses whom in the allegations against a party, the 20 most frequent, and how often it was answered
 */
export const OVERVIEWS = ['search', 'facets', 'network'];
export const QUERIES = ['list', 'nested', 'one', 'deep', 'filter', ...OVERVIEWS];

/** Whether a contestant takes part in a query. */
export const answers = ({ hasOverviews }, query) => hasOverviews === true || !OVERVIEWS.includes(query);

export const PAGE = 20;

/** Pages of list and nested that are asked for. */
const PAGES = 20;

/**
 * What the requests of each query vary in, drawn from the database by a fixed rule. Half of what is asked for is drawn as it
 * comes, half from what is in many allegations or has many assertions.
 *
 * @param {import('pg').Client} client
 * @returns {Promise<Record<string, object[]>>} for list and nested { after: null | { id, date } }, for one and deep { id }, for filter
 *   { party, after }: `after` is the last row of the page before
 */
export async function readVariants(client) {
  const rows = async (text, values) => (await client.query(text, values)).rows;
  const [statements, allegations] = await Promise.all(
    [
      ['statement', 'issued_earliest'],
      ['allegation', 'occurred_earliest'],
    ].map(([table, date]) =>
      rows(`SELECT id, date FROM (
          SELECT id, ${date}::text AS date, row_number() OVER (ORDER BY ${date} DESC, id DESC) AS n FROM ${table} WHERE state = 'PUBLISHED'
        ) r WHERE n % ${PAGE} = 0 AND n < ${PAGE * PAGES} ORDER BY n`),
    ),
  );
  const one = await rows(`
    (SELECT id FROM allegation WHERE state = 'PUBLISHED' ORDER BY md5(id::text) LIMIT 100)
    UNION ALL
    (SELECT a.id FROM assertion x JOIN allegation a ON a.id = x.allegation_id WHERE a.state = 'PUBLISHED'
      GROUP BY a.id ORDER BY count(*) DESC, a.id LIMIT 100)`);
  const deep = await rows(`
    (SELECT p.id FROM party p WHERE state = 'PUBLISHED' ORDER BY md5(p.id::text) LIMIT 20)
    UNION ALL
    (SELECT p.id FROM allegation_party x JOIN party p ON p.id = x.party_id WHERE p.state = 'PUBLISHED'
      ORDER BY md5(x.allegation_id::text) LIMIT 20)`);
  return {
    list: [{ after: null }, ...statements.map((after) => ({ after }))],
    nested: [{ after: null }, ...allegations.map((after) => ({ after }))],
    one,
    deep,
    filter: await filterVariants(rows, deep),
    search: await searchVariants(rows, deep),
    facets: deep.map(({ id }) => ({ party: id })),
    network: deep.map(({ id }) => ({ party: id })),
  };
}

/** The first page of each party, and the second where there is one. */
async function filterVariants(rows, parties) {
  const variants = [];
  for (const { id } of parties) {
    variants.push({ party: id, after: null });
    const [last] = await rows(
      `SELECT a.id, a.occurred_earliest::text AS date FROM allegation a
        WHERE state = 'PUBLISHED' AND EXISTS (SELECT FROM allegation_party x WHERE x.allegation_id = a.id AND x.party_id = $1 AND x.role = 'ACCUSED')
        ORDER BY occurred_earliest DESC, id DESC OFFSET ${PAGE - 1} LIMIT 1`,
      [id],
    );
    if (last) variants.push({ party: id, after: last });
  }
  return variants;
}

/** The first words of parties' names, and long words out of summaries: some are rare, some stand in thousands of texts. */
async function searchVariants(rows, parties) {
  const found = await rows(
    `SELECT split_part(name, ' ', 1) AS words FROM party WHERE id = ANY ($1)
      UNION SELECT (regexp_match(summary, '[[:alpha:]]{7,}'))[1] FROM (SELECT summary FROM allegation ORDER BY md5(id::text) LIMIT 40) a`,
    [parties.map(({ id }) => id)],
  );
  return found.filter(({ words }) => words !== null).sort((one, other) => (one.words < other.words ? -1 : 1));
}

/** Picks what each query is compared in from an answer of ours or of one that has the same shape. */
export const canonical = {
  list: (data) =>
    data.statements.nodes.map((statement) => ({ ...statement, createdAt: Date.parse(statement.createdAt) })),
  nested: (data) =>
    data.allegations.nodes.map((allegation) => ({ ...allegation, assertions: allegation.assertions.nodes })),
  one: ({ allegation }) => ({ ...allegation, assertions: allegation.assertions.nodes }),
  deep: ({ party }) => ({
    ...party,
    allegations: party.allegations.nodes.map((allegation) => ({
      ...allegation,
      assertions: allegation.assertions.nodes,
    })),
  }),
  filter: ({ allegations }) => ({
    nodes: allegations.nodes,
    hasNextPage: allegations.pageInfo.hasNextPage,
    totalCount: allegations.totalCount,
  }),
  search: (data) => data,
  facets: (data) => data,
  network: (data) => data,
};
