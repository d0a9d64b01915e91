-- Every mutation can be repeated with its Idempotency-Key, and not creations only: what is kept for it is its answer, the id or
-- ids of what it wrote, or the report of an import.
ALTER TABLE "idempotency_key" ADD COLUMN "answer" JSONB NOT NULL DEFAULT 'null';
UPDATE "idempotency_key" SET "answer" = to_jsonb("node_id"::text);
ALTER TABLE "idempotency_key" ALTER COLUMN "answer" DROP DEFAULT, DROP COLUMN "node_id";
