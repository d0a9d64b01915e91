-- What ranks and marks is what is sought: beside a single word, what must not occur made every rank 0.
-- querytree leaves out what is negated; where that leaves nothing to find by (T, as of `one OR -other`, or no text), the query
-- is taken as it is.
CREATE FUNCTION search_sought(query tsquery) RETURNS tsquery
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT CASE WHEN querytree(query) IN ('T', '') THEN query ELSE querytree(query)::tsquery END
$$;

CREATE OR REPLACE FUNCTION search_snippet(configuration regconfig, content text, query tsquery) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE SET search_path FROM CURRENT
AS $$
  SELECT ts_headline(
    configuration,
    replace(replace(replace(replace(replace(left(content, 250000), '&', '&amp;'), '<', '&lt;'), '>', '&gt;'), '"', '&quot;'), '''', '&#39;'),
    search_sought(query),
    'StartSel=<mark>, StopSel=</mark>, MaxFragments=2, MinWords=8, MaxWords=28, FragmentDelimiter=" … "'
  )
$$;
