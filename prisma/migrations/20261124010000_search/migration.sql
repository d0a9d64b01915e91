-- Full-text search in any language and script, and names that are misspelt or transliterated otherwise.
-- Each text is indexed twice: as it stands, and stemmed in its own language; both without accents.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS unaccent;

CREATE TEXT SEARCH CONFIGURATION allegata (COPY = pg_catalog.simple);
ALTER TEXT SEARCH CONFIGURATION allegata ALTER MAPPING FOR hword, hword_part, word WITH unaccent, simple;

DO $$
DECLARE
  language text;
BEGIN
  FOREACH language IN ARRAY ARRAY['arabic', 'armenian', 'basque', 'catalan', 'danish', 'dutch', 'english',
    'finnish', 'french', 'german', 'greek', 'hindi', 'hungarian', 'indonesian',
    'irish', 'italian', 'lithuanian', 'nepali', 'norwegian', 'portuguese', 'romanian',
    'russian', 'serbian', 'spanish', 'swedish', 'tamil', 'turkish', 'yiddish'] LOOP
    EXECUTE format('CREATE TEXT SEARCH CONFIGURATION %I (COPY = pg_catalog.%I)', 'allegata_' || language, language);
    EXECUTE format('ALTER TEXT SEARCH CONFIGURATION %I ALTER MAPPING FOR hword, hword_part, word WITH unaccent, %I',
      'allegata_' || language, language || '_stem');
  END LOOP;
END $$;

-- The configuration of a BCP 47 language tag; languages without a stemmer are searched as they stand.
-- The search path is kept with each function, because a restored dump computes generated columns with an empty one.
CREATE FUNCTION search_configuration(language text) RETURNS regconfig
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path FROM CURRENT
AS $$
  SELECT CASE split_part(lower(language), '-', 1)
    WHEN 'ar' THEN 'allegata_arabic'
    WHEN 'hy' THEN 'allegata_armenian'
    WHEN 'eu' THEN 'allegata_basque'
    WHEN 'ca' THEN 'allegata_catalan'
    WHEN 'da' THEN 'allegata_danish'
    WHEN 'nl' THEN 'allegata_dutch'
    WHEN 'en' THEN 'allegata_english'
    WHEN 'fi' THEN 'allegata_finnish'
    WHEN 'fr' THEN 'allegata_french'
    WHEN 'de' THEN 'allegata_german'
    WHEN 'el' THEN 'allegata_greek'
    WHEN 'hi' THEN 'allegata_hindi'
    WHEN 'hu' THEN 'allegata_hungarian'
    WHEN 'id' THEN 'allegata_indonesian'
    WHEN 'ga' THEN 'allegata_irish'
    WHEN 'it' THEN 'allegata_italian'
    WHEN 'lt' THEN 'allegata_lithuanian'
    WHEN 'ne' THEN 'allegata_nepali'
    WHEN 'no' THEN 'allegata_norwegian'
    WHEN 'pt' THEN 'allegata_portuguese'
    WHEN 'ro' THEN 'allegata_romanian'
    WHEN 'ru' THEN 'allegata_russian'
    WHEN 'sr' THEN 'allegata_serbian'
    WHEN 'es' THEN 'allegata_spanish'
    WHEN 'sv' THEN 'allegata_swedish'
    WHEN 'ta' THEN 'allegata_tamil'
    WHEN 'tr' THEN 'allegata_turkish'
    WHEN 'yi' THEN 'allegata_yiddish'
    WHEN 'nb' THEN 'allegata_norwegian'
    WHEN 'nn' THEN 'allegata_norwegian'
    ELSE 'allegata'
  END::regconfig
$$;

-- A text stemmed and as it stands, both without accents. A word that nobody can type keeps each apart from what comes behind
-- it, so that no phrase is found across the seam. The stems come first, because positions end at 16,383.
CREATE FUNCTION search_words(configuration regconfig, content text) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path FROM CURRENT
AS $$
  SELECT CASE configuration
    WHEN 'allegata'::regconfig THEN to_tsvector('allegata', content) || '¶:10'::tsvector
    ELSE to_tsvector(configuration, content) || '¶:10'::tsvector || to_tsvector('allegata', content) || '¶:10'::tsvector
  END
$$;

-- PostgreSQL's text search vectors end at 1 MB, which 200 kB of text cannot fill: of a longer text that does, the beginning
-- that fits is searched.
CREATE FUNCTION search_vector(configuration regconfig, content text) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path FROM CURRENT
AS $$
DECLARE
  part text := content;
BEGIN
  IF octet_length(content) <= 200000 THEN
    RETURN search_words(configuration, content);
  END IF;
  LOOP
    BEGIN
      RETURN search_words(configuration, part);
    EXCEPTION WHEN program_limit_exceeded THEN
      part := left(part, length(part) / 2);
    END;
  END LOOP;
END $$;

-- What a person typed, in web-search syntax, as a query for texts of one language: by stems, so that every form of a word
-- counts, and is kept out by a minus; as it stands where it has stop words only.
CREATE FUNCTION search_query(typed text, configuration regconfig) RETURNS tsquery
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path FROM CURRENT SET client_min_messages = error
AS $$
  SELECT CASE numnode(stemmed) WHEN 0 THEN websearch_to_tsquery('allegata', typed) ELSE stemmed END
  FROM (SELECT websearch_to_tsquery(configuration, typed) AS stemmed) AS queries
$$;

-- The same for each language there is. Nobody says in which language a search is meant; a statement is held against the query
-- of its own, because a stem of one language is a word of another.
CREATE FUNCTION search_queries(typed text) RETURNS TABLE (configuration regconfig, query tsquery)
LANGUAGE sql STABLE PARALLEL SAFE SET search_path FROM CURRENT
AS $$
  SELECT oid::regconfig, search_query(typed, oid::regconfig) FROM pg_ts_config
  WHERE (cfgname = 'allegata' OR cfgname LIKE 'allegata\_%')
    AND cfgnamespace = (SELECT cfgnamespace FROM pg_ts_config WHERE oid = 'allegata'::regconfig)
$$;

-- A query that finds all that any of them finds, for the index to begin with.
CREATE FUNCTION search_query(typed text) RETURNS tsquery
LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path FROM CURRENT
AS $$
DECLARE
  found tsquery;
  next tsquery;
BEGIN
  FOR next IN SELECT DISTINCT query FROM search_queries(typed) WHERE numnode(query) > 0 LOOP
    found := coalesce(found || next, next);
  END LOOP;
  RETURN coalesce(found, ''::tsquery);
END $$;

-- A name as it is compared: without accents and case. Upper case folds what lower case leaves apart, such as a final sigma.
CREATE FUNCTION search_name(name text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path FROM CURRENT
AS $$ SELECT upper(unaccent('unaccent', name) COLLATE "und-x-icu") $$;

-- A piece of a text around what a query finds in it: HTML, escaped, with what is found in <mark>.
CREATE FUNCTION search_snippet(configuration regconfig, content text, query tsquery) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE SET search_path FROM CURRENT
AS $$
  SELECT ts_headline(
    configuration,
    replace(replace(replace(replace(replace(left(content, 250000), '&', '&amp;'), '<', '&lt;'), '>', '&gt;'), '"', '&quot;'), '''', '&#39;'),
    query,
    'StartSel=<mark>, StopSel=</mark>, MaxFragments=2, MinWords=8, MaxWords=28, FragmentDelimiter=" … "'
  )
$$;

ALTER TABLE statement ADD COLUMN search tsvector GENERATED ALWAYS AS (
  setweight(search_vector(search_configuration(language), title), 'A')
  || setweight(search_vector(search_configuration(language), coalesce(subtitle, '')), 'B')
  || setweight(search_vector(search_configuration(language), body), 'D')
) STORED;

-- An allegation has no language of its own; English stems do no harm to a summary in another one.
ALTER TABLE allegation ADD COLUMN search tsvector GENERATED ALWAYS AS (
  setweight(search_vector('allegata_english', summary), 'A') || setweight(search_vector('allegata_english', coalesce(place, '')), 'C')
) STORED;

CREATE INDEX statement_search_idx ON statement USING gin (search);
CREATE INDEX allegation_search_idx ON allegation USING gin (search);
CREATE INDEX allegation_summary_trigram_idx ON allegation USING gin (search_name(summary) gin_trgm_ops);
CREATE INDEX party_name_trigram_idx ON party USING gin (search_name(name) gin_trgm_ops);
CREATE INDEX party_name_words_idx ON party USING gin (search_vector('allegata', name));
CREATE INDEX party_name_name_trigram_idx ON party_name USING gin (search_name(name) gin_trgm_ops);
CREATE INDEX party_name_name_words_idx ON party_name USING gin (search_vector('allegata', name));

-- contains, startsWith, endsWith and equals, with and without regard to case.
CREATE INDEX party_slug_text_idx ON party USING gin (upper(slug COLLATE "und-x-icu") gin_trgm_ops);
CREATE INDEX party_name_text_idx ON party USING gin (upper(name COLLATE "und-x-icu") gin_trgm_ops);
CREATE INDEX party_name_name_text_idx ON party_name USING gin (upper(name COLLATE "und-x-icu") gin_trgm_ops);
CREATE INDEX statement_slug_text_idx ON statement USING gin (upper(slug COLLATE "und-x-icu") gin_trgm_ops);
CREATE INDEX statement_title_text_idx ON statement USING gin (upper(title COLLATE "und-x-icu") gin_trgm_ops);
CREATE INDEX allegation_slug_text_idx ON allegation USING gin (upper(slug COLLATE "und-x-icu") gin_trgm_ops);
CREATE INDEX allegation_summary_text_idx ON allegation USING gin (upper(summary COLLATE "und-x-icu") gin_trgm_ops);
CREATE INDEX allegation_place_text_idx ON allegation USING gin (upper(place COLLATE "und-x-icu") gin_trgm_ops);

-- The timeline reads findings by their day too.
CREATE INDEX finding_ruled_on_idx ON finding (coalesce(ruled_earliest, 'infinity'::date), id) WHERE visible;
