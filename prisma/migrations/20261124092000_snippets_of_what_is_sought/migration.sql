-- A snippet marks what was sought, and not the words of a phrase that must not occur: each of them may well stand by itself.
-- querytree leaves out what is negated; where that leaves nothing to find by (T, as of `one or -other`, or no text), the query
-- is taken as it is.
CREATE OR REPLACE FUNCTION search_snippet(configuration regconfig, content text, query tsquery) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE SET search_path FROM CURRENT
AS $$
  SELECT ts_headline(
    configuration,
    replace(replace(replace(replace(replace(left(content, 250000), '&', '&amp;'), '<', '&lt;'), '>', '&gt;'), '"', '&quot;'), '''', '&#39;'),
    CASE WHEN querytree(query) IN ('T', '') THEN query ELSE querytree(query)::tsquery END,
    'StartSel=<mark>, StopSel=</mark>, MaxFragments=2, MinWords=8, MaxWords=28, FragmentDelimiter=" … "'
  )
$$;
