/** The overviews, by hand: search, facets and the accusation network. The peers have nothing like them. */

const search = `with wanted as materialized (select search_query($1::text) as query, search_name($1::text) as name),
  queries as materialized (select * from search_queries($1::text)),
  plain as materialized (select (select query from queries where configuration = 'allegata'::regconfig) as simple,
    (select query from queries where configuration = 'allegata_english'::regconfig) as english),
  found as materialized (
    select 'Statement' as type, s.id, round(ts_rank(s.search, q.query, 33)::numeric, 6) as score
    from statement s join queries q on q.configuration = search_configuration(s.language)
    where s.state = 'PUBLISHED' and s.search @@ (select query from wanted) and s.search @@ q.query
    union all
    select 'Allegation', a.id, round(greatest(ts_rank(a.search, (select english from plain), 33),
      word_similarity((select name from wanted), search_name(a.summary)) / 2)::numeric, 6)
    from allegation a
    where a.state = 'PUBLISHED' and (a.search @@ (select english from plain) or (select name from wanted) <% search_name(a.summary))
    union all
    select 'Party', p.id, round(max(n.score)::numeric, 6) from (
      select p.id, greatest(word_similarity((select name from wanted), search_name(p.name)),
        ts_rank(search_vector('allegata', p.name), (select simple from plain), 33)) as score
      from party p
      where search_vector('allegata', p.name) @@ (select simple from plain) or (select name from wanted) <% search_name(p.name)
      union all
      select n.party_id, greatest(word_similarity((select name from wanted), search_name(n.name)),
        ts_rank(search_vector('allegata', n.name), (select simple from plain), 33))
      from party_name n
      where (n.used_by_id is null or exists (select from party u where u.id = n.used_by_id and u.state = 'PUBLISHED'))
        and (search_vector('allegata', n.name) @@ (select simple from plain) or (select name from wanted) <% search_name(n.name))
    ) n join party p on p.id = n.id where p.state = 'PUBLISHED' group by p.id),
  page as materialized (select f.* from found f order by f.score desc, f.id desc limit 10)
  select row_to_json(r)::text from (select
    (select coalesce(json_agg(e), '[]'::json) from (select
      case g.type
        when 'Statement' then (select search_snippet(q.configuration, s.body, q.query)
          from statement s join queries q on q.configuration = search_configuration(s.language) where s.id = g.id)
        when 'Allegation' then (select search_snippet('allegata_english', a.summary, (select english from plain)) from allegation a where a.id = g.id)
        else search_snippet('allegata', (select n.name from (
          select p.name from party p where p.id = g.id
          union all
          select n.name from party_name n where n.party_id = g.id
            and (n.used_by_id is null or exists (select from party u where u.id = n.used_by_id and u.state = 'PUBLISHED'))) n
          order by word_similarity((select name from wanted), search_name(n.name)) desc, n.name limit 1), (select simple from plain)) end as snippet,
      case g.type
        when 'Statement' then (select row_to_json(s) from (select 'Statement' as "__typename", s.id, s.title from statement s where s.id = g.id) s)
        when 'Allegation' then (select row_to_json(a) from (select 'Allegation' as "__typename", a.id, a.summary from allegation a where a.id = g.id) a)
        else (select row_to_json(p) from (select 'Party' as "__typename", p.id, p.name from party p where p.id = g.id) p) end as node
      from page g order by g.score desc, g.id desc) e) as edges,
    (select count(*) from found) as "totalCount") r`;

const matching = `matching as materialized (
    select a.id from allegation_party l join allegation a on a.id = l.allegation_id
    where l.party_id = $1::uuid and l.role = 'ACCUSED' and a.state = 'PUBLISHED'
      and exists (select from party p where p.id = $1::uuid and p.state = 'PUBLISHED'))`;

const facets = `with ${matching}
  select row_to_json(r)::text from (select
    (select count(*) from matching) as "totalCount",
    (select coalesce(json_agg(f), '[]'::json) from (
      select v.value, count(*) as count from (
        select case
          when exists (select from finding f where f.allegation_id = m.id and f.visible) then 'RULED'
          when exists (select from assertion x where x.allegation_id = m.id and x.visible and x.stance = 'RETRACTS' and exists (
            select from assertion y where y.allegation_id = m.id and y.visible and y.speaker_id = x.speaker_id and y.stance = 'ALLEGES')) then 'RETRACTED'
          when exists (select from assertion x where x.allegation_id = m.id and x.visible and x.stance in ('DENIES', 'REBUTS')) then 'CONTESTED'
          else 'UNANSWERED' end as value from matching m) v
      group by 1 order by 2 desc, v.value collate "C") f) as standings,
    (select coalesce(json_agg(f), '[]'::json) from (
      select v.speaker_id as value, v.count, (select row_to_json(p) from (select p.name from party p where p.id = v.speaker_id) p) as party
      from (
        select x.speaker_id, count(distinct m.id) as count
        from matching m join assertion x on x.allegation_id = m.id and x.visible and x.stance in ('ALLEGES', 'REPEATS', 'CORROBORATES')
        group by 1 order by 2 desc, x.speaker_id::text collate "C" limit 10) v) f) as accusers) r`;

const network = `with ${matching},
  pairs as materialized (
    select distinct m.id, x.speaker_id as accuser, l.party_id as accused, exists (
      select from assertion y where y.allegation_id = m.id and y.speaker_id = l.party_id and y.stance in ('DENIES', 'REBUTS') and y.visible) as answered
    from matching m
    join assertion x on x.allegation_id = m.id and x.visible and x.stance in ('ALLEGES', 'REPEATS', 'CORROBORATES')
    join allegation_party l on l.allegation_id = m.id and l.role = 'ACCUSED'
    join party p on p.id = l.party_id and p.state = 'PUBLISHED'),
  shown as materialized (
    select p.accuser, p.accused, count(*) as allegations, count(*) filter (where p.answered) as answered
    from pairs p group by 1, 2 order by 3 desc, 1, 2 limit 20)
  select row_to_json(r)::text from (select
    (select coalesce(json_agg(e), '[]'::json) from (
      select (select row_to_json(q) from (select n.id, n.name) q) as party,
        (select count(distinct p.id) from pairs p where p.accuser = e.id) as made,
        (select count(distinct p.id) from pairs p where p.accused = e.id) as received
      from (select accuser as id from shown union select accused from shown) e join party n on n.id = e.id
      order by n.name, n.id) e) as parties,
    (select coalesce(json_agg(e), '[]'::json) from (
      select (select row_to_json(q) from (select s.accuser as id) q) as accuser, (select row_to_json(q) from (select s.accused as id) q) as accused,
        s.allegations, s.answered
      from shown s order by s.allegations desc, s.accuser, s.accused) e) as accusations) r`;

export const overviews = {
  search: ({ words }) => ({ name: 'search', text: search, values: [words], around: ['{"search":', '}'] }),
  facets: ({ party }) => ({ name: 'facets', text: facets, values: [party], around: ['{"allegations":', '}'] }),
  network: ({ party }) => ({ name: 'network', text: network, values: [party], around: ['{"accusationNetwork":', '}'] }),
};
