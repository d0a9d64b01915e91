-- What every transaction changed: the feed of changes, and the history of each node. Triggers note which nodes a
-- transaction touches, whatever way it comes; its commit compares each with its last revision and writes what differs.

-- CreateEnum
CREATE TYPE "changed_type" AS ENUM ('PARTY', 'STATEMENT', 'ALLEGATION', 'ASSERTION', 'FINDING');

-- CreateEnum
CREATE TYPE "change_kind" AS ENUM ('CREATED', 'UPDATED', 'DELETED');

-- CreateTable
CREATE TABLE "change" (
    "seq" BIGINT NOT NULL,
    "node_type" "changed_type" NOT NULL,
    "node_id" UUID NOT NULL,
    "kind" "change_kind" NOT NULL,
    "visible_before" BOOLEAN NOT NULL,
    "visible_after" BOOLEAN NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "change_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "revision" (
    "id" UUID NOT NULL,
    "seq" BIGINT NOT NULL,
    "node_type" "changed_type" NOT NULL,
    "node_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor" TEXT NOT NULL,
    "kind" "change_kind" NOT NULL,
    "snapshot" JSONB,

    CONSTRAINT "revision_pkey" PRIMARY KEY ("id")
);

-- CreateTable
-- By hand: unlogged, as a commit leaves nothing in it, and a crash may well empty it.
CREATE UNLOGGED TABLE "touched" (
    "transaction" BIGINT NOT NULL,
    "node_type" "changed_type" NOT NULL,
    "node_id" UUID NOT NULL,
    "visible_before" BOOLEAN NOT NULL,
    "row_changed" BOOLEAN NOT NULL,

    CONSTRAINT "touched_pkey" PRIMARY KEY ("transaction","node_type","node_id")
);

-- CreateTable
CREATE UNLOGGED TABLE "touching" (
    "transaction" BIGINT NOT NULL,

    CONSTRAINT "touching_pkey" PRIMARY KEY ("transaction")
);

-- CreateIndex
CREATE INDEX "change_at_idx" ON "change"("at");

-- CreateIndex
CREATE INDEX "change_node_id_seq_idx" ON "change"("node_id", "seq");

-- CreateIndex
CREATE UNIQUE INDEX "revision_seq_key" ON "revision"("seq");

-- CreateIndex
CREATE INDEX "revision_node_id_seq_idx" ON "revision"("node_id", "seq" DESC);

-- By hand: all that follows.

-- Numbers are taken under the lock of the feed only, so that they are committed in their order.
CREATE SEQUENCE "change_seq";

ALTER TABLE "revision" ADD CONSTRAINT "revision_snapshot_unless_deleted" CHECK (("snapshot" IS NULL) = ("kind" = 'DELETED'));

-- A UUIDv7: the milliseconds since 1970, and chance. Setting two bits makes a version 4 a version 7.
CREATE FUNCTION "new_revision_id"() RETURNS uuid LANGUAGE sql VOLATILE AS $$
  SELECT encode(
    set_bit(set_bit(
      overlay(uuid_send(gen_random_uuid())
        PLACING substring(int8send((extract(epoch FROM clock_timestamp()) * 1000)::bigint) FROM 3) FROM 1 FOR 6),
      52, 1), 53, 1), 'hex')::uuid
$$;

-- A node as history keeps it: every field by the name that the inputs of mutations give it, references as ids, dates as
-- EDTF, lists in their order. Version, times and what is derived from other content are no part of it.

CREATE VIEW "party_snapshot" AS
  SELECT p.id, p.version, p.state = 'PUBLISHED' AS visible, jsonb_build_object(
    'slug', p.slug, 'kind', p.kind, 'name', p.name, 'description', p.description, 'state', p.state,
    'names', (
      SELECT coalesce(jsonb_agg(jsonb_build_object(
          'name', n.name, 'kind', n.kind, 'language', n.language, 'usedBy', n.used_by_id) ORDER BY n.position), '[]')
        FROM party_name n WHERE n.party_id = p.id),
    'identifiers', (
      SELECT coalesce(jsonb_agg(jsonb_build_object('scheme', i.scheme, 'value', i.value) ORDER BY i.position), '[]')
        FROM party_identifier i WHERE i.party_id = p.id),
    'relationships', (
      SELECT coalesce(jsonb_agg(jsonb_build_object(
          'kind', r.kind, 'object', r.object_id, 'title', r.title, 'validFrom', r.valid_from, 'validTo', r.valid_to,
          'assertedIn', r.asserted_in_id) ORDER BY r.position), '[]')
        FROM party_relationship r WHERE r.subject_id = p.id)
  ) AS snapshot FROM party p;

CREATE VIEW "statement_snapshot" AS
  SELECT s.id, s.version, s.state = 'PUBLISHED' AS visible, jsonb_build_object(
    'slug', s.slug, 'kind', s.kind, 'title', s.title, 'subtitle', s.subtitle, 'body', s.body, 'language', s.language,
    'issuedOn', s.issued_on, 'state', s.state,
    'attributions', (
      SELECT coalesce(jsonb_agg(jsonb_build_object('party', a.party_id, 'role', a.role) ORDER BY a.position), '[]')
        FROM attribution a WHERE a.statement_id = s.id),
    'sources', (
      SELECT coalesce(jsonb_agg(jsonb_build_object(
          'title', o.title, 'url', o.url, 'archiveUrl', o.archive_url, 'publisher', o.publisher_id,
          'retrievedOn', o.retrieved_on, 'sha256', o.sha256) ORDER BY o.position), '[]')
        FROM source o WHERE o.statement_id = s.id),
    'cites', (
      SELECT coalesce(jsonb_agg(c.cited_id ORDER BY c.position), '[]') FROM citation c WHERE c.statement_id = s.id)
  ) AS snapshot FROM statement s;

CREATE VIEW "allegation_snapshot" AS
  SELECT a.id, a.version, a.state = 'PUBLISHED' AS visible, jsonb_build_object(
    'slug', a.slug, 'summary', a.summary, 'occurredOn', a.occurred_on, 'place', a.place, 'state', a.state,
    'parties', (
      SELECT coalesce(jsonb_agg(jsonb_build_object('party', p.party_id, 'role', p.role) ORDER BY p.position), '[]')
        FROM allegation_party p WHERE p.allegation_id = a.id),
    'counters', (
      SELECT coalesce(jsonb_agg(c.countered_id ORDER BY c.position), '[]')
        FROM allegation_counter c WHERE c.allegation_id = a.id)
  ) AS snapshot FROM allegation a;

CREATE FUNCTION "anchor_snapshot"(exact text, prefix text, suffix text, start integer, "end" integer) RETURNS jsonb
LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN start IS NOT NULL THEN
    jsonb_build_object('exact', exact, 'prefix', prefix, 'suffix', suffix, 'start', start, 'end', "end") END
$$;

CREATE VIEW "assertion_snapshot" AS
  SELECT a.id, a.version, a.visible, jsonb_build_object(
    'allegation', a.allegation_id, 'statement', a.statement_id, 'speaker', a.speaker_id, 'stance', a.stance,
    'mode', a.mode, 'saidOn', a.said_on,
    'anchor', anchor_snapshot(a.anchor_exact, a.anchor_prefix, a.anchor_suffix, a.anchor_start, a.anchor_end),
    'inResponseTo', a.in_response_to_id, 'state', a.state,
    'via', (
      SELECT coalesce(jsonb_agg(v.party_id ORDER BY v.position), '[]') FROM assertion_via v WHERE v.assertion_id = a.id)
  ) AS snapshot FROM assertion a;

CREATE VIEW "finding_snapshot" AS
  SELECT f.id, f.version, f.visible, jsonb_build_object(
    'allegation', f.allegation_id, 'body', f.body_id, 'verdict', f.verdict, 'ratingText', f.rating_text,
    'jurisdiction', f.jurisdiction, 'ruledOn', f.ruled_on, 'statement', f.statement_id,
    'anchor', anchor_snapshot(f.anchor_exact, f.anchor_prefix, f.anchor_suffix, f.anchor_start, f.anchor_end),
    'url', f.url, 'state', f.state
  ) AS snapshot FROM finding f;

-- Content that is there already begins its history here.
DO $$
DECLARE
  node_type changed_type;
BEGIN
  FOREACH node_type IN ARRAY enum_range(NULL::changed_type) LOOP
    EXECUTE format(
      'INSERT INTO revision (id, seq, node_type, node_id, version, at, actor, kind, snapshot)
         SELECT new_revision_id(), nextval(''change_seq''), %L, id, version, now(), ''migration'', ''CREATED'', snapshot FROM %I',
      node_type, lower(node_type::text) || '_snapshot');
  END LOOP;
END $$;

-- Which nodes a transaction touches. The triggers run once a statement, over all the rows that it changed.

CREATE FUNCTION "transaction_number"() RETURNS bigint LANGUAGE sql STABLE AS $$ SELECT pg_current_xact_id()::text::bigint $$;

-- Notes the rows of a table of nodes, with whether a reader saw them before the transaction: the first change of a row
-- knows. Where a list of it was noted before, that could not know of a change by the same command, and is put right.
-- Arguments: the type of node, and whether a reader sees a row, as an expression over its columns.
CREATE FUNCTION "touch_rows"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  touches text := CASE TG_OP
    WHEN 'INSERT' THEN 'SELECT id, false AS visible FROM new_rows'
    WHEN 'DELETE' THEN format('SELECT id, %s AS visible FROM old_rows', TG_ARGV[1])
    WHEN 'TRUNCATE' THEN format('SELECT id, %s AS visible FROM %I', TG_ARGV[1], TG_TABLE_NAME)
    ELSE format(
      'SELECT id, %s AS visible FROM old_rows
       UNION ALL SELECT n.id, false FROM new_rows n WHERE NOT EXISTS (SELECT FROM old_rows o WHERE o.id = n.id)', TG_ARGV[1])
  END;
  touched_count bigint;
BEGIN
  EXECUTE format(
    'INSERT INTO touched AS t (transaction, node_type, node_id, visible_before, row_changed)
       SELECT transaction_number(), %L, r.id, r.visible, true FROM (%s) r
       ON CONFLICT (transaction, node_type, node_id) DO UPDATE
         SET visible_before = EXCLUDED.visible_before, row_changed = true WHERE NOT t.row_changed',
    TG_ARGV[0], touches);
  GET DIAGNOSTICS touched_count = ROW_COUNT;
  IF touched_count > 0 THEN
    INSERT INTO touching VALUES (transaction_number()) ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END
$$;

-- Notes the nodes that rows of a list belong to. Where a node was deleted with its list, its own row tells of it.
-- Arguments: the type of node, its table, the list's column with its id, and whether a reader sees it, over its columns.
CREATE FUNCTION "touch_owners"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  owners text := replace(CASE TG_OP
    WHEN 'INSERT' THEN 'SELECT DISTINCT %I AS owner FROM new_rows'
    WHEN 'DELETE' THEN 'SELECT DISTINCT %I AS owner FROM old_rows'
    WHEN 'TRUNCATE' THEN format('SELECT DISTINCT %%I AS owner FROM %I', TG_TABLE_NAME)
    ELSE 'SELECT %I AS owner FROM old_rows UNION SELECT %I FROM new_rows'
  END, '%I', quote_ident(TG_ARGV[2]));
  touched_count bigint;
BEGIN
  EXECUTE format(
    'INSERT INTO touched (transaction, node_type, node_id, visible_before, row_changed)
       SELECT transaction_number(), %L, n.id, %s, false FROM (%s) l JOIN %I n ON n.id = l.owner
       ON CONFLICT DO NOTHING',
    TG_ARGV[0], TG_ARGV[3], owners, TG_ARGV[1]);
  GET DIAGNOSTICS touched_count = ROW_COUNT;
  IF touched_count > 0 THEN
    INSERT INTO touching VALUES (transaction_number()) ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END
$$;

-- Four triggers a table: PostgreSQL wants one for each kind of command that shows the rows it changed.
DO $$
DECLARE
  content record;
  trigger_call text;
BEGIN
  FOR content IN
    SELECT * FROM (VALUES
      ('party', 'party', 'id', 'state = ''PUBLISHED'''),
      ('party_name', 'party', 'party_id', 'state = ''PUBLISHED'''),
      ('party_identifier', 'party', 'party_id', 'state = ''PUBLISHED'''),
      ('party_relationship', 'party', 'subject_id', 'state = ''PUBLISHED'''),
      ('statement', 'statement', 'id', 'state = ''PUBLISHED'''),
      ('attribution', 'statement', 'statement_id', 'state = ''PUBLISHED'''),
      ('source', 'statement', 'statement_id', 'state = ''PUBLISHED'''),
      ('citation', 'statement', 'statement_id', 'state = ''PUBLISHED'''),
      ('allegation', 'allegation', 'id', 'state = ''PUBLISHED'''),
      ('allegation_party', 'allegation', 'allegation_id', 'state = ''PUBLISHED'''),
      ('allegation_counter', 'allegation', 'allegation_id', 'state = ''PUBLISHED'''),
      ('assertion', 'assertion', 'id', 'visible'),
      ('assertion_via', 'assertion', 'assertion_id', 'visible'),
      ('finding', 'finding', 'id', 'visible')
    ) AS contents (name, node, key, visible)
  LOOP
    trigger_call := CASE content.key
      WHEN 'id' THEN format('touch_rows(%L, %L)', upper(content.node), content.visible)
      ELSE format('touch_owners(%L, %L, %L, %L)', upper(content.node), content.node, content.key, content.visible)
    END;
    EXECUTE format('CREATE TRIGGER %I AFTER INSERT ON %I REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION %s',
      content.name || '_touch_insert', content.name, trigger_call);
    EXECUTE format('CREATE TRIGGER %I AFTER UPDATE ON %I REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION %s',
      content.name || '_touch_update', content.name, trigger_call);
    EXECUTE format('CREATE TRIGGER %I AFTER DELETE ON %I REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION %s',
      content.name || '_touch_delete', content.name, trigger_call);
    EXECUTE format('CREATE TRIGGER %I BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION %s',
      content.name || '_touch_truncate', content.name, trigger_call);
  END LOOP;
END $$;

-- Writes, for the touched nodes of one type, what really differs: a change where the content or the visibility does, and
-- a revision where the content does. Each lookup of a node is by its key, however many there are (hence OFFSET 0).
CREATE FUNCTION "write_history_of"(touched_type changed_type, happened timestamptz, author text) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format(
    'WITH compared AS (
       SELECT t.node_id, t.visible_before, coalesce(n.visible, false) AS visible_after, n.snapshot,
              coalesce(n.version, r.version) AS version, coalesce(r.kind <> ''DELETED'', false) AS existed,
              n.snapshot IS DISTINCT FROM r.snapshot AS differs
         FROM touched t
         LEFT JOIN LATERAL (SELECT * FROM %I s WHERE s.id = t.node_id OFFSET 0) n ON true
         LEFT JOIN LATERAL (SELECT * FROM revision p WHERE p.node_id = t.node_id ORDER BY p.seq DESC LIMIT 1) r ON true
        WHERE t.transaction = transaction_number() AND t.node_type = $1
     ), numbered AS MATERIALIZED (
       SELECT nextval(''change_seq'') AS seq, c.*,
              CASE WHEN NOT c.existed THEN ''CREATED'' WHEN c.snapshot IS NULL THEN ''DELETED'' ELSE ''UPDATED'' END::change_kind AS kind
         FROM (SELECT * FROM compared WHERE differs OR existed AND visible_before <> visible_after ORDER BY node_id) c
     ), told AS (
       INSERT INTO change (seq, node_type, node_id, kind, visible_before, visible_after, at)
         SELECT seq, $1, node_id, kind, visible_before, visible_after, $2 FROM numbered
     )
     INSERT INTO revision (id, seq, node_type, node_id, version, at, actor, kind, snapshot)
       SELECT new_revision_id(), seq, $1, node_id, version, $2, $3, kind, snapshot FROM numbered WHERE differs',
    lower(touched_type::text) || '_snapshot')
  USING touched_type, happened, author;
END
$$;

-- Runs when a transaction commits that has touched content; should a trigger after it touch more, it runs again.
CREATE FUNCTION "write_history"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  author text := coalesce(nullif(current_setting('allegata.actor', true), ''), 'database:' || session_user);
  happened timestamptz;
  touched_type changed_type;
  first_seq bigint;
  last_seq bigint;
BEGIN
  -- Only READ COMMITTED shows what was committed while this one waited, which the comparison has to see.
  IF current_setting('transaction_isolation') NOT IN ('read committed', 'read uncommitted') THEN
    RAISE EXCEPTION 'content changes in READ COMMITTED transactions only, this one is %',
      upper(current_setting('transaction_isolation')) USING ERRCODE = 'feature_not_supported';
  END IF;
  -- The lock of the feed: "allegata" in ASCII, to the end of the transaction.
  PERFORM pg_advisory_xact_lock(x'616c6c6567617461'::bigint);
  happened := clock_timestamp();
  first_seq := (SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM change_seq);
  FOR touched_type IN SELECT DISTINCT node_type FROM touched WHERE transaction = transaction_number() ORDER BY node_type LOOP
    PERFORM write_history_of(touched_type, happened, author);
  END LOOP;
  last_seq := (SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM change_seq);
  DELETE FROM touched WHERE transaction = transaction_number();
  DELETE FROM touching WHERE transaction = transaction_number();
  IF last_seq > first_seq THEN
    PERFORM pg_notify('allegata_changes', last_seq::text);
  END IF;
  RETURN NULL;
END
$$;

CREATE CONSTRAINT TRIGGER "touching_write_history" AFTER INSERT ON "touching"
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION "write_history"();
