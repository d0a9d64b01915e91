-- Merges can be taken back: history says which merge changed what, and each redirect by which merge it came to be.

-- CreateEnum
CREATE TYPE "revision_cause" AS ENUM ('MERGE', 'UNMERGE');

-- By hand: the merge that is being made or taken back in this transaction, as "MERGE id" or "UNMERGE id".
CREATE FUNCTION "current_merge_cause"() RETURNS "revision_cause" LANGUAGE sql STABLE AS $$
  SELECT nullif(split_part(current_setting('allegata.merge', true), ' ', 1), '')::revision_cause
$$;
CREATE FUNCTION "current_merge_id"() RETURNS uuid LANGUAGE sql STABLE AS $$
  SELECT nullif(split_part(current_setting('allegata.merge', true), ' ', 2), '')::uuid
$$;

-- AlterTable
-- Revisions of before have none: which of them a merge made is not known.
ALTER TABLE "revision" ADD COLUMN "cause" "revision_cause", ADD COLUMN "merge_id" UUID;
ALTER TABLE "revision" ALTER COLUMN "cause" SET DEFAULT current_merge_cause(), ALTER COLUMN "merge_id" SET DEFAULT current_merge_id();

-- AlterTable
ALTER TABLE "party_redirect" ADD COLUMN "merge_id" UUID, ADD COLUMN "merged_into_id" UUID;

-- CreateIndex
CREATE INDEX "party_redirect_merge_id_idx" ON "party_redirect"("merge_id");

-- By hand: few revisions are of merges, and no others need an entry.
CREATE INDEX "revision_merge_id_idx" ON "revision"("merge_id") WHERE "merge_id" IS NOT NULL;
