-- What editors say of parties that are not the same, so that nobody merges them by mistake.

-- By hand: who acts in this transaction, as histories name them. current_actor_id() says who it is.
CREATE FUNCTION "current_actor_name"() RETURNS text LANGUAGE sql STABLE AS $$
  SELECT coalesce(nullif(current_setting('allegata.actor', true), ''), 'database:' || session_user)
$$;

-- CreateTable
CREATE TABLE "party_distinction" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "lesser_id" UUID NOT NULL,
    "greater_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "actor" TEXT NOT NULL DEFAULT current_actor_name(),
    "actor_id" TEXT NOT NULL DEFAULT current_actor_id(),
    "lifted_at" TIMESTAMPTZ(3),
    "lifted_actor" TEXT,
    "lifted_actor_id" TEXT,

    CONSTRAINT "party_distinction_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "party_distinction_lesser_id_idx" ON "party_distinction"("lesser_id");

-- CreateIndex
CREATE INDEX "party_distinction_greater_id_idx" ON "party_distinction"("greater_id");

-- By hand: all that follows. A pair has one row in force, and its ids have one order.
CREATE UNIQUE INDEX "party_distinction_in_force_key" ON "party_distinction"("lesser_id", "greater_id") WHERE "lifted_at" IS NULL;

ALTER TABLE "party_distinction"
  ADD CONSTRAINT "party_distinction_ids_ordered" CHECK ("lesser_id" < "greater_id"),
  ADD CONSTRAINT "party_distinction_lifted_whole" CHECK (num_nulls("lifted_at", "lifted_actor", "lifted_actor_id") IN (0, 3));

-- Each distinction from either side. The ids are those that it was said of: a party that was merged since has a redirect,
-- and what leads to a party counts as that party. So a distinction follows merges, and comes back where one is taken back.
CREATE VIEW "party_distinction_side" AS
  SELECT "id", "lesser_id" AS "party_id", "greater_id" AS "other_id", "at", "actor", "actor_id", "lifted_at", "lifted_actor", "lifted_actor_id"
    FROM "party_distinction"
  UNION ALL
  SELECT "id", "greater_id", "lesser_id", "at", "actor", "actor_id", "lifted_at", "lifted_actor", "lifted_actor_id"
    FROM "party_distinction";
