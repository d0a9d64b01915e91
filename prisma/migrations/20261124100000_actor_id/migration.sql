-- Who made a change, by an id that nobody else can have: a name can be that of a token, of a person and of a command.

-- By hand: the id is that of whoever wrote through the API, or else the database's user, for plain SQL.
CREATE FUNCTION "current_actor_id"() RETURNS text LANGUAGE sql STABLE AS $$
  SELECT coalesce(nullif(current_setting('allegata.actor_id', true), ''), 'database:' || session_user)
$$;

-- AlterTable
-- Revisions of before have none: whose name it was is not known.
ALTER TABLE "revision" ADD COLUMN "actor_id" TEXT;
ALTER TABLE "revision" ALTER COLUMN "actor_id" SET DEFAULT current_actor_id();

-- Answers were kept by the name of the actor, and for a day at most.
DELETE FROM "idempotency_key";
ALTER TABLE "idempotency_key" RENAME COLUMN "actor" TO "actor_id";
