import fastify from 'fastify';
import mercurius from 'mercurius';
import pg from 'pg';
import { schema } from './mercuriusSchema.mjs';

// Mercurius with its just-in-time compiler, and a loader for each relation: one statement a relation, however many parents.
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10, idleTimeoutMillis: 300_000 });
const rowsOf = async (name, text, values) => (await pool.query({ name, text, values })).rows;

const PARTY = 'p.id, p.slug, p.kind, p.name';
const ALLEGATION = 'a.id, a.slug, a.summary, a.occurred_on, a.occurred_earliest, a.occurred_latest, a.place';
const STATEMENT =
  's.id, s.slug, s.kind, s.title, s.subtitle, s.language, s.issued_on, s.issued_earliest, s.issued_latest, s.created_at, s.version';
const ASSERTION =
  'x.id, x.allegation_id, x.statement_id, x.speaker_id, x.stance, x.mode, x.anchor_exact, x.anchor_start, x.anchor_end';
const NEWEST = 'ORDER BY a.occurred_earliest DESC, a.id DESC';

const partialDate = (edtf, earliest, latest) => (edtf === null ? null : { edtf, earliest, latest });
const encode = (date, id) => Buffer.from(JSON.stringify([date, id])).toString('base64url');
const decode = (cursor) => (cursor == null ? [null, null] : JSON.parse(Buffer.from(cursor, 'base64url').toString()));

/** One row more than the page was fetched, which tells whether there are more. */
function page(rows, first, dateColumn) {
  const nodes = rows.slice(0, first);
  const last = nodes.at(-1);
  const endCursor = last === undefined ? null : encode(last[dateColumn], last.id);
  return { nodes, pageInfo: { hasNextPage: rows.length > first, endCursor } };
}

/** Spreads the rows of a batch over the parents that asked for them. */
function grouped(queries, rows, column) {
  const groups = new Map(queries.map(({ obj }) => [obj.id, []]));
  for (const row of rows) groups.get(row[column]).push(row);
  return queries.map(({ obj }) => groups.get(obj.id));
}

const byId = (rows, ids) => {
  const found = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id) => found.get(id) ?? null);
};

const Query = {
  statements: async (_, { first, after }) => {
    const [date, id] = decode(after);
    const rows =
      date === null
        ? await rowsOf(
            'statements',
            `SELECT ${STATEMENT} FROM statement s WHERE s.state = 'PUBLISHED' ORDER BY s.issued_earliest DESC, s.id DESC LIMIT $1`,
            [first + 1],
          )
        : await rowsOf(
            'statements_after',
            `SELECT ${STATEMENT} FROM statement s WHERE s.state = 'PUBLISHED' AND (s.issued_earliest, s.id) < ($2, $3)
              ORDER BY s.issued_earliest DESC, s.id DESC LIMIT $1`,
            [first + 1, date, id],
          );
    return page(rows, first, 'issued_earliest');
  },
  allegations: async (_, { where, first, after }) => {
    const [date, id] = decode(after);
    const party = where?.accused?.id?.equals;
    const values = [first + 1];
    let text = `SELECT ${ALLEGATION} FROM allegation a WHERE a.state = 'PUBLISHED'`;
    if (party !== undefined)
      text += ` AND EXISTS (SELECT FROM allegation_party l WHERE l.allegation_id = a.id AND l.role = 'ACCUSED' AND l.party_id = $${values.push(party)})`;
    if (date !== null) text += ` AND (a.occurred_earliest, a.id) < ($${values.push(date)}, $${values.push(id)})`;
    const rows = await rowsOf(
      `allegations ${party !== undefined} ${date !== null}`,
      `${text} ${NEWEST} LIMIT $1`,
      values,
    );
    return { ...page(rows, first, 'occurred_earliest'), party };
  },
  allegation: async (_, { id }) =>
    (
      await rowsOf('allegation', `SELECT ${ALLEGATION} FROM allegation a WHERE a.id = $1 AND a.state = 'PUBLISHED'`, [
        id,
      ])
    )[0],
  party: async (_, { id }) =>
    (await rowsOf('party', `SELECT ${PARTY} FROM party p WHERE p.id = $1 AND p.state = 'PUBLISHED'`, [id]))[0],
};

const resolvers = {
  Query,
  AllegationConnection: {
    totalCount: async ({ party }) => {
      const [{ count }] =
        party === undefined
          ? await rowsOf('total', `SELECT count(*)::integer AS count FROM allegation WHERE state = 'PUBLISHED'`, [])
          : await rowsOf(
              'total_against',
              `SELECT count(*)::integer AS count FROM allegation a JOIN allegation_party l ON l.allegation_id = a.id
                WHERE a.state = 'PUBLISHED' AND l.role = 'ACCUSED' AND l.party_id = $1`,
              [party],
            );
      return count;
    },
  },
  Statement: {
    issuedOn: (s) => partialDate(s.issued_on, s.issued_earliest, s.issued_latest),
    createdAt: (s) => s.created_at.toISOString(),
  },
  Allegation: { occurredOn: (a) => partialDate(a.occurred_on, a.occurred_earliest, a.occurred_latest) },
  Assertion: {
    anchor: (x) =>
      x.anchor_exact === null ? null : { exact: x.anchor_exact, start: x.anchor_start, end: x.anchor_end },
  },
};

const idsOf = (queries) => queries.map(({ obj }) => obj.id);

const loaders = {
  Party: {
    allegations: async (queries) => {
      const first = queries[0].params.first;
      const rows = await rowsOf(
        'party_allegations',
        `SELECT u.id AS parent, a.* FROM unnest($1::uuid[]) u(id) CROSS JOIN LATERAL (
          SELECT ${ALLEGATION} FROM allegation a WHERE a.state = 'PUBLISHED'
            AND EXISTS (SELECT FROM allegation_party l WHERE l.allegation_id = a.id AND l.party_id = u.id) ${NEWEST} LIMIT $2) a`,
        [idsOf(queries), first + 1],
      );
      return grouped(queries, rows, 'parent').map((group) => page(group, first, 'occurred_earliest'));
    },
  },
  Statement: {
    issuers: async (queries) => {
      const rows = await rowsOf(
        'issuers',
        `SELECT t.statement_id AS parent, ${PARTY} FROM attribution t JOIN party p ON p.id = t.party_id
          WHERE t.statement_id = ANY ($1::uuid[]) AND t.role = 'ISSUER' AND p.state = 'PUBLISHED' ORDER BY t.position`,
        [idsOf(queries)],
      );
      return grouped(queries, rows, 'parent');
    },
  },
  Allegation: {
    parties: async (queries) => {
      const rows = await rowsOf(
        'allegation_parties',
        `SELECT l.allegation_id AS parent, l.role, ${PARTY} FROM allegation_party l JOIN party p ON p.id = l.party_id
          WHERE l.allegation_id = ANY ($1::uuid[]) AND p.state = 'PUBLISHED' ORDER BY l.position`,
        [idsOf(queries)],
      );
      return grouped(queries, rows, 'parent').map((group) => group.map((row) => ({ role: row.role, party: row })));
    },
    accused: async (queries) => {
      const rows = await rowsOf(
        'accused',
        `SELECT l.allegation_id AS parent, ${PARTY} FROM allegation_party l JOIN party p ON p.id = l.party_id
          WHERE l.allegation_id = ANY ($1::uuid[]) AND l.role = 'ACCUSED' AND p.state = 'PUBLISHED' ORDER BY l.position`,
        [idsOf(queries)],
      );
      return grouped(queries, rows, 'parent');
    },
    assertions: async (queries) => {
      const rows = await rowsOf(
        'allegation_assertions',
        `SELECT x.* FROM unnest($1::uuid[]) u(id) CROSS JOIN LATERAL (
          SELECT ${ASSERTION} FROM assertion x WHERE x.allegation_id = u.id AND x.visible
          ORDER BY coalesce(x.statement_issued, '-infinity'::date) DESC, x.statement_id DESC, coalesce(x.anchor_start, 2147483647), x.id LIMIT $2) x`,
        [idsOf(queries), queries[0].params.first],
      );
      return grouped(queries, rows, 'allegation_id').map((nodes) => ({ nodes }));
    },
  },
  Assertion: {
    speaker: async (queries) => {
      const ids = queries.map(({ obj }) => obj.speaker_id);
      return byId(
        await rowsOf(
          'parties',
          `SELECT ${PARTY} FROM party p WHERE p.id = ANY ($1::uuid[]) AND p.state = 'PUBLISHED'`,
          [ids],
        ),
        ids,
      );
    },
    statement: async (queries) => {
      const ids = queries.map(({ obj }) => obj.statement_id);
      return byId(
        await rowsOf(
          'statements_of',
          `SELECT ${STATEMENT} FROM statement s WHERE s.id = ANY ($1::uuid[]) AND s.state = 'PUBLISHED'`,
          [ids],
        ),
        ids,
      );
    },
  },
};

const app = fastify();
app.register(mercurius, { schema, resolvers, loaders, jit: 1, graphiql: false });
const address = await app.listen({ port: 0, host: '127.0.0.1' });
console.log(`ready ${address}/graphql`);
