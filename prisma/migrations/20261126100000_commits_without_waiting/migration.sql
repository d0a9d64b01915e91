-- Commits that don't wait for each other. Until here, each commit that changed content held one lock of the whole store, from
-- before its number to after its end: through all its triggers, and while it waited for a synchronous standby. What that lock
-- kept is kept by smaller means now:
--
-- * The history of one node has one writer at a time, since whoever writes it holds the node's own row.
-- * Numbers of changes are still taken at commit. A transaction that saw another one commit has higher numbers, and so has the
--   next version of a node. But lower numbers can be committed later than higher ones, so the feed is read only up to
--   change_horizon(), below which nothing can come any more.
-- * Rows of counts are locked in the order of their keys, as the last thing before the end.
-- * Nobody is notified: the queue of notifications is a lock of the whole server, which is held while a commit waits.
--
-- The statements of the triggers are written out for each table, so that a connection plans each of them once.

DROP TRIGGER "touching_write_history" ON "touching";
DROP FUNCTION "write_history"();
DROP FUNCTION "write_history_of"(changed_type, timestamptz, text);
DROP FUNCTION "write_count_rows_of"(changed_type);

-- A transaction that is about to take numbers says so by a shared lock, which nobody waits for: its first key says what the lock
-- is for ("feed" in ASCII), its second how far the numbers had come before, in its lower 32 bits.
CREATE FUNCTION "mark_change_numbers"() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  before bigint := (SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM change_seq);
BEGIN
  PERFORM pg_advisory_xact_lock_shared(x'66656564'::integer, ((before + 2147483648) % 4294967296 - 2147483648)::integer);
END
$$;

-- The number up to which all changes are there: whatever has a lower one was committed before, or never will be. A statement
-- that begins after this one sees them. It can be lower than the time before, where somebody had not locked yet but read their
-- mark; no number at or below the higher one can come all the same.
--
-- The last number is read first. Who locks after that takes a higher one, and who has locked and is not seen below has ended.
CREATE FUNCTION "change_horizon"() RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  last bigint := (SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM change_seq);
BEGIN
  RETURN least(last, (
    -- The number whose lower 32 bits the key is, of those the nearest to the last one.
    SELECT min(last - ((last - objid::bigint + 2147483648 + 4294967296) % 4294967296 - 2147483648)) FROM pg_locks
     WHERE locktype = 'advisory' AND classid = x'66656564'::integer AND objsubid = 2 AND mode = 'ShareLock'
       AND database = (SELECT oid FROM pg_database WHERE datname = current_database())));
END
$$;

-- Which nodes a transaction touches, as before. One function a table; PostgreSQL plans its statements once for each trigger.
DO $$
DECLARE
  content record;
  command text;
  touch text;
BEGIN
  FOR content IN
    SELECT * FROM (VALUES
      ('party', 'party', 'id', 'state = ''PUBLISHED'''),
      ('party_name', 'party', 'party_id', 'n.state = ''PUBLISHED'''),
      ('party_identifier', 'party', 'party_id', 'n.state = ''PUBLISHED'''),
      ('party_relationship', 'party', 'subject_id', 'n.state = ''PUBLISHED'''),
      ('statement', 'statement', 'id', 'state = ''PUBLISHED'''),
      ('attribution', 'statement', 'statement_id', 'n.state = ''PUBLISHED'''),
      ('source', 'statement', 'statement_id', 'n.state = ''PUBLISHED'''),
      ('citation', 'statement', 'statement_id', 'n.state = ''PUBLISHED'''),
      ('allegation', 'allegation', 'id', 'state = ''PUBLISHED'''),
      ('allegation_party', 'allegation', 'allegation_id', 'n.state = ''PUBLISHED'''),
      ('allegation_counter', 'allegation', 'allegation_id', 'n.state = ''PUBLISHED'''),
      ('assertion', 'assertion', 'id', 'visible'),
      ('assertion_via', 'assertion', 'assertion_id', 'n.visible'),
      ('finding', 'finding', 'id', 'visible')
    ) AS contents (name, node, key, visible)
  LOOP
    IF content.key = 'id' THEN
      -- With whether a reader saw the row before the transaction: its first change knows. Where a list of it was noted before,
      -- that could not know of a change by the same command, and is put right.
      touch := format($f$
        INSERT INTO touched AS t (transaction, node_type, node_id, visible_before, row_changed)
          SELECT transaction_number(), %L, r.id, r.visible, true FROM (%%s) r
          ON CONFLICT (transaction, node_type, node_id) DO UPDATE
            SET visible_before = EXCLUDED.visible_before, row_changed = true WHERE NOT t.row_changed; $f$, upper(content.node));
      command := format($f$
        CREATE FUNCTION %I() RETURNS trigger LANGUAGE plpgsql AS $body$
        BEGIN
          IF TG_OP = 'INSERT' THEN %s
          ELSIF TG_OP = 'UPDATE' THEN %s
          ELSIF TG_OP = 'DELETE' THEN %s
          ELSE %s
          END IF;
          IF FOUND THEN
            INSERT INTO touching VALUES (transaction_number()) ON CONFLICT DO NOTHING;
          END IF;
          RETURN NULL;
        END
        $body$ $f$,
        'touch_' || content.name,
        format(touch, 'SELECT id, false AS visible FROM new_rows'),
        format(touch, format('SELECT id, %s AS visible FROM old_rows UNION ALL
          SELECT n.id, false FROM new_rows n WHERE NOT EXISTS (SELECT FROM old_rows o WHERE o.id = n.id)', content.visible)),
        format(touch, format('SELECT id, %s AS visible FROM old_rows', content.visible)),
        format(touch, format('SELECT id, %s AS visible FROM %I', content.visible, content.name)));
    ELSE
      -- The nodes that rows of the list belong to. Where a node was deleted with its list, its own row tells of it.
      touch := format($f$
        INSERT INTO touched (transaction, node_type, node_id, visible_before, row_changed)
          SELECT transaction_number(), %L, n.id, %s, false FROM (%%s) l JOIN %I n ON n.id = l.owner
          ON CONFLICT DO NOTHING; $f$, upper(content.node), content.visible, content.node);
      command := format($f$
        CREATE FUNCTION %I() RETURNS trigger LANGUAGE plpgsql AS $body$
        BEGIN
          IF TG_OP = 'INSERT' THEN %s
          ELSIF TG_OP = 'UPDATE' THEN %s
          ELSIF TG_OP = 'DELETE' THEN %s
          ELSE %s
          END IF;
          IF FOUND THEN
            INSERT INTO touching VALUES (transaction_number()) ON CONFLICT DO NOTHING;
          END IF;
          RETURN NULL;
        END
        $body$ $f$,
        'touch_' || content.name,
        format(touch, format('SELECT DISTINCT %I AS owner FROM new_rows', content.key)),
        format(touch, format('SELECT %1$I AS owner FROM old_rows UNION SELECT %1$I FROM new_rows', content.key)),
        format(touch, format('SELECT DISTINCT %I AS owner FROM old_rows', content.key)),
        format(touch, format('SELECT DISTINCT %I AS owner FROM %I', content.key, content.name)));
    END IF;
    EXECUTE command;
    EXECUTE format('DROP TRIGGER %I ON %I', content.name || '_touch_insert', content.name);
    EXECUTE format('DROP TRIGGER %I ON %I', content.name || '_touch_update', content.name);
    EXECUTE format('DROP TRIGGER %I ON %I', content.name || '_touch_delete', content.name);
    EXECUTE format('DROP TRIGGER %I ON %I', content.name || '_touch_truncate', content.name);
    EXECUTE format('CREATE TRIGGER %I AFTER INSERT ON %I REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION %I()',
      content.name || '_touch_insert', content.name, 'touch_' || content.name);
    EXECUTE format('CREATE TRIGGER %I AFTER UPDATE ON %I REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION %I()',
      content.name || '_touch_update', content.name, 'touch_' || content.name);
    EXECUTE format('CREATE TRIGGER %I AFTER DELETE ON %I REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION %I()',
      content.name || '_touch_delete', content.name, 'touch_' || content.name);
    EXECUTE format('CREATE TRIGGER %I BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION %I()',
      content.name || '_touch_truncate', content.name, 'touch_' || content.name);
  END LOOP;
END $$;

DROP FUNCTION "touch_rows"();
DROP FUNCTION "touch_owners"();

-- By how much a count of one node changes.
CREATE TYPE "count_difference" AS ("id" uuid, "of_all" integer, "of_visible" integer);

-- For each type of nodes, what write_history() below does with those that a transaction has touched.
DO $$
DECLARE
  content record;
BEGIN
  FOR content IN
    SELECT * FROM (VALUES
      ('party', '''{}''::uuid[]'),
      -- Which nodes a node is counted for, by its snapshot: the parties of a statement or an allegation, each once however many
      -- roles it has, and the allegation of an assertion. Parties and findings are counted for nothing.
      ('statement', 'ARRAY(SELECT DISTINCT (e ->> ''party'')::uuid FROM jsonb_array_elements(%s -> ''attributions'') e)'),
      ('allegation', 'ARRAY(SELECT DISTINCT (e ->> ''party'')::uuid FROM jsonb_array_elements(%s -> ''parties'') e)'),
      ('assertion', 'ARRAY[(%s ->> ''allegation'')::uuid]'),
      ('finding', '''{}''::uuid[]')
    ) AS contents (node, counted_for)
  LOOP
    -- A node of which only a list was touched is nobody's yet (a finding has no lists): it is held from here to the end of the transaction.
    IF content.node <> 'finding' THEN
      EXECUTE format($f$
        CREATE FUNCTION %I(this bigint) RETURNS void LANGUAGE plpgsql AS $body$
        BEGIN
          PERFORM FROM %I n WHERE n.id = ANY (ARRAY(
              SELECT t.node_id FROM touched t WHERE t.transaction = this AND t.node_type = %L AND NOT t.row_changed))
            ORDER BY n.id FOR NO KEY UPDATE;
        END
        $body$ $f$, 'hold_touched_' || content.node, content.node, upper(content.node));
    END IF;

    -- Writes what really differs: a change where the content or the visibility does, and a revision where the content does.
    -- Each lookup of a node is by its key, however many there are (hence OFFSET 0). Where a transaction has not changed a node's
    -- own row but a list of it, whether readers saw it is what they see now: that row is as the last commit left it.
    -- Returns by how much it changes counts.
    EXECUTE format($f$
      CREATE FUNCTION %I(this bigint, happened timestamptz, author text) RETURNS count_difference[] LANGUAGE plpgsql AS $body$
      DECLARE
        differences count_difference[];
      BEGIN
        WITH compared AS (
          SELECT t.node_id, CASE WHEN t.row_changed THEN t.visible_before ELSE coalesce(n.visible, false) END AS visible_before,
                 coalesce(n.visible, false) AS visible_after, n.snapshot, r.snapshot AS snapshot_before,
                 coalesce(n.version, r.version) AS version, coalesce(r.kind <> 'DELETED', false) AS existed,
                 n.snapshot IS DISTINCT FROM r.snapshot AS differs
            FROM touched t
            LEFT JOIN LATERAL (SELECT * FROM %I s WHERE s.id = t.node_id OFFSET 0) n ON true
            LEFT JOIN LATERAL (SELECT * FROM revision p WHERE p.node_id = t.node_id ORDER BY p.seq DESC LIMIT 1) r ON true
           WHERE t.transaction = this AND t.node_type = %L
        ), numbered AS MATERIALIZED (
          SELECT nextval('change_seq') AS seq, c.node_id, c.visible_before, c.visible_after, c.snapshot, c.version, c.differs,
                 %s AS counted_before, %s AS counted_after,
                 CASE WHEN NOT c.existed THEN 'CREATED' WHEN c.snapshot IS NULL THEN 'DELETED' ELSE 'UPDATED' END::change_kind AS kind
            FROM (SELECT * FROM compared WHERE differs OR existed AND visible_before <> visible_after ORDER BY node_id) c
        ), told AS (
          INSERT INTO change (seq, node_type, node_id, kind, visible_before, visible_after, at)
            SELECT seq, %L, node_id, kind, visible_before, visible_after, happened FROM numbered
        ), revised AS (
          INSERT INTO revision (id, seq, node_type, node_id, version, at, actor, kind, snapshot)
            SELECT new_revision_id(), seq, %L, node_id, version, happened, author, kind, snapshot FROM numbered WHERE differs
        ), difference AS (
          SELECT e.id, sum(e.n)::integer AS of_all, coalesce(sum(e.n) FILTER (WHERE e.visible), 0)::integer AS of_visible
            FROM (SELECT unnest(counted_before) AS id, -1 AS n, visible_before AS visible FROM numbered
                  UNION ALL SELECT unnest(counted_after), 1, visible_after FROM numbered) e
           GROUP BY e.id
          HAVING sum(e.n) <> 0 OR sum(e.n) FILTER (WHERE e.visible) <> 0
        )
        SELECT coalesce(array_agg(ROW(id, of_all, of_visible)::count_difference), '{}') INTO differences FROM difference;
        RETURN differences;
      END
      $body$ $f$,
      'write_' || content.node || '_history', content.node || '_snapshot', upper(content.node),
      format(content.counted_for, 'c.snapshot_before'), format(content.counted_for, 'c.snapshot'),
      upper(content.node), upper(content.node));
  END LOOP;

  -- Gives each touched node a row of counts, takes it from those that are gone, and adds what others change of their counts. All
  -- rows are locked first, in the order of their keys, so that commits which meet here wait for each other and never block.
  FOR content IN
    SELECT * FROM (VALUES
      ('party', $s$
        UPDATE party_count c SET allegations = c.allegations + d.of_all, visible_allegations = c.visible_allegations + d.of_visible
          FROM unnest(of_allegations) d WHERE c.id = d.id;
        UPDATE party_count c SET statements = c.statements + d.of_all, visible_statements = c.visible_statements + d.of_visible
          FROM unnest(of_statements) d WHERE c.id = d.id; $s$, 'of_allegations count_difference[], of_statements count_difference[]',
        'of_allegations || of_statements'),
      ('allegation', $s$
        UPDATE allegation_count c SET assertions = c.assertions + d.of_all, visible_assertions = c.visible_assertions + d.of_visible
          FROM unnest(of_assertions) d WHERE c.id = d.id; $s$, 'of_assertions count_difference[]', 'of_assertions')
    ) AS contents (node, adding, parameters, differences)
  LOOP
    EXECUTE format($f$
      CREATE FUNCTION %1$I(this bigint, %2$s) RETURNS void LANGUAGE plpgsql AS $body$
      BEGIN
        PERFORM FROM %4$I c WHERE c.id = ANY (ARRAY(
            SELECT t.node_id FROM touched t WHERE t.transaction = this AND t.node_type = %5$L
            UNION ALL SELECT d.id FROM unnest(%6$s) d))
          ORDER BY c.id FOR UPDATE;
        DELETE FROM %4$I c USING touched t
          WHERE t.transaction = this AND t.node_type = %5$L AND c.id = t.node_id
            AND NOT EXISTS (SELECT FROM %3$I n WHERE n.id = t.node_id);
        INSERT INTO %4$I AS c (id, visible)
          SELECT n.id, n.state = 'PUBLISHED' FROM touched t JOIN %3$I n ON n.id = t.node_id
           WHERE t.transaction = this AND t.node_type = %5$L
          ON CONFLICT (id) DO UPDATE SET visible = EXCLUDED.visible WHERE c.visible <> EXCLUDED.visible;
        %7$s
      END
      $body$ $f$, 'keep_' || content.node || '_counts', content.parameters, content.node, content.node || '_count', upper(content.node),
      content.differences, content.adding);
  END LOOP;
END $$;

-- Runs when a transaction commits that has touched content; should a trigger after it touch more, it runs again. All joins are
-- look-ups by key, whatever the planner thinks of how many nodes a transaction touches and how large a table is.
CREATE FUNCTION "write_history"() RETURNS trigger LANGUAGE plpgsql
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  author text := coalesce(nullif(current_setting('allegata.actor', true), ''), 'database:' || session_user);
  this bigint := transaction_number();
  types changed_type[] := ARRAY(SELECT DISTINCT node_type FROM touched WHERE transaction = this);
  happened timestamptz;
  allegations count_difference[] := '{}';
  statements count_difference[] := '{}';
  assertions count_difference[] := '{}';
BEGIN
  -- Only READ COMMITTED shows what was committed while this one waited, which the comparison has to see.
  IF current_setting('transaction_isolation') NOT IN ('read committed', 'read uncommitted') THEN
    RAISE EXCEPTION 'content changes in READ COMMITTED transactions only, this one is %',
      upper(current_setting('transaction_isolation')) USING ERRCODE = 'feature_not_supported';
  END IF;
  -- Whoever waits for others does so before it takes numbers, as the feed waits for whoever has some.
  IF 'PARTY' = ANY (types) THEN PERFORM hold_touched_party(this); END IF;
  IF 'STATEMENT' = ANY (types) THEN PERFORM hold_touched_statement(this); END IF;
  IF 'ALLEGATION' = ANY (types) THEN PERFORM hold_touched_allegation(this); END IF;
  IF 'ASSERTION' = ANY (types) THEN PERFORM hold_touched_assertion(this); END IF;
  PERFORM mark_change_numbers();
  happened := clock_timestamp();
  IF 'PARTY' = ANY (types) THEN PERFORM write_party_history(this, happened, author); END IF;
  IF 'STATEMENT' = ANY (types) THEN statements := write_statement_history(this, happened, author); END IF;
  IF 'ALLEGATION' = ANY (types) THEN allegations := write_allegation_history(this, happened, author); END IF;
  IF 'ASSERTION' = ANY (types) THEN assertions := write_assertion_history(this, happened, author); END IF;
  IF 'FINDING' = ANY (types) THEN PERFORM write_finding_history(this, happened, author); END IF;
  IF 'PARTY' = ANY (types) OR allegations <> '{}' OR statements <> '{}' THEN
    PERFORM keep_party_counts(this, allegations, statements);
  END IF;
  IF 'ALLEGATION' = ANY (types) OR assertions <> '{}' THEN PERFORM keep_allegation_counts(this, assertions); END IF;
  DELETE FROM touched WHERE transaction = this;
  DELETE FROM touching WHERE transaction = this;
  RETURN NULL;
END
$$;

CREATE CONSTRAINT TRIGGER "touching_write_history" AFTER INSERT ON "touching"
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION "write_history"();
