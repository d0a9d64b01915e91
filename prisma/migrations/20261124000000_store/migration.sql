-- The tables, keys and plain indexes are as Prisma's engine writes them for prisma/schema.prisma, with three things by
-- hand, which it neither says nor compares: texts that people read in order have the collation "und-x-icu" (the Unicode
-- root order, the same on every server), slugs have "C", and the two identity keys treat nulls as equal. All that follows
-- the heading "By hand" is by hand too.

-- CreateEnum
CREATE TYPE "publication_state" AS ENUM ('DRAFT', 'PUBLISHED', 'ARCHIVED');

-- CreateEnum
CREATE TYPE "party_kind" AS ENUM ('PERSON', 'ORGANIZATION', 'STATE', 'BODY', 'OUTLET', 'GROUP');

-- CreateEnum
CREATE TYPE "party_name_kind" AS ENUM ('ALIAS', 'ACRONYM', 'TRANSLITERATION', 'NATIVE', 'FORMER', 'EPITHET');

-- CreateEnum
CREATE TYPE "party_relationship_kind" AS ENUM ('PART_OF', 'MEMBER_OF', 'OFFICE_HOLDER', 'OWNED_BY', 'AFFILIATED_WITH', 'SUCCESSOR_OF');

-- CreateEnum
CREATE TYPE "statement_kind" AS ENUM ('COMMUNIQUE', 'ARTICLE', 'SPEECH', 'INTERVIEW', 'BROADCAST', 'POST', 'LETTER', 'REPORT', 'RULING', 'TESTIMONY', 'OTHER');

-- CreateEnum
CREATE TYPE "attribution_role" AS ENUM ('ISSUER', 'AUTHOR', 'SPEAKER', 'PUBLISHER', 'SIGNATORY', 'TRANSLATOR');

-- CreateEnum
CREATE TYPE "allegation_role" AS ENUM ('ACCUSED', 'AFFECTED', 'SUBJECT');

-- CreateEnum
CREATE TYPE "stance" AS ENUM ('ALLEGES', 'REPEATS', 'REPORTS', 'CORROBORATES', 'DENIES', 'REBUTS', 'CONDEMNS', 'RETRACTS');

-- CreateEnum
CREATE TYPE "speech_mode" AS ENUM ('DIRECT', 'INDIRECT');

-- CreateEnum
CREATE TYPE "verdict" AS ENUM ('UPHELD', 'REJECTED', 'UNPROVEN', 'MIXED', 'WITHDRAWN', 'UNRATED');

-- CreateTable
CREATE TABLE "party" (
    "id" UUID NOT NULL,
    "slug" TEXT COLLATE "C" NOT NULL,
    "kind" "party_kind" NOT NULL,
    "name" TEXT COLLATE "und-x-icu" NOT NULL,
    "description" TEXT,
    "state" "publication_state" NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "party_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "party_name" (
    "party_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "name" TEXT COLLATE "und-x-icu" NOT NULL,
    "kind" "party_name_kind" NOT NULL,
    "language" TEXT,
    "used_by_id" UUID,

    CONSTRAINT "party_name_pkey" PRIMARY KEY ("party_id","position")
);

-- CreateTable
CREATE TABLE "party_identifier" (
    "party_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "scheme" TEXT NOT NULL,
    "value" TEXT NOT NULL,

    CONSTRAINT "party_identifier_pkey" PRIMARY KEY ("party_id","position")
);

-- CreateTable
CREATE TABLE "party_relationship" (
    "subject_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "kind" "party_relationship_kind" NOT NULL,
    "object_id" UUID NOT NULL,
    "title" TEXT,
    "valid_from" TEXT,
    "valid_from_earliest" DATE,
    "valid_from_latest" DATE,
    "valid_to" TEXT,
    "valid_to_earliest" DATE,
    "valid_to_latest" DATE,
    "asserted_in_id" UUID,

    CONSTRAINT "party_relationship_pkey" PRIMARY KEY ("subject_id","position")
);

-- CreateTable
CREATE TABLE "statement" (
    "id" UUID NOT NULL,
    "slug" TEXT COLLATE "C" NOT NULL,
    "kind" "statement_kind" NOT NULL,
    "title" TEXT COLLATE "und-x-icu" NOT NULL,
    "subtitle" TEXT,
    "body" TEXT NOT NULL,
    "language" TEXT,
    "issued_on" TEXT,
    "issued_earliest" DATE,
    "issued_latest" DATE,
    "state" "publication_state" NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "statement_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "attribution" (
    "statement_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "party_id" UUID NOT NULL,
    "role" "attribution_role" NOT NULL,

    CONSTRAINT "attribution_pkey" PRIMARY KEY ("statement_id","position")
);

-- CreateTable
CREATE TABLE "source" (
    "statement_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "title" TEXT,
    "url" TEXT,
    "archive_url" TEXT,
    "publisher_id" UUID,
    "retrieved_on" DATE,
    "sha256" TEXT,

    CONSTRAINT "source_pkey" PRIMARY KEY ("statement_id","position")
);

-- CreateTable
CREATE TABLE "citation" (
    "statement_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "cited_id" UUID NOT NULL,

    CONSTRAINT "citation_pkey" PRIMARY KEY ("statement_id","position")
);

-- CreateTable
CREATE TABLE "allegation" (
    "id" UUID NOT NULL,
    "slug" TEXT COLLATE "C" NOT NULL,
    "summary" TEXT COLLATE "und-x-icu" NOT NULL,
    "occurred_on" TEXT,
    "occurred_earliest" DATE,
    "occurred_latest" DATE,
    "place" TEXT,
    "state" "publication_state" NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "allegation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "allegation_party" (
    "allegation_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "party_id" UUID NOT NULL,
    "role" "allegation_role" NOT NULL,

    CONSTRAINT "allegation_party_pkey" PRIMARY KEY ("allegation_id","position")
);

-- CreateTable
CREATE TABLE "allegation_counter" (
    "allegation_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "countered_id" UUID NOT NULL,

    CONSTRAINT "allegation_counter_pkey" PRIMARY KEY ("allegation_id","position")
);

-- CreateTable
CREATE TABLE "assertion" (
    "id" UUID NOT NULL,
    "allegation_id" UUID NOT NULL,
    "statement_id" UUID NOT NULL,
    "speaker_id" UUID NOT NULL,
    "stance" "stance" NOT NULL,
    "mode" "speech_mode",
    "said_on" TEXT,
    "said_earliest" DATE,
    "said_latest" DATE,
    "anchor_start" INTEGER,
    "anchor_end" INTEGER,
    "anchor_exact" TEXT,
    "anchor_prefix" TEXT,
    "anchor_suffix" TEXT,
    "in_response_to_id" UUID,
    "state" "publication_state" NOT NULL,
    "visible" BOOLEAN NOT NULL DEFAULT false,
    "statement_issued" DATE,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "assertion_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "assertion_via" (
    "assertion_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "party_id" UUID NOT NULL,

    CONSTRAINT "assertion_via_pkey" PRIMARY KEY ("assertion_id","position")
);

-- CreateTable
CREATE TABLE "finding" (
    "id" UUID NOT NULL,
    "allegation_id" UUID NOT NULL,
    "body_id" UUID NOT NULL,
    "verdict" "verdict" NOT NULL,
    "rating_text" TEXT,
    "jurisdiction" TEXT,
    "ruled_on" TEXT,
    "ruled_earliest" DATE,
    "ruled_latest" DATE,
    "statement_id" UUID,
    "anchor_start" INTEGER,
    "anchor_end" INTEGER,
    "anchor_exact" TEXT,
    "anchor_prefix" TEXT,
    "anchor_suffix" TEXT,
    "url" TEXT,
    "state" "publication_state" NOT NULL,
    "visible" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "finding_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "party_slug_key" ON "party"("slug");

-- CreateIndex
CREATE INDEX "party_name_used_by_id_idx" ON "party_name"("used_by_id");

-- CreateIndex
CREATE INDEX "party_identifier_scheme_value_idx" ON "party_identifier"("scheme", "value");

-- CreateIndex
CREATE UNIQUE INDEX "party_identifier_party_id_scheme_value_key" ON "party_identifier"("party_id", "scheme", "value");

-- CreateIndex
CREATE INDEX "party_relationship_object_id_idx" ON "party_relationship"("object_id");

-- CreateIndex
CREATE INDEX "party_relationship_asserted_in_id_idx" ON "party_relationship"("asserted_in_id");

-- CreateIndex
CREATE UNIQUE INDEX "statement_slug_key" ON "statement"("slug");

-- CreateIndex
CREATE INDEX "attribution_party_id_role_statement_id_idx" ON "attribution"("party_id", "role", "statement_id");

-- CreateIndex
CREATE UNIQUE INDEX "attribution_statement_id_party_id_role_key" ON "attribution"("statement_id", "party_id", "role");

-- CreateIndex
CREATE INDEX "source_publisher_id_idx" ON "source"("publisher_id");

-- CreateIndex
CREATE INDEX "citation_cited_id_idx" ON "citation"("cited_id");

-- CreateIndex
CREATE UNIQUE INDEX "citation_statement_id_cited_id_key" ON "citation"("statement_id", "cited_id");

-- CreateIndex
CREATE UNIQUE INDEX "allegation_slug_key" ON "allegation"("slug");

-- CreateIndex
CREATE INDEX "allegation_party_party_id_role_allegation_id_idx" ON "allegation_party"("party_id", "role", "allegation_id");

-- CreateIndex
CREATE UNIQUE INDEX "allegation_party_allegation_id_party_id_role_key" ON "allegation_party"("allegation_id", "party_id", "role");

-- CreateIndex
CREATE INDEX "allegation_counter_countered_id_idx" ON "allegation_counter"("countered_id");

-- CreateIndex
CREATE UNIQUE INDEX "allegation_counter_allegation_id_countered_id_key" ON "allegation_counter"("allegation_id", "countered_id");

-- CreateIndex
CREATE INDEX "assertion_statement_id_idx" ON "assertion"("statement_id");

-- CreateIndex
CREATE INDEX "assertion_speaker_id_idx" ON "assertion"("speaker_id");

-- CreateIndex
CREATE INDEX "assertion_in_response_to_id_allegation_id_idx" ON "assertion"("in_response_to_id", "allegation_id");

-- CreateIndex
CREATE UNIQUE INDEX "assertion_id_allegation_id_key" ON "assertion"("id", "allegation_id");

-- CreateIndex
CREATE UNIQUE INDEX "assertion_identity_key" ON "assertion"("allegation_id", "statement_id", "speaker_id", "stance", "anchor_start", "anchor_end") NULLS NOT DISTINCT;

-- CreateIndex
CREATE INDEX "assertion_via_party_id_idx" ON "assertion_via"("party_id");

-- CreateIndex
CREATE INDEX "finding_body_id_idx" ON "finding"("body_id");

-- CreateIndex
CREATE INDEX "finding_statement_id_idx" ON "finding"("statement_id");

-- CreateIndex
CREATE UNIQUE INDEX "finding_identity_key" ON "finding"("allegation_id", "body_id", "statement_id", "anchor_start", "anchor_end") NULLS NOT DISTINCT;

-- AddForeignKey
ALTER TABLE "party_name" ADD CONSTRAINT "party_name_party_id_fkey" FOREIGN KEY ("party_id") REFERENCES "party"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "party_name" ADD CONSTRAINT "party_name_used_by_id_fkey" FOREIGN KEY ("used_by_id") REFERENCES "party"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "party_identifier" ADD CONSTRAINT "party_identifier_party_id_fkey" FOREIGN KEY ("party_id") REFERENCES "party"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "party_relationship" ADD CONSTRAINT "party_relationship_subject_id_fkey" FOREIGN KEY ("subject_id") REFERENCES "party"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "party_relationship" ADD CONSTRAINT "party_relationship_object_id_fkey" FOREIGN KEY ("object_id") REFERENCES "party"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "party_relationship" ADD CONSTRAINT "party_relationship_asserted_in_id_fkey" FOREIGN KEY ("asserted_in_id") REFERENCES "statement"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "attribution" ADD CONSTRAINT "attribution_statement_id_fkey" FOREIGN KEY ("statement_id") REFERENCES "statement"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "attribution" ADD CONSTRAINT "attribution_party_id_fkey" FOREIGN KEY ("party_id") REFERENCES "party"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "source" ADD CONSTRAINT "source_statement_id_fkey" FOREIGN KEY ("statement_id") REFERENCES "statement"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "source" ADD CONSTRAINT "source_publisher_id_fkey" FOREIGN KEY ("publisher_id") REFERENCES "party"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "citation" ADD CONSTRAINT "citation_statement_id_fkey" FOREIGN KEY ("statement_id") REFERENCES "statement"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "citation" ADD CONSTRAINT "citation_cited_id_fkey" FOREIGN KEY ("cited_id") REFERENCES "statement"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "allegation_party" ADD CONSTRAINT "allegation_party_allegation_id_fkey" FOREIGN KEY ("allegation_id") REFERENCES "allegation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "allegation_party" ADD CONSTRAINT "allegation_party_party_id_fkey" FOREIGN KEY ("party_id") REFERENCES "party"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "allegation_counter" ADD CONSTRAINT "allegation_counter_allegation_id_fkey" FOREIGN KEY ("allegation_id") REFERENCES "allegation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "allegation_counter" ADD CONSTRAINT "allegation_counter_countered_id_fkey" FOREIGN KEY ("countered_id") REFERENCES "allegation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "assertion" ADD CONSTRAINT "assertion_allegation_id_fkey" FOREIGN KEY ("allegation_id") REFERENCES "allegation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "assertion" ADD CONSTRAINT "assertion_statement_id_fkey" FOREIGN KEY ("statement_id") REFERENCES "statement"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "assertion" ADD CONSTRAINT "assertion_speaker_id_fkey" FOREIGN KEY ("speaker_id") REFERENCES "party"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "assertion" ADD CONSTRAINT "assertion_in_response_to_id_allegation_id_fkey" FOREIGN KEY ("in_response_to_id", "allegation_id") REFERENCES "assertion"("id", "allegation_id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "assertion_via" ADD CONSTRAINT "assertion_via_assertion_id_fkey" FOREIGN KEY ("assertion_id") REFERENCES "assertion"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "assertion_via" ADD CONSTRAINT "assertion_via_party_id_fkey" FOREIGN KEY ("party_id") REFERENCES "party"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "finding" ADD CONSTRAINT "finding_allegation_id_fkey" FOREIGN KEY ("allegation_id") REFERENCES "allegation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "finding" ADD CONSTRAINT "finding_body_id_fkey" FOREIGN KEY ("body_id") REFERENCES "party"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "finding" ADD CONSTRAINT "finding_statement_id_fkey" FOREIGN KEY ("statement_id") REFERENCES "statement"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- By hand: what no row may say.
-- A name, title or summary is at most 600 characters, so that an index entry (2,704 bytes) can hold it.
ALTER TABLE "party"
  ADD CONSTRAINT "party_slug_form" CHECK ("slug" ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND char_length("slug") <= 120),
  ADD CONSTRAINT "party_name_said" CHECK ("name" ~ '\S' AND char_length("name") <= 600),
  ADD CONSTRAINT "party_version_positive" CHECK ("version" >= 1);

ALTER TABLE "party_name"
  ADD CONSTRAINT "party_name_position_natural" CHECK ("position" >= 0),
  ADD CONSTRAINT "party_name_name_said" CHECK ("name" ~ '\S' AND char_length("name") <= 600);

ALTER TABLE "party_identifier"
  ADD CONSTRAINT "party_identifier_position_natural" CHECK ("position" >= 0),
  ADD CONSTRAINT "party_identifier_scheme_said" CHECK ("scheme" ~ '\S' AND char_length("scheme") <= 100),
  ADD CONSTRAINT "party_identifier_value_said" CHECK ("value" ~ '\S' AND char_length("value") <= 500);

ALTER TABLE "party_relationship"
  ADD CONSTRAINT "party_relationship_position_natural" CHECK ("position" >= 0),
  ADD CONSTRAINT "party_relationship_not_to_itself" CHECK ("subject_id" <> "object_id"),
  ADD CONSTRAINT "party_relationship_valid_from_bounds_need_edtf" CHECK ("valid_from" IS NOT NULL OR num_nonnulls("valid_from_earliest", "valid_from_latest") = 0),
  ADD CONSTRAINT "party_relationship_valid_from_bounds_ordered" CHECK ("valid_from_earliest" <= "valid_from_latest"),
  ADD CONSTRAINT "party_relationship_valid_to_bounds_need_edtf" CHECK ("valid_to" IS NOT NULL OR num_nonnulls("valid_to_earliest", "valid_to_latest") = 0),
  ADD CONSTRAINT "party_relationship_valid_to_bounds_ordered" CHECK ("valid_to_earliest" <= "valid_to_latest");

ALTER TABLE "statement"
  ADD CONSTRAINT "statement_slug_form" CHECK ("slug" ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND char_length("slug") <= 120),
  ADD CONSTRAINT "statement_title_said" CHECK ("title" ~ '\S' AND char_length("title") <= 600),
  ADD CONSTRAINT "statement_body_said" CHECK ("body" ~ '\S'),
  ADD CONSTRAINT "statement_version_positive" CHECK ("version" >= 1),
  ADD CONSTRAINT "statement_issued_on_bounds_need_edtf" CHECK ("issued_on" IS NOT NULL OR num_nonnulls("issued_earliest", "issued_latest") = 0),
  ADD CONSTRAINT "statement_issued_on_bounds_ordered" CHECK ("issued_earliest" <= "issued_latest");

ALTER TABLE "attribution"
  ADD CONSTRAINT "attribution_position_natural" CHECK ("position" >= 0);

ALTER TABLE "source"
  ADD CONSTRAINT "source_position_natural" CHECK ("position" >= 0),
  ADD CONSTRAINT "source_sha256_form" CHECK ("sha256" ~ '^[0-9a-f]{64}$');

ALTER TABLE "citation"
  ADD CONSTRAINT "citation_position_natural" CHECK ("position" >= 0),
  ADD CONSTRAINT "citation_not_of_itself" CHECK ("statement_id" <> "cited_id");

ALTER TABLE "allegation"
  ADD CONSTRAINT "allegation_slug_form" CHECK ("slug" ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND char_length("slug") <= 120),
  ADD CONSTRAINT "allegation_summary_said" CHECK ("summary" ~ '\S' AND char_length("summary") <= 600),
  ADD CONSTRAINT "allegation_version_positive" CHECK ("version" >= 1),
  ADD CONSTRAINT "allegation_occurred_on_bounds_need_edtf" CHECK ("occurred_on" IS NOT NULL OR num_nonnulls("occurred_earliest", "occurred_latest") = 0),
  ADD CONSTRAINT "allegation_occurred_on_bounds_ordered" CHECK ("occurred_earliest" <= "occurred_latest");

ALTER TABLE "allegation_party"
  ADD CONSTRAINT "allegation_party_position_natural" CHECK ("position" >= 0);

ALTER TABLE "allegation_counter"
  ADD CONSTRAINT "allegation_counter_position_natural" CHECK ("position" >= 0),
  ADD CONSTRAINT "allegation_counter_not_of_itself" CHECK ("allegation_id" <> "countered_id");

ALTER TABLE "assertion"
  ADD CONSTRAINT "assertion_version_positive" CHECK ("version" >= 1),
  ADD CONSTRAINT "assertion_not_in_response_to_itself" CHECK ("in_response_to_id" <> "id"),
  ADD CONSTRAINT "assertion_said_on_bounds_need_edtf" CHECK ("said_on" IS NOT NULL OR num_nonnulls("said_earliest", "said_latest") = 0),
  ADD CONSTRAINT "assertion_said_on_bounds_ordered" CHECK ("said_earliest" <= "said_latest"),
  ADD CONSTRAINT "assertion_anchor_whole" CHECK (num_nulls("anchor_start", "anchor_end", "anchor_exact", "anchor_prefix", "anchor_suffix") IN (0, 5)),
  ADD CONSTRAINT "assertion_anchor_ordered" CHECK (0 <= "anchor_start" AND "anchor_start" < "anchor_end"),
  ADD CONSTRAINT "assertion_anchor_length" CHECK ("anchor_end" - "anchor_start" = char_length("anchor_exact")),
  ADD CONSTRAINT "assertion_anchor_context" CHECK (char_length("anchor_prefix") <= 32 AND char_length("anchor_suffix") <= 32);

ALTER TABLE "assertion_via"
  ADD CONSTRAINT "assertion_via_position_natural" CHECK ("position" >= 0);

ALTER TABLE "finding"
  ADD CONSTRAINT "finding_version_positive" CHECK ("version" >= 1),
  ADD CONSTRAINT "finding_anchor_in_statement" CHECK ("statement_id" IS NOT NULL OR "anchor_start" IS NULL),
  ADD CONSTRAINT "finding_ruled_on_bounds_need_edtf" CHECK ("ruled_on" IS NOT NULL OR num_nonnulls("ruled_earliest", "ruled_latest") = 0),
  ADD CONSTRAINT "finding_ruled_on_bounds_ordered" CHECK ("ruled_earliest" <= "ruled_latest"),
  ADD CONSTRAINT "finding_anchor_whole" CHECK (num_nulls("anchor_start", "anchor_end", "anchor_exact", "anchor_prefix", "anchor_suffix") IN (0, 5)),
  ADD CONSTRAINT "finding_anchor_ordered" CHECK (0 <= "anchor_start" AND "anchor_start" < "anchor_end"),
  ADD CONSTRAINT "finding_anchor_length" CHECK ("anchor_end" - "anchor_start" = char_length("anchor_exact")),
  ADD CONSTRAINT "finding_anchor_context" CHECK (char_length("anchor_prefix") <= 32 AND char_length("anchor_suffix") <= 32);

-- By hand: who may see an assertion or a finding.
--
-- Whatever way a row comes or changes, the trigger before it works out "visible" (and "statement_issued") from its own
-- state and its parents'. Where the row is new, or gets another parent, it holds the parents with FOR SHARE until the end
-- of the transaction: a state that changes at the same time then waits, and finds the row. Where the row stays with its
-- parents the row's own lock is enough, since a change of a parent's state goes through every row below it (next
-- section) and meets the lock there; so parents are locked by nothing that also holds a row's lock for long, and always
-- in the order allegation, statement, party.

CREATE FUNCTION "assertion_derive"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  parents_published boolean;
  issued date;
BEGIN
  IF TG_OP = 'INSERT'
    OR (NEW.allegation_id, NEW.statement_id, NEW.speaker_id) IS DISTINCT FROM (OLD.allegation_id, OLD.statement_id, OLD.speaker_id)
  THEN
    SELECT a.state = 'PUBLISHED' AND s.state = 'PUBLISHED' AND p.state = 'PUBLISHED', s.issued_earliest
      INTO parents_published, issued
      FROM allegation a, statement s, party p
      WHERE a.id = NEW.allegation_id AND s.id = NEW.statement_id AND p.id = NEW.speaker_id
      FOR SHARE OF a, s, p;
  ELSE
    SELECT a.state = 'PUBLISHED' AND s.state = 'PUBLISHED' AND p.state = 'PUBLISHED', s.issued_earliest
      INTO parents_published, issued
      FROM allegation a, statement s, party p
      WHERE a.id = NEW.allegation_id AND s.id = NEW.statement_id AND p.id = NEW.speaker_id;
  END IF;
  -- Null where a parent is missing: the foreign key refuses the row afterwards.
  NEW.visible := NEW.state = 'PUBLISHED' AND coalesce(parents_published, false);
  NEW.statement_issued := issued;
  RETURN NEW;
END
$$;

CREATE TRIGGER "assertion_derive" BEFORE INSERT OR UPDATE ON "assertion"
  FOR EACH ROW EXECUTE FUNCTION "assertion_derive"();

CREATE FUNCTION "finding_derive"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  allegation_published boolean;
  statement_published boolean := true;
  body_published boolean;
BEGIN
  IF TG_OP = 'INSERT'
    OR (NEW.allegation_id, NEW.statement_id, NEW.body_id) IS DISTINCT FROM (OLD.allegation_id, OLD.statement_id, OLD.body_id)
  THEN
    SELECT a.state = 'PUBLISHED' INTO allegation_published FROM allegation a WHERE a.id = NEW.allegation_id FOR SHARE;
    IF NEW.statement_id IS NOT NULL THEN
      SELECT s.state = 'PUBLISHED' INTO statement_published FROM statement s WHERE s.id = NEW.statement_id FOR SHARE;
    END IF;
    SELECT p.state = 'PUBLISHED' INTO body_published FROM party p WHERE p.id = NEW.body_id FOR SHARE;
  ELSE
    SELECT a.state = 'PUBLISHED' INTO allegation_published FROM allegation a WHERE a.id = NEW.allegation_id;
    IF NEW.statement_id IS NOT NULL THEN
      SELECT s.state = 'PUBLISHED' INTO statement_published FROM statement s WHERE s.id = NEW.statement_id;
    END IF;
    SELECT p.state = 'PUBLISHED' INTO body_published FROM party p WHERE p.id = NEW.body_id;
  END IF;
  NEW.visible := NEW.state = 'PUBLISHED'
    AND coalesce(allegation_published AND statement_published AND body_published, false);
  RETURN NEW;
END
$$;

CREATE TRIGGER "finding_derive" BEFORE INSERT OR UPDATE ON "finding"
  FOR EACH ROW EXECUTE FUNCTION "finding_derive"();

-- By hand: a parent that becomes published, or ceases to be, takes the rows below it along.
--
-- Each runs once a statement, over all the rows that it changed, and touches every row below them, so that the triggers
-- above work it out anew. The rows are locked in the order of their ids first: two that meet cannot block each other.
-- It has to see what was committed while the change of the parent waited, which only READ COMMITTED shows.

CREATE FUNCTION "assert_read_committed"() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('transaction_isolation') NOT IN ('read committed', 'read uncommitted') THEN
    RAISE EXCEPTION 'publication states change in READ COMMITTED transactions only, this one is %',
      upper(current_setting('transaction_isolation')) USING ERRCODE = 'feature_not_supported';
  END IF;
END
$$;

CREATE FUNCTION "rederive_assertions"(ids uuid[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF ids IS NOT NULL THEN
    PERFORM FROM assertion a WHERE a.id = ANY (ids) ORDER BY a.id FOR NO KEY UPDATE;
    UPDATE assertion SET visible = visible WHERE id = ANY (ids);
  END IF;
END
$$;

CREATE FUNCTION "rederive_findings"(ids uuid[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF ids IS NOT NULL THEN
    PERFORM FROM finding f WHERE f.id = ANY (ids) ORDER BY f.id FOR NO KEY UPDATE;
    UPDATE finding SET visible = visible WHERE id = ANY (ids);
  END IF;
END
$$;

CREATE FUNCTION "allegation_cascade"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  changed uuid[];
BEGIN
  SELECT array_agg(n.id) INTO changed FROM new_rows n JOIN old_rows o ON o.id = n.id
    WHERE (n.state = 'PUBLISHED') <> (o.state = 'PUBLISHED');
  IF changed IS NOT NULL THEN
    PERFORM assert_read_committed();
    PERFORM rederive_assertions((SELECT array_agg(a.id) FROM assertion a WHERE a.allegation_id = ANY (changed)));
    PERFORM rederive_findings((SELECT array_agg(f.id) FROM finding f WHERE f.allegation_id = ANY (changed)));
  END IF;
  RETURN NULL;
END
$$;

CREATE TRIGGER "allegation_cascade" AFTER UPDATE ON "allegation"
  REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION "allegation_cascade"();

CREATE FUNCTION "statement_cascade"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  changed uuid[];
BEGIN
  SELECT array_agg(n.id) INTO changed FROM new_rows n JOIN old_rows o ON o.id = n.id
    WHERE (n.state = 'PUBLISHED') <> (o.state = 'PUBLISHED') OR n.issued_earliest IS DISTINCT FROM o.issued_earliest;
  IF changed IS NOT NULL THEN
    PERFORM assert_read_committed();
    PERFORM rederive_assertions((SELECT array_agg(a.id) FROM assertion a WHERE a.statement_id = ANY (changed)));
    PERFORM rederive_findings((SELECT array_agg(f.id) FROM finding f WHERE f.statement_id = ANY (changed)));
  END IF;
  RETURN NULL;
END
$$;

CREATE TRIGGER "statement_cascade" AFTER UPDATE ON "statement"
  REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION "statement_cascade"();

CREATE FUNCTION "party_cascade"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  changed uuid[];
BEGIN
  SELECT array_agg(n.id) INTO changed FROM new_rows n JOIN old_rows o ON o.id = n.id
    WHERE (n.state = 'PUBLISHED') <> (o.state = 'PUBLISHED');
  IF changed IS NOT NULL THEN
    PERFORM assert_read_committed();
    PERFORM rederive_assertions((SELECT array_agg(a.id) FROM assertion a WHERE a.speaker_id = ANY (changed)));
    PERFORM rederive_findings((SELECT array_agg(f.id) FROM finding f WHERE f.body_id = ANY (changed)));
  END IF;
  RETURN NULL;
END
$$;

CREATE TRIGGER "party_cascade" AFTER UPDATE ON "party"
  REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION "party_cascade"();

-- By hand: the orders in which readers page. Readers see what is published, so these are partial; each order ends with
-- the id in the direction of the key before it, and reads backwards for the opposite. A date that is open or missing
-- comes last either way, which takes an index for each direction.

CREATE INDEX "party_by_name" ON "party" ("name", "id") WHERE "state" = 'PUBLISHED';
CREATE INDEX "party_by_created_at" ON "party" ("created_at", "id") WHERE "state" = 'PUBLISHED';
CREATE INDEX "party_by_updated_at" ON "party" ("updated_at", "id") WHERE "state" = 'PUBLISHED';

CREATE INDEX "statement_newest" ON "statement" (coalesce("issued_earliest", '-infinity'::date) DESC, "id" DESC) WHERE "state" = 'PUBLISHED';
CREATE INDEX "statement_oldest" ON "statement" (coalesce("issued_earliest", 'infinity'::date), "id") WHERE "state" = 'PUBLISHED';
CREATE INDEX "statement_by_title" ON "statement" ("title", "id") WHERE "state" = 'PUBLISHED';
CREATE INDEX "statement_by_created_at" ON "statement" ("created_at", "id") WHERE "state" = 'PUBLISHED';
CREATE INDEX "statement_by_updated_at" ON "statement" ("updated_at", "id") WHERE "state" = 'PUBLISHED';

CREATE INDEX "allegation_newest" ON "allegation" (coalesce("occurred_earliest", '-infinity'::date) DESC, "id" DESC) WHERE "state" = 'PUBLISHED';
CREATE INDEX "allegation_oldest" ON "allegation" (coalesce("occurred_earliest", 'infinity'::date), "id") WHERE "state" = 'PUBLISHED';
CREATE INDEX "allegation_by_summary" ON "allegation" ("summary", "id") WHERE "state" = 'PUBLISHED';
CREATE INDEX "allegation_by_created_at" ON "allegation" ("created_at", "id") WHERE "state" = 'PUBLISHED';
CREATE INDEX "allegation_by_updated_at" ON "allegation" ("updated_at", "id") WHERE "state" = 'PUBLISHED';

CREATE INDEX "assertion_in_order" ON "assertion" (coalesce("statement_issued", '-infinity'::date) DESC, "statement_id" DESC, coalesce("anchor_start", 2147483647), "id") WHERE "visible";
CREATE INDEX "assertion_of_allegation" ON "assertion" ("allegation_id", coalesce("statement_issued", '-infinity'::date) DESC, "statement_id" DESC, coalesce("anchor_start", 2147483647), "id") WHERE "visible";
CREATE INDEX "assertion_of_speaker" ON "assertion" ("speaker_id", coalesce("statement_issued", '-infinity'::date) DESC, "statement_id" DESC, coalesce("anchor_start", 2147483647), "id") WHERE "visible";
CREATE INDEX "assertion_of_statement" ON "assertion" ("statement_id", coalesce("anchor_start", 2147483647), "id") WHERE "visible";
CREATE INDEX "assertion_newest" ON "assertion" (coalesce("said_earliest", '-infinity'::date) DESC, "id" DESC) WHERE "visible";
CREATE INDEX "assertion_oldest" ON "assertion" (coalesce("said_earliest", 'infinity'::date), "id") WHERE "visible";
CREATE INDEX "assertion_by_created_at" ON "assertion" ("created_at", "id") WHERE "visible";
