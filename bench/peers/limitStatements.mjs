import { overviews } from './limitOverviews.mjs';

/** The best SQL for each query that anyone here has found, by hand. What a reader may not see is left out, as everywhere. */

const day = (edtf, earliest, latest) =>
  `(select row_to_json(d) from (select ${edtf} as edtf, ${earliest} as earliest, ${latest} as latest) d)`;

const newest = (row, column) => `coalesce(${row}.${column}, '-infinity'::date) desc, ${row}.id desc`;
const after = (row, column, date, id) =>
  `and (coalesce(${row}.${column}, '-infinity'::date), ${row}.id) < (${date}::date, ${id}::uuid)`;

const ofAllegation = (row, count, columns, joins) => `(select coalesce(json_agg(x), '[]'::json) from (
  select ${columns} from assertion x ${joins}
  where x.allegation_id = ${row}.id and x.visible
  order by coalesce(x.statement_issued, '-infinity'::date) desc, x.statement_id desc, coalesce(x.anchor_start, 2147483647), x.id
  limit ${count}) x)`;

const speaker = `(select row_to_json(p) from (select p.id, p.name from party p where p.id = x.speaker_id) p) as speaker`;
const statementWith = (columns) =>
  `(select row_to_json(s) from (select ${columns} from statement s where s.id = x.statement_id) s) as statement`;

const list = (cursor) => `select coalesce(json_agg(s), '[]'::json)::text from (
  select s.id, s.slug, s.kind, s.title, s.subtitle, s.language, ${day('s.issued_on', 's.issued_earliest', 's.issued_latest')} as "issuedOn",
    s.created_at as "createdAt", s.version
  from statement s where s.state = 'PUBLISHED' ${cursor} order by ${newest('s', 'issued_earliest')} limit 20) s`;

const nested = (cursor) => `select coalesce(json_agg(a), '[]'::json)::text from (
  select a.id, a.slug, a.summary,
    (select coalesce(json_agg(p), '[]'::json) from (
      select p.id, p.slug, p.name, p.kind from allegation_party l join party p on p.id = l.party_id
      where l.allegation_id = a.id and l.role = 'ACCUSED' and p.state = 'PUBLISHED' order by l.position) p) as accused,
    (select row_to_json(c) from (select ${ofAllegation('a', 10, `x.id, x.stance, ${speaker}, ${statementWith('s.id, s.title')}`, '')} as nodes) c) as assertions
  from allegation a where a.state = 'PUBLISHED' ${cursor} order by ${newest('a', 'occurred_earliest')} limit 20) a`;

const one = `select row_to_json(a)::text from (
  select a.id, a.slug, a.summary, a.place, ${day('a.occurred_on', 'a.occurred_earliest', 'a.occurred_latest')} as "occurredOn",
    (select coalesce(json_agg(l), '[]'::json) from (
      select l.role, (select row_to_json(p) from (select p.id, p.slug, p.name, p.kind) p) as party
      from allegation_party l join party p on p.id = l.party_id
      where l.allegation_id = a.id and p.state = 'PUBLISHED' order by l.position) l) as parties,
    (select row_to_json(c) from (select ${ofAllegation(
      'a',
      10,
      `x.id, x.stance, x.mode,
        case when x.anchor_exact is not null then (select row_to_json(q) from (select x.anchor_exact as exact, x.anchor_start as start, x.anchor_end as end) q) end as anchor,
        ${speaker}, ${statementWith('s.id, s.slug, s.title')}`,
      '',
    )} as nodes) c) as assertions
  from allegation a where a.id = $1::uuid and a.state = 'PUBLISHED') a`;

const deep = `select row_to_json(p)::text from (
  select p.id, p.name, (select row_to_json(c) from (select (select coalesce(json_agg(a), '[]'::json) from (
    select a.id, a.summary, (select row_to_json(c) from (select ${ofAllegation(
      'a',
      5,
      `x.id, x.stance, ${speaker}, ${statementWith(`s.id, s.title, (select coalesce(json_agg(i), '[]'::json) from (
        select i.id, i.name, i.kind from attribution t join party i on i.id = t.party_id
        where t.statement_id = s.id and t.role = 'ISSUER' and i.state = 'PUBLISHED' order by t.position) i) as issuers`)}`,
      '',
    )} as nodes) c) as assertions
    from allegation a where a.state = 'PUBLISHED'
      and exists (select from allegation_party l where l.allegation_id = a.id and l.party_id = p.id)
    order by ${newest('a', 'occurred_earliest')} limit 5) a) as nodes) c) as allegations
  from party p where p.id = $1::uuid and p.state = 'PUBLISHED') p`;

/** The matching ids are gathered once, for the page and for the number of all; the rest of a row is read for the page alone. */
const filter = (cursor) => `with matching as materialized (
    select a.id, coalesce(a.occurred_earliest, '-infinity'::date) as day
    from allegation_party l join allegation a on a.id = l.allegation_id
    where l.party_id = $1::uuid and l.role = 'ACCUSED' and a.state = 'PUBLISHED'
      and exists (select from party p where p.id = $1::uuid and p.state = 'PUBLISHED')),
  page as materialized (select m.id, m.day from matching m where true ${cursor} order by m.day desc, m.id desc limit 21),
  shown as materialized (select g.id, g.day from page g order by g.day desc, g.id desc limit 20)
  select row_to_json(r)::text from (select
    (select coalesce(json_agg(a), '[]'::json) from (
      select a.id, a.slug, a.summary, ${day('a.occurred_on', 'a.occurred_earliest', 'a.occurred_latest')} as "occurredOn"
      from shown g join allegation a on a.id = g.id order by g.day desc, g.id desc) a) as nodes,
    (select row_to_json(i) from (select (select count(*) > 20 from page) as "hasNextPage",
      (select g.day || ' ' || g.id from shown g order by g.day, g.id limit 1) as "endCursor") i) as "pageInfo",
    (select count(*) from matching) as "totalCount") r`;

const paged = (name, text, around) => {
  const [first, further] = [text(''), text];
  return (column, row) => {
    const next = further(after(row, column, '$1', '$2'));
    return ({ date, id }) =>
      date === null
        ? { name, text: first, values: [], around }
        : { name: `${name}_after`, text: next, values: [date, id], around };
  };
};

export const statements = {
  ...overviews,
  list: paged('list', list, ['{"statements":{"nodes":', '}}'])('issued_earliest', 's'),
  nested: paged('nested', nested, ['{"allegations":{"nodes":', '}}'])('occurred_earliest', 'a'),
  one: ({ id }) => ({ name: 'one', text: one, values: [id], around: ['{"allegation":', '}'] }),
  deep: ({ id }) => ({ name: 'deep', text: deep, values: [id], around: ['{"party":', '}'] }),
  filter: ({ party, date, id }) =>
    date === null
      ? { name: 'filter', text: filter(''), values: [party], around: ['{"allegations":', '}'] }
      : {
          name: 'filter_after',
          text: filter('and (m.day, m.id) < ($2::date, $3::uuid)'),
          values: [party, date, id],
          around: ['{"allegations":', '}'],
        },
};
