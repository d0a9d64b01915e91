-- Tombstones recognise a slug by a digest with a key: a plain one can be found by trying names.

-- CreateTable
CREATE TABLE "tombstone_key" (
    "is_only" BOOLEAN NOT NULL DEFAULT true,
    "key" BYTEA NOT NULL,

    CONSTRAINT "tombstone_key_pkey" PRIMARY KEY ("is_only")
);

-- By hand: all that follows. There is one key, 244 bits of chance from PostgreSQL's strong source.
ALTER TABLE "tombstone_key" ADD CONSTRAINT "tombstone_key_is_only" CHECK ("is_only");
INSERT INTO "tombstone_key" ("key")
  SELECT decode(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex');

-- HMAC (RFC 2104) with SHA-256, whose blocks have 64 bytes. PostgreSQL has it in an extension only.
CREATE FUNCTION "hmac_sha256"(message bytea, key bytea) RETURNS bytea LANGUAGE sql IMMUTABLE STRICT AS $$
  SELECT sha256(p.outer_pad || sha256(p.inner_pad || message)) FROM (
    SELECT string_agg(set_byte('\x00', 0, get_byte(k.block, i) # 92), '' ORDER BY i) AS outer_pad,
           string_agg(set_byte('\x00', 0, get_byte(k.block, i) # 54), '' ORDER BY i) AS inner_pad
      FROM generate_series(0, 63) AS i,
           (SELECT b.block || decode(repeat('00', 64 - length(b.block)), 'hex') AS block
              FROM (SELECT CASE WHEN length(key) > 64 THEN sha256(key) ELSE key END AS block) b) k
  ) p
$$;

-- Of the plain digest, so that those of tombstones that are there already can be made.
CREATE FUNCTION "tombstone_digest"(plain_digest bytea) RETURNS bytea LANGUAGE sql STABLE STRICT AS $$
  SELECT hmac_sha256(plain_digest, key) FROM tombstone_key
$$;

CREATE FUNCTION "tombstone_digest"(slug text) RETURNS bytea LANGUAGE sql STABLE STRICT AS $$
  SELECT tombstone_digest(sha256(convert_to(slug, 'UTF8')))
$$;

UPDATE "tombstone" SET "slug_hash" = tombstone_digest("slug_hash");
