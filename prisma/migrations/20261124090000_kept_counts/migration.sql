-- CreateTable
CREATE TABLE "party_count" (
    "id" UUID NOT NULL,
    "visible" BOOLEAN NOT NULL,
    "allegations" INTEGER NOT NULL DEFAULT 0,
    "visible_allegations" INTEGER NOT NULL DEFAULT 0,
    "statements" INTEGER NOT NULL DEFAULT 0,
    "visible_statements" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "party_count_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "allegation_count" (
    "id" UUID NOT NULL,
    "visible" BOOLEAN NOT NULL,
    "assertions" INTEGER NOT NULL DEFAULT 0,
    "visible_assertions" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "allegation_count_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "party_count_allegations_id_idx" ON "party_count"("allegations", "id");

-- CreateIndex
CREATE INDEX "party_count_statements_id_idx" ON "party_count"("statements", "id");

-- CreateIndex
CREATE INDEX "allegation_count_assertions_id_idx" ON "allegation_count"("assertions", "id");

-- By hand: all that follows.

CREATE INDEX "party_count_by_visible_allegations" ON "party_count" ("visible_allegations", "id") WHERE "visible";
CREATE INDEX "party_count_by_visible_statements" ON "party_count" ("visible_statements", "id") WHERE "visible";
CREATE INDEX "allegation_count_by_visible_assertions" ON "allegation_count" ("visible_assertions", "id") WHERE "visible";

INSERT INTO "party_count" ("id", "visible", "allegations", "visible_allegations", "statements", "visible_statements")
  SELECT p.id, p.state = 'PUBLISHED', coalesce(l.of_all, 0), coalesce(l.of_visible, 0), coalesce(t.of_all, 0), coalesce(t.of_visible, 0)
    FROM party p
    LEFT JOIN (
      SELECT o.party_id, count(DISTINCT a.id) AS of_all, count(DISTINCT a.id) FILTER (WHERE a.state = 'PUBLISHED') AS of_visible
        FROM allegation_party o JOIN allegation a ON a.id = o.allegation_id GROUP BY o.party_id) l ON l.party_id = p.id
    LEFT JOIN (
      SELECT o.party_id, count(DISTINCT s.id) AS of_all, count(DISTINCT s.id) FILTER (WHERE s.state = 'PUBLISHED') AS of_visible
        FROM attribution o JOIN statement s ON s.id = o.statement_id GROUP BY o.party_id) t ON t.party_id = p.id;

INSERT INTO "allegation_count" ("id", "visible", "assertions", "visible_assertions")
  SELECT a.id, a.state = 'PUBLISHED', count(x.id), count(x.id) FILTER (WHERE x.visible)
    FROM allegation a LEFT JOIN assertion x ON x.allegation_id = a.id GROUP BY a.id;

-- Gives the touched nodes of a type that counts are kept for a row of counts each, and takes it from those that are gone.
-- All joins here are look-ups by key, whatever the planner thinks of how many nodes a transaction touches.
CREATE FUNCTION "write_count_rows_of"(touched_type changed_type) RETURNS void LANGUAGE plpgsql
SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE
  node_table text := lower(touched_type::text);
BEGIN
  EXECUTE format(
    'DELETE FROM %1$I c USING touched t
      WHERE t.transaction = transaction_number() AND t.node_type = $1 AND c.id = t.node_id
        AND NOT EXISTS (SELECT FROM %2$I n WHERE n.id = t.node_id)',
    node_table || '_count', node_table)
  USING touched_type;
  EXECUTE format(
    'INSERT INTO %1$I AS c (id, visible)
       SELECT n.id, n.state = ''PUBLISHED'' FROM touched t JOIN %2$I n ON n.id = t.node_id
        WHERE t.transaction = transaction_number() AND t.node_type = $1
       ON CONFLICT (id) DO UPDATE SET visible = EXCLUDED.visible WHERE c.visible <> EXCLUDED.visible',
    node_table || '_count', node_table)
  USING touched_type;
END
$$;

-- As before, and keeps the counts: they are changed by what a transaction adds and takes away, under the lock of the feed,
-- which lets one commit at a time come here. So nobody waits for a row of counts who holds what another commit waits for.
--
-- Where a transaction has not changed a node's own row but a list of it, whether readers saw it is what they see now: that
-- row is as the last commit left it, and no change of a state at the same time can be missed or counted twice.
CREATE OR REPLACE FUNCTION "write_history_of"(touched_type changed_type, happened timestamptz, author text) RETURNS void
LANGUAGE plpgsql SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE
  -- Which nodes a node is counted for, by its snapshot: the parties of a statement or an allegation, each once however many
  -- roles it has, and the allegation of an assertion. Parties and findings are counted for nothing. It is put into the
  -- statement below, since a function would take longer than all else that is done with a row.
  counted_for text := CASE touched_type
    WHEN 'STATEMENT' THEN 'ARRAY(SELECT DISTINCT (e ->> ''party'')::uuid FROM jsonb_array_elements(%s -> ''attributions'') e)'
    WHEN 'ALLEGATION' THEN 'ARRAY(SELECT DISTINCT (e ->> ''party'')::uuid FROM jsonb_array_elements(%s -> ''parties'') e)'
    WHEN 'ASSERTION' THEN 'ARRAY[(%s ->> ''allegation'')::uuid]'
    ELSE '''{}''::uuid[]'
  END;
  count_step text := CASE touched_type
    WHEN 'STATEMENT' THEN
      'UPDATE party_count c SET statements = c.statements + d.of_all, visible_statements = c.visible_statements + d.of_visible
         FROM difference d WHERE c.id = d.id'
    WHEN 'ALLEGATION' THEN
      'UPDATE party_count c SET allegations = c.allegations + d.of_all, visible_allegations = c.visible_allegations + d.of_visible
         FROM difference d WHERE c.id = d.id'
    WHEN 'ASSERTION' THEN
      'UPDATE allegation_count c SET assertions = c.assertions + d.of_all, visible_assertions = c.visible_assertions + d.of_visible
         FROM difference d WHERE c.id = d.id'
    ELSE 'SELECT'
  END;
BEGIN
  IF touched_type IN ('PARTY', 'ALLEGATION') THEN
    PERFORM write_count_rows_of(touched_type);
  END IF;
  EXECUTE format(
    'WITH compared AS (
       SELECT t.node_id, CASE WHEN t.row_changed THEN t.visible_before ELSE coalesce(n.visible, false) END AS visible_before,
              coalesce(n.visible, false) AS visible_after, n.snapshot, r.snapshot AS snapshot_before,
              coalesce(n.version, r.version) AS version, coalesce(r.kind <> ''DELETED'', false) AS existed,
              n.snapshot IS DISTINCT FROM r.snapshot AS differs
         FROM touched t
         LEFT JOIN LATERAL (SELECT * FROM %I s WHERE s.id = t.node_id OFFSET 0) n ON true
         LEFT JOIN LATERAL (SELECT * FROM revision p WHERE p.node_id = t.node_id ORDER BY p.seq DESC LIMIT 1) r ON true
        WHERE t.transaction = transaction_number() AND t.node_type = $1
     ), numbered AS MATERIALIZED (
       SELECT nextval(''change_seq'') AS seq, c.node_id, c.visible_before, c.visible_after, c.snapshot, c.version, c.differs,
              %s AS counted_before, %s AS counted_after,
              CASE WHEN NOT c.existed THEN ''CREATED'' WHEN c.snapshot IS NULL THEN ''DELETED'' ELSE ''UPDATED'' END::change_kind AS kind
         FROM (SELECT * FROM compared WHERE differs OR existed AND visible_before <> visible_after ORDER BY node_id) c
     ), told AS (
       INSERT INTO change (seq, node_type, node_id, kind, visible_before, visible_after, at)
         SELECT seq, $1, node_id, kind, visible_before, visible_after, $2 FROM numbered
     ), difference AS (
       SELECT e.id, sum(e.n)::integer AS of_all, coalesce(sum(e.n) FILTER (WHERE e.visible), 0)::integer AS of_visible
         FROM (SELECT unnest(counted_before) AS id, -1 AS n, visible_before AS visible FROM numbered
               UNION ALL SELECT unnest(counted_after), 1, visible_after FROM numbered) e
        GROUP BY e.id
       HAVING sum(e.n) <> 0 OR sum(e.n) FILTER (WHERE e.visible) <> 0
     ), counted AS (
       %s
     )
     INSERT INTO revision (id, seq, node_type, node_id, version, at, actor, kind, snapshot)
       SELECT new_revision_id(), seq, $1, node_id, version, $2, $3, kind, snapshot FROM numbered WHERE differs',
    lower(touched_type::text) || '_snapshot', format(counted_for, 'c.snapshot_before'), format(counted_for, 'c.snapshot'), count_step)
  USING touched_type, happened, author;
END
$$;

-- Triggers see the rows of a TRUNCATE only before it. Where constraints are immediate, history would be written right then,
-- with the rows still there; so it waits for the commit, or for the next SET CONSTRAINTS.
CREATE FUNCTION "defer_history"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  SET CONSTRAINTS "touching_write_history" DEFERRED;
  RETURN NULL;
END
$$;

DO $$
DECLARE
  content text;
BEGIN
  FOREACH content IN ARRAY ARRAY['party', 'party_name', 'party_identifier', 'party_relationship', 'statement', 'attribution',
    'source', 'citation', 'allegation', 'allegation_party', 'allegation_counter', 'assertion', 'assertion_via', 'finding']
  LOOP
    -- Its name comes before that of the trigger which notes the rows.
    EXECUTE format('CREATE TRIGGER %I BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION defer_history()',
      content || '_defer_truncate', content);
  END LOOP;
END $$;
