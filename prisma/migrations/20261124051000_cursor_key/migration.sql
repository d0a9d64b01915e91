-- The key of the cursors of live changes, one for the whole store: a reader's cursor must not tell how much an editor sees.

-- CreateTable
CREATE TABLE "cursor_key" (
    "is_only" BOOLEAN NOT NULL DEFAULT true,
    "key" BYTEA NOT NULL,

    CONSTRAINT "cursor_key_pkey" PRIMARY KEY ("is_only")
);

-- By hand: there is one, 244 bits of chance from PostgreSQL's strong source.
ALTER TABLE "cursor_key" ADD CONSTRAINT "cursor_key_is_only" CHECK ("is_only");
INSERT INTO "cursor_key" ("key")
  SELECT decode(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex');
